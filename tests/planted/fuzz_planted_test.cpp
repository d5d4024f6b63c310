// Fuzzing detects a missing guard: the sweep breaks the invariant with the guard's id within this
// many seeds, and with all guards it breaks none.
#include <algorithm>

#include <gtest/gtest.h>

#include "base/planted.h"
#include "lab/drill/load.h"
#include "lab/fuzz/campaign.h"

namespace studylab::fuzz {
namespace {

class PlantedFuzz : public ::testing::Test {
 protected:
  void TearDown() override { unplant_all(); }

  static bool shows(std::string_view drill, std::uint64_t seed, std::string_view rule) {
    auto const tally = fuzz_seed(*drill::find_drill(drill), seed, Every::no);
    return std::ranges::any_of(tally.findings,
                               [&](Finding const& finding) { return finding.rule == rule; });
  }

  // The first seed that shows it; 0: none up to `last`.
  static std::uint64_t first_seed(Guard guard, std::string_view drill, std::string_view rule,
                                  std::uint64_t last) {
    plant(guard);
    for (std::uint64_t seed = 1; seed <= last; ++seed) {
      if (shows(drill, seed, rule)) return seed;
    }
    return 0;
  }

  static void found_within(Guard guard, std::string_view rule, std::uint64_t last,
                           std::string_view drill = "bad-deploy") {
    auto const seed = first_seed(guard, drill, rule, last);
    EXPECT_NE(seed, 0u) << rule << " is not broken by any of " << last << " seeds";
    unplant_all();
    if (seed != 0) {
      EXPECT_FALSE(shows(drill, seed, rule)) << rule << " is broken with its guard";
    }
    ::testing::Test::RecordProperty("seed", std::to_string(seed));
  }
};

TEST_F(PlantedFuzz, BD1) { found_within(Guard::bd1, "BD1", 200); }
TEST_F(PlantedFuzz, BDN1) { found_within(Guard::bdn1, "BDN1", 300); }
TEST_F(PlantedFuzz, BDN2) { found_within(Guard::bdn2, "BDN2", 200); }
TEST_F(PlantedFuzz, BDN3) { found_within(Guard::bdn3, "BDN3", 200); }
TEST_F(PlantedFuzz, RGN2) { found_within(Guard::rgn2, "RGN2", 400); }
TEST_F(PlantedFuzz, RGN1) { found_within(Guard::rgn1, "RGN1", 200); }
TEST_F(PlantedFuzz, BD4) { found_within(Guard::bd4, "BD4", 500); }
TEST_F(PlantedFuzz, SWN3) { found_within(Guard::swn3, "SWN3", 200); }
TEST_F(PlantedFuzz, SW3) { found_within(Guard::sw3, "SW3", 200, "stuck-wake"); }
TEST_F(PlantedFuzz, SW4) { found_within(Guard::sw4, "SW4", 200, "stuck-wake"); }
TEST_F(PlantedFuzz, SWN1) { found_within(Guard::swn1, "SWN1", 200, "stuck-wake"); }
TEST_F(PlantedFuzz, SWN2) { found_within(Guard::swn2, "SWN2", 200, "stuck-wake"); }
TEST_F(PlantedFuzz, DR2) { found_within(Guard::dr2, "DR2", 200, "database-restore"); }
TEST_F(PlantedFuzz, DR4) { found_within(Guard::dr4, "DR4", 200, "database-restore"); }
TEST_F(PlantedFuzz, DRN1) { found_within(Guard::drn1, "DRN1", 200, "database-restore"); }
TEST_F(PlantedFuzz, DRN2) { found_within(Guard::drn2, "DRN2", 200, "database-restore"); }
TEST_F(PlantedFuzz, DRN3) { found_within(Guard::drn3, "DRN3", 200, "database-restore"); }
TEST_F(PlantedFuzz, PO3) { found_within(Guard::po3, "PO3", 200, "provider-outage"); }
TEST_F(PlantedFuzz, PO4) { found_within(Guard::po4, "PO4", 200, "provider-outage"); }
TEST_F(PlantedFuzz, PON1) { found_within(Guard::pon1, "PON1", 200, "provider-outage"); }
TEST_F(PlantedFuzz, PON3) { found_within(Guard::pon3, "PON3", 200, "provider-outage"); }
TEST_F(PlantedFuzz, HUN1) { found_within(Guard::hun1, "HUN1", 200, "host-upgrade"); }
TEST_F(PlantedFuzz, HUN2) { found_within(Guard::hun2, "HUN2", 200, "host-upgrade"); }
TEST_F(PlantedFuzz, HUN3) { found_within(Guard::hun3, "HUN3", 200, "host-upgrade"); }

}  // namespace
}  // namespace studylab::fuzz
