#include "lab/fuzz/mutate.h"

#include <algorithm>

#include <fmt/format.h>

namespace studylab::fuzz {
namespace {

class Mutation {
 public:
  Mutation(Played const& played, Random& random)
      : state_(played.session->platform()), lines_(played.lines), random_(random) {
    auto const& opened = state_.incident->opened;
    environment_ = opened.environment.value();
    route_ = opened.route.value();
    for (auto const& [id, release] : state_.releases) {
      if (release.registered.environment == opened.environment) releases_.push_back(to_text(id));
    }
    for (auto const& [id, edge] : state_.edges) edges_.push_back(to_text(id));
    auto const partition = state_.environments.at(opened.environment).declared.partition;
    for (auto const& [name, environment] : state_.environments) {
      if (name != opened.environment && environment.declared.partition == partition) neighbours_.push_back(name);
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
      case 1: lines_.insert(lines_.begin() + at, std::string{lines_[static_cast<std::size_t>(at)]}); return;
      default: std::swap(lines_[static_cast<std::size_t>(at)], lines_[random_.below(lines_.size())]); return;
    }
  }

  // One line, or a few that belong together.
  void put_in() {
    auto at = static_cast<std::ptrdiff_t>(random_.below(lines_.size() + 1));
    for (auto& line : others()) lines_.insert(lines_.begin() + at++, std::move(line));
  }

  std::string const& release() { return releases_[random_.below(releases_.size())]; }
  std::string const& edge() { return edges_[random_.below(edges_.size())]; }
  std::string operation() { return fmt::format("op-{}", random_.between(1, static_cast<std::int64_t>(state_.operations.size()) + 2)); }

  std::vector<std::string> others() {
    switch (random_.below(20)) {
      case 0: return {fmt::format("rollback {} --to {}", environment_, release())};
      case 1: return {fmt::format("rollback {} --to {} --without-database-check", environment_, release())};
      case 2: return {fmt::format("deploy {} --release {}", environment_, release())};
      case 3: return {fmt::format("deploy {} --release {} --forward-fix", environment_, release())};
      case 4: return {fmt::format("retry {}", operation())};
      case 5: return {fmt::format("cancel {}", operation())};
      case 6: return {fmt::format("resume {} --from {}", edge(), random_.between(1, 30))};
      case 7: {
        auto const one = edge();
        return {"snapshot " + one, "verify " + one, fmt::format("resume {} --from {}", one, random_.between(1, 30))};
      }
      case 8: return {fmt::format("restart {}", environment_)};
      case 9: return {fmt::format("freeze {}", environment_), "wait 5m"};
      case 10: return {fmt::format("unfreeze {}", environment_)};
      case 11: return {fmt::format("repair-propagation {}", edge())};
      case 12: return {fmt::format("wait {}s", random_.between(1, 400))};
      case 13: return {"show edge " + edge(), fmt::format("show route {} --edges", route_)};
      case 14: return {fmt::format("set-route {} {} {}", edge(), route_, release())};
      case 15:
      case 16: return neighbour_moves();
      // Held up by a freeze, another goes first: what it expected of the epoch is no longer so.
      case 17:
      case 18:
        return {fmt::format("unfreeze {}", environment_), fmt::format("deploy {} --release {}", environment_, release()),
                fmt::format("freeze {}", environment_), "wait 60s",
                fmt::format("rollback {} --to {}", environment_, release()), "wait 60s",
                fmt::format("unfreeze {}", environment_), "wait 2m"};
      // Two changes that want the same epoch: one of them is too late.
      default: {
        return {fmt::format("rollback {} --to {}", environment_, release()), "wait 30s",
                fmt::format("rollback {} --to {}", environment_, release()), "wait 30s",
                fmt::format("retry {}", operation())};
      }
    }
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
    return {"show environments", fmt::format("show releases {}", name.value()), verb,
            fmt::format("rollback {} --to {}", environment_, release()), "wait 8s",
            fmt::format("show route {} --edges", route_)};
  }

  control::State const& state_;
  std::vector<std::string> lines_;
  Random& random_;
  std::string environment_, route_;
  std::vector<std::string> releases_, edges_;
  std::vector<EnvironmentName> neighbours_;  // whose routes share the incident's partition
};

}  // namespace

std::vector<std::string> mutated(Played const& played, Random& random) {
  return Mutation{played, random}.lines();
}

}  // namespace studylab::fuzz
