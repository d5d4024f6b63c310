// The rows of every runbook, then the runbook's own.
#include "lab/fuzz/runbook.h"
#include "lab/grade/runbook.h"

namespace studylab::fuzz {
namespace {

using lab::Part;

// A runbook that wants evidence of its own has a row of its own for `close` without references.
void add_shared(RowList& list, bool own_evidence) {
  list.by("expert", Must::full_score);
  list.by("idle", Must::pass_no_fault_only);
  list.by("random", Must::pass_by_chance);
  list.by("reckless", Must::fail);
  list.by("cheat:always-no-fault", Must::pass_no_fault_only);
  for (auto const* kind :
       {"cheat:skip-looks", "cheat:skip-class", "cheat:skip-evidence", "cheat:all-classes",
        "cheat:shotgun", "cheat:restart-until-well", "cheat:wait-it-out", "cheat:early-close"}) {
    list.by(kind, Must::fail_where_fault);
  }
  list.by("cheat:names-by-typo", Must::guess);
  list.by("cheat:entry-counting", Must::guess);
  list.by_losing("cheat:boilerplate-impact", "OP4", 6);
  list.without(Part::impact, "OP4", 0, {});
  list.without(Part::close, "OP4", 20, {});
  if (!own_evidence) list.without(Part::close_refs, "OP4", 6, {});
}

}  // namespace

std::vector<Row> table(std::string_view runbook) {
  RowList list;
  add_shared(list, !grade::grading_of(runbook).evidence.empty());
  for (auto const& one : runbooks()) {
    if (one.runbook == runbook) one.add(list);
  }
  return std::move(list.rows);
}

}  // namespace studylab::fuzz
