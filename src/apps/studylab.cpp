#include <sodium.h>

#include "base/check.h"
#include "cli/command_line.h"

int main(int count, char** words) {
  // Selects the fastest BLAKE2b for this processor.
  STUDYLAB_CHECK(sodium_init() >= 0);
  return studylab::cli::run_program(count, words);
}
