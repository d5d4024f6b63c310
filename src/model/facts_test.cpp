#include "model/facts.h"

#include <set>
#include <string>

#include <gtest/gtest.h>

#include "model/lab_facts.h"

namespace studylab {
namespace {

template <class... Ts>
std::set<int> hundreds_of(std::variant<Ts...> const*) {
  return {Ts::fact_kind.number / 100 ...};
}
template <class... Subjects>
std::vector<std::set<int>> hundreds_of_each(std::variant<Subjects...> const*) {
  return {hundreds_of(static_cast<Subjects const*>(nullptr))...};
}

TEST(Facts, EachSubjectHasItsOwnHundredKinds) {
  std::set<int> all;
  for (auto const& hundreds : hundreds_of_each(static_cast<FactSubjects const*>(nullptr))) {
    ASSERT_EQ(hundreds.size(), 1u);
    EXPECT_TRUE(all.insert(*hundreds.begin()).second) << *hundreds.begin();
  }
  EXPECT_EQ(hundreds_of(static_cast<LabFact const*>(nullptr)), std::set<int>{50});
}

TEST(Facts, AreFoundByTheirType) {
  Fact const fact = make_fact(Noted{"text", {}});
  ASSERT_TRUE(fact_if<Noted>(fact));
  EXPECT_EQ(fact_if<Noted>(fact)->text, "text");
  EXPECT_FALSE(fact_if<Classified>(fact)) << "of the same subject";
  EXPECT_FALSE(fact_if<RunEnded>(fact)) << "of another";
  EXPECT_EQ(fact_name(fact), "Noted");
  EXPECT_EQ(visit_fact(fact, [](auto const& f) { return f.fact_kind.number; }),
            Noted::fact_kind.number);
}

TEST(Facts, ReturnTheOperatorsActionIfTheyHaveOne) {
  EXPECT_FALSE(act_of(make_fact(RunEnded{})));
  OperationRequested requested;
  EXPECT_FALSE(act_of(make_fact(requested))) << "by the platform's own schedule";
  requested.act.line = "deploy shop/production rel-9";
  auto const fact = make_fact(requested);
  ASSERT_TRUE(act_of(fact));
  EXPECT_EQ(act_of(fact)->line, "deploy shop/production rel-9");
}

TEST(Facts, AreMatchedExhaustively) {
  auto const word = [](RunFact const& fact) {
    return match(
        fact, [](RunOpened const&) { return std::string{"opened"}; },
        [](RunEnded const&) { return std::string{"ended"}; });
  };
  EXPECT_EQ(word(RunOpened{}), "opened");
  EXPECT_EQ(word(RunEnded{}), "ended");
}

}  // namespace
}  // namespace studylab
