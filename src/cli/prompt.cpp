#include "cli/prompt.h"

#include <array>
#include <cerrno>
#include <clocale>
#include <csignal>
#include <cstdio>
#include <cwchar>
#include <system_error>
#include <utility>

#include <fmt/format.h>
#include <histedit.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "cli/keys.h"
#include "cli/prompt_text.h"
#include "cli/terminal.h"
#include "command_language/characters.h"
#include "lab/console/completion.h"

namespace studylab::cli {

enum class CtrlC : std::uint8_t { none, in_a_line, on_an_empty_line };

struct Prompt::Impl {
  console::Session const& session;
  std::filesystem::path history_file;
  EditLine* edit = nullptr;
  History* history = nullptr;
  std::string text;            // with escapes, for the editor
  std::size_t columns = 0;     // of the text on the screen
  CtrlC ctrl_c = CtrlC::none;  // the signal that ended the reading of the last line

  Impl(console::Session const& s, std::filesystem::path file)
      : session(s), history_file(std::move(file)) {}

  static Impl& of(EditLine* edit) {
    void* self = nullptr;
    el_get(edit, EL_CLIENTDATA, &self);
    return *static_cast<Impl*>(self);
  }
  static char* prompt(EditLine* edit) { return of(edit).text.data(); }

  static std::string_view typed(EditLine* edit) {
    auto const* line = el_line(edit);
    return {line->buffer, static_cast<std::size_t>(line->cursor - line->buffer)};
  }
  static void note_ctrl_c(EditLine* edit) {
    auto const* line = el_line(edit);
    of(edit).ctrl_c = line->lastchar > line->buffer ? CtrlC::in_a_line : CtrlC::on_an_empty_line;
  }

  static void redraw_resized(EditLine* edit);
  static unsigned char complete(EditLine* edit, int);
};

namespace {

constexpr int kept_lines = 500;

// libedit reads without a limit.
bool may_load(std::filesystem::path const& file) {
  std::error_code bad;
  if (!std::filesystem::is_regular_file(file, bad)) return false;
  auto const size = std::filesystem::file_size(file, bad);
  return !bad && size <= limits::small_file;
}

// A file of ours; anything else, as a pipe or a device, is left alone.
bool may_save(std::filesystem::path const& file) {
  std::error_code bad;
  auto const status = std::filesystem::status(file, bad);
  return status.type() == std::filesystem::file_type::not_found ||
         std::filesystem::is_regular_file(status);
}

std::size_t terminal_columns() {
  winsize size{};
  bool const known = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return known ? size.ws_col : 80;
}

// Signals that leave the terminal in a state that the editor does not expect.
volatile std::sig_atomic_t resized = 0;
volatile std::sig_atomic_t stop_asked = 0;
volatile std::sig_atomic_t continued = 0;

void note_signal(int signal) {
  if (signal == SIGWINCH) resized = 1;
  if (signal == SIGTSTP) stop_asked = 1;
  if (signal == SIGCONT) continued = 1;
}

// While a line is read. The signals arrive only while the reader waits, so that none is missed.
class WatchedSignals {
 public:
  WatchedSignals() {
    struct sigaction note{};
    note.sa_handler = note_signal;
    for (std::size_t n = 0; n < noted.size(); ++n) sigaction(noted[n], &note, &before_[n]);
    sigset_t blocked;
    sigemptyset(&blocked);
    for (auto const signal : noted) sigaddset(&blocked, signal);
    for (auto const signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&blocked, signal);
    sigprocmask(SIG_BLOCK, &blocked, &while_waiting);
  }
  ~WatchedSignals() {
    sigprocmask(SIG_SETMASK, &while_waiting, nullptr);
    for (std::size_t n = 0; n < noted.size(); ++n) sigaction(noted[n], &before_[n], nullptr);
  }
  WatchedSignals(WatchedSignals const&) = delete;
  WatchedSignals& operator=(WatchedSignals const&) = delete;

  static inline sigset_t while_waiting{};

 private:
  static constexpr std::array noted{SIGWINCH, SIGTSTP, SIGCONT};
  std::array<struct sigaction, noted.size()> before_{};
};

// Draws the prompt and the whole line again after something changed the terminal.
void follow_signals(EditLine* edit) {
  if (std::exchange(stop_asked, 0) != 0) {
    el_set(edit, EL_PREP_TERM, 0);
    raise(SIGSTOP);  // the process stops here; SIGCONT arrives when the reader waits again
    return;
  }
  if (std::exchange(continued, 0) != 0) {
    el_set(edit, EL_PREP_TERM, 1);
    std::fputs("\r\x1b[J", stdout);
    el_set(edit, EL_REFRESH);
  }
  if (std::exchange(resized, 0) != 0) Prompt::Impl::redraw_resized(edit);
}

// libedit's own reader ignores signals. This one handles them, and discards the line on Ctrl-C.
int read_character(EditLine* edit, wchar_t* character) {
  std::mbstate_t state{};
  while (true) {
    if (interrupted()) return 0;
    if (take_ctrl_c()) {
      Prompt::Impl::note_ctrl_c(edit);
      return 0;
    }
    follow_signals(edit);
    pollfd waiting{STDIN_FILENO, POLLIN, 0};
    if (ppoll(&waiting, 1, nullptr, &WatchedSignals::while_waiting) < 0) continue;
    char byte = 0;
    auto const size = read(STDIN_FILENO, &byte, 1);
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) return 0;
    auto const used = std::mbrtowc(character, &byte, 1, &state);
    if (used == static_cast<std::size_t>(-2)) continue;  // more bytes of the character follow
    if (used == static_cast<std::size_t>(-1)) *character = L'?';
    return 1;
  }
}

}  // namespace

