#include "lab/desk/store.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

#include <gtest/gtest.h>

#include "evidence/folder_testing.h"

namespace studylab::desk {
namespace {

using evidence::Folder;

RunOptions options_of(std::uint64_t seed) {
  RunOptions options;
  options.seed = seed;
  options.operator_name = "tess";
  return options;
}

Instant at(int seconds) { return Instant{std::chrono::seconds{1'772'334'000 + seconds}}; }

void note(evidence::Chain& chain, std::string text) {
  chain.append(at(static_cast<int>(chain.size())),
               make_fact(Noted{std::move(text), Act{"note", {}, {}, {}}}));
}

// Runs `work` in a process of its own; its exit status, or the signal that ended it as a negative
// number.
template <class Work>
int in_child(Work work) {
  auto const child = ::fork();
  if (child == 0) ::_exit(work());
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

TEST(Store, IdsSortAsTheRunsCame) {
  Folder const folder;
  auto store = Store::open(folder.path() / "home");
  ASSERT_TRUE(store.has_value()) << store.error();
  std::vector<std::string> ids;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    auto const run = store->create(options_of(seed));
    ASSERT_TRUE(run.has_value()) << run.error();
    ids.push_back(run->run());
    EXPECT_TRUE(store->has(run->run()));
  }
  EXPECT_TRUE(std::ranges::is_sorted(ids));
  EXPECT_EQ(*store->ids(), ids);
  EXPECT_EQ(*store->newest(), ids.back());
  EXPECT_FALSE(store->has("../keys"));
}

TEST(Store, OptionsReadAsTheyWereWritten) {
  auto options = options_of(largest_seed);
  options.variant = "app-only";
  options.level = Level::hard;
  options.topology = Topology::live;
  options.clock = ClockKind::wall;
  options.salt = salt_of("examiner");
  EXPECT_EQ(options_from_json(options_to_json(options)), options);
  EXPECT_FALSE(options_from_json("{}").has_value());
  EXPECT_NE(options_from_json(R"({"drill":"x","seed":-1})").error().find("seed"),
            std::string::npos);
}

TEST(Store, AKilledProcessLosesNothingThatItSaved) {
  Folder const folder;
  auto store = Store::open(folder.path());
  auto const ended = in_child([&] {
    auto run = store->create(options_of(7));
    evidence::Chain chain;
    note(chain, "one");
    note(chain, "two");
    if (!run || !run->save(chain)) return 1;
    note(chain, "three");
    if (!run->save(chain)) return 1;
    ::raise(SIGKILL);
    return 0;
  });
  ASSERT_EQ(ended, -SIGKILL);
  auto cut = store->cut_off();
  ASSERT_TRUE(cut.has_value()) << cut.error();
  ASSERT_EQ(cut->size(), 1U);
  auto const& found = cut->front();
  EXPECT_EQ(found.options, options_of(7));
  ASSERT_EQ(found.recorded.size(), 3U);
  EXPECT_EQ(fact_if<Noted>(found.recorded[2].fact)->text, "three");
  EXPECT_TRUE(store->cut_off()->empty()) << "its lock is held";
}

TEST(Store, ARunOfAnotherProcessIsOpenAndNotCutOff) {
  Folder const folder;
  auto store = Store::open(folder.path());
  auto const held = store->create(options_of(1));
  ASSERT_TRUE(held.has_value());
  EXPECT_EQ(in_child([&] {
              auto const other = Store::open(folder.path());
              auto const cut = other->cut_off();
              auto const list = other->runs();
              return cut && cut->empty() && list && list->size() == 1 && list->front().open ? 0 : 1;
            }),
            0);
}

TEST(Store, ASealedRunIsListedWithItsScore) {
  Folder const folder;
  auto store = Store::open(folder.path());
  std::string id;
  {
    auto run = store->create(options_of(11));
    id = run->run();
    EXPECT_EQ(store->runs()->front().seed, std::nullopt) << "told by the debrief, not before";
    auto const sealed =
        run->seal("bundle", R"({"outcome":"passed","score":92,"variant":"app-only","seed":11,
                      "impact":{"seconds_to_mitigate":48}})");
    ASSERT_TRUE(sealed.has_value()) << sealed.error();
  }
  auto const list = store->runs();
  ASSERT_EQ(list->size(), 1U);
  EXPECT_EQ(list->front().run, id);
  EXPECT_TRUE(list->front().sealed);
  EXPECT_EQ(list->front().outcome, "passed");
  EXPECT_EQ(list->front().score, 92);
  EXPECT_EQ(list->front().seed, 11U);
  EXPECT_EQ(list->front().seconds_to_mitigate, 48);
  EXPECT_EQ(*store->bundle_of(id), "bundle");
  EXPECT_TRUE(store->cut_off()->empty());
}

TEST(Store, AFullDiskIsOneClearErrorAndWhatWasSavedStays) {
  Folder const folder;
  auto store = Store::open(folder.path());
  auto const status = in_child([&] {
    auto run = store->create(options_of(1));
    evidence::Chain chain;
    note(chain, "one");
    if (!run || !run->save(chain)) return 1;
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
  ASSERT_EQ(cut->size(), 1U);
  EXPECT_EQ(cut->front().recorded.size(), 1U);
}

TEST(Store, AHomeThatCannotBeMadeIsOneClearError) {
  Folder const folder;
  std::ofstream{folder.path() / "file"} << "no folder";
  auto const store = Store::open(folder.path() / "file" / "home");
  ASSERT_FALSE(store.has_value());
  EXPECT_NE(store.error().find("file/home"), std::string::npos) << store.error();
  EXPECT_EQ(store.error().find('\n'), std::string::npos);
}

TEST(Store, TheFolderOfARunIsItsOwnersAlone) {
  Folder const folder;
  auto store = Store::open(folder.path() / "home");
  auto const run = store->create(options_of(1));
  namespace fs = std::filesystem;
  auto const others = fs::perms::group_all | fs::perms::others_all;
  EXPECT_EQ(fs::status(run->path()).permissions() & others, fs::perms::none);
  EXPECT_EQ(fs::status(run->path() / "options.json").permissions() & others, fs::perms::none);
}

}  // namespace
}  // namespace studylab::desk
