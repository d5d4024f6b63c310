#include <fstream>

#include <gtest/gtest.h>

#include "evidence/folder_testing.h"
#include "lab/console/options.h"
#include "lab/exam/exam.h"
#include "lab/runs/own_drills.h"

namespace studylab::exam {
namespace {

constexpr std::string_view good_file = R"(exam: A round
operator: expert
salt-file: salt
time: 90s
memory: 1G
drills:
  - {drill: bad-deploy, seeds: 1..3}
  - {drill: route-gap, seeds: [7, 20..21], level: hard}
)";

class LoadExam : public testing::Test {
 protected:
  LoadExam() {
    write("salt", "an examiner's secret");
    write("script", "# two commands\nshow incident\n\nshow status\n");
  }

  void write(std::string const& name, std::string_view text) const {
    std::ofstream{folder_.path() / name} << text;
  }

  auto load(std::string const& text) const { return load_exam(text, folder_.path() / "x.yaml"); }

  // The good file with one thing changed in it.
  static std::string changed(std::string_view from, std::string_view to) {
    std::string text{good_file};
    auto const at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return text.replace(at, from.size(), to);
  }

  // Every mistake on its own line, without the folder.
  std::string mistakes_in(std::string const& text) const {
    auto const exam = load(text);
    if (exam) return "no mistakes\n";
    std::string lines;
    for (auto const& mistake : exam.error()) lines += to_text(mistake) + "\n";
    auto const prefix = folder_.path().string() + "/";
    for (auto at = lines.find(prefix); at != std::string::npos; at = lines.find(prefix)) {
      lines.erase(at, prefix.size());
    }
    return lines;
  }

