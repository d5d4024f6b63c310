#include "lab/fuzz/mutate.h"

#include <algorithm>

#include <fmt/format.h>

#include "lab/fuzz/subject_lines.h"

namespace studylab::fuzz {
namespace {

class Mutation {
 public:
  Mutation(FinishedRun const& run, Random& random)
      : state_(run.session().platform()), lines_(run.lines), random_(random) {
    auto const& opened = state_.incident->opened;
    environment_ = environment_of(opened).value();
    asked_ = state_.operations.size();
    route_ = route_of(opened).value();
    for (auto const& [id, release] : state_.releases) {
      if (release.registered.environment != environment_of(opened)) continue;
      releases_.push_back(to_text(id));
      bool const served = !release.registered.served.empty();
      auto const artifact = state_.artifacts.find(release.registered.digest);
      if (served && artifact != state_.artifacts.end() && artifact->second.in_store) {
        served_.push_back(to_text(id));
      }
    }
    for (auto const& [id, edge] : state_.edges) edges_.push_back(to_text(id));
    auto const partition = state_.environments.at(environment_of(opened)).declared.partition;
    for (auto const& [name, environment] : state_.environments) {
      if (name != environment_of(opened) && environment.declared.partition == partition)
        neighbours_.push_back(name);
    }
  }

  std::vector<std::string> lines() {
    for (auto left = 1 + random_.below(4); left > 0; --left) change();
    return std::move(lines_);
  }

 private:
  void change() {
    if (lines_.empty() || random_.chance(500)) return put_in();
    auto const at = static_cast<std::ptrdiff_t>(random_.below(lines_.size()));
    switch (random_.below(3)) {
      case 0: lines_.erase(lines_.begin() + at); return;
      case 1:
        lines_.insert(lines_.begin() + at, std::string{lines_[static_cast<std::size_t>(at)]});
        return;
      default:
        std::swap(lines_[static_cast<std::size_t>(at)], lines_[random_.below(lines_.size())]);
        return;
    }
  }

  // One line, or a few that belong together.
  void put_in() {
    auto at = static_cast<std::ptrdiff_t>(random_.below(lines_.size() + 1));
    for (auto& line : drawn()) lines_.insert(lines_.begin() + at++, std::move(line));
  }
  std::vector<std::string> drawn() {
    if (random_.chance(300)) return subject_lines(state_, random_);
    return random_.chance(250) ? race() : others();
  }

  std::string const& release() { return releases_[random_.below(releases_.size())]; }
  // Two that served here and differ, where there are two.
  std::pair<std::string, std::string> two_releases() {
    auto const& from = served_.empty() ? releases_ : served_;
    auto const at = random_.below(from.size());
    auto const further = 1 + random_.below(std::max<std::size_t>(1, from.size() - 1));
    return {from[at], from[(at + further) % from.size()]};
  }
  std::string const& edge() { return edges_[random_.below(edges_.size())]; }
  std::string operation() {
    return fmt::format("op-{}",
                       random_.between(1, static_cast<std::int64_t>(state_.operations.size()) + 2));
  }
  std::vector<std::string> others() {
    switch (random_.below(17)) {
      case 0: return {fmt::format("rollback {} --to {}", environment_, release())};
      case 1:
        return {
            fmt::format("rollback {} --to {} --without-database-check", environment_, release())};
      case 2: return {fmt::format("deploy {} --release {}", environment_, release())};
      case 3: return {fmt::format("deploy {} --release {} --forward-fix", environment_, release())};
      case 4: return {fmt::format("retry {}", operation())};
      case 5: return {fmt::format("cancel {}", operation())};
      case 6: {
        auto const one = edge();
        return {fmt::format("resume {} --from {}", one, random_.between(1, 30))};
      }
      case 7: {
        auto const one = edge();
        return {"snapshot " + one, "verify " + one,
                fmt::format("resume {} --from {}", one, random_.between(1, 30))};
      }
      case 8: return {fmt::format("restart {}", environment_)};
      case 9: return {fmt::format("freeze {}", environment_), "wait 5m"};
      case 10: return {fmt::format("unfreeze {}", environment_)};
      case 11: return {fmt::format("repair-propagation {}", edge())};
      case 12: return {fmt::format("wait {}s", random_.between(1, 400))};
      case 13: return {"show edge " + edge(), fmt::format("show route {} --edges", route_)};
      case 14: {
        auto const one = edge();
        return {fmt::format("set-route {} {} {}", one, route_, release())};
      }
      default: return neighbour_moves();
    }
  }

  // Two changes of one owner that want the same epoch: one of them is too late.
  std::vector<std::string> race() {
    auto const [first, second] = two_releases();
    auto const back = [&](std::string const& to) {
      return fmt::format("rollback {} --to {}", environment_, to);
    };
    // Held up by a freeze, the other goes first.
    if (random_.chance(300)) {
      return {fmt::format("unfreeze {}", environment_),
              fmt::format("deploy {} --release {}", environment_, first),
              fmt::format("freeze {}", environment_),
              "wait 60s",
              back(second),
              "wait 60s",
              fmt::format("unfreeze {}", environment_),
              "wait 2m"};
    }
    // What failed is tried again after another has gone through.
    return {back(first),
            "wait 40s",
            back(second),
            "wait 40s",
            fmt::format("retry op-{}", asked_ - 1),
            fmt::format("retry op-{}", asked_),
            fmt::format("retry op-{}", asked_ + 1),
            "wait 60s"};
  }

  // Another route of the same partition moves as well, close to the incident's own.
  std::vector<std::string> neighbour_moves() {
    if (neighbours_.empty()) return {"show environments"};
    auto const& name = neighbours_[random_.below(neighbours_.size())];
    std::vector<std::string> own;
    for (auto const& [id, one] : state_.releases) {
      if (one.registered.environment == name) own.push_back(to_text(id));
    }
    if (own.empty()) return {"show environments"};
    auto const& to = own[random_.below(own.size())];
    auto const verb = random_.chance(500) ? fmt::format("deploy {} --release {}", name.value(), to)
                                          : fmt::format("rollback {} --to {}", name.value(), to);
    return {"show environments",
            fmt::format("show releases {}", name.value()),
            verb,
            fmt::format("rollback {} --to {}", environment_, release()),
            "wait 8s",
            fmt::format("show route {} --edges", route_)};
  }

  control::State const& state_;
  std::vector<std::string> lines_;
  Random& random_;
  std::string environment_, route_;
  std::vector<std::string> releases_, served_, edges_;
  std::size_t asked_ = 0;                    // the number of the run's last operation
  std::vector<EnvironmentName> neighbours_;  // whose routes share the incident's partition
};

}  // namespace

std::vector<std::string> mutated(FinishedRun const& run, Random& random) {
  return Mutation{run, random}.lines();
}

}  // namespace studylab::fuzz
