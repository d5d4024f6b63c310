#pragma once

#include <span>

#include "lab/operators/fixed_order.h"

namespace studylab::lab::route_gap {

std::span<FixedScript const> scripts();

}  // namespace studylab::lab::route_gap
