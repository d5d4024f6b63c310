#include "cli/keys.h"

#include <cerrno>
#include <string>

#include <poll.h>
#include <termios.h>
#include <unistd.h>

#include "cli/terminal.h"
#include "evidence/file_write.h"

namespace studylab::cli {

struct SingleKeys::Before {
  termios modes{};
};

SingleKeys::SingleKeys() : before_(std::make_unique<Before>()) {
  tcgetattr(STDIN_FILENO, &before_->modes);
  auto single = before_->modes;
  single.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
  single.c_cc[VMIN] = 1;
  single.c_cc[VTIME] = 0;
  tcsetattr(STDIN_FILENO, TCSADRAIN, &single);
  watch_ctrl_c();
}

SingleKeys::~SingleKeys() {
  leave_ctrl_c();
  tcsetattr(STDIN_FILENO, TCSADRAIN, &before_->modes);
}

bool SingleKeys::pressed_within(std::chrono::milliseconds length) {
  pollfd waiting{STDIN_FILENO, POLLIN, 0};
  auto const found = poll(&waiting, 1, static_cast<int>(length.count()));
  if (interrupted() || take_ctrl_c()) return true;
  if (found <= 0) return false;
  char key = 0;
  auto const size = read(STDIN_FILENO, &key, 1);
  return size >= 0 || errno != EINTR;
}

Reply ask(std::string_view question) {
  evidence::write_all(STDOUT_FILENO, question);
  watch_ctrl_c();
  std::string line;
  bool ended = false;
  while (!line.ends_with('\n') && !ended && !interrupted() && !take_ctrl_c()) {
    pollfd waiting{STDIN_FILENO, POLLIN, 0};
    if (poll(&waiting, 1, -1) < 0) continue;
    char byte = 0;
    auto const size = read(STDIN_FILENO, &byte, 1);
    if (size == 1) line.push_back(byte);
    ended = size == 0 || (size < 0 && errno != EINTR);
  }
  leave_ctrl_c();
  if (!line.ends_with('\n')) evidence::write_all(STDOUT_FILENO, "\n");
  if (ended && line.empty()) return Reply::end_of_input;
  return line == "y\n" || line == "yes\n" ? Reply::yes : Reply::no;
}

}  // namespace studylab::cli
