// Environments: their route owner, their holds, what they declare.
#include <fmt/format.h>

#include "lab/console/queries/views.h"

namespace studylab::console {
namespace {

// What is unusual about the environment; empty: nothing.
Styled environment_state(Record const& environment) {
  std::vector<Styled> parts;
  if (environment.in("symptom").flag("present")) {
    parts.emplace_back("over the threshold", Style::red);
  }
  auto const freeze = environment.in("freeze");
  if (freeze.flag("frozen")) parts.emplace_back("frozen by " + freeze.text("hold"), Style::amber);
  return joined(parts, ", ");
}

std::string owner_text(Sheet const& sheet, Record const& owner) {
  return fmt::format("{} at epoch {}, {} by {}", owner.text("release"), owner.text("epoch"),
                     sheet.since(owner.time("since")), owner.text("operation"));
}

}  // namespace

void view_environments(Sheet& sheet, Record const& data) {
  Table table{{{"environment"},
               {"route", Align::left, Fit::whole, 2},
               {"owner"},
               {"since"},
               {"by", Align::left, Fit::whole, 1},
               {"database", Align::left, Fit::whole, 3},
               {"state", Align::left, Fit::shortened}}};
  for (auto const& row : data.rows("environments")) {
    auto const owner = row.in("owner");
    table.add({row.text("name"), row.text("route"), owner.text("release"),
               sheet.time(owner.time("since")), owner.text("operation"), row.text("database"),
               environment_state(row)},
              row.latest());
  }
  put_table(sheet, {Styled{"environments", Style::strong}}, std::move(table), Fold::last_rows,
            "none");
}

void view_environment(Sheet& sheet, Record const& data) {
  auto const environment = data.in("environment");
  auto const app = data.in("app");
  sheet.heading({Styled{environment.text("name"), Style::strong},
                 fmt::format("app owner {}", app.text("owner")),
                 "threshold " + percent(environment.number("threshold_permille"))});
  auto const owner = environment.in("owner");
  auto const route = environment.text("route");
  sheet.field("route", owner.has("release") ? route + ", owner " + owner_text(sheet, owner) : route,
              owner.has("release") ? owner.entry() : environment.entry());
  sheet.field("database", environment.text("database"), environment.entry());
  sheet.field("allocations",
              fmt::format("{} declared, {} must be ready; replaced allocations drain for {}",
                          environment.text("replicas"), environment.text("quorum"),
                          in_short(environment.duration("drain_grace"))),
              environment.entry());
  sheet.field("sessions",
              environment.text("session_store") == "none"
                  ? std::string{"no session store"}
                  : environment.text("session_store") + " session store",
              environment.entry());
  auto const policy = data.in("gap_policy");
  auto gap = policy.text("mode");
  if (policy.duration("max_age") > Duration{})
    gap += " up to " + in_short(policy.duration("max_age"));
  sheet.field(
      "gap policy",
      policy.has("hold") ? Styled{gap + " by " + policy.text("hold"), Style::amber} : Styled{gap},
      policy.entry());
  auto const freeze = data.in("freeze");
  sheet.field("promotions",
              freeze.flag("frozen") ? Styled{"frozen by " + freeze.text("hold"), Style::amber}
                                    : Styled{"not frozen"},
              freeze.entry());
  sheet.field("errors", threshold_text(sheet, data.in("symptom")), data.in("symptom").entry());
  auto const open = data.rows("open_operations");
  if (!open.empty()) put_operations(sheet, {"open operations"}, open);
}

void view_quorum(Sheet& sheet, Record const& data) {
  Table table{{{"environment"},
               {"declared", Align::right},
               {"quorum", Align::right},
               {"ready", Align::right},
               {"state"}}};
  for (auto const& row : data.rows("environments")) {
    auto const ready = row.in("allocations").number("ready");
    auto const state = ready < row.number("quorum")     ? Styled{"below quorum", Style::red}
                       : ready < row.number("replicas") ? Styled{"reduced", Style::amber}
                                                        : Styled{};
    table.add({row.text("environment"), row.text("replicas"), row.text("quorum"),
               std::to_string(ready), state},
              row.latest());
  }
  put_table(sheet, {Styled{"quorum", Style::strong}}, std::move(table), Fold::last_rows, "none");
}

}  // namespace studylab::console
