#include "cli/prompt.h"

#include <cerrno>
#include <clocale>
#include <cstdio>
#include <cwchar>

#include <fmt/format.h>
#include <histedit.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/terminal.h"

namespace studylab::cli {
namespace {

constexpr int kept_lines = 500;

void note_ctrl_c(EditLine* edit);

// libedit's own reader goes on after a signal; this one gives up the line.
int read_character(EditLine* edit, wchar_t* character) {
  std::mbstate_t state{};
  while (true) {
    if (interrupted()) return 0;
    if (take_ctrl_c()) {
      note_ctrl_c(edit);
      return 0;
    }
    pollfd waiting{STDIN_FILENO, POLLIN, 0};
    if (poll(&waiting, 1, -1) < 0) continue;
    char byte = 0;
    auto const size = read(STDIN_FILENO, &byte, 1);
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) return 0;
    auto const used = std::mbrtowc(character, &byte, 1, &state);
    if (used == static_cast<std::size_t>(-2)) continue;  // more bytes of it are coming
    if (used == static_cast<std::size_t>(-1)) {
      *character = L'?';
      return 1;
    }
    return 1;
  }
}

}  // namespace

enum class CtrlC : std::uint8_t { none, in_a_line, on_an_empty_line };

struct Prompt::Impl {
  console::Session const& session;
  std::filesystem::path history_file;
  EditLine* edit = nullptr;
  History* history = nullptr;
  std::string text;
  CtrlC ctrl_c = CtrlC::none;  // that ended the reading of the last line

  Impl(console::Session const& s, std::filesystem::path file)
      : session(s), history_file(std::move(file)) {}

  static Impl& of(EditLine* edit) {
    void* self = nullptr;
    el_get(edit, EL_CLIENTDATA, &self);
    return *static_cast<Impl*>(self);
  }
  static char* prompt(EditLine* edit) { return of(edit).text.data(); }

  static unsigned char complete(EditLine* edit, int) {
    auto& self = of(edit);
    auto const* line = el_line(edit);
    std::string_view const typed{line->buffer,
                                 static_cast<std::size_t>(line->cursor - line->buffer)};
    auto const& session = self.session;
    auto const kind = [&](std::string_view name, language::NameForm form) {
      return session.is_of_kind(name, form);
    };
    auto const found = completions(typed, {session.shown_names(), kind, session.opening().runbook});
    if (found.empty()) return CC_REFRESH_BEEP;
    auto const begin = typed.find_last_of(" \t");
    auto const have = typed.size() - (begin == std::string_view::npos ? 0 : begin + 1);
    auto common = found.front();
    for (auto const& word : found) {
      std::size_t same = 0;
      while (same < common.size() && same < word.size() && common[same] == word[same]) ++same;
      common.resize(same);
    }
    auto addition = common.substr(have);
    if (found.size() == 1) addition.push_back(' ');
    if (!addition.empty()) {
      el_insertstr(edit, addition.c_str());
      return CC_REFRESH;
    }
    std::string list = "\n";
    for (auto const& word : found) list += fmt::format("{}  ", word);
    std::fputs((list + "\n").c_str(), stdout);
    return CC_REDISPLAY;
  }
};

namespace {

void note_ctrl_c(EditLine* edit) {
  auto const* line = el_line(edit);
  Prompt::Impl::of(edit).ctrl_c =
      line->lastchar > line->buffer ? CtrlC::in_a_line : CtrlC::on_an_empty_line;
}

}  // namespace

Prompt::Prompt(console::Session const& session, std::filesystem::path history)
    : impl_(std::make_unique<Impl>(session, std::move(history))) {
  std::setlocale(LC_CTYPE, "");
  impl_->edit = el_init("studylab", stdin, stdout, stderr);
  if (impl_->edit == nullptr) return;
  el_set(impl_->edit, EL_CLIENTDATA, impl_.get());
  el_set(impl_->edit, EL_PROMPT, &Impl::prompt);
  el_set(impl_->edit, EL_EDITOR, "emacs");
  el_set(impl_->edit, EL_GETCFN, &read_character);
  el_set(impl_->edit, EL_ADDFN, "complete-name", "complete the word before the cursor",
         &Impl::complete);
  el_set(impl_->edit, EL_BIND, "^I", "complete-name", nullptr);
  HistEvent event;
  impl_->history = history_init();
  ::history(impl_->history, &event, H_SETSIZE, kept_lines);
  ::history(impl_->history, &event, H_SETUNIQUE, 1);
  ::history(impl_->history, &event, H_LOAD, impl_->history_file.c_str());
  el_set(impl_->edit, EL_HIST, ::history, impl_->history);
}

bool Prompt::works() const { return impl_->edit != nullptr; }

Prompt::~Prompt() {
  if (!works()) return;
  HistEvent event;
  auto const before = ::umask(077);  // what was typed is its owner's alone
  ::history(impl_->history, &event, H_SAVE, impl_->history_file.c_str());
  ::umask(before);
  history_end(impl_->history);
  el_end(impl_->edit);
}

std::optional<std::string> Prompt::next() {
  watch_ctrl_c();
  auto line = read_line();
  bool warned = false;
  while (!line && impl_->ctrl_c != CtrlC::none && !interrupted()) {
    bool const empty = impl_->ctrl_c == CtrlC::on_an_empty_line;
    if (empty && warned) {
      interrupt();
      break;
    }
    std::fputs(empty ? "^C\nCtrl-C again ends the run as interrupted; `close` ends it with its "
                       "evidence\n"
                     : "^C\n",
               stdout);
    warned = empty;
    line = read_line();
  }
  leave_ctrl_c();
  return line;
}

std::optional<std::string> Prompt::read_line() {
  impl_->ctrl_c = CtrlC::none;
  auto const rate = impl_->session.error_rate();
  auto const errors =
      rate ? fmt::format("{}.{}%", rate->value() / 10, rate->value() % 10) : std::string{"unknown"};
  // The date of the run is of no use at a prompt; its time of day is.
  auto const clock = to_text(std::chrono::floor<std::chrono::seconds>(impl_->session.now()));
  impl_->text = fmt::format("{} errors {} worst edge> ", clock.substr(11, 8), errors);
  int size = 0;
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
