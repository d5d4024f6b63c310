#include "lab/exam/home_exams.h"

#include <fstream>

#include <gtest/gtest.h>

#include "evidence/folder_testing.h"
#include "lab/exam/results_file.h"

namespace studylab::exam {
namespace {

constexpr std::string_view exam_text = R"(exam: A round
operator: expert
drills:
  - {drill: bad-deploy, seeds: 1..3}
)";

class HomeExamsTest : public testing::Test {
 protected:
  std::string add() { return exams_.add(exam_, exam_text).value(); }
  std::filesystem::path results_of(std::string const& name) const {
    return exams_.file(name).string() + ".results";
  }
  // What the process of the exam writes.
  void append(std::string const& name, std::string_view text) const {
    std::ofstream{results_of(name), std::ios::app} << text;
  }
  std::vector<std::string> names() {
    std::vector<std::string> names;
    for (auto const& exam : exams_.all()) names.push_back(exam.name);
    return names;
  }

  evidence::Folder folder_;
  Exam exam_ = load_exam(exam_text, "x.yaml").value();
  HomeExams exams_{folder_.path()};
};

TEST_F(HomeExamsTest, AreNumberedAndKeepTheirFile) {
  EXPECT_TRUE(exams_.all().empty());
  EXPECT_EQ(add(), "exam-1");
  EXPECT_EQ(add(), "exam-2");
  for (int n = 3; n < 11; ++n) add();
  std::filesystem::remove_all(exams_.file("exam-2").parent_path());
  EXPECT_EQ(add(), "exam-11");
  EXPECT_EQ(names(),
            (std::vector<std::string>{"exam-1", "exam-3", "exam-4", "exam-5", "exam-6", "exam-7",
                                      "exam-8", "exam-9", "exam-10", "exam-11"}));
  EXPECT_EQ(evidence::read_file(exams_.file("exam-1")).value(), exam_text);
  // The results are those of that file: `studylab exam` continues them.
  EXPECT_TRUE(ResultsFile::open(results_of("exam-1"), exam_, Bundles::no));
  auto const exam = exams_.find("exam-1");
  ASSERT_TRUE(exam);
  EXPECT_EQ(exam->title, "A round");
  EXPECT_EQ(exam->operator_kind, "expert");
  EXPECT_EQ(exam->planned, 3U);
  EXPECT_EQ(exam->done, 0U);
  EXPECT_FALSE(exam->complete);
}

TEST_F(HomeExamsTest, CountWholeLinesOfTheResultsOnly) {
  auto const name = add();
  append(name, "{}\n{\"a\":");
  EXPECT_EQ(exams_.find(name)->done, 1U);
  append(name, "1}\n{}\n");
  EXPECT_EQ(exams_.find(name)->done, 3U);
  // A process that continues drops the part of a line that was left.
  append(name, "{\"half\":");
  EXPECT_EQ(exams_.find(name)->done, 3U);
  std::filesystem::resize_file(results_of(name), std::filesystem::file_size(results_of(name)) - 8);
  append(name, "{}\n");
  EXPECT_EQ(exams_.find(name)->done, 4U);
  EXPECT_EQ(HomeExams{folder_.path()}.find(name)->done, 4U);
}

TEST_F(HomeExamsTest, AreCompleteOnceTheirDocumentIsKept) {
  auto const name = add();
  EXPECT_FALSE(exams_.document(name));
  ASSERT_TRUE(exams_.keep_document(name, "{}\n"));
  EXPECT_TRUE(exams_.find(name)->complete);
  EXPECT_EQ(exams_.document(name).value(), "{}\n");
}

TEST_F(HomeExamsTest, HaveOneFormOfName) {
  add();
  for (auto const* name : {"", "exam-", "exam-0", "exam-01", "exam-1/", "exam-1/../exam-1",
                           "exam-2", "exam--1", "exam-1 ", "..", "exam-99999999999999999999"}) {
    EXPECT_FALSE(exams_.find(name)) << name;
  }
  std::filesystem::create_directory(folder_.path() / "exams" / "exam-5");
  std::filesystem::create_directory(folder_.path() / "exams" / "exam-6");
  std::ofstream{results_of("exam-6")} << "not a header\n";
  EXPECT_EQ(names(), std::vector<std::string>{"exam-1"});
}

}  // namespace
}  // namespace studylab::exam
