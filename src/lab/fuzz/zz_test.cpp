#include <cstdlib>
#include <cstdio>
#include <gtest/gtest.h>
#include <fmt/format.h>
#include "lab/drill/load.h"
#include "lab/fuzz/table.h"
#include "lab/fuzz/drill_testing.h"
#include "lab/operators/fixed_order.h"
namespace studylab::fuzz {
namespace {
std::string zz_env(char const* n, std::string d) { auto const* v = std::getenv(n); return v ? v : d; }
TEST(Zz, Rows) {
  auto const& drill = *drill::find_drill(zz_env("DRILL", "stuck-wake"));
  auto const row_like = zz_env("ROW", "");
  auto const variant_like = zz_env("VARIANT", "");
  auto const from = std::stoull(zz_env("FROM", "1")); auto const to = std::stoull(zz_env("TO", "3"));
  bool const show = !zz_env("SHOW", "").empty();
  int bad = 0, all = 0;
  for (auto const& variant : drill.variants) {
    if (!variant_like.empty() && variant.name != variant_like) continue;
    for (auto seed = from; seed <= to; ++seed) {
      References references;
      Scenario const scenario{&drill, seed, variant.name, console::Text::no, {}};
      for (auto const& row : table(drill.runbook)) {
        if (!applies(row, variant)) continue;
        bool match = row_like.empty();
        std::string rest = row_like;
        while (!rest.empty()) { auto c = rest.find(','); auto one = rest.substr(0, c); if (row.name.find(one) != std::string::npos) match = true; rest = c == std::string::npos ? "" : rest.substr(c + 1); }
        if (!match) continue;
        auto run = run_scenario(scenario, row.make, &references);
        auto const why = wrong(row, run);
        ++all; bad += why ? 1 : 0;
        if (why || show) { fmt::print("{} seed {} {}: {}\n", why ? "BAD" : "ok", seed, row.name, why ? *why : variant.name + " " + in_a_line(run.score)); std::fflush(stdout); }
        if (show && zz_env("SHOW", "") == "lines") for (auto const& l : run.lines) fmt::print("   {}\n", l);
      }
    }
  }
  fmt::print("{}: {} of {} bad\n", drill.id, bad, all);
}
TEST(Zz, Scripts) {
  for (auto const& drill : drill::drills()) {
    if (!zz_env("DRILL", "").empty() && drill.id != zz_env("DRILL", "")) continue;
    for (auto const& script : lab::fixed_scripts(drill.runbook)) {
      auto const make = [&](language::Opening const& opening, Seed const&) { return std::make_unique<lab::FixedOrder>(opening, script); };
      for (auto const* variant : {&drill.variants.front(), &drill.variants.back()}) {
        auto const run = run_scenario({&drill, 5, variant->name, console::Text::no, {}}, make);
        for (auto const& u : run.usage_errors) fmt::print("{} {} {}: {}\n", drill.id, script.name, variant->name, u);
      }
    }
  }
}
}
}
