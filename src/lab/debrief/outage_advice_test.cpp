// What debriefs of outages and restores advise: what was missing, with the run's own names.
#include <regex>

#include <gtest/gtest.h>

#include "lab/debrief/advice.h"
#include "lab/debrief/reference.h"
#include "lab/operators/expert.h"
#include "lab/operators/provider_outage/parts.h"
#include "lab/operators/restore_steps.h"
#include "lab/runs/drive.h"
#include "lab/runs/not_stored.h"

namespace studylab::debrief {
namespace {

namespace outage = lab::provider_outage;

Debrief debrief_of(std::string drill, std::string variant, std::set<lab::Part> without) {
  console::RunOptions options;
  options.drill = std::move(drill);
  options.seed = 3;
  options.variant = std::move(variant);
  options.operator_kind = "script:x";
  auto run = runs::Run::open(options, runs::not_stored("run-test")).value();
  lab::Expert expert{run.session().opening(), {.without = std::move(without)}};
  runs::drive(run, expert);
  append_reference(run);
  return make(run.session().bundle()).value();
}

template <class Reason>
grade::Deduction const* deduction_for(Debrief const& debrief) {
  for (auto const& one : debrief.score.deductions) {
    if (std::holds_alternative<Reason>(one.reason)) return &one;
  }
  return nullptr;
}

TEST(OutageAdvice, SaysThatTheOwnerWasNotInformedBeforeTheRecovery) {
  auto const debrief = debrief_of("provider-outage", "payment", {outage::status});
  auto const* lost = deduction_for<grade::NotRepaired>(debrief);
  ASSERT_NE(lost, nullptr);
  auto const environment = incident_names(debrief).environment;
  auto const why = why_lost(*lost, debrief);
  EXPECT_NE(why.find(" of " + environment), why.npos) << why;
  EXPECT_NE(why.find(" had not been informed when "), why.npos) << why;
  auto const next = advice(*lost, debrief);
  auto const provider = incident_names(debrief).provider;
  EXPECT_NE(provider, "PROVIDER");
  EXPECT_EQ(next.find("`status publish " + environment + " --cause provider:" + provider), 0U)
      << next;
}

TEST(OutageAdvice, SaysThatTheClassCameTooLateForWaiting) {
  auto const debrief = debrief_of("provider-outage", "payment", {lab::Part::classification});
  auto const* lost = deduction_for<grade::NotRepaired>(debrief);
  ASSERT_NE(lost, nullptr);
  auto const next = advice(*lost, debrief);
  EXPECT_EQ(next.find("`classify payment --scope customer` before that"), 0U) << next;
}

TEST(OutageAdvice, NamesTheEnvironmentsWithoutAStatus) {
  auto const debrief = debrief_of("provider-outage", "database", {outage::one_status});
  auto const* lost = deduction_for<grade::StepLeftOut>(debrief);
  ASSERT_NE(lost, nullptr);
  auto const& objects = std::get<grade::StepLeftOut>(lost->reason).objects;
  EXPECT_FALSE(objects.empty());
  EXPECT_EQ(objects.find(incident_names(debrief).environment), objects.npos) << objects;
  auto const why = why_lost(*lost, debrief);
  EXPECT_TRUE(why.ends_with("missing for " + objects)) << why;
}

TEST(OutageAdvice, NamesTheWorkThatFailedWithoutAPause) {
  auto const debrief = debrief_of("provider-outage", "payment", {outage::pause});
  auto const* lost = deduction_for<grade::StepLeftOut>(debrief);
  ASSERT_NE(lost, nullptr);
  EXPECT_TRUE(std::get<grade::StepLeftOut>(lost->reason).objects.starts_with("op-"));
}

TEST(RestoreAdvice, SaysWhatTheCopyThatServesLacks) {
  auto const open = debrief_of("database-restore", "lost-writes", {lab::steps::unfence});
  auto const* lost = deduction_for<grade::NotRepaired>(open);
  ASSERT_NE(lost, nullptr);
  auto const why = why_lost(*lost, open);
  EXPECT_NE(why.find("writers were not let in again after op-"), why.npos) << why;
  EXPECT_EQ(advice(*lost, open).find("`unfence " + incident_names(open).database), 0U);
}

TEST(Advice, HasNoPlaceholderWhereTheRunHasAName) {
  using lab::Part;
  struct Row {
    std::string drill, variant;
    std::set<Part> without;
  };
  std::regex const placeholder{
      R"((^|[ `:])(ENV|ROUTE|OP|EDGE|DB|HOST|PROVIDER|REGION|P)([ `,.;)]|$))"};
  for (auto const& row :
       {Row{"provider-outage", "database", {outage::status, outage::pause, Part::query_after}},
        Row{"provider-outage", "failover-proven", {outage::regions_query, Part::repair}},
        Row{"database-restore", "lost-writes", {Part::query_after, Part::freeze}},
        Row{"host-upgrade", "plain", {Part::repair, Part::query_after}}}) {
    auto const debrief = debrief_of(row.drill, row.variant, row.without);
    ASSERT_FALSE(debrief.score.deductions.empty()) << row.variant;
    for (auto const& one : debrief.score.deductions) {
      for (auto const& text : {why_lost(one, debrief), advice(one, debrief)}) {
        EXPECT_FALSE(std::regex_search(text, placeholder)) << row.variant << ": " << text;
      }
    }
  }
}

}  // namespace
}  // namespace studylab::debrief
