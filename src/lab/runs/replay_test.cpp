#include "lab/runs/replay.h"

#include <algorithm>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/random.h"
#include "evidence/seal.h"
#include "lab/console/session_testing.h"
#include "lab/debrief/debrief.h"
#include "lab/debrief/reference.h"
#include "lab/runs/not_stored.h"

namespace studylab::runs {
namespace {

using console::RunOptions;
using evidence::RawEntry;

Run opened(RunOptions options, std::uint64_t seed = 5) {
  options.seed = seed;
  auto run = Run::open(std::move(options), not_stored("run-0123456789"));
  EXPECT_TRUE(run) << run.error().text;
  return std::move(*run);
}

evidence::Bundle ended(Run& run, RunEnding ending) {
  run.end(ending);
  debrief::append_reference(run);
  auto bundle = run.session().bundle();
  evidence::seal(bundle, evidence::signing_key({}));
  return bundle;
}

evidence::Bundle small_run() {
  auto run = opened({});
  EXPECT_TRUE(run.execute("show incident"));
  EXPECT_TRUE(run.execute("wait 30s"));
  return ended(run, RunEnding::end_of_input);
}

std::vector<RawEntry> entries_of(evidence::SealedChain const& chain) {
  std::vector<RawEntry> entries;
  for (auto rest = as_bytes(chain.bytes); !rest.empty();) {
    entries.push_back(to_raw(evidence::take_entry(rest).value()));
  }
  return entries;
}

// A consistent chain of these entries.
evidence::SealedChain chained(std::vector<RawEntry> entries) {
  evidence::SealedChain chain;
  for (auto& entry : entries) {
    entry.sequence = chain.head.size + 1;
    entry.previous = chain.head.hash;
    evidence::put_entry(chain.bytes, entry);
    chain.head = {entry.sequence, hash_of(entry)};
  }
  return chain;
}

// What the holder of another key can produce: valid chains and a valid seal.
evidence::Bundle forged(evidence::Bundle bundle) {
  evidence::seal(bundle, evidence::signing_key(blake2b(as_bytes("forger")).bytes));
  auto read = evidence::decode_bundle(as_bytes(evidence::encode_bundle(bundle)));
  EXPECT_TRUE(read) << to_text(read.error());
  return bundle;
}

evidence::Bundle with_lab(evidence::Bundle bundle, std::vector<RawEntry> entries) {
  bundle.lab = chained(std::move(entries));
  return forged(std::move(bundle));
}

std::size_t place_of(std::vector<RawEntry> const& entries, std::uint16_t kind) {
  auto const found = std::ranges::find(entries, kind, &RawEntry::kind);
  EXPECT_NE(found, entries.end());
  return static_cast<std::size_t>(found - entries.begin());
}

void expect_found(evidence::Bundle const& bundle, std::string const& where) {
  auto const again = replay(bundle, std::nullopt);
  EXPECT_EQ(again.problem, Problem::Kind::failed);
  EXPECT_EQ(again.first_other, where) << again.text;
}

TEST(Again, ARunIsEqual) {
  auto const again = replay(small_run(), std::nullopt);
  EXPECT_EQ(again.problem, std::nullopt) << again.text;
  EXPECT_EQ(again.first_other, "");
}

TEST(Again, ARunOnTheWallClockIsEqualHoweverItEnded) {
  for (auto const ending : {RunEnding::interrupted, RunEnding::crashed, RunEnding::end_of_input}) {
    RunOptions options;
    options.clock = ClockKind::wall;
    auto run = opened(options);
    auto const at = [&](int millis) {
      return run.session().now() + std::chrono::milliseconds{millis};
    };
    EXPECT_TRUE(run.execute("show incident", at(1'234)));
    EXPECT_TRUE(run.execute("wait 20s", at(777)));
    run.pass_to(at(4'321));
    EXPECT_TRUE(run.execute("show edges", at(10)));
    run.pass_to(at(2'100));
    auto const again = replay(ended(run, ending), std::nullopt);
    EXPECT_EQ(again.problem, std::nullopt) << to_text(ending) << ": " << again.text;
  }
}

void expect_same_chains(Run const& run) {
  auto const& session = run.session();
  auto const again = replayed(session.options(), session.run(), session.chain().entries());
  ASSERT_TRUE(again.has_value()) << again.error().text;
  EXPECT_EQ(again->session().chain().head(), session.chain().head()) << session.options().seed;
  EXPECT_EQ(again->session().lab_chain().head(), session.lab_chain().head());
}

TEST(Again, TheRecordedLinesMakeTheSameChains) {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    auto run = opened({}, seed);
    for (auto const& line : console::testing::grand_tour(run.session())) {
      EXPECT_TRUE(run.execute(line));
    }
    run.end(RunEnding::end_of_input);
    expect_same_chains(run);
  }
}

TEST(Again, TheRecordedInstantsOfAWallClockMakeTheSameChains) {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    RunOptions options;
    options.clock = ClockKind::wall;
    auto run = opened(options, seed);
    auto const& session = run.session();
    Random typing{Seed{seed}, "typing"};
    auto wall = session.now();
    for (auto const& line : console::testing::grand_tour(session)) {
      wall = std::max(wall, session.now()) + Duration{typing.between(0, 4'000'000)};
      if (typing.chance(500)) run.pass_to(wall);
      EXPECT_TRUE(run.execute(line, wall));
    }
    run.pass_to(session.now() + std::chrono::seconds{3});
    run.end(RunEnding::interrupted);
    expect_same_chains(run);
  }
}

TEST(Again, ARunWithASaltRequiresItsSalt) {
  RunOptions options;
  options.salt = console::salt_of("examiner");
  auto run = opened(options);
  auto const bundle = ended(run, RunEnding::end_of_input);
  EXPECT_EQ(replay(bundle, std::nullopt).problem, Problem::Kind::missing);
  EXPECT_EQ(replay(bundle, console::salt_of("another")).problem, Problem::Kind::usage);
  EXPECT_EQ(replay(bundle, options.salt).problem, std::nullopt);
}

TEST(Again, AnEntryOfAnUnknownKindIsFoundAndNotGraded) {
  auto bundle = small_run();
  auto entries = entries_of(bundle.platform);
  auto strange = entries[100];
  strange.kind = 4'999;
  entries.insert(entries.begin() + 101, strange);
  bundle.platform = chained(entries);
  expect_found(forged(bundle), "entry-102");
  auto const debrief = debrief::make(bundle);
  ASSERT_FALSE(debrief);
  EXPECT_NE(debrief.error().find("cannot grade"), std::string::npos) << debrief.error();

  auto lab = entries_of(small_run().lab);
  strange.kind = 5'098;
  strange.at = lab.back().at;
  lab.push_back(strange);
  expect_found(with_lab(small_run(), lab), fmt::format("lab entry {}", lab.size()));
}

TEST(Again, AChangedMeasurementIsFound) {
  auto const bundle = small_run();
  auto lab = entries_of(bundle.lab);
  auto const place = place_of(lab, TruthMeasured::fact_kind.number);
  auto truth = decoded<TruthMeasured>(as_bytes(lab[place].payload)).value();
  ASSERT_NE(truth.measured.failed_time, Duration{});
  truth.measured.failed_time = {};
  lab[place].payload = evidence::encode_fact(LabFact{truth});
  expect_found(with_lab(bundle, lab), fmt::format("lab entry {}", place + 1));
}

TEST(Again, AChangedOrRemovedReferenceIsFound) {
  auto const bundle = small_run();
  auto const whole = entries_of(bundle.lab);
  auto const place = place_of(whole, ReferenceMeasured::fact_kind.number);
  auto const where = fmt::format("lab entry {}", place + 1);
  auto lab = whole;
  auto reference = decoded<ReferenceMeasured>(as_bytes(lab[place].payload)).value();
  reference.measured.failed_time += std::chrono::hours{1};
  lab[place].payload = evidence::encode_fact(LabFact{reference});
  expect_found(with_lab(bundle, lab), where);
  lab = whole;
  lab.erase(lab.begin() + static_cast<std::ptrdiff_t>(place));
  expect_found(with_lab(bundle, lab), where);
}

TEST(Again, AddedOrRemovedLabEntriesAreFound) {
  auto const bundle = small_run();
  auto lab = entries_of(bundle.lab);
  auto failed = lab.back();
  failed.kind = LabFailed::fact_kind.number;
  failed.payload = evidence::encode_fact(LabFact{LabFailed{"the lab failed"}});
  lab.push_back(failed);
  expect_found(with_lab(bundle, lab), fmt::format("lab entry {}", lab.size()));
  lab.resize(1);
  expect_found(with_lab(bundle, lab), "lab entry 2");
}

TEST(Again, ARemovedCommandIsFound) {
  auto bundle = small_run();
  auto entries = entries_of(bundle.platform);
  auto const place = place_of(entries, Waited::fact_kind.number);
  entries.erase(entries.begin() + static_cast<std::ptrdiff_t>(place));
  bundle.platform = chained(entries);
  EXPECT_EQ(replay(forged(bundle), std::nullopt).problem, Problem::Kind::failed);
}

TEST(Again, ARunOfAnotherVersionIsNotReplayed) {
  auto bundle = small_run();
  bundle.program_version = "0.0.0";
  EXPECT_EQ(replay(bundle, std::nullopt).problem, Problem::Kind::missing);
}

}  // namespace
}  // namespace studylab::runs
