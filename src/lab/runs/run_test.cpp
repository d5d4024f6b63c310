#include "lab/runs/run.h"

#include <gtest/gtest.h>

#include "evidence/bundle.h"
#include "lab/runs/finish.h"
#include "lab/runs/not_stored.h"
#include "lab/runs/replay.h"

namespace studylab::runs {
namespace {

// What was stored, and a disk that can be full.
struct Disk {
  std::uint32_t entries = 0;
  console::RunOptions options;
  std::string bundle;
  std::string debrief;
  bool full = false;
};

class OnDisk final : public Storage {
 public:
  explicit OnDisk(Disk& disk) : disk_(disk) {}

  std::string const& run() const override { return run_; }
  Result begin(console::RunOptions const&, evidence::Chain const& chain) override {
    return save(chain);
  }
  Result keep(console::RunOptions const& options) override {
    if (disk_.full) return std::unexpected("the disk is full");
    disk_.options = options;
    return {};
  }
  Result save(evidence::Chain const& chain) override {
    if (disk_.full) return std::unexpected("the disk is full");
    disk_.entries = chain.size();
    return {};
  }
  std::expected<evidence::SigningKey, std::string> key() const override {
    return evidence::signing_key({});
  }
  Result seal(std::string_view bundle, std::string_view debrief_json) override {
    disk_.bundle = bundle;
    disk_.debrief = debrief_json;
    return {};
  }

 private:
  Disk& disk_;
  std::string run_ = "run-0123456789";
};

Run opened(Disk& disk) {
  console::RunOptions options;
  options.seed = 5;
  auto run = Run::open(options, std::make_unique<OnDisk>(disk));
  EXPECT_TRUE(run) << run.error().text;
  return std::move(*run);
}

TEST(Run, WhoseTruthIsShownBeforeItsEndIsPracticeAndReplaysAsSuch) {
  Disk disk;
  auto run = opened(disk);
  auto const last = run.session().chain().entries().back().id;
  ASSERT_TRUE(run.show_truth());
  EXPECT_EQ(disk.options.truth_shown, last);
  EXPECT_TRUE(run.execute("show incident"));
  ASSERT_TRUE(run.show_truth());
  EXPECT_EQ(disk.options.truth_shown, last) << "the first time counts";
  auto const ended = finish(run, RunEnding::end_of_input);
  ASSERT_TRUE(ended) << ended.error();
  EXPECT_EQ(ended->document.at("truth_shown").as_string(), to_text(last));
  EXPECT_TRUE(ended->document.at("practice").as_bool());
  auto const bundle = evidence::decode_bundle(as_bytes(disk.bundle));
  ASSERT_TRUE(bundle);
  auto const replayed = replay(*bundle, {});
  EXPECT_FALSE(replayed.problem) << replayed.text;
}

TEST(Run, IsMarkedLaterIfItsMarkCouldNotBeStored) {
  Disk disk;
  auto run = opened(disk);
  disk.full = true;
  EXPECT_FALSE(run.show_truth());
  disk.full = false;
  ASSERT_TRUE(run.show_truth());
  EXPECT_TRUE(disk.options.truth_shown);
}

TEST(Run, WhoseTruthIsShownAfterItsEndIsNotPractice) {
  Disk disk;
  auto run = opened(disk);
  ASSERT_TRUE(finish(run, RunEnding::end_of_input));
  ASSERT_TRUE(run.show_truth());
  EXPECT_FALSE(disk.options.truth_shown);
}

TEST(Run, StoresTheEntriesOfEachAnswer) {
  Disk disk;
  auto run = opened(disk);
  EXPECT_EQ(disk.entries, run.session().chain().size());
  auto const answer = run.execute("show incident");
  ASSERT_TRUE(answer);
  EXPECT_EQ(disk.entries, run.session().chain().size());
  EXPECT_EQ(answer->entries.back(), EntryId{disk.entries});
}

TEST(Run, GivesNoAnswerThatIsNotStored) {
  Disk disk;
  auto run = opened(disk);
  disk.full = true;
  auto const answer = run.execute("show incident");
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error(), "the disk is full");
}

TEST(Run, StoresASealedBundleThatCanBeReplayed) {
  Disk disk;
  auto run = opened(disk);
  ASSERT_TRUE(run.execute("wait 30s"));
  auto const ended = finish(run, RunEnding::end_of_input);
  ASSERT_TRUE(ended) << ended.error();
  EXPECT_EQ(disk.bundle, ended->bundle);
  EXPECT_FALSE(disk.debrief.empty());
  auto const bundle = evidence::decode_bundle(as_bytes(disk.bundle));
  ASSERT_TRUE(bundle) << to_text(bundle.error());
  EXPECT_EQ(bundle->run, "run-0123456789");
  EXPECT_EQ(replay(*bundle, std::nullopt).problem, std::nullopt);
}

TEST(Run, ARunThatIsNotStoredHasTheSameChainAndIsNotSealed) {
  Disk disk;
  auto stored = opened(disk);
  auto run = Run::open(stored.session().options(), not_stored("run-0123456789")).value();
  EXPECT_TRUE(stored.execute("show incident"));
  EXPECT_TRUE(run.execute("show incident"));
  EXPECT_EQ(run.session().chain().head(), stored.session().chain().head());
  auto const ended = finish(run, RunEnding::end_of_input);
  ASSERT_FALSE(ended);
  EXPECT_EQ(ended.error(), "run-0123456789 is not stored, so it is not sealed");
}

TEST(Run, WrongOptionsAreAUsageError) {
  Disk disk;
  console::RunOptions options;
  options.drill = "no-such-drill";
  auto const run = Run::open(options, std::make_unique<OnDisk>(disk));
  ASSERT_FALSE(run);
  EXPECT_EQ(run.error().kind, Problem::Kind::usage);
}

}  // namespace
}  // namespace studylab::runs
