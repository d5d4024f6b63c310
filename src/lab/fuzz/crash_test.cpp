// A process that is gone for a moment after any entry of an expert's run: the operation completes
// once, the chains verify, and the marks are the same but for the time that it took.
#include <algorithm>
#include <array>

#include <gtest/gtest.h>

#include "lab/drill/load.h"
#include "lab/drill/setup.h"
#include "lab/fuzz/checks.h"
#include "lab/fuzz/table.h"

namespace studylab::fuzz {
namespace {

constexpr std::array<std::string_view, 5> variants{
    "app-only", "database-migration", "runtime-service", "route-propagation", "no-fault"};

std::string failure_of(Game const& game) {
  auto const played = play(game, by_kind("expert"));
  if (!played.failed.empty()) return played.failed;
  for (auto const& broken : broken_rules(game, played)) return broken.rule + ": " + broken.what;
  for (auto const& broken : broken_record(game, played)) return broken.rule + ": " + broken.what;
  bool const time_only = std::ranges::all_of(
      played.marks.deductions, [](grade::Deduction const& lost) { return lost.rule == "OP3"; });
  return played.marks.mended && time_only ? std::string{} : in_a_line(played.marks);
}

void crash_after_every_entry(std::string_view variant, std::uint64_t seed,
                             std::string const& component) {
  auto const& drill = *drill::find_drill("bad-deploy");
  Game game{&drill, seed, std::string{variant}, desk::Text::no, {}};
  auto const entries = play(game, by_kind("expert")).entries().size();
  for (std::uint32_t entry = 1; entry <= entries; ++entry) {
    game.schedule = {};
    game.schedule.crashes.push_back(
        {component, EntryId{entry}, Instant{}, std::chrono::milliseconds{700}});
    auto const failure = failure_of(game);
    EXPECT_EQ(failure, "") << component << " after entry-" << entry << " of seed " << seed << " "
                           << variant;
  }
}

TEST(CrashAnywhere, TheControlPlane) {
  std::uint64_t seed = 1;
  for (auto const variant : variants) crash_after_every_entry(variant, seed++, "control");
}

TEST(CrashAnywhere, AnEdge) {
  auto const& drill = *drill::find_drill("bad-deploy");
  std::uint64_t seed = 1;
  for (auto const variant : variants) {
    auto const drawn = drill::draw(drill, Seed{seed, {}}, *drill.find(variant), Level::normal,
                                   drill::Topology::drawn);
    // Not the one that makes the call: while it is gone there may be nothing to call for.
    auto const other = drawn.incident.edge == EdgeId{1} ? EdgeId{2} : EdgeId{1};
    crash_after_every_entry(variant, seed++, to_text(other));
  }
}

TEST(CrashAnywhere, ARunner) {
  std::uint64_t seed = 1;
  for (auto const variant : variants) crash_after_every_entry(variant, seed++, "runner-host-1");
}

}  // namespace
}  // namespace studylab::fuzz
