// The answers to plans and to commands that were carried out.
#include <algorithm>

#include <fmt/format.h>

#include "control/references/references.h"
#include "lab/console/queries/rows.h"

namespace studylab::console {
namespace {

// Remembers the names in the text of a plan.
void remember_names(Page& page, std::string_view text) {
  constexpr std::string_view between = " \t`'\"(),;";
  while (true) {
    auto const begin = text.find_first_not_of(between);
    if (begin == std::string_view::npos) return;
    text.remove_prefix(begin);
    auto const end = std::min(text.find_first_of(between), text.size());
    auto word = text.substr(0, end);
    while (!word.empty() && (word.back() == ':' || word.back() == '.')) word.remove_suffix(1);
    if (control::latest_entry(page.state(), std::string{word})) page.name(word);
    text.remove_prefix(end);
  }
}

Row line_row(Page& page, control::PlanLine const& line, EntryId own) {
  auto row = line.entry ? page.row(line.entry) : page.own_row(own);
  row.put("what", line.what).put("value", line.value);
  remember_names(page, line.value);
  return row;
}

template <class Id>
void put_named(Row& row, std::string_view key, Id const& id) {
  if (id != Id{}) row.put(key, id);
}

// What the fact, or the request in it, is about.
void put_fields(Row& row, auto const& about) {
  if constexpr (requires { about.environment; }) put_named(row, "environment", about.environment);
  if constexpr (requires { about.release; }) put_named(row, "release", about.release);
  if constexpr (requires { about.edge; }) put_named(row, "edge", about.edge);
  if constexpr (requires { about.partition; }) put_named(row, "partition", about.partition);
  if constexpr (requires { about.allocation; }) put_named(row, "allocation", about.allocation);
}

// A promotion that keeps waiting although nothing is frozen any more.
Row waiting_row(Page& page, EntryId entry, OperationId id) {
  auto const& state = page.state();
  auto const digest_of = [&](ReleaseId release) {
    return state.releases.at(release).registered.digest;
  };
  bool const same_artifact = state.incident && digest_of(release_of(state.operations.at(id))) ==
                                                   digest_of(state.incident->release);
  auto row = page.row(entry);
  row.put("operation", id)
      .put("why", same_artifact ? "its release has the incident's artifact"
                                : "its release does not fit the database")
      .put("right", fmt::format("`cancel {}` removes it", to_text(id)));
  return row;
}

// What a fact concerns and created. The wording of the command is not part of it.
template <class F>
Row fact_row(Page& page, EntryId entry, F const& fact) {
  auto row = page.row(entry);
  row.put("fact", F::fact_kind.name);
  if constexpr (requires { fact.operation; }) put_named(row, "operation", fact.operation);
  if constexpr (std::same_as<F, GapPolicySet>) {
    // The declared policy is not a hold.
    if (page.state().holds.contains(fact.hold)) row.put("hold", fact.hold);
  } else if constexpr (requires { fact.hold; }) {
    put_named(row, "hold", fact.hold);
  }
  if constexpr (requires { fact.notice; }) put_named(row, "notice", fact.notice);
  put_fields(row, fact);
  if constexpr (requires { fact.request; }) {
    std::visit([&](auto const& request) { put_fields(row, request); }, fact.request);
  }
  if constexpr (requires { fact.attempt; }) put_named(row, "attempt", fact.attempt);
  if constexpr (requires { fact.sequence; }) put_named(row, "sequence", fact.sequence);
  if constexpr (requires { fact.verdict; }) row.put("verdict", fact.verdict);
  if constexpr (requires { fact.kept_waiting; }) {
    std::vector<Row> rows;
    for (auto const id : fact.kept_waiting) rows.push_back(waiting_row(page, entry, id));
    row.put("stays_waiting", std::move(rows));
  }
  return row;
}

}  // namespace

QueryAnswer plan_answer(control::Plan const& plan, QueryContext const& context, EntryId own) {
  Page page{context};
  page.put("entry", to_text(own));
  page.put("finding", plan.finding);
  if (plan.refusal) {
    auto row = page.own_row(own);
    row.put("code", to_text(plan.refusal->code))
        .put("rule", row_of(plan.refusal->code).rule)
        .put("why", plan.refusal->why)
        .put("right", plan.refusal->right);
    remember_names(page, plan.refusal->why);
    remember_names(page, plan.refusal->right);
    page.put("would_be_refused", std::move(row));
  }
  std::vector<Row> lines;
  lines.reserve(plan.lines.size());
  for (auto const& line : plan.lines) lines.push_back(line_row(page, line, own));
  page.put("lines", std::move(lines));
  return std::move(page).answer();
}

QueryAnswer done_answer(std::span<FactEntry const> appended, QueryContext const& context,
                        EdgeId snapshots_of) {
  Page page{context};
  std::vector<Row> rows;
  for (auto const& entry : appended) {
    rows.push_back(
        visit_fact(entry.fact, [&](auto const& fact) { return fact_row(page, entry.id, fact); }));
  }
  page.put("done", std::move(rows));
  if (snapshots_of) page.put("snapshots", snapshot_rows(page, snapshots_of));
  return std::move(page).answer();
}

}  // namespace studylab::console
