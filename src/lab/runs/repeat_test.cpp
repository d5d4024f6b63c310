#include "lab/runs/repeat.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "evidence/seal.h"
#include "lab/console/session_testing.h"
#include "lab/debrief/reference.h"
#include "lab/runs/not_stored.h"
#include "lab/runs/replay.h"
#include "lab/runs/sealed.h"

namespace studylab::runs {
namespace {

Run opened_with(console::RunOptions options, std::string id = "run-0123456789") {
  auto run = Run::open(std::move(options), not_stored(std::move(id)), console::Text::yes);
  EXPECT_TRUE(run) << run.error().text;
  return std::move(*run);
}

evidence::Bundle sealed_after(Run& run) {
  run.end(RunEnding::end_of_input);
  debrief::append_reference(run);
  auto bundle = run.session().bundle();
  evidence::seal(bundle, evidence::signing_key({}));
  return bundle;
}

// A run with a prohibited command, which its expert would not have given.
struct Failed {
  evidence::Bundle bundle;
  EntryId mistake;
};
Failed failed_run(ClockKind clock = ClockKind::commands) {
  console::RunOptions options;
  options.seed = 5;
  options.clock = clock;
  options.operator_name = "tess";
  auto run = opened_with(options);
  auto const later = [&](int seconds) {
    return clock == ClockKind::wall
               ? std::optional{run.session().now() + std::chrono::seconds{seconds}}
               : std::nullopt;
  };
  EXPECT_TRUE(run.execute("show incident", later(7)));
  EXPECT_TRUE(run.execute("show status", later(11)));
  auto const wrong = run.execute("set-route edge-a shop.example rel-1", later(13));
  EXPECT_TRUE(wrong);
  EXPECT_EQ(wrong->kind, language::AnswerKind::refused);
  EXPECT_TRUE(run.execute("wait 30s", later(3)));
  return {sealed_after(run), wrong->entries.back()};
}

Beginning beginning_before(evidence::Bundle const& bundle, EntryId entry) {
  auto beginning = beginning_of(bundle, entry, {});
  EXPECT_TRUE(beginning) << beginning.error().text;
  return *beginning;
}

TEST(Repeat, APlaceIsARunAndAnEntry) {
  EXPECT_EQ(parse_place("run-0123456789@entry-57")->entry, EntryId{57});
  EXPECT_EQ(parse_place("run-0123456789@57")->run, "run-0123456789");
  EXPECT_EQ(parse_place("run-0123456789")->entry, std::nullopt);
  for (auto const* bad : {"run-0123456789@", "run-0123456789@x", "run-0123456789@5x"}) {
    EXPECT_FALSE(parse_place(bad)) << bad;
  }
}

// With either clock: the same facts at the same times, under the same numbers.
TEST(Repeat, ARunRepeatsTheCommandsBeforeTheEntry) {
  for (auto const clock : {ClockKind::commands, ClockKind::wall}) {
    auto const [bundle, mistake] = failed_run(clock);
    auto const beginning = beginning_before(bundle, mistake);
    EXPECT_EQ(beginning.commands.size(), 2U);
    EXPECT_EQ(beginning.options.operator_name, "tess");
    auto run = opened_with(beginning.options, "run-0000000001");
    auto const answers = repeat(run, beginning);
    ASSERT_TRUE(answers) << answers.error();
    EXPECT_EQ(answers->back().command, "show status");
    auto const then = bundle.platform_entries();
    auto const& now = run.session().chain().entries();
    auto const last = beginning.options.repeated->entry;
    EXPECT_EQ(now[last.number - 1].at, then[last.number - 1].at);
    EXPECT_FALSE(run.session().ended());
  }
}

TEST(Repeat, TheRunIsPracticeAndItsEvidenceReplays) {
  auto const [bundle, mistake] = failed_run();
  auto const beginning = beginning_before(bundle, mistake);
  auto run = opened_with(beginning.options, "run-0000000001");
  ASSERT_TRUE(repeat(run, beginning));
  EXPECT_TRUE(run.execute("show errors"));
  auto const again = sealed_after(run);
  auto const result = replay(again, {});
  EXPECT_FALSE(result.problem) << result.text;
  auto const options = options_of(again, {});
  ASSERT_TRUE(options) << options.error().text;
  EXPECT_EQ(options->repeated, beginning.options.repeated);
  EXPECT_TRUE(options->variant.has_value());
}

TEST(Repeat, WhatWasLostBeforeIsNotCounted) {
  auto const [bundle, mistake] = failed_run();
  auto const rule_lost = [](std::vector<grade::Deduction> const& lost) {
    return std::ranges::find(lost, "BDN2", &grade::Deduction::rule) != lost.end();
  };
  auto const before = debrief_of(bundle, {});
  ASSERT_TRUE(before);
  EXPECT_TRUE(rule_lost(before->debrief.score.deductions));
  auto const beginning = beginning_before(bundle, EntryId{mistake.number + 1});
  EXPECT_EQ(beginning.commands.size(), 3U);
  auto run = opened_with(beginning.options, "run-0000000001");
  ASSERT_TRUE(repeat(run, beginning));
  auto const result = debrief_of(sealed_after(run), {});
  ASSERT_TRUE(result);
  EXPECT_FALSE(rule_lost(result->debrief.score.deductions));
  EXPECT_TRUE(rule_lost(result->debrief.score.repeated));
}

TEST(Repeat, WithoutAnEntryItBeginsWhereTheRunDivergedFromTheExpert) {
  auto const [bundle, mistake] = failed_run();
  auto const beginning = beginning_of(bundle, {}, {});
  ASSERT_TRUE(beginning) << beginning.error().text;
  auto const result = debrief_of(bundle, {});
  ASSERT_TRUE(result);
  for (auto const& one : beginning->commands) {
    EXPECT_LT(one.first, result->debrief.counterfactual->from_entry);
  }
}

TEST(Repeat, AnEntryOutsideTheIncidentIsRefused) {
  auto const [bundle, mistake] = failed_run();
  auto const size = static_cast<std::uint32_t>(bundle.platform_entries().size());
  for (auto const number : {0U, 1U, size + 1}) {
    auto const refused = beginning_of(bundle, EntryId{number}, {});
    ASSERT_FALSE(refused) << number;
    EXPECT_EQ(refused.error().kind, Problem::Kind::usage);
  }
}

TEST(Repeat, ARunOfAnotherVersionIsNotRepeated) {
  auto [bundle, mistake] = failed_run();
  bundle.program_version = "0.0.1";
  auto const refused = beginning_of(bundle, mistake, {});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, Problem::Kind::missing);
}

// A bundle whose entries are not those of its seed and commands.
TEST(Repeat, ARunWhoseReplayDiffersIsNotRepeated) {
  auto const [bundle, mistake] = failed_run();
  console::RunOptions options;
  options.seed = 6;
  options.operator_name = "tess";
  auto other = opened_with(options);
  auto mixed = sealed_after(other);
  mixed.platform = bundle.platform;
  EXPECT_FALSE(beginning_of(mixed, mistake, {}));
}

TEST(Repeat, TheOptionsOfAnOpenRunAreKept) {
  console::RunOptions options;
  options.variant = "app-only";
  options.repeated = {"run-0123456789", EntryId{57}};
  auto const kept = kept_options(options, {});
  auto const read = options_from_json(options_to_json(kept));
  ASSERT_TRUE(read) << read.error();
  EXPECT_EQ(*read, kept);
  auto wrong = options_to_json(kept);
  wrong.replace(wrong.find("\"entry\":57"), 10, "\"entry\":-1");
  EXPECT_FALSE(options_from_json(wrong));
}

}  // namespace
}  // namespace studylab::runs
