#pragma once

#include <span>

#include "lab/operators/runbook.h"

namespace studylab::lab::database_restore {

std::span<Strategy const> strategies();

}  // namespace studylab::lab::database_restore
