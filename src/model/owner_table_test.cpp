#include "model/owner_table.h"

#include <algorithm>
#include <map>

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace studylab {
namespace {

OwnerView owner(std::uint32_t route, std::uint32_t release, std::uint64_t epoch = 1) {
  return {RouteKey{"app-" + std::to_string(route) + ".example"}, ReleaseId{release},
          KeyEpoch{epoch}};
}

OwnerTable table_of(std::uint32_t routes) {
  OwnerTable table;
  for (std::uint32_t n = 0; n < routes; ++n) table.put(owner(n, n + 1));
  return table;
}

TEST(OwnerTable, TheChecksumDependsOnEveryFieldOfEveryOwner) {
  for (auto const routes : {2U, 16U, 17U, 500U}) {
    auto const table = table_of(routes);
    for (auto const& change : {owner(0, 99), owner(0, 1, 2), owner(routes, 1)}) {
      auto changed = table;
      changed.put(change);
      EXPECT_NE(changed.checksum(), table.checksum()) << routes;
    }
  }
}

TEST(OwnerTable, TheChecksumDoesNotDependOnTheOrderOfChanges) {
  std::vector<OwnerView> owners;
  for (std::uint32_t n = 0; n < 300; ++n) owners.push_back(owner(n, n + 1));
  OwnerTable backwards;
  for (auto const& one : owners) backwards.put(owner(7, one.release.number));
  for (auto at = owners.rbegin(); at != owners.rend(); ++at) backwards.put(*at);
  EXPECT_EQ(backwards.checksum(), table_of(300).checksum());
  EXPECT_EQ(table_checksum(owners), table_of(300).checksum());
  std::ranges::sort(owners, {}, &OwnerView::route);
  EXPECT_EQ(table_checksum(owners), table_of(300).checksum());
}

TEST(OwnerTable, ACopyKeepsItsOwnersWhenTheOtherChanges) {
  auto const before = table_of(100);
  auto after = before;
  EXPECT_TRUE(shared(before, after));
  after.put(owner(3, 77));
  EXPECT_FALSE(shared(before, after));
  EXPECT_EQ(before.find("app-3.example")->release, ReleaseId{4});
  EXPECT_EQ(after.find("app-3.example")->release, ReleaseId{77});
  EXPECT_EQ(before.recomputed_checksum(), table_of(100).checksum());
}

TEST(OwnerTable, AnInnerNodeIsNotMistakenForALeaf) {
  // The same 128 bytes, hashed for each of the two purposes.
  std::string const bytes(128, 'x');
  EXPECT_NE(personal_blake2b("route table leaf", as_bytes(bytes)),
            personal_blake2b("route table node", as_bytes(bytes)));
}

TEST(OwnerTable, BehavesLikeAMap) {
  EXPECT_TRUE(rc::check([] {
    std::map<RouteKey, OwnerView> model;
    OwnerTable table;
    auto const changes = *rc::gen::inRange(0, 200);
    for (int n = 0; n < changes; ++n) {
      auto const one =
          owner(*rc::gen::inRange<std::uint32_t>(0, 120), *rc::gen::inRange<std::uint32_t>(1, 4));
      model[one.route] = one;
      table.put(one);
    }
    std::vector<OwnerView> owners;
    for (auto const& [route, one] : model) owners.push_back(one);
    auto const listed = table.owners();
    RC_ASSERT(std::ranges::equal(listed, owners, [](OwnerView const& a, OwnerView const& b) {
      return a.route == b.route && a.release == b.release && a.epoch == b.epoch;
    }));
    RC_ASSERT(table.checksum() == table.recomputed_checksum());
    RC_ASSERT(table.checksum() == table_checksum(owners));
    for (std::uint32_t n = 0; n < 120; ++n) {
      auto const key = owner(n, 1).route;
      auto const found = table.find(key.value());
      RC_ASSERT(found.has_value() == model.contains(key));
      if (found) RC_ASSERT(found->release == model[key].release);
    }
  }));
}

}  // namespace
}  // namespace studylab
