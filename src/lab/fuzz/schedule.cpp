#include "lab/fuzz/schedule.h"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

#include "lab/drill/setup.h"

namespace studylab::fuzz {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// What a schedule can affect in the world of one seed.
struct Targets {
  std::vector<EdgeId> edges;
  std::vector<HostId> hosts;
  std::vector<PartitionId> partitions;
  std::vector<ReleaseId> releases;  // of the incident's environment
  RouteKey route;
  Instant began{};
};

Targets targets_of(Scenario const& scenario) {
  Seed const seed{scenario.seed, {}};
  auto const& variant = scenario.variant.empty() ? drill::drawn_variant(*scenario.drill, seed)
                                                 : *scenario.drill->find(scenario.variant);
  auto const drawn = drill::draw(*scenario.drill, seed, variant, scenario.level, scenario.topology);
  Targets targets;
  targets.route = drawn.route;
  targets.began = drawn.plan.began;
  for (auto const& fact : drawn.plan.initial) {
    if (auto const* edge = std::get_if<EdgeRegistered>(&fact)) targets.edges.push_back(edge->edge);
    if (auto const* host = std::get_if<HostRegistered>(&fact)) targets.hosts.push_back(host->host);
    auto const* environment = std::get_if<EnvironmentDeclared>(&fact);
    if (environment != nullptr) targets.partitions.push_back(environment->partition);
    auto const* release = std::get_if<ReleaseRegistered>(&fact);
    if (release != nullptr && release->environment == drawn.environment) {
      targets.releases.push_back(release->release);
    }
  }
  return targets;
}

class Drawing {
 public:
  Drawing(Targets targets, std::uint64_t seed)
      : targets_(std::move(targets)), random_(Seed{seed, {}}, "fuzz/schedule") {}

  DrawnFaults drawn() {
    DrawnFaults drawn;
    drawn.mix = FaultMix{static_cast<std::uint8_t>(random_.below(enum_size<FaultMix>))};
    bool const all = drawn.mix == FaultMix::all;
    if (all || drawn.mix == FaultMix::network) network(drawn.schedule);
    if (all || drawn.mix == FaultMix::processes) processes(drawn.schedule);
    if (all || drawn.mix == FaultMix::edits) edits(drawn.schedule);
    if (all || drawn.mix == FaultMix::routes) routes(drawn.schedule);
    if (all || drawn.mix == FaultMix::clocks) clocks(drawn.schedule);
    if (all || drawn.mix == FaultMix::control_only) crashes_of(drawn.schedule, "control", 3);
    return drawn;
  }

 private:
  template <class T>
  T const& one_of(std::vector<T> const& from) {
    return from[random_.below(from.size())];
  }

