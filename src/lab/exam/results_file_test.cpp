#include "lab/exam/results_file.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "evidence/folder_testing.h"

namespace studylab::exam {
namespace {

Result result_of(Item const& item, std::uint32_t score) {
  Result result;
  result.drill = item.drill->id;
  result.level = item.level;
  result.seed = item.seed;
  result.variant = "a-variant";
  result.fault_class = "no-fault";
  result.outcome = grade::Outcome::failed;
  result.score = score;
  result.lost = {{"OP2", 12}, {"OP3", 3}};
  result.head = "aa";
  result.lab_head = "bb";
  result.seconds = 77;
  result.program_errors = "two\nlines \"and\" quotes\n";
  return result;
}

class Results : public testing::Test {
 protected:
  Results() {
    exam_.title = "A round";
    exam_.operator_kind = "expert";
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
      exam_.items.push_back({&drill::drills().front(), Level::normal, seed});
    }
  }

  auto open() const { return ResultsFile::open(path_, exam_, Bundles::no); }
  std::string content() const {
    std::ostringstream text;
    text << std::ifstream{path_}.rdbuf();
    return text.str();
  }
  void write(std::string const& text) const { std::ofstream{path_} << text; }

  evidence::Folder folder_;
  std::filesystem::path path_ = folder_.path() / "results";
  Exam exam_;
};

TEST_F(Results, ALineReadsBackWhatWasWritten) {
  auto result = result_of(exam_.items[0], 70);
  EXPECT_EQ(result_from_json(to_json(result)), result);
  result.seconds_to_mitigate = 41;
  result.outcome = grade::Outcome::invalid;
  result.invalid_because = "the lab failed";
  EXPECT_EQ(result_from_json(to_json(result)), result);
  EXPECT_FALSE(result_from_json("{}"));
  EXPECT_FALSE(result_from_json("[]"));
  EXPECT_FALSE(result_from_json("{\"drill\""));
}

TEST_F(Results, ContinueWithWhatIsMissing) {
  {
    auto file = open();
    ASSERT_TRUE(file) << file.error().text;
    EXPECT_EQ(file->missing(), (std::vector<std::size_t>{0, 1, 2}));
    ASSERT_TRUE(file->append(result_of(exam_.items[2], 50)));
    ASSERT_TRUE(file->append(result_of(exam_.items[0], 60)));
  }
  auto const file = open();
  ASSERT_TRUE(file) << file.error().text;
  EXPECT_EQ(file->missing(), (std::vector<std::size_t>{1}));
  EXPECT_EQ(file->in_order(),
            (std::vector{result_of(exam_.items[0], 60), result_of(exam_.items[2], 50)}));
}

// A process can be killed after any byte.
TEST_F(Results, APartOfALineIsDropped) {
  {
    auto file = open();
    ASSERT_TRUE(file);
    ASSERT_TRUE(file->append(result_of(exam_.items[0], 60)));
    ASSERT_TRUE(file->append(result_of(exam_.items[1], 70)));
  }
  auto const whole = content();
  auto const header = whole.find('\n') + 1;
  auto const first = whole.find('\n', header) + 1;
  for (std::size_t size = 0; size <= whole.size(); ++size) {
    write(whole.substr(0, size));
    auto file = open();
    ASSERT_TRUE(file) << size << ": " << file.error().text;
    auto const kept = size == whole.size() ? 2U : size >= first ? 1U : 0U;
    ASSERT_EQ(file->size(), kept) << size;
    for (auto const position : file->missing()) {
      ASSERT_TRUE(file->append(result_of(exam_.items[position], 60 + 10 * position)));
    }
    ASSERT_TRUE(content().starts_with(whole.substr(0, header))) << size;
    ASSERT_EQ(std::ranges::count(content(), '\n'), 4) << size;
  }
}

TEST_F(Results, AreOfOneExam) {
  ASSERT_TRUE(open());
  auto const differs = [&](auto change) {
    auto other = exam_;
    change(other);
    auto const file = ResultsFile::open(path_, other, Bundles::no);
    return !file && file.error().kind == runs::Problem::Kind::usage;
  };
  EXPECT_FALSE(differs([](Exam&) {}));
  EXPECT_TRUE(differs([](Exam& exam) { exam.digest.bytes[0] = 1; }));
  EXPECT_TRUE(differs([](Exam& exam) { exam.salt.bytes[0] = 1; }));
  EXPECT_TRUE(differs([](Exam& exam) { exam.operator_kind = "idle"; }));
  EXPECT_TRUE(differs([](Exam& exam) { exam.operator_digest.bytes[0] = 1; }));
  EXPECT_FALSE(ResultsFile::open(path_, exam_, Bundles::yes));
}

TEST_F(Results, AWrongLineIsNamed) {
  ASSERT_TRUE(open());
  write(content() + "{\"drill\":1}\n");
  auto const file = open();
  ASSERT_FALSE(file);
  EXPECT_NE(file.error().text.find("results:2: "), std::string::npos) << file.error().text;
}

TEST_F(Results, OneProcessAtATimeWrites) {
  auto const first = open();
  ASSERT_TRUE(first);
  auto const second = open();
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, runs::Problem::Kind::missing);
}

TEST_F(Results, TheHeaderDoesNotShowTheSalt) {
  exam_.salt.bytes.fill(0xab);
  EXPECT_EQ(header_line(exam_, Bundles::no).find("abab"), std::string::npos);
}

}  // namespace
}  // namespace studylab::exam
