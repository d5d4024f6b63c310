#include "lab/fuzz/subject_lines.h"

#include <iterator>

#include <fmt/format.h>

namespace studylab::fuzz {
namespace {

using Lines = std::vector<std::string>;

class Subjects {
 public:
  Subjects(control::State const& state, Random& random) : state_(state), random_(random) {}

  Lines lines() {
    switch (random_.below(5)) {
      case 0: return state_.databases.empty() ? Lines{} : database(key_of(state_.databases));
      case 1: return state_.replicas.empty() ? Lines{} : replica();
      case 2: return state_.hosts.empty() ? Lines{} : host(to_text(key_of(state_.hosts)));
      case 3: return state_.bindings.empty() ? Lines{} : binding();
      default: return state_.environments.empty() ? Lines{} : environment();
    }
  }

 private:
  template <class Map>
  typename Map::key_type const& key_of(Map const& map) {
    return std::next(map.begin(), static_cast<std::ptrdiff_t>(random_.below(map.size())))->first;
  }
  std::string_view one_of(std::initializer_list<std::string_view> words) {
    return *(words.begin() + random_.below(words.size()));
  }

  // Of which no operation is known yet: the number is a guess, close to the next.
  std::string next_operation() {
    return fmt::format("op-{}", state_.operations.size() + random_.below(3));
  }

  Lines database(DatabaseName const& name) {
    auto const& database = state_.databases.at(name);
    auto const plan = next_operation();
    auto const db = name.value();
    switch (random_.below(5)) {
      case 0: return {fmt::format("fence {}", db)};
      case 1: return {fmt::format("unfence {}", db)};
      case 2: return {fmt::format("failover {} --to north", db)};
      case 3: {
        if (database.consumers.empty()) return {};
        auto const& consumer = key_of(database.consumers);
        return {fmt::format("reconcile {} --plan {} --consumer {} --events {}", db, plan,
                            consumer.value(), one_of({"replay", "skip", "compensate"}))};
      }
      default: return restore(database, db, plan);
    }
  }

  Lines restore(control::Database const& database, std::string const& db, std::string const& plan) {
    auto run = fmt::format("restore run {} --plan {} --method {}", db, plan,
                           one_of({"pitr", "backup", "forward-repair"}));
    if (!database.backups.empty() && random_.chance(700)) {
      run += " --backup " + std::string{key_of(database.backups).value()};
    }
    Lines lines{"restore plan " + db, run, fmt::format("wait --for {} --at-most 30m", plan),
                fmt::format("restore cutover {} --plan {}", db, plan), "wait 3m"};
    if (random_.chance(700)) lines.insert(lines.begin() + 1, "fence " + db);
    if (random_.chance(500)) lines.push_back("unfence " + db);
    return lines;
  }

  Lines replica() {
    auto const& [database, region] = key_of(state_.replicas);
    return {fmt::format("failover {} --to {}", database.value(), region.value()), "wait 2m"};
  }

  Lines host(std::string const& name) {
    switch (random_.below(7)) {
      case 0: return {"cordon " + name, "replace " + name};
      case 1:
        return {"cordon " + name,
                fmt::format("drain {} --deadline {}m", name, random_.between(1, 20))};
      case 2: return {"rebuild " + name, "wait 3m"};
      case 3: return {"uncordon " + name};
      case 4: return {"postcheck " + name, "uncordon " + name};
      case 5: return {"kill-sessions " + name};
      default: return {fmt::format("drain {} --deadline 5m", name), "wait 6m", "rebuild " + name};
    }
  }

  Lines binding() {
    return {fmt::format("rotate-secret {}", key_of(state_.bindings).value()), "wait 30s"};
  }

  Lines environment() {
    auto const& name = key_of(state_.environments).value();
    auto const provider = state_.providers.empty() ? "" : key_of(state_.providers).value();
    switch (random_.below(7)) {
      case 0: return {fmt::format("wake {}", name)};
      case 1: return {fmt::format("pause {}", name), "wait 5m"};
      case 2: return {fmt::format("unpause {}", name)};
      case 3: return {fmt::format("scale {} --allocations 40", name)};
      case 4: return {fmt::format("hold-requests {} --unsafe", name)};
      case 5: return {fmt::format("gap-policy {} last-verified --max-age 5m", name)};
      default:
        return {fmt::format("status publish {} --cause provider:{} --says \"it is down\"", name,
                            provider)};
    }
  }

  control::State const& state_;
  Random& random_;
};

}  // namespace

std::vector<std::string> subject_lines(control::State const& state, Random& random) {
  return Subjects{state, random}.lines();
}

}  // namespace studylab::fuzz
