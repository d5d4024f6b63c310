#include <gtest/gtest.h>

#include <algorithm>

#include "command_language/parse.h"

namespace studylab::language {
namespace {

TEST(ExpectedNext, IsWhatTheGrammarAllowsNext) {
  using Words = std::vector<std::string_view>;
  auto const after = [](Words const& words) { return expected_after(words, "bad-deploy"); };
  EXPECT_EQ(NameForm::environment, after({"rollback"}).form);
  EXPECT_EQ(NameForm::any_release, after({"rollback", "shop/production", "--to"}).form);
  EXPECT_EQ(std::nullopt, after({"rollback", "shop/production"}).form);
  EXPECT_EQ(
      (Words{"app-only", "database-migration", "runtime-service", "route-propagation", "no-fault"}),
      after({"classify"}).words);
  EXPECT_EQ(NameForm::reference, after({"note", "x", "--ref", "entry-5"}).form);
  EXPECT_EQ((Words{"fail-closed", "last-verified"}), after({"gap-policy", "a/staging"}).words);
  EXPECT_EQ(NameForm::operation_or_notice, after({"wait", "--for"}).form);
  EXPECT_EQ((Words{"symptom-gone"}), after({"wait", "--until"}).words);
  EXPECT_TRUE(after({"wait"}).form);
  EXPECT_FALSE(after({"wait", "--until", "symptom-gone"}).form);
  auto const repair = after({"notify-owner", "a/staging", "--repair"});
  EXPECT_EQ(5U, repair.words.size());
  EXPECT_EQ(std::nullopt, repair.form);
  EXPECT_EQ(NameForm::binding, after({"notify-owner", "a/staging", "--repair", "binding"}).form);
  for (Words const& filled : {Words{"notify-owner", "a/staging", "--repair", "readiness"},
                              Words{"notify-owner", "a/staging", "--repair", "binding", "pay"}}) {
    EXPECT_EQ(std::nullopt, after(filled).form);
    EXPECT_NE(0U, after(filled).options.size());
  }
}

TEST(ExpectedNext, OffersNoProhibitedVerbs) {
  auto const words = expected_after({}, "bad-deploy").words;
  auto const has = [&](std::string_view word) {
    return std::ranges::find(words, word) != words.end();
  };
  EXPECT_TRUE(has("rollback"));
  EXPECT_TRUE(has("help"));
  EXPECT_TRUE(has("recall"));
  EXPECT_FALSE(has("set-route"));
  auto const options = expected_after(std::vector<std::string_view>{"rollback", "a/b"}, {}).options;
  EXPECT_EQ((std::vector<std::string_view>{"--to", "--because", "--ref", "--plan"}), options);
}

}  // namespace
}  // namespace studylab::language
