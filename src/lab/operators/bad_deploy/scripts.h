#pragma once

#include <span>

#include "lab/operators/fixed_order.h"

namespace studylab::lab::bad_deploy {

std::span<FixedScript const> scripts();

}  // namespace studylab::lab::bad_deploy