// The terminal has rewrapped the screen for its new width. This computes the cursor's row and draws
// everything from the prompt on again.
void Prompt::Impl::redraw_resized(EditLine* edit) {
  auto const columns = of(edit).columns + language::columns_of(typed(edit));
  auto const rows = columns / terminal_columns();
  if (rows > 0) std::fputs(fmt::format("\x1b[{}A", rows).c_str(), stdout);
  std::fputs("\r\x1b[J", stdout);
  el_resize(edit);
  el_set(edit, EL_REFRESH);
}

unsigned char Prompt::Impl::complete(EditLine* edit, int) {
  auto const line = typed(edit);
  auto const& session = of(edit).session;
  auto const kind = [&](std::string_view name, language::NameForm form) {
    return session.is_of_kind(name, form);
  };
  auto const found = console::completions(
      line, {session.shown_names(), kind, session.opening().runbook, session.picture()});
  if (found.empty()) return CC_REFRESH_BEEP;
  auto const begin = line.find_last_of(" \t");
  auto const have = line.size() - (begin == std::string_view::npos ? 0 : begin + 1);
  auto common = found.front().word;
  for (auto const& [word, note] : found) {
    std::size_t same = 0;
    while (same < common.size() && same < word.size() && common[same] == word[same]) ++same;
    common.resize(same);
  }
  auto addition = common.substr(have);
  if (found.size() == 1) addition.push_back(' ');
  // Entries are chosen by what they showed, so they are listed at once.
  bool const noted = found.size() > 1 && !found.front().note.empty();
  if (!addition.empty() && !noted) {
    el_insertstr(edit, addition.c_str());
    return CC_REFRESH;
  }
  std::fputs(("\n" + console::completion_list(found, terminal_columns())).c_str(), stdout);
  return CC_REDISPLAY;
}

Prompt::Prompt(console::Session const& session, std::filesystem::path history)
    : impl_(std::make_unique<Impl>(session, std::move(history))) {
  std::setlocale(LC_CTYPE, "");
  impl_->edit = el_init("studylab", stdin, stdout, stderr);
  if (impl_->edit == nullptr) return;
  el_set(impl_->edit, EL_CLIENTDATA, impl_.get());
  el_set(impl_->edit, EL_PROMPT_ESC, &Impl::prompt, literal);
  el_set(impl_->edit, EL_EDITOR, "emacs");
  el_set(impl_->edit, EL_GETCFN, &read_character);
  el_set(impl_->edit, EL_ADDFN, "complete-name", "complete the word before the cursor",
         &Impl::complete);
  el_set(impl_->edit, EL_BIND, "^I", "complete-name", nullptr);
  el_set(impl_->edit, EL_BIND, "^R", "em-inc-search-prev", nullptr);
  HistEvent event;
  impl_->history = history_init();
  ::history(impl_->history, &event, H_SETSIZE, kept_lines);
  ::history(impl_->history, &event, H_SETUNIQUE, 1);
  if (may_load(impl_->history_file)) {
    ::history(impl_->history, &event, H_LOAD, impl_->history_file.c_str());
  }
  el_set(impl_->edit, EL_HIST, ::history, impl_->history);
}

bool Prompt::works() const { return impl_->edit != nullptr; }

Prompt::~Prompt() {
  if (!works()) return;
  HistEvent event;
  if (may_save(impl_->history_file)) {
    auto const before = ::umask(077);  // only the owner may read what was typed
    ::history(impl_->history, &event, H_SAVE, impl_->history_file.c_str());
    ::umask(before);
  }
  history_end(impl_->history);
  el_end(impl_->edit);
}

std::optional<std::string> Prompt::next() {
  watch_ctrl_c();
  bool warned = false;
  std::optional<std::string> line;
  while (!(line = read_line()) && !interrupted()) {
    bool const empty = impl_->ctrl_c == CtrlC::on_an_empty_line;
    if (impl_->ctrl_c == CtrlC::none) {
      if (ends_here()) break;
    } else if (empty && warned) {
      interrupt();
      break;
    } else {
      std::fputs(empty ? "^C\nPress Ctrl-C again to end the run as interrupted; `close` ends it "
                         "with its evidence\n"
                       : "^C\n",
                 stdout);
    }
    warned = empty;
    watch_ctrl_c();
  }
  leave_ctrl_c();
  return line;
}

// The end of input was reached, or Ctrl-D was pressed.
bool Prompt::ends_here() {
  std::fputc('\n', stdout);
  std::fflush(stdout);
  return ask("This ends the run as it is, without `close`; `close --plan` lists what is "
             "missing.\nEnd it? [y/N] ") != Reply::no;
}

std::optional<std::string> Prompt::read_line() {
  impl_->ctrl_c = CtrlC::none;
  auto const screen = Out{}.screen();
  auto const text = prompt_text(impl_->session, terminal_columns());
  impl_->columns = text.columns();
  impl_->text = with_literals(text.on(screen));
  WatchedSignals const watched;
  int size = 0;
  // Switches to single-character input before the prompt is printed. el_gets prints first: a Ctrl-C
  // or Ctrl-D right after the prompt would still reach the line discipline, which drops the line or
  // loses the key.
  el_set(impl_->edit, EL_PREP_TERM, 1);
  auto const* typed = el_gets(impl_->edit, &size);
  if (typed == nullptr || size <= 0 || interrupted()) return std::nullopt;
  std::string line{typed, static_cast<std::size_t>(size)};
  while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.pop_back();
  if (!line.empty()) {
    HistEvent event;
    ::history(impl_->history, &event, H_ENTER, line.c_str());
  }
  return line;
}

}  // namespace studylab::cli
