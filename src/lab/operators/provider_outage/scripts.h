#pragma once

#include <span>

#include "lab/operators/fixed_order.h"

namespace studylab::lab::provider_outage {

std::span<FixedScript const> scripts();

}  // namespace studylab::lab::provider_outage
