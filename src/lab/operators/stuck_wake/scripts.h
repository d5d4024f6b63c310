#pragma once

#include <span>

#include "lab/operators/fixed_order.h"

namespace studylab::lab::stuck_wake {

std::span<FixedScript const> scripts();

}  // namespace studylab::lab::stuck_wake
