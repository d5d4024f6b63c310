// The invariants of edges in a gap, over chains that the control plane made.
#include <gtest/gtest.h>

#include <set>

#include "control/gap_platform_testing.h"
#include "evidence/invariants/invariants.h"

namespace studylab::world {
namespace {

using control::testing::GapPlatform;

std::set<std::string_view> broken(GapPlatform& p) {
  p.now += std::chrono::minutes{2};
  p.observe(p.edge, 0);
  std::set<std::string_view> rules;
  for (auto const& violation : evidence::violations(p.entries)) rules.insert(violation.rule);
  return rules;
}
using Rules = std::set<std::string_view>;

TEST(GapInvariants, HoldForAGapThatANewBaselineEnds) {
  GapPlatform p;
  p.see_gap();
  p.fetch(SnapshotVerdict::good);
  p.resume();
  EXPECT_EQ(broken(p), Rules{});
}

TEST(GapInvariants, EachIsFoundUnderItsId) {
  GapPlatform old;  // a snapshot below what the edge had seen
  old.see_gap();
  EdgeResumed resumed;
  resumed.partition = old.partition;
  resumed.sequence = resumed.delivered = RouteSequence{2};
  old.report(resumed);
  EXPECT_EQ(broken(old), Rules{"RG2"});

  GapPlatform forged;
  forged.add(ControlPlaneRegistered{"control-1", "control-1"});
  forged.see_gap();
  SnapshotFetched fetched;
  fetched.partition = forged.partition;
  fetched.sequence = RouteSequence{3};
  fetched.key_id = "unknown-key";
  forged.report(fetched);
  forged.resume();
  EXPECT_EQ(broken(forged), Rules{"RG2"});

  GapPlatform behind;  // the stream ends before the snapshot
  behind.see_gap();
  resumed.sequence = RouteSequence{3};
  resumed.delivered = RouteSequence{2};
  behind.report(resumed);
  EXPECT_EQ(broken(behind), Rules{"RG4"});

  GapPlatform cleared;  // the edge reports no gap, and no new baseline
  cleared.see_gap();
  EdgeViewReported view;
  PartitionView of;
  of.partition = cleared.partition;
  of.applied = RouteSequence{3};
  of.expected.bytes[0] = 1;
  of.owners.resize(3);  // with every key
  view.partitions.push_back(of);
  cleared.report(view);
  EXPECT_EQ(broken(cleared), Rules{"RGN3"});

  GapPlatform cut_off;  // its table lacks a key, and it has found that out
  cut_off.see_gap();
  view.partitions.front().owners.clear();
  view.partitions.front().gap = GapCause::checksum;
  cut_off.report(view);
  EXPECT_EQ(broken(cut_off), Rules{"RG3"});

  GapPlatform served;  // older than the policy allows
  served.see_gap();
  served.now += std::chrono::minutes{6};
  served.observe(served.edge, 0);
  EXPECT_EQ(broken(served), Rules{"RG1"});
}

}  // namespace
}  // namespace studylab::world
