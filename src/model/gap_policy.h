#pragma once

#include "base/fields.h"
#include "base/instant.h"
#include "model/enums.h"

namespace studylab {

struct GapPolicy {
  GapMode mode = GapMode::fail_closed;
  Duration max_age{};  // of the last verified owner; zero with fail_closed

  friend bool operator==(GapPolicy const&, GapPolicy const&) = default;
  STUDYLAB_FIELDS(mode, max_age)
};

}  // namespace studylab
