#pragma once

#include <string>
#include <utility>

#include "control/control.h"

namespace studylab::control {

inline void add(Plan& plan, std::string what, std::string value, EntryId entry) {
  plan.lines.push_back(PlanLine{std::move(what), std::move(value), entry});
}

}  // namespace studylab::control
