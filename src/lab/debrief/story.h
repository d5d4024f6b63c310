#pragma once

#include <string>
#include <vector>

#include "lab/console/render/styled.h"
#include "lab/debrief/advice.h"
#include "lab/debrief/debrief.h"

namespace studylab::debrief {

// A command without reasons, references and the names that the incident implies: `rollback --to
// rel-11`.
std::string short_command(std::string_view line, IncidentNames const& names);

// The run from the alert on, its commands beside the expert's, with the divergence marked: lines of
// at most `width` columns. If there is no space for two columns, the expert's commands follow the
// run's.
std::vector<console::Styled> story(Debrief const& debrief, std::size_t width);

}  // namespace studylab::debrief
