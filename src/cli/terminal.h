#pragma once

#include <string>
#include <string_view>

#include "lab/console/render/screen.h"

// Standard output and error of a command, and the signals that end a command. All text is printable
// (command_language/characters.h) except our own styles, so text from others cannot control a
// terminal.
namespace studylab::cli {

// Writes to standard output. When the reader is gone, nothing more is written and `broken()` is
// true, so that the caller can end properly. The program then ends with status 3.
class Out {
 public:
  void print(std::string_view text);
  void line(std::string_view text);
  // A text written for `screen()`, and a line end. Its control characters are our own.
  void styled(std::string_view text);
  bool broken() const { return broken_; }
  bool terminal() const;
  // The columns of a line: the terminal's, with a minimum; a default without a terminal.
  std::size_t width() const;
  // The screen for which answers are written. It has colour only on a terminal, and only if
  // NO_COLOR is not set.
  console::Screen screen() const;

 private:
  void write(std::string_view text);

  bool broken_ = false;
};

// The system's reason why output was lost; empty: nothing was lost.
std::string_view lost_output();

// One line on standard error: `studylab: TEXT`, at most limits::message bytes of it.
void print_error(std::string_view text);
// Progress on standard error; rewrites its line on a terminal, prints nothing elsewhere.
void progress(std::string_view text);
void progress_end();

// From now on SIGINT, SIGTERM and SIGHUP (a closed terminal) set a flag instead of ending the
// process, and a closed pipe is an error instead of a signal.
void watch_signals();
// Opens each standard stream that was closed at the start, so that no file gets its number.
void reserve_std_streams();
bool interrupted();
// Waits for input or for one of these signals, including one that has just arrived; returns whether
// there is input or its end.
bool wait_for_input(int file);

// From now on until `leave_ctrl_c`, Ctrl-C at the terminal raises no flag, because the reader of
// the line handles it. An interrupt from another process still sets the flag.
void watch_ctrl_c();
void leave_ctrl_c();
bool take_ctrl_c();  // whether it was pressed since the last call
void interrupt();    // sets the flag

bool stdin_is_terminal();

}  // namespace studylab::cli
