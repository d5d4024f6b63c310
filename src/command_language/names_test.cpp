#include <gtest/gtest.h>

#include <array>

#include "command_language/names.h"

namespace studylab::language {
namespace {

TEST(NameForm, DistinguishesNamesByTheirSpelling) {
  using enum NameForm;
  EXPECT_TRUE(has_form("shop/production", environment));
  for (auto const* wrong : {"shop", "shop/", "/production", "shop/prod", "a/b/production",
                            "a b/staging", "a:b/staging", "-a/staging"}) {
    EXPECT_FALSE(has_form(wrong, environment)) << wrong;
  }
  EXPECT_TRUE(has_form("edge-b", edge));
  EXPECT_FALSE(has_form("edge-2", edge));
  EXPECT_TRUE(has_form("op-12", operation));
  EXPECT_FALSE(has_form("op-0", operation));
  EXPECT_TRUE(has_form("alloc-7", allocation_or_environment));
  EXPECT_TRUE(has_form("shop/preview", allocation_or_environment));
  EXPECT_FALSE(has_form("host-2", allocation_or_environment));
  EXPECT_TRUE(has_form("provider:search-co", cause));
  EXPECT_FALSE(has_form("provider:", cause));
  EXPECT_TRUE(has_form("24h", duration));
  EXPECT_FALSE(has_form("86401s", duration));
  EXPECT_TRUE(has_form("sha256:4c1f", word));
  EXPECT_FALSE(has_form("--x", word));
  EXPECT_FALSE(has_form("grün", word));
  EXPECT_FALSE(has_form(std::string(201, 'x'), word));
}

TEST(Nearest, IsOneTypingErrorAway) {
  std::array<std::string_view, 4> const words{"rollback", "retry", "restart", "restore"};
  EXPECT_EQ("rollback", nearest("rolback", words));
  EXPECT_EQ("rollback", nearest("ROLLBACK", words));
  EXPECT_EQ("retry", nearest("rerty", words));
  EXPECT_EQ("restart", nearest("restar", words));
  EXPECT_EQ(std::nullopt, nearest("x", words));
  EXPECT_EQ(std::nullopt, nearest("deploy", words));
  EXPECT_EQ(std::nullopt, nearest(std::string(5000, 'x'), words));
}

TEST(NearestName, HasTheRequestedFormAndWasShown) {
  ShownNames const shown{"edge-a", "edge-b", "op-1", "shop/production"};
  EXPECT_EQ("edge-b", nearest_name("b", NameForm::edge, shown));
  EXPECT_EQ("edge-a", nearest_name("egde-a", NameForm::edge, shown));
  EXPECT_EQ("shop/production", nearest_name("shop", NameForm::environment, shown));
  EXPECT_EQ(std::nullopt, nearest_name("edge-a", NameForm::host, shown));
  EXPECT_EQ("op-1", nearest_name("op-9", shown));
  EXPECT_EQ("edge-a", nearest_name("edge-q", shown));
  EXPECT_EQ(std::nullopt, nearest_name("edge-b", NameForm::edge, {}));
}

}  // namespace
}  // namespace studylab::language
