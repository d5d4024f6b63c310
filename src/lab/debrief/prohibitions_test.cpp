#include "lab/debrief/prohibitions.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "lab/runs/not_stored.h"
#include "lab/runs/run.h"

namespace studylab::debrief {
namespace {

Debrief notified_of(std::vector<std::string> const& lines) {
  console::RunOptions options;
  options.seed = 5;
  options.variant = "app-only";
  auto run = runs::Run::open(options, runs::not_stored("run-test")).value();
  for (auto const& line : lines) EXPECT_TRUE(run.execute(line));
  run.end(RunEnding::end_of_input);
  return make(run.session().bundle()).value();
}

ProhibitionKept one_of(std::vector<ProhibitionKept> const& list, std::string_view id) {
  auto const found = std::ranges::find(list, id, &ProhibitionKept::id);
  EXPECT_NE(found, list.end()) << id;
  return *found;
}

TEST(Prohibitions, AreTheRunbooksAndThePlatforms) {
  std::vector<std::string_view> ids;
  for (auto const& one : prohibitions(notified_of({}))) {
    ids.push_back(one.id);
    EXPECT_EQ(one.how, Kept::kept) << one.id;
    EXPECT_FALSE(one.words.empty());
  }
  EXPECT_EQ(ids, (std::vector<std::string_view>{"BDN1", "BDN2", "BDN3", "RGN1", "RGN2", "SWN3",
                                                "DRN1", "DRN2", "DRN3"}));
}

TEST(Prohibitions, AProhibitedCommandIsNamedByItsFirstRefusal) {
  auto const debrief = notified_of({"show routes", "set-route edge-a x.example rel-1",
                                    "set-route edge-a x.example rel-1", "mark-hot alloc-1"});
  auto const list = prohibitions(debrief);
  auto const command = one_of(list, "BDN2");
  EXPECT_EQ(command.how, Kept::refused);
  EXPECT_EQ(command.entry, debrief.score.refusals.front().entry);
  EXPECT_EQ(one_of(list, "SWN3").how, Kept::refused);
  EXPECT_EQ(one_of(list, "BDN1").how, Kept::kept);
}

TEST(Prohibitions, AViolationByThePlatformIsNamed) {
  auto debrief = notified_of({});
  auto const alert = std::ranges::find_if(debrief.platform, [](FactEntry const& entry) {
    return fact_if<IncidentOpened>(entry.fact) != nullptr;
  });
  auto const& opened = *fact_if<IncidentOpened>(alert->fact);
  // A rollback to a release that never served here.
  OperationRequested rollback;
  rollback.operation = OperationId{9001};
  rollback.request = requests::Rollback{environment_of(opened), {}, {}};
  RouteOwnerMoved moved;
  moved.route = route_of(opened);
  moved.environment = environment_of(opened);
  moved.to = ReleaseId{9001};
  moved.operation = rollback.operation;
  auto const last = debrief.platform.back();
  debrief.platform.push_back({EntryId{last.id.number + 1}, last.at, make_fact(rollback)});
  debrief.platform.push_back({EntryId{last.id.number + 2}, last.at, make_fact(moved)});
  auto const broken = one_of(prohibitions(debrief), "BDN1");
  EXPECT_EQ(broken.how, Kept::broken);
  EXPECT_EQ(broken.entry, debrief.platform.back().id);
  debrief.lab.push_back({evidence::LabEntryId{99}, last.at, UnreadyAnswered{3}});
  EXPECT_EQ(one_of(prohibitions(debrief), "SWN3").how, Kept::broken);
}

}  // namespace
}  // namespace studylab::debrief
