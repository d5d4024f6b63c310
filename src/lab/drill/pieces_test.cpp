// The pieces that drills are composed of: every table is complete, and the page of its runbook
// lists each piece once, in the order of its table.
#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "lab/drill/load.h"
#include "lab/drill/runbook.h"
#include "lab/grade/runbook.h"

namespace studylab::drill {
namespace {

template <class Piece>
std::vector<std::string> piece_names(std::span<Piece const* const> pieces) {
  std::vector<std::string> names;
  for (auto const* piece : pieces) names.emplace_back(piece->name);
  return names;
}

// The page that lists the pieces of a runbook. Bad deploy is the example in the page on writing
// drills; each later runbook has a page of its own.
std::string page_of(std::string_view runbook) {
  auto const docs = std::string{STUDYLAB_SOURCE_DIR "/docs/"};
  if (runbook == "bad-deploy") return docs + "writing-drills.md";
  return docs + "runbook-" + std::string{runbook} + ".md";
}

// The words in backticks in the first column of the table under this heading.
std::vector<std::string> documented_names(std::string const& page, std::string_view heading) {
  std::ifstream file{page};
  std::vector<std::string> names;
  bool inside = false;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("#")) inside = line.substr(line.find_first_not_of("# ")) == heading;
    if (!inside || !line.starts_with("| `")) continue;
    auto const column = line.substr(0, line.find('|', 1));
    for (std::size_t at = 0; (at = column.find('`', at)) != std::string::npos;) {
      auto const end = column.find('`', at + 1);
      names.push_back(column.substr(at + 1, end - at - 1));
      at = end + 1;
    }
  }
  return names;
}

TEST(Pieces, ThePageOfDrillsListsEachOnce) {
  for (auto const* drawing : runbooks()) {
    auto const* grading = grade::find_runbook(drawing->id);
    ASSERT_NE(grading, nullptr) << drawing->id;
    auto const page = page_of(drawing->id);
    EXPECT_EQ(documented_names(page, "Faults"), piece_names(drawing->faults));
    EXPECT_EQ(documented_names(page, "Clues"), piece_names(grading->clues));
    EXPECT_EQ(documented_names(page, "Repairs"), piece_names(grading->repairs));
    EXPECT_EQ(documented_names(page, "Required steps"), piece_names(grading->required));
    EXPECT_EQ(documented_names(page, "Decoys"), piece_names(drawing->decoys));
  }
}

TEST(Pieces, NamesAreUniqueWithinARunbook) {
  for (auto const* grading : grade::runbooks()) {
    for (auto const& names : {piece_names(grading->clues), piece_names(grading->repairs),
                              piece_names(grading->required)}) {
      EXPECT_EQ(std::set(names.begin(), names.end()).size(), names.size()) << grading->id;
    }
  }
}

TEST(Pieces, EveryFaultMakesOnlyCluesOfItsRunbookTrue) {
  for (auto const* drawing : runbooks()) {
    auto const& clues = grade::find_runbook(drawing->id)->clues;
    for (auto const* fault : drawing->faults) {
      EXPECT_FALSE(fault->clues.empty()) << fault->name;
      for (auto const* clue : fault->clues) {
        EXPECT_NE(std::ranges::find(clues, clue), clues.end()) << fault->name << " " << clue->name;
      }
    }
  }
}

}  // namespace
}  // namespace studylab::drill
