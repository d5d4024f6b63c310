#pragma once

#include <string_view>

namespace studylab {

std::string_view program_version();

}  // namespace studylab
