// The rows of every runbook, then the runbook's own.
#include "lab/fuzz/runbook.h"

namespace studylab::fuzz {
namespace {

using lab::Part;

void add_shared(RowList& list) {
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
  for (auto const part : {Part::impact, Part::close, Part::close_refs}) {
    list.without(part, "OP4", 0, {});
  }
}

}  // namespace

std::vector<Row> table(std::string_view runbook) {
  RowList list;
  add_shared(list);
  for (auto const& one : runbooks()) {
    if (one.runbook == runbook) one.add(list);
  }
  return std::move(list.rows);
}

}  // namespace studylab::fuzz
