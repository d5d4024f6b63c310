#include "lab/runs/store_process.h"

#include <unistd.h>

#include <sstream>

#include <fmt/format.h>

#include "evidence/file_write.h"

namespace studylab::runs {
namespace {

std::string boot_name() {
  auto text = evidence::read_file("/proc/sys/kernel/random/boot_id").value_or("");
  while (text.ends_with('\n')) text.pop_back();
  return text;
}

// When a process began; 0: it does not exist, or has ended and waits for its parent.
std::uint64_t start_of(std::uint64_t pid) {
  auto const text = evidence::read_file(fmt::format("/proc/{}/stat", pid));
  if (!text) return 0;
  // The name, in brackets, may contain anything; the state is the third field, the start the 22nd.
  auto const after_name = text->rfind(')');
  if (after_name == std::string::npos) return 0;
  std::istringstream fields{text->substr(after_name + 1)};
  char state = 0;
  fields >> state;
  if (state == 'Z' || state == 'X') return 0;
  constexpr int between = 18;  // the fields 4 to 21
  std::string skipped;
  for (int n = 0; n < between; ++n) fields >> skipped;
  std::uint64_t started = 0;
  fields >> started;
  return started;
}

}  // namespace

Process this_process() {
  auto const pid = static_cast<std::uint64_t>(::getpid());
  return {pid, start_of(pid), boot_name()};
}

bool of_this_boot(Process const& process) {
  return !process.boot.empty() && process.boot == boot_name();
}

bool lives(Process const& process) {
  return process.pid != 0 && of_this_boot(process) && process.started != 0 &&
         process.started == start_of(process.pid);
}

}  // namespace studylab::runs