  evidence::Folder folder_;
};

TEST_F(LoadExam, ReadsEveryKey) {
  auto const exam = load(std::string{good_file});
  ASSERT_TRUE(exam) << to_text(exam.error().front());
  EXPECT_EQ(exam->title, "A round");
  EXPECT_EQ(exam->operator_kind, "expert");
  EXPECT_EQ(exam->salt, console::salt_of("an examiner's secret"));
  EXPECT_EQ(exam->limits, (external::Limits{std::chrono::seconds{90}, 1024 * limits::mib}));
  ASSERT_EQ(exam->items.size(), 6U);
  EXPECT_EQ(exam->items[2].drill->id, "bad-deploy");
  EXPECT_EQ(exam->items[2].seed, 3U);
  EXPECT_EQ(exam->items[2].level, Level::normal);
  EXPECT_EQ(exam->items[5].drill->id, "route-gap");
  EXPECT_EQ(exam->items[5].seed, 21U);
  EXPECT_EQ(exam->items[5].level, Level::hard);
  EXPECT_EQ(exam->hidden, (std::vector{folder_.path() / "x.yaml", folder_.path() / "salt"}));
}

TEST_F(LoadExam, ReadsAScriptBesideTheFile) {
  auto const exam = load(changed("operator: expert", "operator: script:script"));
  ASSERT_TRUE(exam) << to_text(exam.error().front());
  EXPECT_EQ(exam->script, (std::vector<std::string>{"show incident", "show status"}));
  EXPECT_NE(exam->operator_digest, Hash{});
}

TEST_F(LoadExam, KnowsTheFilesThatACommandNames) {
  auto const digest = [&] {
    auto const exam =
        load(changed("operator: expert", "operator: exec:python3 \"$OPERATOR_DIR/agent.py\""));
    EXPECT_TRUE(exam);
    return exam ? exam->operator_digest : Hash{};
  };
  auto const missing = digest();
  write("agent.py", "print(1)");
  auto const first = digest();
  write("agent.py", "print(2)");
  auto const changed_file = digest();
  EXPECT_EQ(missing, Hash{});
  EXPECT_NE(first, missing);
  EXPECT_NE(first, changed_file);
  write("agent.py", "print(1)");
  EXPECT_EQ(digest(), first);
}

TEST_F(LoadExam, ReportsEveryMistakeWithItsPlace) {
  struct {
    std::string_view from, to, says;
  } const rows[] = {
      {"exam: A round\n", "",
       "x.yaml:1:1: the file: 'exam' is missing; expected: the key 'exam'\n"},
      {"drills:", "drils:",
       "x.yaml:1:1: the file: 'drills' is missing; expected: the key 'drills'\n"
       "x.yaml:6:1: drils: 'drils' is not a valid key here; expected: 'drills', one of exam, "
       "operator, salt-file, time, memory, drills\n"},
      {"time: 90s", "time: 90s..2m",
       "x.yaml:4:7: time: not one duration of whole seconds, at most 1h; expected: a duration such "
       "as 60s or 5m\n"},
      {"memory: 1G", "memory: 512MB",
       "x.yaml:5:9: memory: '512MB' is not a valid size; expected: a size such as 512M or 2G, 16M "
       "to 64G\n"},
      {"memory: 1G", "memory: 8M",
       "x.yaml:5:9: memory: '8M' is not a valid size; expected: a size such as 512M or 2G, 16M to "
       "64G\n"},
      {"1..3", "3..1",
       "x.yaml:7:32: drills.0.seeds: '3..1' is not a valid seed or range; expected: A..B, one "
       "number, or a list of them; each from 0 to 9007199254740991\n"},
      {"20..21", "7",
       "x.yaml:8:35: drills.1.seeds.1: seed 7 of route-gap at level hard appears twice; expected: "
       "each run once\n"},
      {"1..3", "1..1000001",
       "x.yaml:7:32: drills.0.seeds: the exam would have more than 1000000 runs; expected: fewer "
       "seeds\n"},
      {"level: hard", "level: harder",
       "x.yaml:8:51: drills.1.level: 'harder' is not a valid level; expected: 'hard', one of easy, "
       "normal, hard\n"},
      {"  - {drill: bad-deploy, seeds: 1..3}\n", "  - {seeds: 1..3}\n",
       "x.yaml:7:5: drills.0: 'drill' is missing; expected: the key 'drill'\n"},
      {"salt-file: salt", "salt-file: salz",
       "x.yaml:3:12: salt-file: cannot read salz: No such file or directory; expected: a file of "
       "at most 1 MiB that can be read\n"},
      {"operator: expert", "operator: script:none",
       "x.yaml:2:11: operator: cannot read none: No such file or directory; expected: a script of "
       "at most 1 MiB that can be read\n"},
      {"operator: expert", "operator: 'exec:'",
       "x.yaml:2:11: operator: the command of exec: is empty or too long; expected: exec:COMMAND, "
       "at most 4096 bytes\n"},
      {"operator: expert", "operator: [expert]",
       "x.yaml:2:11: operator: found a list; expected: text\n"},
      {"exam: A round", "exam: {",
       "x.yaml:3:10: the file: end of map flow not found; expected: a closing ] or } for each [ or "
       "{\n"},
  };
  for (auto const& row : rows) EXPECT_EQ(mistakes_in(changed(row.from, row.to)), row.says);
}

TEST_F(LoadExam, NamesTheOperatorsOfTheDrillsRunbook) {
  for (auto const& [kind, what] :
       {std::pair{"human",
                  "x.yaml:2:11: operator: a person cannot operate an exam; expected: one "
                  "of script:FILE exec:COMMAND expert idle"},
        std::pair{"novice",
                  "x.yaml:2:11: operator: 'novice' is not an operator for drills of "
                  "bad-deploy; expected: one of script:FILE"},
        std::pair{"cheat:other-edge",
                  "x.yaml:2:11: operator: 'cheat:other-edge' is not an operator for drills of "
                  "bad-deploy"}}) {
    auto const found = mistakes_in(changed("operator: expert", std::string{"operator: "} + kind));
    EXPECT_TRUE(found.starts_with(what)) << found;
  }
}

TEST_F(LoadExam, ReportsAllMistakesAtOnce) {
  auto text = changed("time: 90s", "time: soon");
  text.replace(text.find("1G"), 2, "1T");
  auto const exam = load(text);
  ASSERT_FALSE(exam);
  EXPECT_EQ(exam.error().size(), 2U);
}

// What a client of the server may send.
class LoadFromClient : public LoadExam {
 protected:
  auto load(std::string const& text) const {
    return load_exam(text, "weekly.yaml", {folder_.path(), Outside::no, 100});
  }
  // The one mistake.
  std::string mistake_in(std::string const& text) const {
    auto const exam = load(text);
    if (exam) return "none";
    EXPECT_EQ(exam.error().size(), 1U) << to_text(exam.error().back());
    return to_text(exam.error().front());
  }
  static std::string sent(std::string_view from = "", std::string_view to = "") {
    auto text = changed("salt-file: salt\n", "");
    return text.replace(text.find(from), from.size(), to);
  }
};

TEST_F(LoadFromClient, NamesNoProgramAndNoFile) {
  EXPECT_EQ(mistake_in(sent()), "none");
  write("own.yaml", "drill: x");
  for (auto const& [from, to] :
       {std::pair{"expert", "exec:true"}, std::pair{"expert", "script:script"},
        std::pair{"expert", "'script:'"}, std::pair{"time: 90s", "salt-file: salt"},
        std::pair{"drill: bad-deploy", "drill: own.yaml"},
        std::pair{"drill: bad-deploy", "drill: /dev/zero"}}) {
    auto const found = mistake_in(sent(from, to));
    EXPECT_NE(found.find(named_outside), std::string::npos) << found;
  }
}

TEST_F(LoadFromClient, HasFewerRuns) {
  EXPECT_EQ(mistake_in(sent("1..3", "1..97")), "none");
  EXPECT_EQ(mistake_in(sent("1..3", "1..98")),
            "weekly.yaml:7:35: drills.1.seeds.1: the exam would have more than 100 runs; expected: "
            "fewer seeds");
}

TEST_F(LoadFromClient, NamesDrillsOfTheHome) {
  auto const by_name = sent("drill: bad-deploy", "drill: busy-checkout");
  EXPECT_NE(mistake_in(by_name).find("'busy-checkout' is not a valid drill"), std::string::npos);
  auto const own = runs::read_own_drill(std::filesystem::path{STUDYLAB_SOURCE_DIR} /
                                        "examples/busy-checkout.yaml");
  ASSERT_TRUE(own) << own.error().text;
  ASSERT_TRUE(runs::keep_drill(folder_.path(), *own));
  auto const exam = load(by_name);
  ASSERT_TRUE(exam) << to_text(exam.error().front());
  EXPECT_EQ(exam->items.front().drill, own->drill);
  // Its file is part of the exam, so that a changed drill is another exam.
  ASSERT_EQ(exam->own_drills.size(), 1U);
  EXPECT_EQ(exam->own_drills.front().text, own->text);
}

}  // namespace
}  // namespace studylab::exam
