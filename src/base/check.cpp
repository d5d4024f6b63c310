#include "base/check.h"

#include <cstdio>
#include <cstdlib>

namespace studylab {

void check_failed(char const* condition, char const* file, int line) {
  std::fprintf(stderr, "studylab: broken invariant: %s (%s:%d)\n", condition, file, line);
  std::abort();
}

}  // namespace studylab
