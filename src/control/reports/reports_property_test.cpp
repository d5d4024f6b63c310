// Reports come from outside. The control plane accepts any report, records it as late or ignores
// it, and continues to work.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "control/edges/edges.h"
#include "control/wake_platform_testing.h"
#include "model/arbitrary_testing.h"

namespace studylab::control {
namespace {

using testing::TestPlatform;
using testing::WakePlatform;

// Replaces some of the drawn names by names that exist on the platform; the others do not exist.
class UsePlatformNames {
 public:
  explicit UsePlatformNames(TestPlatform const& platform) : platform_(platform) {}

  template <class T>
  void fill(T&) const {}
  template <class Tag>
  void fill(NumberedId<Tag>& id) const {
    id.number %= 13;
  }
  void fill(EnvironmentName& name) const { name = id_of(name) ? platform_.env : name; }
  void fill(RouteKey& route) const { route = id_of(route) ? platform_.route : route; }
  void fill(RouteSequence& sequence) const { sequence = RouteSequence{sequence.value() % 5}; }
  void fill(std::uint16_t& status) const {
    status = static_cast<std::uint16_t>(status % 2 ? 200 : 503);
  }
  template <class T>
  void fill(std::vector<T>& list) const {
    for (auto& item : list) fill(item);
  }
  template <HasFields T>
  void fill(T& value) const {
    T::fields(value, [this](std::string_view, auto& field) { this->fill(field); });
  }

 private:
  template <class Name>
  static bool id_of(Name const& name) {
    return name.value().size() % 2 == 0;
  }
  TestPlatform const& platform_;
};

// About half of the reported allocations run the planned digest.
void make_right_digest(TestPlatform const& platform, AllocationReady& ready) {
  auto const found = platform.state.allocations.find(ready.allocation);
  if (found != platform.state.allocations.end() && ready.sessions % 2 == 0) {
    ready.digest = found->second.digest;
  }
}
template <class F>
void make_right_digest(TestPlatform const&, F&) {}

std::vector<Report> one_of_each_kind(TestPlatform const& platform) {
  std::vector<Report> reports;
  for_each_platform_kind([&]<class F>() {
    auto fact = arbitrary<F>();
    UsePlatformNames{platform}.fill(fact);
    make_right_digest(platform, fact);
    reports.push_back(Report{make_fact(std::move(fact))});
  });
  return reports;
}

TEST(Reports, AnyReportIsAcceptedRecordedAsLateOrIgnored) {
  EXPECT_TRUE(rc::check([] {
    WakePlatform p;
    if (*rc::gen::arbitrary<bool>()) {
      p.break_it();
    } else if (*rc::gen::arbitrary<bool>()) {
      p.let_production_sleep();
      p.runners_answer = *rc::gen::arbitrary<bool>();
      p.ask(1, p.env);
    }
    for (auto const& report : one_of_each_kind(p)) {
      auto const decision = p.give(report);
      RC_ASSERT(decision.has_value());
      p.settle();
    }
    p.pass(std::chrono::seconds{45});
    for (auto const& report : one_of_each_kind(p)) p.give(report);
    p.pass(std::chrono::minutes{11});
  }));
}

TEST(Reports, AReportAboutAnUnknownObjectIsRecordedAndChangesNothing) {
  TestPlatform p;
  auto const ignored = [&](auto fact) -> std::string {
    fact.origin = p.origin("edge-z");
    auto const decision = p.give(Report{make_fact(fact)});
    auto const* late =
        decision->size() == 1 ? fact_if<LateReportIgnored>(decision->front()) : nullptr;
    return late == nullptr ? "accepted" : late->what;
  };
  RequestsObserved observed;
  observed.edge = EdgeId{26};
  EXPECT_EQ(ignored(observed), "RequestsObserved: edge-z does not exist");
  EdgeStarted started;
  started.edge = EdgeId{26};
  EXPECT_EQ(ignored(started), "EdgeStarted: edge-z does not exist");
  EdgeGapSeen gap;
  gap.edge = EdgeId{1};
  gap.partition = PartitionId{9};
  EXPECT_EQ(ignored(gap), "EdgeGapSeen: partition-9 does not exist");
  EdgeResumed resumed;
  resumed.edge = EdgeId{1};
  resumed.partition = PartitionId{1};
  resumed.operation = OperationId{77};
  EXPECT_EQ(ignored(resumed), "EdgeResumed: op-77 does not exist");
  EXPECT_EQ(p.state.edges.size(), 2U);
  EXPECT_TRUE(control::has_caught_up(p.state, p.state.edges.at(EdgeId{1})));
}

}  // namespace
}  // namespace studylab::control
