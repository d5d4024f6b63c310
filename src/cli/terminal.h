#pragma once

#include <string>
#include <string_view>

#include "lab/console/render/screen.h"

// Standard output and error of a command, and the signals that end one. All text is printable
// (command_language/characters.h), except styles of our own: texts that others wrote cannot steer a
// terminal.
namespace studylab::cli {

// Writes to standard output. Once the reader has gone nothing more is written, and `broken()` says
// so: the caller ends in good order. The program then ends with status 3.
class Out {
 public:
  void print(std::string_view text);
  void line(std::string_view text);
  // A text and a line end that were written for `screen()`: their control characters are ours.
  void styled(std::string_view text);
  bool broken() const { return broken_; }
  bool terminal() const;
  // The columns of a line: the terminal's, no fewer than the narrowest page's; the usual page's
  // where there is no terminal.
  std::size_t width() const;
  // What answers are written for. Colour is for terminals alone, and not where NO_COLOR is set.
  console::Screen screen() const;

 private:
  void write(std::string_view text);

  bool broken_ = false;
};

// Why some of what was printed went nowhere, as the system said it; empty: nothing was lost.
std::string_view lost_output();

// One line on standard error: `studylab: TEXT`, at most limits::message bytes of it.
void print_error(std::string_view text);
// Progress on standard error; rewrites its line on a terminal, silent elsewhere.
void progress(std::string_view text);
void progress_end();

// From here on SIGINT, SIGTERM and SIGHUP (a terminal that was closed) end no process but raise a
// flag, and a closed pipe is an error to be seen and not a signal.
void watch_signals();
// Where the program was begun with a standard stream closed, no file that it opens takes its place.
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
void interrupt();    // raises the flag

bool stdin_is_terminal();

}  // namespace studylab::cli
