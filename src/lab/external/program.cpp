#include "lab/external/program.h"

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include <fmt/format.h>

#include "command_language/characters.h"

namespace studylab::external {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;

// For a program whose run is over to read the debrief and to exit.
constexpr milliseconds usual_grace{2'000};

void close_file(int& file) {
  if (file >= 0) close(std::exchange(file, -1));
}

bool would_wait(int number) { return number == EAGAIN || number == EINTR; }

std::string status_text(int status) {
  if (WIFSIGNALED(status)) {
    return fmt::format("it was ended by signal {} ({})", WTERMSIG(status),
                       strsignal(WTERMSIG(status)));
  }
  return fmt::format("it exited with status {}", WEXITSTATUS(status));
}

}  // namespace

std::expected<Program, std::string> Program::start(Start const& start) {
  auto const kept = start_kept(start);
  if (!kept) return std::unexpected(kept.error());
  return Program{start, *kept};
}

Program::Program(Program&& other) noexcept
    : limits_(other.limits_),
      kept_(std::exchange(other.kept_, {})),
      left_(other.left_),
      unread_(std::move(other.unread_)),
      output_(std::move(other.output_)),
      errors_(std::move(other.errors_)),
      lines_(other.lines_),
      failure_(std::move(other.failure_)) {}

Program::~Program() {
  if (kept_.keeper < 0) return;
  fail("it was not needed any more");
  end();
}

void Program::fail(std::string why) {
  if (failure_.empty()) failure_ = std::move(why);
}

void Program::send(std::string_view line) {
  if (kept_.in < 0) return;
  unread_.append(line);
  unread_.push_back('\n');
  flush();
  if (unread_.size() > max_unread) {
    fail(fmt::format("it left more than {} MiB of answers unread", max_unread / limits::mib));
  }
}

// A program need not read: if it has closed its input, the rest is dropped.
void Program::flush() {
  std::size_t sent = 0;
  while (sent < unread_.size()) {
    auto const size = write(kept_.in, unread_.data() + sent, unread_.size() - sent);
    if (size < 0 && errno == EINTR) continue;
    if (size < 0 && errno == EAGAIN) break;
    if (size < 0) {
      close_file(kept_.in);
      unread_.clear();
      return;
    }
    sent += static_cast<std::size_t>(size);
  }
  unread_.erase(0, sent);
}

std::optional<std::string> Program::receive() {
  while (failure_.empty()) {
    if (auto line = take_line()) return line;
    if (kept_.out < 0) return std::nullopt;
    wait_for_more();
  }
  return std::nullopt;
}

// At the end of the output, the rest is a line too.
std::optional<std::string> Program::take_line() {
  auto const end = output_.find('\n');
  bool const whole = end != std::string::npos;
  if (std::min(end, output_.size()) > limits::input_line) {
    fail(fmt::format("it wrote a line of more than {} bytes", limits::input_line));
    return std::nullopt;
  }
  if (!whole && (kept_.out >= 0 || output_.empty())) return std::nullopt;
  if (++lines_ > max_lines) {
    fail(fmt::format("it wrote more than {} lines", max_lines));
    return std::nullopt;
  }
  auto line = output_.substr(0, end);
  output_.erase(0, whole ? end + 1 : end);
  return line;
}

void Program::wait_for_more() {
  auto const began = std::chrono::steady_clock::now();
  wait_for(left_, false);
  left_ -= std::chrono::steady_clock::now() - began;
  if (left_ > nanoseconds{}) return;
  fail(fmt::format("it took longer than its {} s", limits_.time.count()));
}

// Waits until something can be read or written, and does it. Whether the control has something.
bool Program::wait_for(nanoseconds at_most, bool with_control) {
  // poll ignores a negative file.
  std::array<pollfd, 4> files{{{unread_.empty() ? -1 : kept_.in, POLLOUT, 0},
                               {kept_.out, POLLIN, 0},
                               {kept_.errors, POLLIN, 0},
                               {with_control ? kept_.control : -1, POLLIN, 0}}};
  auto const wait_ms = std::chrono::ceil<milliseconds>(std::max(at_most, nanoseconds{})).count();
  if (poll(files.data(), files.size(), static_cast<int>(wait_ms)) <= 0) return false;
  if (files[0].revents != 0) flush();
  if (files[1].revents != 0) read_output();
  if (files[2].revents != 0) read_errors();
  return files[3].revents != 0;
}

void Program::read_output() {
  std::array<char, 16 * limits::kib> some{};
  auto const size = read(kept_.out, some.data(), some.size());
  if (size < 0 && would_wait(errno)) return;
  if (size <= 0) return close_file(kept_.out);
  output_.append(some.data(), static_cast<std::size_t>(size));
}

bool Program::read_errors() {
  std::array<char, 16 * limits::kib> some{};
  auto const size = read(kept_.errors, some.data(), some.size());
  if (size < 0 && would_wait(errno)) return false;
  if (size <= 0) {
    close_file(kept_.errors);
    return false;
  }
  errors_.append(some.data(), static_cast<std::size_t>(size));
  if (errors_.size() > max_errors) errors_.erase(0, errors_.size() - max_errors);
  return true;
}

// What the program still writes is read, so that it can end, and dropped.
void Program::drain_to_end() {
  bool const failed = !failure_.empty();
  auto const deadline =
      std::chrono::steady_clock::now() + std::min<nanoseconds>(left_, usual_grace);
  auto const left = [&] { return deadline - std::chrono::steady_clock::now(); };
  while (!failed && kept_.in >= 0 && !unread_.empty() && left() > nanoseconds{}) {
    wait_for(left(), false);
    output_.clear();
  }
  close_file(kept_.in);
  unread_.clear();
  ask_to_end(kept_, failed ? milliseconds{} : std::chrono::ceil<milliseconds>(left()));
  while (!wait_for(std::chrono::hours{1}, true)) output_.clear();
}

Ending Program::end() {
  drain_to_end();
  auto const exit = wait_for_end(kept_);
  kept_.keeper = -1;
  while (kept_.errors >= 0 && read_errors()) {
  }
  for (int* file : {&kept_.in, &kept_.out, &kept_.errors, &kept_.control}) close_file(*file);
  if (exit.known && !exit.killed && exit.status != 0) fail(status_text(exit.status));
  return {std::exchange(failure_, {}), language::readable(std::exchange(errors_, {}))};
}

}  // namespace studylab::external
