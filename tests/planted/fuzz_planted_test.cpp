// Fuzzing detects a missing guard: the sweep breaks the invariant with the guard's id within a
// thousand seeds, and with all guards it breaks none. docs/figures.md has the seeds.
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

  static constexpr std::uint64_t last_seed = 1000;

  // The first seed that shows it; 0: none.
  static std::uint64_t first_seed(Guard guard, std::string_view drill, std::string_view rule) {
    plant(guard);
    for (std::uint64_t seed = 1; seed <= last_seed; ++seed) {
      if (shows(drill, seed, rule)) return seed;
    }
    return 0;
  }

  static void found(Guard guard, std::string_view rule, std::string_view drill = "bad-deploy") {
    auto const seed = first_seed(guard, drill, rule);
    EXPECT_NE(seed, 0u) << rule << " is not broken by any of " << last_seed << " seeds";
    unplant_all();
    if (seed != 0) {
      EXPECT_FALSE(shows(drill, seed, rule)) << rule << " is broken with its guard";
    }
    ::testing::Test::RecordProperty("seed", std::to_string(seed));
  }
};

TEST_F(PlantedFuzz, BD1) { found(Guard::bd1, "BD1"); }
TEST_F(PlantedFuzz, BDN1) { found(Guard::bdn1, "BDN1"); }
TEST_F(PlantedFuzz, BDN2) { found(Guard::bdn2, "BDN2"); }
TEST_F(PlantedFuzz, BDN3) { found(Guard::bdn3, "BDN3"); }
TEST_F(PlantedFuzz, RGN2) { found(Guard::rgn2, "RGN2"); }
TEST_F(PlantedFuzz, RGN1) { found(Guard::rgn1, "RGN1"); }
TEST_F(PlantedFuzz, BD4) { found(Guard::bd4, "BD4"); }
TEST_F(PlantedFuzz, SWN3) { found(Guard::swn3, "SWN3"); }
TEST_F(PlantedFuzz, SW3) { found(Guard::sw3, "SW3", "stuck-wake"); }
TEST_F(PlantedFuzz, SW4) { found(Guard::sw4, "SW4", "stuck-wake"); }
TEST_F(PlantedFuzz, SWN1) { found(Guard::swn1, "SWN1", "stuck-wake"); }
TEST_F(PlantedFuzz, SWN2) { found(Guard::swn2, "SWN2", "stuck-wake"); }
TEST_F(PlantedFuzz, DR2) { found(Guard::dr2, "DR2", "database-restore"); }
TEST_F(PlantedFuzz, DR4) { found(Guard::dr4, "DR4", "database-restore"); }
TEST_F(PlantedFuzz, DRN1) { found(Guard::drn1, "DRN1", "database-restore"); }
TEST_F(PlantedFuzz, DRN2) { found(Guard::drn2, "DRN2", "database-restore"); }
TEST_F(PlantedFuzz, DRN3) { found(Guard::drn3, "DRN3", "database-restore"); }
TEST_F(PlantedFuzz, PO3) { found(Guard::po3, "PO3", "provider-outage"); }
TEST_F(PlantedFuzz, PO4) { found(Guard::po4, "PO4", "provider-outage"); }
TEST_F(PlantedFuzz, PON2) { found(Guard::pon2, "PON2", "provider-outage"); }
TEST_F(PlantedFuzz, PON1) { found(Guard::pon1, "PON1", "provider-outage"); }
TEST_F(PlantedFuzz, PON3) { found(Guard::pon3, "PON3", "provider-outage"); }
TEST_F(PlantedFuzz, HUN1) { found(Guard::hun1, "HUN1", "host-upgrade"); }
TEST_F(PlantedFuzz, HUN2) { found(Guard::hun2, "HUN2", "host-upgrade"); }
TEST_F(PlantedFuzz, HUN3) { found(Guard::hun3, "HUN3", "host-upgrade"); }
TEST_F(PlantedFuzz, RG1) { found(Guard::rg1, "RG1", "route-gap"); }
TEST_F(PlantedFuzz, RG2) { found(Guard::rg2, "RG2", "route-gap"); }
TEST_F(PlantedFuzz, RG3) { found(Guard::rg3, "RG3", "route-gap"); }
TEST_F(PlantedFuzz, RG4) { found(Guard::rg4, "RG4", "route-gap"); }
TEST_F(PlantedFuzz, RGN3) { found(Guard::rgn3, "RGN3", "route-gap"); }
TEST_F(PlantedFuzz, HU4) { found(Guard::hu4, "HU4", "host-upgrade"); }
TEST_F(PlantedFuzz, HU5) { found(Guard::hu5, "HU5", "host-upgrade"); }
TEST_F(PlantedFuzz, HU6) { found(Guard::hu6, "HU6", "host-upgrade"); }
TEST_F(PlantedFuzz, PO5) { found(Guard::po5, "PO5", "provider-outage"); }

}  // namespace
}  // namespace studylab::fuzz
