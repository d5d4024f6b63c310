#pragma once

#include "lab/operators/runbook.h"

namespace studylab::lab::route_gap {

extern RunbookExpert const expert;

}  // namespace studylab::lab::route_gap
