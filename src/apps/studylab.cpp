#include <malloc.h>
#include <sodium.h>

#include "base/check.h"
#include "cli/command_line.h"

int main(int count, char** words) {
  // Drills free memory and soon allocate it again; keep it instead of returning it to the system.
  constexpr int kept = 64 << 20;
  mallopt(M_TRIM_THRESHOLD, kept);
  mallopt(M_MMAP_THRESHOLD, kept);
  mallopt(M_TOP_PAD, kept / 64);
  // Also selects the fastest BLAKE2b for this processor.
  STUDYLAB_CHECK(sodium_init() >= 0);
  return studylab::cli::run_program(count, words);
}
