#pragma once

#include <span>

#include "lab/operators/fixed_order.h"

namespace studylab::lab::database_restore {

std::span<FixedScript const> scripts();

}  // namespace studylab::lab::database_restore
