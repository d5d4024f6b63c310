#include "lab/drill/load.h"

#include <iterator>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "lab/drill/check.h"
#include "lab/embedded.h"
#include "lab/grade/bad_deploy/clues.h"
#include "lab/grade/bad_deploy/repairs.h"

namespace studylab::drill {
namespace {

std::string drill_file(std::string_view drill = "bad-deploy") {
  for (auto const& file : embedded::drills()) {
    if (file.name == drill) return std::string{file.text};
  }
  return {};
}

// The drill's file with one thing changed in it.
std::string changed(std::string const& from, std::string const& to,
                    std::string_view drill = "bad-deploy") {
  auto text = drill_file(drill);
  auto const at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

// What is reported about a file: every mistake on its own line.
std::string said(std::string const& text) {
  auto const drill = load_drill(text, "x.yaml");
  if (drill) return "no mistakes\n";
  std::string lines;
  for (auto const& mistake : drill.error()) lines += to_text(mistake) + "\n";
  return lines;
}

TEST(Load, BadDeployIsValid) {
  auto const* drill = find_drill("bad-deploy");
  ASSERT_NE(drill, nullptr);
  EXPECT_EQ(said(drill_file()), "no mistakes\n");
  EXPECT_EQ(drill->runbook, "bad-deploy");
  EXPECT_EQ(drill->topology.hosts, (Range{3, 7}));
  EXPECT_EQ(drill->symptom.threshold, Permille{20});
  EXPECT_EQ(drill->limits.time, std::chrono::minutes{60});
  EXPECT_EQ(drill->variants.size(), 6U);
  EXPECT_EQ(drill->digest, drill_digest(drill_file()));

  auto const key = answer_key_of(*drill, *drill->find("database-migration"));
  EXPECT_EQ(key.fault_class, FaultClass::database_migration);
  ASSERT_EQ(key.clues.size(), 2U);
  EXPECT_EQ(key.clues[0], &grade::bad_deploy::rollback_incompatible);
  EXPECT_EQ(key.clues[1], &grade::bad_deploy::no_rows_lost);
  EXPECT_EQ(key.repairs, (std::vector{&grade::bad_deploy::listed_fix_owns,
                                      &grade::bad_deploy::brought_fix_owns}));
  ASSERT_EQ(key.required.size(), 4U);
  EXPECT_EQ(key.required[3].id, "BD5");
  EXPECT_EQ(key.required[3].with, key.repairs);
}

TEST(Load, AnUnknownDrillIsNotFound) { EXPECT_EQ(find_drill("good-deploy"), nullptr); }

// Every word before a colon, outside of comments and quotes.
std::set<std::string> keys_of(std::string_view text) {
  std::set<std::string> keys;
  std::regex const key{"[a-z][a-z-]*(?=:(\\s|$))"};
  std::istringstream lines{std::string{text}};
  for (std::string line; std::getline(lines, line);) {
    line = std::regex_replace(line, std::regex{"\"[^\"]*\"|#.*"}, "");
    for (std::sregex_iterator at{line.begin(), line.end(), key}, end; at != end; ++at) {
      keys.insert(at->str());
    }
  }
  return keys;
}

struct Broken {
  char const* name;
  char const* from;
  char const* to;
  char const* said;
};

class BrokenFile : public ::testing::TestWithParam<Broken> {};

TEST_P(BrokenFile, IsReportedWithPlaceKeyAndExpectation) {
  EXPECT_EQ(said(changed(GetParam().from, GetParam().to)), GetParam().said);
}

// Golden: whole messages, as an author reads them.
Broken const broken_files[] = {
#include "lab/drill/broken_files_testing.h"
};
INSTANTIATE_TEST_SUITE_P(Load, BrokenFile, ::testing::ValuesIn(broken_files),
                         [](auto const& each) { return std::string{each.param.name}; });

// The same for the keys and words that the drills of the other runbooks have of their own.
struct BrokenOther {
  char const* name;
  char const* drill;
  char const* from;
  char const* to;
  char const* said;
};

class BrokenOtherFile : public ::testing::TestWithParam<BrokenOther> {};

TEST_P(BrokenOtherFile, IsReportedWithPlaceKeyAndExpectation) {
  EXPECT_EQ(said(changed(GetParam().from, GetParam().to, GetParam().drill)), GetParam().said);
}

BrokenOther const broken_others[] = {
#include "lab/drill/broken_others_testing.h"
};
INSTANTIATE_TEST_SUITE_P(Load, BrokenOtherFile, ::testing::ValuesIn(broken_others),
                         [](auto const& each) { return std::string{each.param.name}; });

// Keys that no broken file is about would be keys whose messages were never read.
TEST(Load, EveryKeyOfEveryDrillIsInABrokenFile) {
  std::string all;
  for (auto const& each : broken_files) all += each.said;
  for (auto const& each : broken_others) all += each.said;
  std::set<std::string> missing;
  for (auto const& file : embedded::drills()) {
    for (auto const& key : keys_of(file.text)) {
      if (!all.contains(key)) missing.insert(key);
    }
  }
  EXPECT_EQ(missing, std::set<std::string>{});
  EXPECT_GE(std::size(broken_files) + std::size(broken_others), 40U);
}

TEST(Load, EveryMistakeOfAFileIsReported) {
  auto text = changed("apps: 1..4", "apps: 4..1");
  text.replace(text.find("threshold: 20"), 13, "threshold: no");
  text.replace(text.find("- log-noise"), 11, "- log-nois");
  auto const drill = load_drill(text, "x.yaml");
  ASSERT_FALSE(drill.has_value());
  ASSERT_EQ(drill.error().size(), 3U);
  EXPECT_EQ(drill.error()[0].key, "topology.apps");
  EXPECT_EQ(drill.error()[1].key, "symptom.threshold");
  EXPECT_EQ(drill.error()[2].key, "decoys.6");
}

TEST(Load, TheTimeLimitIsOneDuration) {
  EXPECT_EQ(said(changed("time: 60m", "time: 30m..60m")),
            "x.yaml:150:9: limits.time: '30m..60m' is a range; expected: one duration (90s, 5m, "
            "250ms)\n");
}

TEST(Load, ASecondDocumentIsReported) {
  EXPECT_EQ(said(drill_file() + "---\nx: y\n"),
            "x.yaml:179:1: the file: another document begins here; expected: one document, without "
            "a line of ---\n");
}

TEST(Load, ATextInWhichTheParserFindsDocumentsWithoutEndIsReported) {
  auto const report = said(R"("bad-deploy""from","show incident"\u0000\u0000")");
  EXPECT_TRUE(report.contains("another document begins here")) << report;
}

TEST(Load, AnEmptyFileIsNotADrill) {
  EXPECT_EQ(said(""),
            "x.yaml:1:1: the file: found nothing; expected: a map with "
            "drill, title, runbook, worlds, alert, topology, traffic, symptom, variants, decoys, "
            "limits, levels, statements\n");
}

TEST(Load, ALevelOnWhichPeopleSpeakNeedsTexts) {
  auto const text = drill_file();
  EXPECT_EQ(said(text.substr(0, text.find("# What people say"))),
            "x.yaml:162:17: levels.hard.statements: the file does not say what people say; "
            "expected: the key 'statements' too\n");
}

TEST(Load, TheDigestCoversTheBytes) {
  EXPECT_EQ(drill_digest("a"), Digest{blake2b(as_bytes("a")).bytes});
  EXPECT_NE(drill_digest("a"), drill_digest("a\n"));
}

// --- which facts hold in which world ---

TEST(Clues, HoldInTheirOwnWorldAndNotAllInAnother) {
  auto const& drill = *find_drill("bad-deploy");
  for (auto const& variant : drill.variants) {
    for (auto const* clue : variant.clues) EXPECT_TRUE(holds_with(*variant.fault->kind, *clue));
    for (auto const& other : drill.variants) {
      if (&other == &variant) continue;
      bool all = true;
      for (auto const* clue : variant.clues) all = all && holds_with(*other.fault->kind, *clue);
      EXPECT_FALSE(all) << variant.name << " in " << other.name;
    }
  }
}

// --- check ---

SeedCheck as_drawn(Drill const& drill, std::uint64_t seed, Variant const* chosen) {
  auto const& variant = chosen != nullptr ? *chosen : drill.variants[seed % drill.variants.size()];
  bool const faultless = variant.fault_class == FaultClass::no_fault;
  return {.variant = variant.name, .expert = "", .idle = "", .idle_passed = faultless};
}

TEST(Check, ABrokenFileIsNotRun) {
  auto const result = check_drill(changed("class: app-only", "class: app-olny"), "x.yaml",
                                  [](Drill const&, std::uint64_t, Variant const*) {
                                    ADD_FAILURE() << "ran";
                                    return SeedCheck{};
                                  });
  EXPECT_FALSE(result.good);
  ASSERT_EQ(result.mistakes.size(), 1U);
  EXPECT_NE(result.report.find("expected: 'app-only', one of"), std::string::npos);
}

TEST(Check, FiftySeedsAreRunAndEveryFailureIsNamed) {
  auto const result = check_drill(drill_file(), "x.yaml",
                                  [](Drill const& drill, std::uint64_t seed, Variant const* one) {
                                    auto check = as_drawn(drill, seed, one);
                                    if (seed == 17) check.expert = "passed with 95 points";
                                    if (seed == 23) check.idle = "failed with 60 points";
                                    return check;
                                  });
  EXPECT_EQ(result.runs, checked_seeds);
  EXPECT_FALSE(result.good);
  EXPECT_EQ(result.report,
            "x.yaml: no mistakes, 6 variants\n"
            "x.yaml: seed 17, no-fault: the expert passed with 95 points\n"
            "x.yaml: seed 23, no-fault: idle failed with 60 points\n"
            "x.yaml: 50 runs of each operator: 8 app-only, 9 database-migration, 9 "
            "database-migration-destructive, 8 runtime-service, 8 route-propagation, 8 no-fault\n"
            "x.yaml: the expert passes 49 of 50 with the full score\n"
            "x.yaml: idle passes 8 of 50; in 8 of them nothing is wrong\n");
}

TEST(Check, AVariantThatNoSeedDrawsIsRunByName) {
  std::vector<std::string> chosen;
  auto const result = check_drill(drill_file(), "x.yaml",
                                  [&](Drill const& drill, std::uint64_t, Variant const* one) {
                                    if (one != nullptr) chosen.push_back(one->name);
                                    return as_drawn(drill, 1, one);
                                  });
  EXPECT_TRUE(result.good);
  EXPECT_EQ(chosen, (std::vector<std::string>{"app-only", "database-migration-destructive",
                                              "runtime-service", "route-propagation", "no-fault"}));
  EXPECT_EQ(result.runs, checked_seeds + 5);
}

}  // namespace
}  // namespace studylab::drill
