#include "skeleton_runbook/fuzz/rows.h"

namespace studylab::fuzz::skeleton {

void add_rows(RowList& list) {
  list.without(lab::Part::because, "OP4", 0, {});
  list.prohibited("RGN3", "gap_needs_baseline", "clear-gap {edge}", {});
  list.loses("one-long-wait", {.before_repair = {"wait 10m"}}, "OP3", 0, {});
}

}  // namespace studylab::fuzz::skeleton
