#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "command_language/refusal_text.h"

namespace studylab::language {
namespace {

TEST(RefusalText, IsOneLineWithCodeAndRule) {
  EXPECT_EQ("refused gap_needs_baseline: edge-b has a gap; repair-propagation edge-b (RGN3)",
            refusal_text({RefusalCode::gap_needs_baseline, "edge-b has a gap",
                          "repair-propagation edge-b"}));
  EXPECT_EQ("refused impact_missing: not stated (OP4)",
            refusal_text({RefusalCode::impact_missing, "not stated", ""}));
}

TEST(Refusals, RowsAreInTheOrderOfTheirCodes) {
  for (auto const& row : refusal_rows()) EXPECT_EQ(&row, &row_of(row.code)) << row.text;
}

TEST(Refusals, ThePageMatchesTheCode) {
  auto const* path = STUDYLAB_SOURCE_DIR "/docs/refusals.md";
  if (std::getenv("UPDATE_GOLDEN") != nullptr) std::ofstream{path} << refusals_markdown();
  std::ifstream file{path};
  std::string const page{std::istreambuf_iterator<char>{file}, {}};
  EXPECT_EQ(refusals_markdown(), page);
}

}  // namespace
}  // namespace studylab::language
