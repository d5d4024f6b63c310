// The pieces that drills are composed of: every table is complete, and docs/writing-drills.md lists
// each piece once, in the order of its table. A runbook with a page of its own, docs/runbook-ID.md,
// lists them there.
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

std::string page_of(std::string_view runbook) {
  std::string const docs = STUDYLAB_SOURCE_DIR "/docs/";
  auto const own = docs + "runbook-" + std::string{runbook} + ".md";
  return std::ifstream{own} ? own : docs + "writing-drills.md";
}

// The words in backticks in the first column of the table under this heading, of any level.
std::vector<std::string> documented_names(std::string_view runbook, std::string const& heading) {
  std::ifstream file{page_of(runbook)};
  std::vector<std::string> names;
  bool inside = false;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("#")) inside = line.ends_with("# " + heading);
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
    EXPECT_EQ(documented_names(drawing->id, "Faults"), piece_names(drawing->faults));
    EXPECT_EQ(documented_names(drawing->id, "Clues"), piece_names(grading->clues));
    EXPECT_EQ(documented_names(drawing->id, "Repairs"), piece_names(grading->repairs));
    EXPECT_EQ(documented_names(drawing->id, "Required steps"), piece_names(grading->required));
    EXPECT_EQ(documented_names(drawing->id, "Decoys"), piece_names(drawing->decoys));
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
