#include "base/version.h"

namespace studylab {

std::string_view program_version() { return STUDYLAB_VERSION; }

}  // namespace studylab
