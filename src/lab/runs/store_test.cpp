#include "lab/runs/store.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "evidence/file_write.h"
#include "evidence/folder_testing.h"

namespace studylab::runs {
namespace {

using evidence::Folder;

console::RunOptions options_with(std::uint64_t seed) {
  console::RunOptions options;
  options.seed = seed;
  options.operator_name = "tess";
  return options;
}

Instant at(int seconds) { return Instant{std::chrono::seconds{1'772'334'000 + seconds}}; }

void note(evidence::Chain& chain, std::string text) {
  chain.append(at(static_cast<int>(chain.size())),
               make_fact(Noted{std::move(text), Act{"note", {}, {}, {}}}));
}

// Runs `work` in another process. Returns its exit status, or the negative number of the signal
// that ended it.
template <class Work>
int in_child(Work work) {
  auto const child = ::fork();
  if (child == 0) ::_exit(work());
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

evidence::Chain noted(std::initializer_list<char const*> texts) {
  evidence::Chain chain;
  for (auto const* text : texts) note(chain, text);
  return chain;
}

// Begins a run with these options and notes.
std::expected<RunFolder, std::string> begun(Store const& store, console::RunOptions const& options,
                                            evidence::Chain const& chain = noted({"one"})) {
  auto folder = store.create();
  if (!folder) return folder;
  if (auto const begun = folder->begin(options, chain); !begun) {
    return std::unexpected{begun.error()};
  }
  return folder;
}

// The id of a run whose process was killed.
std::string killed_run(Store const& store, console::RunOptions const& options) {
  EXPECT_EQ(in_child([&] {
              auto const run = begun(store, options, noted({"one", "two"}));
              ::raise(SIGKILL);
              return run ? 1 : 2;
            }),
            -SIGKILL);
  return store.ids()->back();
}

TEST(Store, IdsSortByTheOrderOfRuns) {
  Folder const folder;
  auto store = Store::open(folder.path() / "home");
  ASSERT_TRUE(store.has_value()) << store.error();
  std::vector<std::string> ids;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    auto const run = begun(*store, options_with(seed));
    ASSERT_TRUE(run.has_value()) << run.error();
    ids.push_back(run->run());
    EXPECT_TRUE(store->has(run->run()));
  }
  EXPECT_TRUE(std::ranges::is_sorted(ids));
  EXPECT_EQ(*store->ids(), ids);
  EXPECT_FALSE(store->has("../keys"));
}

TEST(Store, AnIdContainsTheStartTime) {
  Folder const folder;
  auto const store = Store::open(folder.path());
  auto const floor = [] {
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  };
  auto const before = floor();
  auto const run = begun(*store, options_with(1));
  auto const began = store->runs()->front().began;
  EXPECT_GE(began, before);
  EXPECT_LE(began, floor());
}

TEST(Store, AFolderWithoutARunIsRemoved) {
  Folder const folder;
  auto const store = Store::open(folder.path());
  std::filesystem::path path;
  {
    auto const run = store->create();
    path = run->path();
    EXPECT_TRUE(std::filesystem::exists(path));
    EXPECT_FALSE(store->has(run->run()));
    EXPECT_TRUE(store->runs()->empty());
  }
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(Store, OptionsReadBackAsWritten) {
  auto options = options_with(console::max_seed);
  options.variant = "app-only";
  options.level = Level::hard;
  options.topology = console::Topology::live;
  options.clock = ClockKind::wall;
  auto const plain = kept_options(options, this_process());
  EXPECT_EQ(options_from_json(options_to_json(plain)), plain);
  auto served = plain;
  served.served = Served{60, 2};
  EXPECT_EQ(options_from_json(options_to_json(served)), served);
  EXPECT_FALSE(options_from_json("{}").has_value());
  EXPECT_FALSE(options_from_json("").has_value());
  EXPECT_NE(options_from_json(R"({"drill":"x","seed":-1})").error().find("seed"),
            std::string::npos);
}

TEST(Store, TheSaltIsNotStored) {
  Folder const folder;
  auto const store = Store::open(folder.path());
  auto options = options_with(3);
  options.salt = console::salt_of("examiner");
  auto const run = begun(*store, options);
  for (auto const& file : std::filesystem::recursive_directory_iterator{folder.path()}) {
    if (!file.is_regular_file()) continue;
    auto const text = evidence::read_file(file.path()).value();
    EXPECT_EQ(text.find(to_text(options.salt)), std::string::npos) << file.path();
    EXPECT_EQ(text.find(to_hex(options.salt.bytes)), std::string::npos) << file.path();
  }
  auto const kept = store->options_of(run->run());
  EXPECT_FALSE(kept->with(std::nullopt).has_value());
  EXPECT_FALSE(kept->with(console::salt_of("another")).has_value());
  EXPECT_EQ(kept->with(options.salt), options);
}

TEST(Store, AKilledProcessKeepsWhatItSaved) {
  Folder const folder;
  auto store = Store::open(folder.path());
  auto const ended = in_child([&] {
    auto chain = noted({"one", "two"});
    auto run = begun(*store, options_with(7), chain);
    note(chain, "three");
    if (!run || !run->save(chain)) return 1;
    ::raise(SIGKILL);
    return 0;
  });
  ASSERT_EQ(ended, -SIGKILL);
  auto cut = store->cut_off();
  ASSERT_TRUE(cut.has_value()) << cut.error();
  ASSERT_EQ(cut->runs.size(), 1U);
  auto const& found = cut->runs.front();
  EXPECT_EQ(found.options, options_with(7));
  EXPECT_FALSE(found.machine_stopped);
  ASSERT_EQ(found.recorded.size(), 3U);
  EXPECT_EQ(fact_if<Noted>(found.recorded[2].fact)->text, "three");
  EXPECT_TRUE(store->cut_off()->runs.empty()) << "its lock is held";
}

TEST(Store, ARunWithASaltIsCutOffUntilItsSaltIsGiven) {
  Folder const folder;
  auto const store = Store::open(folder.path());
  auto options = options_with(3);
  options.salt = console::salt_of("examiner");
  killed_run(*store, options);
  EXPECT_TRUE(store->cut_off()->runs.empty());
  EXPECT_TRUE(store->cut_off(console::salt_of("another"))->runs.empty());
  auto const summary = store->runs()->front();
  EXPECT_EQ(summary.state, RunState::cut_off);
  EXPECT_NE(summary.note.find("--salt-file"), std::string::npos) << summary.note;
  auto const cut = store->cut_off(options.salt);
  ASSERT_EQ(cut->runs.size(), 1U);
  EXPECT_EQ(cut->runs.front().options, options);
}

TEST(Store, ARunOfAnotherProcessIsOpenAndNotCutOff) {
  Folder const folder;
  auto store = Store::open(folder.path());
  auto const held = begun(*store, options_with(1));
  ASSERT_TRUE(held.has_value());
  EXPECT_EQ(in_child([&] {
              auto const other = Store::open(folder.path());
              auto const cut = other->cut_off();
              auto const list = other->runs();
              return cut && cut->runs.empty() && list && list->size() == 1 &&
                             list->front().state == RunState::open
                         ? 0
                         : 1;
            }),
            0);
}

// The lock of a copy is free.
TEST(Store, ACopyOfAnOpenRunIsOpenAsLongAsItsProcessLives) {
  Folder const folder;
  auto const store = Store::open(folder.path() / "home");
  {
    auto const held = begun(*store, options_with(1));
    std::filesystem::copy(folder.path() / "home", folder.path() / "copy",
                          std::filesystem::copy_options::recursive);
  }
  auto const copy = Store::of(folder.path() / "copy");
  EXPECT_TRUE(copy.cut_off()->runs.empty());
  EXPECT_EQ(copy.runs()->front().state, RunState::open);

  killed_run(*store, options_with(2));
  std::filesystem::copy(folder.path() / "home", folder.path() / "later",
                        std::filesystem::copy_options::recursive);
  EXPECT_EQ(Store::of(folder.path() / "later").cut_off()->runs.size(), 1U)
      << "of a process that has ended";
}

TEST(Process, LivesIfNumberStartAndBootMatch) {
  auto const here = this_process();
  EXPECT_TRUE(lives(here));
  auto other = here;
  ++other.started;
  EXPECT_FALSE(lives(other)) << "a later process with its number";
  other = here;
  other.boot = "another";
  EXPECT_FALSE(lives(other));
  EXPECT_FALSE(lives({}));
}

TEST(Store, ASealedRunIsListedAndKeepsItsFiles) {
  Folder const folder;
  auto store = Store::open(folder.path());
  auto run = begun(*store, options_with(11));
  auto const id = run->run();
  auto const sealed = run->seal("bundle", "{}");
  ASSERT_TRUE(sealed.has_value()) << sealed.error();
  auto list = store->runs();
  ASSERT_EQ(list->size(), 1U);
  EXPECT_EQ(list->front().run, id);
  EXPECT_EQ(list->front().state, RunState::sealed);
  EXPECT_EQ(*store->bundle_of(id), "bundle");
  EXPECT_EQ(*store->debrief_of(id), "{}");
  EXPECT_TRUE(store->cut_off()->runs.empty());
}

// One bad folder does not hide the others.
TEST(Store, AnUnreadableRunIsReportedAndTheOthersAreFound) {
  Folder const folder;
  auto const store = Store::open(folder.path());
  auto const empty = killed_run(*store, options_with(1));
  auto const flipped = killed_run(*store, options_with(2));
  auto const good = killed_run(*store, options_with(3));
  ASSERT_TRUE(evidence::write_file(store->path_of(empty) / "options.json", ""));
  auto const ledger = store->path_of(flipped) / "platform.ledger";
  auto bytes = evidence::read_file(ledger).value();
  bytes[3] = static_cast<char>(bytes[3] ^ 1);
  ASSERT_TRUE(evidence::write_file(ledger, bytes));

  auto const cut = store->cut_off();
  ASSERT_TRUE(cut.has_value()) << cut.error();
  ASSERT_EQ(cut->runs.size(), 1U);
  EXPECT_EQ(cut->runs.front().folder.run(), good);
  ASSERT_EQ(cut->left.size(), 2U);
  EXPECT_EQ(cut->left[0].run, empty);
  EXPECT_NE(cut->left[0].why.find("options.json"), std::string::npos) << cut->left[0].why;
  EXPECT_EQ(cut->left[1].run, flipped);
  EXPECT_NE(cut->left[1].why.find("platform.ledger"), std::string::npos) << cut->left[1].why;
  EXPECT_EQ(store->runs()->front().state, RunState::unreadable);
}

TEST(Store, AnUnfollowedRunIsNotTriedAgain) {
  Folder const folder;
  auto const store = Store::open(folder.path());
  auto const run = killed_run(*store, options_with(1));
  {
    auto cut = store->cut_off();
    auto& found = cut->runs.front().folder;
    EXPECT_EQ(found.first_other(noted({"one", "two"})), std::nullopt);
    EXPECT_EQ(found.first_other(noted({"one"})), EntryId{2});
    EXPECT_EQ(found.first_other(noted({"one", "other"})), EntryId{2});
    EXPECT_EQ(found.first_other(noted({"one", "two", "three"})), EntryId{3});
    ASSERT_TRUE(found.leave("entry-2 is another"));
  }
  EXPECT_TRUE(store->cut_off()->runs.empty());
  EXPECT_EQ(store->summary(run).note, "entry-2 is another");
  // Another version may be able to replay it.
  ASSERT_TRUE(evidence::write_file(store->path_of(run) / "unfollowed", "0.0.0\nwhy\n"));
  EXPECT_EQ(store->cut_off()->runs.size(), 1U);
}

TEST(Store, AFullDiskIsOneClearErrorAndSavedEntriesStay) {
  Folder const folder;
  auto store = Store::open(folder.path());
  auto const status = in_child([&] {
    auto chain = noted({"one"});
    auto run = begun(*store, options_with(1), chain);
    if (!run) return 1;
    ::signal(SIGXFSZ, SIG_IGN);
    rlimit const room{1000, 1000};
    ::setrlimit(RLIMIT_FSIZE, &room);
    note(chain, std::string(5000, 'x'));
    auto const saved = run->save(chain);
    if (saved) return 2;
    return saved.error().find('\n') == std::string::npos && !saved.error().empty() ? 0 : 3;
  });
  ASSERT_EQ(status, 0);
  auto const cut = store->cut_off();
  ASSERT_TRUE(cut.has_value()) << cut.error();
  ASSERT_EQ(cut->runs.size(), 1U);
  EXPECT_EQ(cut->runs.front().recorded.size(), 1U);
}

TEST(Store, AFullDiskBeforeTheBeginningLeavesNoFolder) {
  Folder const folder;
  auto const store = Store::open(folder.path());
  auto const status = in_child([&] {
    ::signal(SIGXFSZ, SIG_IGN);
    rlimit const room{100, 100};
    ::setrlimit(RLIMIT_FSIZE, &room);
    return begun(*store, options_with(1), noted({"a note that is longer than there is room"})) ? 1
                                                                                               : 0;
  });
  ASSERT_EQ(status, 0);
  auto const runs = std::filesystem::directory_iterator{folder.path() / "runs"};
  EXPECT_EQ(std::distance(begin(runs), end(runs)), 0);
}

TEST(Store, AHomeThatCannotBeCreatedIsOneClearError) {
  Folder const folder;
  std::ofstream{folder.path() / "file"} << "no folder";
  auto const store = Store::open(folder.path() / "file" / "home");
  ASSERT_FALSE(store.has_value());
  EXPECT_NE(store.error().find("file/home"), std::string::npos) << store.error();
  EXPECT_EQ(store.error().find('\n'), std::string::npos);
}

TEST(Store, OnlyItsOwnerCanAccessTheFolderOfARun) {
  Folder const folder;
  auto store = Store::open(folder.path() / "home");
  auto const run = begun(*store, options_with(1));
  namespace fs = std::filesystem;
  auto const others = fs::perms::group_all | fs::perms::others_all;
  EXPECT_EQ(fs::status(run->path()).permissions() & others, fs::perms::none);
  EXPECT_EQ(fs::status(run->path() / "options.json").permissions() & others, fs::perms::none);
}

TEST(Store, AMissingHomeHasNoRunsToRead) {
  Folder const folder;
  auto const home = folder.path() / "none";
  EXPECT_TRUE(Store::of(home).runs()->empty());
  EXPECT_TRUE(Store::of(home).cut_off()->runs.empty());
  EXPECT_FALSE(std::filesystem::exists(home));
}

}  // namespace
}  // namespace studylab::runs
