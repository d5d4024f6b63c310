#include <malloc.h>
#include <sodium.h>

#include "base/check.h"
#include "cli/command_line.h"

int main(int count, char** words) {
  // Drills free what they took and take it again: keep it instead of giving it back each time.
  constexpr int kept = 64 << 20;
  mallopt(M_TRIM_THRESHOLD, kept);
  mallopt(M_MMAP_THRESHOLD, kept);
  mallopt(M_TOP_PAD, kept / 64);
  // Also chooses the fastest BLAKE2b that this processor has.
  STUDYLAB_CHECK(sodium_init() >= 0);
  return studylab::cli::run_program(count, words);
}
