#pragma once

#include <string>
#include <string_view>

#include "lab/console/render/screen.h"

// Standard output and error of a command, and the signals that end one. All text is printable
// (command_language/characters.h), except styles of our own: texts that others wrote cannot steer a
// terminal.
namespace studylab::cli {

// Writes to standard output. Once the reader has gone, nothing more is written and `broken()` is
// true, so that the caller can end properly. The program then ends with status 3.
class Out {
 public:
  void print(std::string_view text);
  void line(std::string_view text);
  // A text and a line end that were written for `screen()`: their control characters are ours.
  void styled(std::string_view text);
  bool broken() const { return broken_; }
  bool terminal() const;
  // The columns of a line: the terminal's, but not below the minimum; the default without a
  // terminal.
  std::size_t width() const;
  // What answers are written for. Colour is for terminals alone, and not where NO_COLOR is set.
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

// From here on SIGINT, SIGTERM and SIGHUP (a closed terminal) set a flag instead of ending the
// process, and a closed pipe is an error instead of a signal.
void watch_signals();
// If a standard stream was closed at start, opens it, so that no file takes its number.
void reserve_std_streams();
bool interrupted();
// Waits for input or for one of these signals, also one that came just before; whether there is
// input, or its end.
bool wait_for_input(int file);

// From here on until `leave_ctrl_c` an interrupt from the terminal's own key raises no flag: it is
// taken by the reader of the line. One that another process sends still interrupts.
void watch_ctrl_c();
void leave_ctrl_c();
bool take_ctrl_c();  // whether it was pressed since the last time
void interrupt();    // sets the flag

bool stdin_is_terminal();

}  // namespace studylab::cli
