#pragma once

#include "lab/operators/runbook.h"

namespace studylab::lab::host_upgrade {

extern RunbookExpert const expert;

}  // namespace studylab::lab::host_upgrade
