#include "model/refusals.h"

#include <set>

#include <gtest/gtest.h>

namespace studylab {
namespace {

TEST(Refusals, HaveOneRowPerCodeInOrder) {
  ASSERT_EQ(refusal_rows().size(), enum_size<RefusalCode>);
  std::set<std::string_view> texts;
  for (std::uint32_t n = 0; n < enum_size<RefusalCode>; ++n) {
    auto const& row = row_of(static_cast<RefusalCode>(n));
    EXPECT_EQ(row.code, static_cast<RefusalCode>(n));
    EXPECT_TRUE(texts.insert(row.text).second) << row.text;
    EXPECT_TRUE(row.meaning.ends_with('.')) << row.text;
  }
}

// A rule is a runbook's letters and a number: BD1, BDN3, OP4.
TEST(Refusals, NameARuleOfARunbook) {
  std::set<std::string_view> const runbooks{"BD",  "BDN", "SW",  "SWN", "RG",  "RGN", "DR",
                                            "DRN", "HU",  "HUN", "PO",  "PON", "OP"};
  for (auto const& row : refusal_rows()) {
    auto const digit = row.rule.find_first_of("123456789");
    ASSERT_NE(digit, std::string_view::npos) << row.text << ' ' << row.rule;
    EXPECT_TRUE(runbooks.contains(row.rule.substr(0, digit))) << row.text << ' ' << row.rule;
    EXPECT_EQ(digit + 1, row.rule.size()) << row.text << ' ' << row.rule;
  }
}

TEST(Refusals, AreForbiddenOrNotYet) {
  EXPECT_EQ(row_of(RefusalCode::environment_frozen).kind, RefusalKind::forbidden);
  EXPECT_EQ(row_of(RefusalCode::no_such_thing).kind, RefusalKind::not_yet);
}

}  // namespace
}  // namespace studylab
