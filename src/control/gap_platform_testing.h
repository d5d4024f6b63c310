#pragma once

#include <utility>
#include <vector>

#include "control/platform_testing.h"

namespace studylab::control::testing {

// A platform whose edge-b reports what the test says about its partition.
struct GapPlatform : TestPlatform {
  EdgeId edge{2};
  PartitionId partition{1};

  void report(auto fact) {
    fact.edge = edge;
    fact.origin = origin("edge-b");
    give(Report{make_fact(std::move(fact))});
    settle();
  }
  void see_gap(GapCause cause = GapCause::missing_event) {
    EdgeGapSeen fact;
    fact.partition = partition;
    fact.cause = cause;
    fact.applied = RouteSequence{2};
    fact.seen = RouteSequence{3};
    report(fact);
  }
  void fetch(SnapshotVerdict verdict) {
    SnapshotFetched fetched;
    fetched.partition = partition;
    fetched.sequence = RouteSequence{3};
    report(fetched);
    SnapshotChecked checked;
    checked.partition = partition;
    checked.sequence = RouteSequence{3};
    checked.verdict = verdict;
    report(checked);
  }
  void resume() {
    EdgeResumed fact;
    fact.partition = partition;
    fact.sequence = fact.delivered = RouteSequence{3};
    fact.cleared = GapCause::missing_event;
    report(fact);
  }
  void refuse_requests(std::uint32_t requests) {
    RequestsObserved fact;
    fact.from = now - std::chrono::seconds{10};
    fact.until = now;
    fact.rows.push_back({route, {}, 503, RequestError::edge_gap, {}, {}, requests, requests});
    report(fact);
  }
  template <class F>
  std::vector<F> all() const {
    std::vector<F> facts;
    for (auto const& entry : entries) {
      if (auto const* fact = fact_if<F>(entry.fact)) facts.push_back(*fact);
    }
    return facts;
  }
};

}  // namespace studylab::control::testing
