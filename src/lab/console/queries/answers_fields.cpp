// The answers to plans and to commands that were carried out.
#include <fmt/format.h>

#include "lab/console/queries/rows.h"

namespace studylab::console {
namespace {

// A plan, and the entry that records it.
struct CheckedPlan {
  control::Plan const& plan;
  EntryId own;
};

// A refusal that the planned command would get.
struct PlannedRefusal {
  Refusal const& refusal;
  EntryId own;
};

Row<PlannedRefusal> const& refusal_row() {
  static Row<PlannedRefusal> const row{
      &PlannedRefusal::own,
      {{"code", "the refusal code", [](PlannedRefusal const& of) { return of.refusal.code; }},
       {"rule", "the rule of the runbook",
        [](PlannedRefusal const& of) { return row_of(of.refusal.code).rule; }},
       {"why", "the reason", [](PlannedRefusal const& of) { return Prose{of.refusal.why}; }},
       {"right", "what would be accepted",
        [](PlannedRefusal const& of) { return Prose{of.refusal.right}; }}}};
  return row;
}

// A line of a plan. A value that depends only on the command comes from the plan's own entry.
struct PlannedLine {
  control::PlanLine const& line;
  EntryId entry;
};

Row<PlannedLine> const& line_row() {
  static Row<PlannedLine> const row{
      &PlannedLine::entry,
      {{"what", "the subject of the line",
        [](PlannedLine const& of) -> auto const& { return of.line.what; }},
       {"value", "its present value, or what would be done",
        [](PlannedLine const& of) { return Prose{of.line.value}; }}}};
  return row;
}

Fields<CheckedPlan> const& plan_fields() {
  static Fields<CheckedPlan> const fields{
      {"finding",
       "compatible, incompatible or unknown for a command that changes the route owner; enough or "
       "short for the slots of the other hosts; the first reason against a drain; fits or refused "
       "for any other",
       [](CheckedPlan const& of) -> auto const& { return of.plan.finding; }},
      {"would_be_refused", "the refusal that the command would get, if any", refusal_row(),
       [](CheckedPlan const& of) {
         return of.plan.refusal ? std::optional{PlannedRefusal{*of.plan.refusal, of.own}}
                                : std::nullopt;
       }},
      {"lines", "what would be done, to what, and on which facts", line_row(),
       [](CheckedPlan const& of) {
         std::vector<PlannedLine> lines;
         for (auto const& line : of.plan.lines) {
           lines.push_back({line, line.entry ? line.entry : of.own});
         }
         return lines;
       }}};
  return fields;
}

// --- what a command did ---

// A promotion that keeps waiting although nothing is frozen any more.
struct KeptWaiting {
  EntryId entry;
  OperationId operation;
};

std::string why_kept(Page const& page, KeptWaiting const& kept) {
  auto const& state = page.state();
  auto const digest_of = [&](ReleaseId release) {
    return state.releases.at(release).registered.digest;
  };
  bool const same_artifact =
      state.incident && digest_of(release_of(state.operations.at(kept.operation))) ==
                            digest_of(state.incident->release);
  return same_artifact ? "its release has the incident's artifact"
                       : "its release does not fit the database";
}

Row<KeptWaiting> const& kept_row() {
  static Row<KeptWaiting> const row{
      &KeptWaiting::entry,
      {{"operation", "the promotion", &KeptWaiting::operation},
       {"why", "why it keeps waiting", why_kept},
       {"right", "the command that removes it from the queue", [](KeptWaiting const& kept) {
          return fmt::format("`cancel {}` removes it", to_text(kept.operation));
        }}}};
  return row;
}

// The fields of a recorded fact. A row has those that its fact has.
using FactPart = Described::Part;
constexpr FactPart fact_part{"fact", "the kind of the fact"};
constexpr FactPart operation_part{"operation", "the operation concerned"};
constexpr FactPart hold_part{"hold", "the hold that was placed or lifted"};
constexpr FactPart notice_part{"notice", "the notice that was sent"};
constexpr FactPart environment_part{"environment", "the environment concerned"};
constexpr FactPart release_part{"release", "the release concerned"};
constexpr FactPart edge_part{"edge", "the edge concerned"};
constexpr FactPart partition_part{"partition", "the partition concerned"};
constexpr FactPart allocation_part{"allocation", "the allocation concerned"};
constexpr FactPart attempt_part{"attempt", "the attempt of the operation"};
constexpr FactPart sequence_part{"sequence", "the sequence of the snapshot or baseline"};
constexpr FactPart verdict_part{"verdict", "the verdict on the snapshot"};
constexpr FactPart result_part{"result", "the result of a postcheck: passed or failed"};
constexpr FactPart seen_part{"seen", "what a postcheck compared"};
constexpr FactPart path_part{"path", "the file that was recorded"};
FactPart const& drift_part() {
  static FactPart const part{"drift", "files that a postcheck found changed",
                             Described::Shape::rows, &drift_row()};
  return part;
}
FactPart const& kept_part() {
  static FactPart const part{"stays_waiting",
                             "promotions that keep waiting after a freeze is lifted",
                             Described::Shape::rows, &kept_row()};
  return part;
}

template <class Value>
void put_named(Page& page, FactPart const& part, Value const& value) {
  if (value != Value{}) page.put(part.name, value);
}

// What the fact, or the request in it, is about.
void put_fields(Page& page, auto const& about) {
  if constexpr (requires { about.environment; })
    put_named(page, environment_part, about.environment);
  if constexpr (requires { about.release; }) put_named(page, release_part, about.release);
  if constexpr (requires { about.edge; }) put_named(page, edge_part, about.edge);
  if constexpr (requires { about.partition; }) put_named(page, partition_part, about.partition);
  if constexpr (requires { about.allocation; }) put_named(page, allocation_part, about.allocation);
}

// What a fact concerns and created. The wording of the command is not part of it.
template <class F>
void put_fact(Page& page, EntryId entry, F const& fact) {
  page.open({}, entry);
  page.put(fact_part.name, F::fact_kind.name);
  if constexpr (requires { fact.operation; }) put_named(page, operation_part, fact.operation);
  if constexpr (std::same_as<F, GapPolicySet> || std::same_as<F, HostCordoned>) {
    // Neither the declared policy nor a cordon from before the run is a hold.
    if (page.state().holds.contains(fact.hold)) page.put(hold_part.name, fact.hold);
  } else if constexpr (requires { fact.hold; }) {
    put_named(page, hold_part, fact.hold);
  }
  if constexpr (requires { fact.notice; }) put_named(page, notice_part, fact.notice);
  put_fields(page, fact);
  if constexpr (requires { fact.request; }) {
    std::visit([&](auto const& request) { put_fields(page, request); }, fact.request);
  }
  if constexpr (requires { fact.attempt; }) put_named(page, attempt_part, fact.attempt);
  if constexpr (requires { fact.sequence; }) put_named(page, sequence_part, fact.sequence);
  if constexpr (requires { fact.verdict; }) page.put(verdict_part.name, fact.verdict);
  if constexpr (std::same_as<F, HostPostchecked>) {
    page.put(result_part.name, fact.result == PostcheckResult::passed ? "passed" : "failed");
    page.put(seen_part.name, fact.seen);
  }
  if constexpr (std::same_as<F, HostDriftFound>) {
    std::vector<DriftShown> drift;
    for (auto const& one : fact.paths) drift.push_back({one, entry, EntryId{}});
    write_rows(page, drift_part().name, drift_row(), drift);
  }
  if constexpr (std::same_as<F, DriftRecorded>) page.put(path_part.name, fact.path);
  if constexpr (requires { fact.kept_waiting; }) {
    std::vector<KeptWaiting> kept;
    for (auto const id : fact.kept_waiting) kept.push_back({entry, id});
    write_rows(page, kept_part().name, kept_row(), kept);
  }
  page.close();
}

}  // namespace

Described const& plan_sections() { return plan_fields(); }

Described const& done_sections() {
  static Described const row{{fact_part, operation_part, hold_part, notice_part, environment_part,
                              release_part, edge_part, partition_part, allocation_part,
                              attempt_part, sequence_part, verdict_part, result_part, seen_part,
                              path_part, drift_part(), kept_part()}};
  static Described const sections{
      {{"done", "one row per recorded fact; a row has only the fields that its fact has",
        Described::Shape::rows, &row}}};
  return sections;
}

QueryAnswer plan_answer(control::Plan const& plan, QueryContext const& context, EntryId own) {
  Page page{context, own};
  plan_fields().write(page, {plan, own});
  return std::move(page).answer();
}

QueryAnswer done_answer(std::span<FactEntry const> appended, QueryContext const& context,
                        EdgeId snapshots_of) {
  Page page{context};
  page.open_list("done");
  for (auto const& entry : appended) {
    visit_fact(entry.fact, [&](auto const& fact) { put_fact(page, entry.id, fact); });
  }
  page.close();
  if (snapshots_of) {
    write_rows(page, "snapshots", snapshot_row(),
               console::snapshots_of(page.state().edges.at(snapshots_of)));
  }
  return std::move(page).answer();
}

}  // namespace studylab::console
