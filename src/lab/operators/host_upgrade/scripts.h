#pragma once

#include <span>

#include "lab/operators/fixed_order.h"

namespace studylab::lab::host_upgrade {

std::span<FixedScript const> scripts();

}  // namespace studylab::lab::host_upgrade
