#pragma once

#include <string>
#include <vector>

#include "base/fields.h"
#include "base/ids.h"
#include "base/instant.h"
#include "model/enums.h"

namespace studylab {

// Which process reported a fact, in which boot, under which number, and when by its own clock. The
// control plane accepts each (process, boot, number) once.
struct Origin {
  std::string process;  // `edge-b`, `runner-host-2`, `monitor`, `database`, `people`
  Boot boot;
  ReportNumber number;
  Instant at;

  STUDYLAB_FIELDS(process, boot, number, at)
};

// What the operator did: the command as given, who gave it, why, the entries it refers to, its kind
// and how wide it acts.
struct Act {
  std::string line;
  PersonName by;
  std::string because;
  std::vector<EntryId> refs;
  CommandKind kind = CommandKind::query;
  Reach reach = Reach::none;

  STUDYLAB_FIELDS(line, by, because, refs, kind, reach)
};

}  // namespace studylab
