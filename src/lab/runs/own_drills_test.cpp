#include "lab/runs/own_drills.h"

#include <filesystem>
#include <string>

#include <gtest/gtest.h>

#include "evidence/folder_testing.h"
#include "lab/console/options.h"
#include "lab/debrief/reference.h"
#include "lab/drill/load.h"
#include "lab/drill/own.h"
#include "lab/embedded.h"
#include "lab/runs/kept_options.h"
#include "lab/runs/not_stored.h"
#include "lab/runs/replay.h"
#include "lab/runs/sealed.h"

namespace studylab::runs {
namespace {

// The file of a drill of the program, under another name.
std::string own_text(std::string const& name, std::string const& limit = "60m") {
  std::string text;
  for (auto const& file : embedded::drills()) {
    if (file.name == "bad-deploy") text = file.text;
  }
  auto const put = [&](std::string const& from, std::string const& to) {
    text.replace(text.find(from), from.size(), to);
  };
  put("drill: bad-deploy", "drill: " + name);
  put("time: 60m", "time: " + limit);
  return text;
}

OwnDrill taken(std::string const& name, std::string const& limit = "60m") {
  return take_own_drill(own_text(name, limit), "own.yaml").value();
}

// A sealed run of the drill in which nothing was done.
evidence::Bundle bundle_of(drill::Drill const& drill) {
  console::RunOptions options;
  console::choose_drill(options, drill);
  options.seed = 3;
  auto run = Run::open(options, not_stored("run-0123456789")).value();
  run.end(RunEnding::end_of_input);
  debrief::append_reference(run);
  return run.session().bundle();
}

TEST(OwnDrills, AreKnownByNameAndDigest) {
  auto const first = taken("own-a");
  auto const second = taken("own-a", "59m");
  EXPECT_NE(first.drill, second.drill);
  EXPECT_EQ(taken("own-a").drill, first.drill);
  EXPECT_EQ(drill::find_drill("own-a", first.drill->digest), first.drill);
  EXPECT_EQ(drill::find_drill("own-a", second.drill->digest), second.drill);
  EXPECT_EQ(drill::find_drill("own-a", Digest{}), nullptr);
  EXPECT_EQ(drill::find_drill("own-a"), nullptr);  // the program does not have it
  EXPECT_EQ(drill::find_drill("bad-deploy", first.drill->digest), drill::find_drill("bad-deploy"));
}

TEST(OwnDrills, MustNotHaveANameOfTheProgram) {
  auto const refused = take_own_drill(own_text("bad-deploy", "59m"), "own.yaml");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, Problem::Kind::usage);
  EXPECT_NE(refused.error().text.find("expected a name of its own"), std::string::npos);
  auto const same = take_own_drill(own_text("bad-deploy"), "own.yaml");
  ASSERT_TRUE(same);
  EXPECT_EQ(same->drill, drill::find_drill("bad-deploy"));
}

TEST(OwnDrills, MistakesAreOneLine) {
  auto const refused = take_own_drill("drill: x\n", "own.yaml");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().text.find('\n'), std::string::npos);
  EXPECT_NE(refused.error().text.find("`studylab drills check own.yaml`"), std::string::npos);
}

TEST(OwnDrills, AHomeKeepsEveryVersionAndListsTheLatest) {
  evidence::Folder folder;
  auto const home = folder.path();
  auto const one = taken("own-b");
  auto const two = taken("own-b", "59m");
  auto const other = taken("own-c");
  for (auto const& drill : {one, other, two}) ASSERT_TRUE(keep_drill(home, drill));
  auto const set_time = [&](OwnDrill const& drill, int hours) {
    for (auto const& file : std::filesystem::directory_iterator{home / "drills"}) {
      if (read_own_drill(file.path())->drill != drill.drill) continue;
      auto const now = std::filesystem::file_time_type::clock::now();
      std::filesystem::last_write_time(file.path(), now - std::chrono::hours{hours});
    }
  };
  set_time(one, 1);
  set_time(two, 2);
  EXPECT_EQ(kept_drills(home), (std::vector{one.drill, other.drill}));
  set_time(one, 3);
  EXPECT_EQ(kept_drills(home), (std::vector{two.drill, other.drill}));
  ASSERT_TRUE(keep_drill(home, one));  // played again
  EXPECT_EQ(kept_drills(home), (std::vector{one.drill, other.drill}));
}

TEST(OwnDrills, ADrillOfTheProgramIsNotKept) {
  evidence::Folder folder;
  ASSERT_TRUE(keep_drill(folder.path(), {drill::find_drill("bad-deploy"), "text"}));
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "drills"));
  EXPECT_TRUE(kept_drills(folder.path()).empty());
}

TEST(OwnDrills, ARunOfOneIsReplayedAndGraded) {
  auto const own = taken("own-d");
  auto const bundle = bundle_of(*own.drill);
  EXPECT_EQ(replay(bundle, std::nullopt).text.substr(0, 4), "all ");
  auto const result = debrief_of(bundle, std::nullopt);
  ASSERT_TRUE(result);
  EXPECT_EQ(opened_of(bundle)->drill, "own-d");
  EXPECT_EQ(options_of(bundle, std::nullopt)->own_drill, own.drill->digest);
}

TEST(OwnDrills, OptionsThatAreKeptStateTheVersion) {
  console::RunOptions options;
  console::choose_drill(options, *taken("own-e").drill);
  auto const kept = options_from_json(options_to_json(kept_options(options, {})));
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->options, options);
}

TEST(OwnDrills, OneThatIsNotKnownIsNamedWithItsDigest) {
  console::RunOptions options;
  options.drill = "own-f";
  options.own_drill = Digest{blake2b(as_bytes("its file")).bytes};
  auto const run = Run::open(options, not_stored("run-0123456789"));
  ASSERT_FALSE(run);
  EXPECT_NE(run.error().text.find("'own-f'"), std::string::npos);
  EXPECT_NE(run.error().text.find(to_hex(options.own_drill.bytes).substr(0, 16)),
            std::string::npos);
}

}  // namespace
}  // namespace studylab::runs
