// The simulated world follows every rule of the port, so does a world that answers later, and each
// rule finds a world that breaks it.
#include "world/world_conformance_testing.h"

#include <algorithm>
#include <optional>

#include <gtest/gtest.h>

#include "world/late_world_testing.h"
#include "world/plan_testing.h"
#include "world/sim/sim_world.h"

namespace studylab::world {
namespace {

std::unique_ptr<World> simulated(Plan plan, Schedule schedule) {
  return std::make_unique<sim::SimWorld>(std::move(plan), std::move(schedule));
}

TEST(WorldConformance, TheSimulatedWorldFollowsEveryRule) {
  for (auto const& rule : world_rules()) EXPECT_EQ(rule.violation(simulated), "") << rule.name;
  EXPECT_EQ(reproducible_rule().violation(simulated), "");
}

TEST(WorldConformance, AWorldThatAnswersLaterFollowsEveryRule) {
  auto const late = [](Plan plan, Schedule schedule) {
    return std::make_unique<LateWorld>(simulated(std::move(plan), std::move(schedule)));
  };
  for (auto const& rule : world_rules()) EXPECT_EQ(rule.violation(late), "") << rule.name;
  EXPECT_EQ(reproducible_rule().violation(late), "");
}

// --- worlds with one defect each ---

using std::chrono::milliseconds;
using std::chrono::seconds;

struct Overshoots final : WrappedWorld {
  using WrappedWorld::WrappedWorld;
  void advance_to(Instant at) override { inner().advance_to(at + milliseconds{1}); }
};

struct GoesBack final : WrappedWorld {
  using WrappedWorld::WrappedWorld;
  Instant now() const override { return inner().now() - milliseconds{1}; }
};

struct IgnoresConditions final : WrappedWorld {
  using WrappedWorld::WrappedWorld;
  bool advance_until(Condition const& reached, Instant limit) override {
    inner().advance_to(limit);
    return reached(platform(), now());
  }
};

struct NeverStops final : WrappedWorld {
  using WrappedWorld::WrappedWorld;
  bool advance_until(Condition const& reached, Instant limit) override {
    return inner().advance_until(reached, limit + seconds{1});
  }
};

struct OnlyDecides final : WrappedWorld {
  using WrappedWorld::WrappedWorld;
  Reply<control::Decision> command(OperatorCommand const& command) override {
    Reply<control::Decision> reply;
    reply.give(control::decide(platform(), command, now()));
    return reply;
  }
};

struct RecordsRefusals final : WrappedWorld {
  using WrappedWorld::WrappedWorld;
  Reply<control::Decision> command(OperatorCommand const& command) override {
    auto reply = inner().command(command);
    if (!reply.value()) {
      Act act;
      act.line = command.line;
      inner().record(make_fact(CommandRefused{"rollback", {}, {}, {}, {}, std::move(act)}));
    }
    return reply;
  }
};

struct ShowsTheStart final : WrappedWorld {
  explicit ShowsTheStart(std::unique_ptr<World> of)
      : WrappedWorld(std::move(of)), start_(inner().platform()) {}
  control::State const& platform() const override { return start_; }
  control::State start_;
};

struct ForgetsRecords final : WrappedWorld {
  using WrappedWorld::WrappedWorld;
  Reply<EntryId> record(Fact) override {
    Reply<EntryId> reply;
    reply.give(EntryId{++last_});
    return reply;
  }
  std::uint32_t last_ = 30;
};

// Records the first fact after the second.
struct SwapsRecords final : WrappedWorld {
  using WrappedWorld::WrappedWorld;
  Reply<EntryId> record(Fact fact) override {
    Reply<EntryId> reply;
    if (!held_) {
      held_ = std::move(fact);
      held_reply_ = reply;
      return reply;
    }
    reply.give(inner().record(std::move(fact)).value());
    if (!held_reply_.arrived()) held_reply_.give(inner().record(*held_).value());
    return reply;
  }
  std::optional<Fact> held_;
  Reply<EntryId> held_reply_;
};

struct IgnoresAsking final : WrappedWorld {
  using WrappedWorld::WrappedWorld;
  void ask_views() override {}
  void ask_gates(EnvironmentName const&) override {}
};

struct LogsBackwards final : WrappedWorld {
  using WrappedWorld::WrappedWorld;
  Reply<std::vector<LogLine>> logs(EnvironmentName const& environment, AllocationId allocation,
                                   Instant from) override {
    auto lines = inner().logs(environment, allocation, from).value();
    std::ranges::reverse(lines);
    Reply<std::vector<LogLine>> reply;
    reply.give(std::move(lines));
    return reply;
  }
};

struct LogsEverything final : WrappedWorld {
  using WrappedWorld::WrappedWorld;
  Reply<std::vector<LogLine>> logs(EnvironmentName const& environment, AllocationId allocation,
                                   Instant) override {
    return inner().logs(environment, allocation, Instant{});
  }
};

struct MeasuresTooMuch final : WrappedWorld {
  using WrappedWorld::WrappedWorld;
  Reply<Truth> measure(IncidentSubject const& subject, Instant since) override {
    auto truth = inner().measure(subject, since).value();
    if (truth.measured.failed_requests > 0) ++truth.measured.failed_requests;
    Reply<Truth> reply;
    reply.give(truth);
    return reply;
  }
};

// Measures the same, whatever the incident is about.
struct IgnoresTheSubject final : WrappedWorld {
  using WrappedWorld::WrappedWorld;
  Reply<Truth> measure(IncidentSubject const&, Instant since) override {
    return inner().measure(Tiny{}.errors(), since);
  }
};

template <class Wrong>
std::unique_ptr<World> wrong(Plan plan, Schedule schedule) {
  return std::make_unique<Wrong>(simulated(std::move(plan), std::move(schedule)));
}

std::unique_ptr<World> without_changes(Plan plan, Schedule schedule) {
  plan.changes.clear();
  return simulated(std::move(plan), std::move(schedule));
}

std::unique_ptr<World> changing_early(Plan plan, Schedule schedule) {
  for (auto& change : plan.changes) change.at = plan.began;
  return simulated(std::move(plan), std::move(schedule));
}

std::unique_ptr<World> without_faults(Plan plan, Schedule) {
  return simulated(std::move(plan), {});
}

std::unique_ptr<World> with_another_seed(Plan plan, Schedule schedule) {
  static std::uint64_t seed = 0;
  plan.seed.number = ++seed;
  return simulated(std::move(plan), std::move(schedule));
}

struct Defect {
  std::string_view what;
  MakeWorld make;
  std::string_view breaks;  // the rule that must find it
};

TEST(WorldConformance, EachRuleFindsAWorldThatBreaksIt) {
  std::vector<Defect> const defects{
      {"Overshoots", wrong<Overshoots>, "time passes exactly"},
      {"GoesBack", wrong<GoesBack>, "time passes exactly"},
      {"IgnoresConditions", wrong<IgnoresConditions>, "conditions end an advance"},
      {"NeverStops", wrong<NeverStops>, "conditions end an advance"},
      {"OnlyDecides", wrong<OnlyDecides>, "commands append their facts"},
      {"RecordsRefusals", wrong<RecordsRefusals>, "refusals append nothing"},
      {"ShowsTheStart", wrong<ShowsTheStart>, "the state is a fold of the chain"},
      {"ForgetsRecords", wrong<ForgetsRecords>, "records are kept in order"},
      {"SwapsRecords", wrong<SwapsRecords>, "records are kept in order"},
      {"IgnoresAsking", wrong<IgnoresAsking>, "views arrive as facts"},
      {"LogsBackwards", wrong<LogsBackwards>, "logs can be read again"},
      {"LogsEverything", wrong<LogsEverything>, "logs can be read again"},
      {"MeasuresTooMuch", wrong<MeasuresTooMuch>, "measurement agrees with the traffic"},
      {"IgnoresTheSubject", wrong<IgnoresTheSubject>, "harm is of the incident's subject"},
      {"without_changes", without_changes, "changes happen at their instant"},
      {"changing_early", changing_early, "changes happen at their instant"},
      {"without_faults", without_faults, "a crashed control plane answers later"},
  };
  for (auto const& defect : defects) {
    auto const rule = std::ranges::find(world_rules(), defect.breaks, &WorldRule::name);
    ASSERT_NE(rule, world_rules().end()) << defect.breaks;
    EXPECT_NE(rule->violation(defect.make), "") << defect.what;
  }
  for (auto const& rule : world_rules()) {
    EXPECT_TRUE(std::ranges::any_of(
        defects, [&](Defect const& defect) { return defect.breaks == rule.name; }))
        << "no world breaks the rule: " << rule.name;
  }
  EXPECT_NE(reproducible_rule().violation(with_another_seed), "");
}

}  // namespace
}  // namespace studylab::world
