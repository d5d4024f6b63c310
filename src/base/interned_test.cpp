#include "base/interned.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/ids.h"

namespace studylab {
namespace {

TEST(Interned, EqualTextsAreOne) {
  std::string const text = "shop/production";
  EXPECT_EQ(interned(text), interned(std::string{text}));
  EXPECT_NE(interned("shop"), interned("shop/"));
  EXPECT_EQ(interned(text)->text(), text);
  EXPECT_EQ(interned(""), &no_text);
}

TEST(Interned, ATextStaysWhereItIsWhileTheTableGrows) {
  std::vector<Interned const*> names;
  for (int i = 0; i < 20'000; ++i) names.push_back(interned("many-" + std::to_string(i)));
  for (int i = 0; i < 20'000; ++i) {
    auto const text = "many-" + std::to_string(i);
    ASSERT_EQ(interned(text), names[static_cast<std::size_t>(i)]);
    ASSERT_EQ(names[static_cast<std::size_t>(i)]->text(), text);
  }
}

TEST(Interned, KnowsWhichNamesWereMet) {
  EXPECT_FALSE(is_interned("never-met-before"));
  EXPECT_FALSE(is_interned("never-met-before")) << "asking is not meeting";
  interned("never-met-before");
  EXPECT_TRUE(is_interned("never-met-before"));
  EXPECT_TRUE(is_interned(""));
}

TEST(Interned, NamesAreOrderedAsTheirTexts) {
  EXPECT_LT(AppName{"api"}, AppName{"shop"});
  EXPECT_LT(AppName{}, AppName{"api"});
  EXPECT_EQ(AppName{""}, AppName{});
  EXPECT_EQ(AppName{std::string{"api"}}, AppName{"api"});
  EXPECT_EQ(AppName{}.value(), "");
}

TEST(Interned, AnyTwoTextsAreOrderedByTheirBytes) {
  std::vector<std::string> const texts{
      "",
      "a",
      std::string(1, '\0'),
      std::string("a\0", 2),
      std::string("a\0b", 3),
      "b",
      "sh",
      "shop-db",
      "shop-db-",
      "shop-db-1",
      "shop-dbs",
      "shop-db-2",
      "\x7f",
      "\x80",
      "\xff\xff\xff\xff",
  };
  for (auto const& a : texts) {
    for (auto const& b : texts) EXPECT_EQ(AppName{a} <=> AppName{b}, a <=> b) << a << " " << b;
  }
}

}  // namespace
}  // namespace studylab
