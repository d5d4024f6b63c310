#pragma once

#include <string>
#include <vector>

#include "base/fields.h"
#include "base/ids.h"
#include "base/instant.h"

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

// What the operator did: the command as given, who gave it, why, and the entries it refers to.
struct Act {
  std::string line;
  PersonName by;
  std::string because;
  std::vector<EntryId> refs;

  STUDYLAB_FIELDS(line, by, because, refs)
};

}  // namespace studylab
