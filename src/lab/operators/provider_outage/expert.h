#pragma once

#include "lab/operators/runbook.h"

namespace studylab::lab::provider_outage {

extern RunbookExpert const expert;

}  // namespace studylab::lab::provider_outage