  Instant some_time() { return targets_.began + milliseconds{random_.between(0, 600'000)}; }
  std::string some_edge() { return to_text(one_of(targets_.edges)); }
  std::string some_runner() { return "runner-" + to_text(one_of(targets_.hosts)); }

  void network(world::Schedule& schedule) {
    auto const some = [&] {
      return Permille{random_.chance(600) ? static_cast<std::uint32_t>(random_.between(1, 80)) : 0};
    };
    schedule.loss = some();
    schedule.duplicate = some();
    schedule.reorder = some();
    for (auto left = random_.below(3); left > 0; --left) cut(schedule);
  }

  // Usually in both directions, like a cable; sometimes in one.
  void cut(world::Schedule& schedule) {
    std::array const others{some_edge(), some_runner(), std::string{"monitor"}};
    std::string const from = random_.chance(700) ? "control" : "route-log";
    auto const to = from == "control" ? others[random_.below(3)] : some_edge();
    auto const at = some_time();
    Duration const length = milliseconds{random_.between(100, 15'000)};
    schedule.cuts.push_back({from, to, at, length});
    if (random_.chance(600)) schedule.cuts.push_back({to, from, at, length});
  }

  void crashes_of(world::Schedule& schedule, std::string const& component, std::uint64_t at_most) {
    for (auto left = 1 + random_.below(at_most); left > 0; --left) {
      Duration const down = milliseconds{random_.between(50, 8'000)};
      if (random_.chance(700)) {
        auto const entry = static_cast<std::uint32_t>(random_.between(40, 330));
        schedule.crashes.push_back({component, EntryId{entry}, Instant{}, down});
      } else {
        schedule.crashes.push_back({component, std::nullopt, some_time(), down});
      }
    }
  }

  void processes(world::Schedule& schedule) {
    if (random_.chance(500)) {
      schedule.slow_start = Permille{static_cast<std::uint32_t>(random_.between(50, 600))};
    }
    crashes_of(schedule, some_edge(), 2);
    crashes_of(schedule, some_runner(), 2);
    if (random_.chance(300)) crashes_of(schedule, "monitor", 1);
    if (random_.chance(500)) crashes_of(schedule, "control", 1);
    // All hosts without power: an environment has no allocation left.
    if (!random_.chance(250)) return;
    auto const at = some_time();
    for (auto const host : targets_.hosts) {
      Duration const down = seconds{random_.between(5, 40)};
      schedule.crashes.push_back({"runner-" + to_text(host), std::nullopt, at, down});
    }
  }

  void edits(world::Schedule& schedule) {
    for (auto left = 1 + random_.below(2); left > 0; --left) {
      schedule.tampers.push_back(
          {one_of(targets_.edges), targets_.route, one_of(targets_.releases), some_time()});
    }
    if (random_.chance(500)) schedule.torn.push_back({one_of(targets_.edges), some_time()});
  }

  void routes(world::Schedule& schedule) {
    for (auto left = 1 + random_.below(4); left > 0; --left) {
      auto const at = some_time();
      auto const partition = one_of(targets_.partitions);
      auto const events = static_cast<std::uint32_t>(random_.between(1, 3));
      switch (random_.below(4)) {
        case 0:
          schedule.routes.push_back(
              {at, world::EventLoss{one_of(targets_.edges), partition, events}});
          break;
        case 1: schedule.routes.push_back({at, world::StreamLoss{partition, events}}); break;
        case 2: schedule.routes.push_back({at, world::StreamRecreation{partition}}); break;
        default: bad_snapshots(schedule, at, events); break;
      }
    }
  }

  // The control plane's clock is the one that the others differ from.
  void clocks(world::Schedule& schedule) {
    std::set<std::string> skewed;
    for (auto left = 1 + random_.below(3); left > 0; --left) {
      auto const component =
          one_of(std::vector{some_edge(), some_runner(), std::string{"monitor"}});
      Duration const ahead = milliseconds{random_.between(-2'000, 2'000)};
      if (skewed.insert(component).second) schedule.skews.push_back({component, ahead});
    }
  }

  // A control plane serves them for a while.
  void bad_snapshots(world::Schedule& schedule, Instant at, std::uint32_t behind) {
    using enum world::SnapshotService;
    constexpr std::array bad{unavailable, stale, truncated, replayed, other_partition};
    std::string const control = random_.chance(500) ? "control-1" : "control-2";
    world::SnapshotServiceChange change{control, bad[random_.below(bad.size())], behind};
    schedule.routes.push_back({at, change});
    change.serves = genuine;
    schedule.routes.push_back({at + milliseconds{random_.between(500, 120'000)}, change});
  }

  Targets targets_;
  Random random_;
};

// `edge-b loses 2 events of partition-3 at 2026-01-09T15:32:31Z`.
std::string in_words(world::WorldChange const& change) {
  auto const at = to_text(change.at);
  if (auto const* loss = std::get_if<world::EventLoss>(&change.what)) {
    return fmt::format("{} loses {} events of {} at {}", to_text(loss->edge), loss->events,
                       to_text(loss->partition), at);
  }
  if (auto const* loss = std::get_if<world::StreamLoss>(&change.what)) {
    return fmt::format("the stream of {} loses its last {} events at {}", to_text(loss->partition),
                       loss->events, at);
  }
  if (auto const* recreation = std::get_if<world::StreamRecreation>(&change.what)) {
    return fmt::format("the stream of {} is recreated at {}", to_text(recreation->partition), at);
  }
  auto const& service = std::get<world::SnapshotServiceChange>(change.what);
  constexpr std::array words{
      "genuine", "no", "stale", "forged", "truncated", "replayed", "another partition's"};
  return fmt::format("{} serves {} snapshots from {}", service.control,
                     words[static_cast<std::size_t>(service.serves)], at);
}

template <class T>
void without_each(world::Schedule const& whole, std::vector<T> world::Schedule::* kind,
                  std::vector<world::Schedule>& smaller) {
  for (std::size_t i = 0; i < (whole.*kind).size(); ++i) {
    smaller.push_back(whole);
    auto& left = smaller.back().*kind;
    left.erase(left.begin() + static_cast<std::ptrdiff_t>(i));
  }
}

}  // namespace

DrawnFaults draw_faults(Scenario const& scenario) {
  return Drawing{targets_of(scenario), scenario.seed}.drawn();
}

namespace {

// What happened in a run that a fault can be aimed at.
struct Shown {
  std::vector<FactEntry const*> asked;  // operations that the operator requested
  std::vector<FactEntry const*> moved;  // owners
  std::vector<HostId> hosts;
  std::vector<EdgeId> edges;
};

Shown shown_by(std::span<FactEntry const> run) {
  Shown shown;
  for (auto const& entry : run) {
    if (auto const* host = fact_if<HostRegistered>(entry.fact)) shown.hosts.push_back(host->host);
    if (auto const* edge = fact_if<EdgeRegistered>(entry.fact)) shown.edges.push_back(edge->edge);
    if (fact_if<OperationRequested>(entry.fact) && act_of(entry.fact))
      shown.asked.push_back(&entry);
    if (fact_if<RouteOwnerMoved>(entry.fact)) shown.moved.push_back(&entry);
  }
  return shown;
}

// The next move in the partition of this one; nullptr: this is the last.
FactEntry const* next_in_partition(std::vector<FactEntry const*> const& moved, std::size_t at) {
  auto const partition = fact_if<RouteOwnerMoved>(moved[at]->fact)->partition;
  for (auto later = at + 1; later < moved.size(); ++later) {
    if (fact_if<RouteOwnerMoved>(moved[later]->fact)->partition == partition) return moved[later];
  }
  return nullptr;
}

void crash_hosts(world::Schedule& schedule, Shown const& shown, Random& random) {
  auto const after = shown.asked[random.below(shown.asked.size())]->id;
  Duration const down = seconds{random.between(12, 40)};
  for (auto const host : shown.hosts) {
    schedule.crashes.push_back({"runner-" + to_text(host), after, Instant{}, down});
  }
}

// The edge misses this owner's move, and the next event that reaches it is the move after it,
// unless the log has resent the missed one first.
void cut_edge(world::Schedule& schedule, Shown const& shown, Random& random) {
  auto const at = random.below(shown.moved.size());
  auto const edge = shown.edges[random.below(shown.edges.size())];
  auto const begins = shown.moved[at]->at;
  Duration length = milliseconds{random.between(20, 4'000)};
  if (auto const* later = next_in_partition(shown.moved, at)) {
    length = std::max(Duration{milliseconds{1}},
                      later->at - begins - milliseconds{random.between(0, 900)});
  }
  schedule.cuts.push_back({"route-log", to_text(edge), begins, length});
}

}  // namespace

world::Schedule aimed(world::Schedule schedule, std::span<FactEntry const> run, Random& random) {
  auto const shown = shown_by(run);
  switch (random.below(3)) {
    case 0:
      if (!shown.asked.empty()) crash_hosts(schedule, shown, random);
      break;
    case 1:
      if (!shown.moved.empty()) cut_edge(schedule, shown, random);
      break;
    // Some programs fail requests, others do not.
    default: schedule.slow_start = Permille{400}; break;
  }
  return schedule;
}

std::string in_words(world::Schedule const& schedule) {
  std::string words;
  auto const say = [&](std::string one) { words += (words.empty() ? "" : "; ") + one; };
  auto const rate = [&](std::string_view what, Permille share, std::string_view of) {
    if (share.value() > 0) say(fmt::format("{} of {} in a thousand {}", what, share.value(), of));
  };
  rate("loss", schedule.loss, "messages");
  rate("doubling", schedule.duplicate, "messages");
  rate("reordering", schedule.reorder, "messages");
  rate("slowness", schedule.slow_start, "starts of programs");
  for (auto const& crash : schedule.crashes) {
    auto const when =
        crash.after_entry ? "after " + to_text(*crash.after_entry) : "at " + to_text(crash.at);
    say(fmt::format("crash of {} {} for {}", crash.component, when, to_text(crash.down)));
  }
  for (auto const& cut : schedule.cuts) {
    say(fmt::format("cut from {} to {} at {} for {}", cut.from, cut.to, to_text(cut.at),
                    to_text(cut.length)));
  }
  for (auto const& tamper : schedule.tampers) {
    say(fmt::format("an edit of {}'s table at {}: {} to {}", to_text(tamper.edge),
                    to_text(tamper.at), tamper.route.value(), to_text(tamper.release)));
  }
  for (auto const& torn : schedule.torn) {
    say(fmt::format("{}'s write torn at {}", to_text(torn.edge), to_text(torn.at)));
  }
  for (auto const& skew : schedule.skews) {
    say(fmt::format("{}'s clock is {} {}", skew.component, to_text(std::chrono::abs(skew.ahead)),
                    skew.ahead < Duration{} ? "behind" : "ahead"));
  }
  for (auto const& change : schedule.routes) say(in_words(change));
  return words;
}

std::vector<world::Schedule> with_one_less(world::Schedule const& schedule) {
  std::vector<world::Schedule> smaller;
  for (auto const rate : {&world::Schedule::loss, &world::Schedule::duplicate,
                          &world::Schedule::reorder, &world::Schedule::slow_start}) {
    if ((schedule.*rate).value() == 0) continue;
    smaller.push_back(schedule);
    smaller.back().*rate = Permille{};
  }
  without_each(schedule, &world::Schedule::crashes, smaller);
  without_each(schedule, &world::Schedule::cuts, smaller);
  without_each(schedule, &world::Schedule::tampers, smaller);
  without_each(schedule, &world::Schedule::torn, smaller);
  without_each(schedule, &world::Schedule::skews, smaller);
  without_each(schedule, &world::Schedule::routes, smaller);
  return smaller;
}

}  // namespace studylab::fuzz
