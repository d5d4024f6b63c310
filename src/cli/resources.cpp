#include "cli/resources.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <exception>
#include <new>
#include <string_view>

#include <fmt/format.h>

#include "base/limits.h"
#include "cli/terminal.h"
#include "evidence/file_write.h"

namespace studylab::cli {
namespace {

constexpr rlim_t usual_stack = 8 * limits::mib;
constexpr int missing = static_cast<int>(Exit::missing);

// Allocates no memory.
void print_out_of_memory() {
  evidence::write_all(STDERR_FILENO,
                      "studylab: out of memory; raise the limit (ulimit -v) or free memory\n");
}

[[noreturn]] void end_out_of_memory() {
  print_out_of_memory();
  _exit(missing);
}

// If memory runs out where an exception must not pass, the process ends here. If there is no
// exception, there was no memory even for it.
[[noreturn]] void end_process() noexcept {
  auto const thrown = std::current_exception();
  if (!thrown) end_out_of_memory();
  try {
    std::rethrow_exception(thrown);
  } catch (std::bad_alloc const&) {
    end_out_of_memory();
  } catch (...) {
    std::abort();
  }
}

// The initializers of libraries allocate before main does.
void watch_initializers() { std::set_terminate(end_process); }
[[gnu::section(".preinit_array"),
  gnu::used]] void (*const before_initializers)() = watch_initializers;

// Whether the stack is as large as the deepest input needs.
bool raise_stack_limit(rlimit& limit) {
  if (getrlimit(RLIMIT_STACK, &limit) != 0 || limit.rlim_cur >= limits::stack) return true;
  if (limit.rlim_max < limits::stack) return false;
  rlimit const raised{std::min(limit.rlim_max, usual_stack), limit.rlim_max};
  return setrlimit(RLIMIT_STACK, &raised) == 0;
}

}  // namespace

int with_resources(std::function<int()> const& command) {
  rlimit stack{};
  if (!raise_stack_limit(stack)) {
    print_error(
        fmt::format("the stack is limited to {} KiB; at least {} KiB are needed (ulimit -s)",
                    stack.rlim_max / limits::kib, limits::stack / limits::kib));
    return missing;
  }
  try {
    return command();
  } catch (std::bad_alloc const&) {
    print_out_of_memory();
    return missing;
  }
}

}  // namespace studylab::cli
