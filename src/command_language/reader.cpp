#include "command_language/reader.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "command_language/classes.h"
#include "command_language/parse.h"

namespace studylab::language {
namespace {

std::string did_you_mean(std::optional<std::string_view> near) {
  return near ? fmt::format("did you mean '{}'? ", *near) : std::string{};
}

}  // namespace

void Reader::fail(Index at, std::string what, std::string right) {
  if (!error_) error_ = UsageError{std::move(what), words_[at].column, std::move(right)};
}

// --- finding words ---

std::optional<Reader::Index> Reader::find(std::string_view name) {
  options_.push_back(name);
  std::optional<Index> found;
  for (Index at = 0; at < words_.size(); ++at) {
    if (taken_[at] != 0 || !words_[at].is_option() || words_[at].text != name) continue;
    taken_[at] = 1;
    if (found) fail(at, fmt::format("{} is given twice", name), std::string{row_.usage});
    if (!found) found = at;
  }
  return found;
}

bool Reader::is_free_value(Index at) const {
  return at < words_.size() && taken_[at] == 0 && !words_[at].is_option();
}

std::optional<Reader::Index> Reader::value_of(std::string_view name, Need need) {
  auto const option = find(name);
  if (!option) {
    if (need == Need::yes && !only_a_plan_) missing_options_.push_back(name);
    return std::nullopt;
  }
  if (!is_free_value(*option + 1)) {
    fail(*option, fmt::format("{} needs a value", name), std::string{row_.usage});
    return std::nullopt;
  }
  taken_[*option + 1] = 1;
  return *option + 1;
}

std::optional<Reader::Index> Reader::next_place(std::string_view label, Need need) {
  check_options();
  for (Index at = 0; at < words_.size(); ++at) {
    if (taken_[at] != 0 || words_[at].is_option()) continue;
    taken_[at] = 1;
    return at;
  }
  if (need == Need::yes) missing_places_.push_back(label);
  return std::nullopt;
}

// A word that has not been used and looks like an option is not an option of this verb.
void Reader::check_options() {
  if (std::exchange(options_checked_, true)) return;
  for (Index at = 0; at < words_.size(); ++at) {
    if (taken_[at] != 0 || !words_[at].is_option()) continue;
    auto const& text = words_[at].text;
    if (text == "--plan") {
      return fail(at, fmt::format("{} does not take --plan", row_.words),
                  "holds, repairs and close take it");
    }
    return fail(at, fmt::format("{} has no option '{}'", row_.words, text),
                did_you_mean(nearest(text, options_)) + std::string{row_.usage});
  }
}

// --- reading values ---

void Reader::wrong_value(Index at, std::string_view label, NameForm form) {
  auto const& text = words_[at].text;
  // If any word has the form, the nearest name may be of another kind.
  bool const has_own_form = !has_form("a", form);
  auto const near = has_own_form ? nearest_name(text, form, shown_) : std::nullopt;
  auto what = label.starts_with("--") ? fmt::format("'{}' is not a valid value for {}", text, label)
                                      : fmt::format("'{}' is not a valid {}", text, label);
  auto right = near ? fmt::format("did you mean '{}'? expected {}", *near, written(form))
                    : fmt::format("expected {}", written(form));
  fail(at, std::move(what), std::move(right));
}

void Reader::wrong_choice(Index at, std::string_view label,
                          std::span<std::string_view const> words) {
  auto const& text = words_[at].text;
  auto what = label.starts_with("--") ? fmt::format("'{}' is not a valid value for {}", text, label)
                                      : fmt::format("'{}' is not a valid {}", text, label);
  auto right = did_you_mean(nearest(text, words));
  fail(at, std::move(what), right + fmt::format("expected one of {}", fmt::join(words, ", ")));
}

void Reader::read_choice(Index at, std::string_view label, FaultClass& value) {
  auto const classes = classes_of(runbook_);
  auto const found = parse_enum<FaultClass>(words_[at].text);
  bool const here =
      classes.empty() || (found && std::ranges::find(classes, *found) != classes.end());
  if (found && here) {
    value = *found;
    return;
  }
  if (classes.empty()) return wrong_choice(at, label, words_of_enum<FaultClass>());
  std::vector<std::string_view> words;
  for (auto const one : classes) words.push_back(to_text(one));
  wrong_choice(at, found ? fmt::format("{} of {}", label, runbook_) : std::string{label}, words);
}

void Reader::read(Index at, std::string_view label, std::string& value, NameForm form) {
  if (!has_form(words_[at].text, form)) return wrong_value(at, label, form);
  value = std::move(words_[at].text);
}

void Reader::read(Index at, std::string_view label, std::optional<Duration>& value, NameForm form) {
  if (!has_form(words_[at].text, form)) return wrong_value(at, label, form);
  value = *parse_duration(words_[at].text);
}

std::uint64_t Reader::read_number(Index at, std::string_view label, std::uint64_t most) {
  auto const& text = words_[at].text;
  std::uint64_t number = 0;
  auto const* const last = text.data() + text.size();
  auto const [end, error] = std::from_chars(text.data(), last, number);
  if (error != std::errc{} || end != last || number > most) {
    fail(at, fmt::format("'{}' is not a valid value for {}", text, label),
         fmt::format("expected a whole number from 0 to {}", most));
  }
  return number;
}

// --- options with a shape of their own ---

void Reader::literal(std::string_view name, std::string_view word, bool& value) {
  auto const at = value_of(name, Need::no);
  if (!at) return;
  value = true;
  if (words_[*at].text != word) {
    fail(*at, fmt::format("'{}' is not a valid value for {}", words_[*at].text, name),
         fmt::format("{} {}", name, word));
  }
}

// Takes the words up to the next option that have the form of a name; the others are left for the
// places.
void Reader::many(std::string_view name, std::vector<std::string>& values, NameForm form,
                  std::size_t most) {
  options_.push_back(name);
  for (Index at = 0; at < words_.size(); ++at) {
    if (taken_[at] != 0 || !words_[at].is_option() || words_[at].text != name) continue;
    taken_[at] = 1;
    if (!is_free_value(at + 1)) {
      fail(at, fmt::format("{} needs a value", name), std::string{row_.usage});
      continue;
    }
    for (Index next = at + 1; is_free_value(next); ++next) {
      bool const first = next == at + 1;
      if (!first && !has_form(words_[next].text, NameForm::reference)) break;
      taken_[next] = 1;
      if (values.size() == most) {
        return fail(next, fmt::format("more than {} values of {}", most, name),
                    fmt::format("{} takes at most {}", name, most));
      }
      read(next, name, values.emplace_back(), form);
    }
  }
}

void Reader::repair(std::string_view name, std::optional<RepairKind>& kind, std::string& object) {
  auto const at = value_of(name, Need::no);
  if (!at) return;
  read_choice(*at, name, kind);
  if (!kind || !wants_name(*kind)) return;
  if (!is_free_value(*at + 1)) {
    return fail(*at, fmt::format("{} {} needs a name", name, to_text(*kind)),
                std::string{row_.usage});
  }
  taken_[*at + 1] = 1;
  read(*at + 1, name, object, NameForm::word);
}

void Reader::require(bool holds, std::string_view what) {
  if (holds || error_ || !missing_places_.empty() || !missing_options_.empty()) return;
  error_ = UsageError{std::string{what}, 0, std::string{row_.usage}};
}

void Reader::require_scope(Classify const& classify) {
  bool const lacks =
      classify.scope == Scope::unstated && needs_scope(runbook_, classify.fault_class);
  if (!lacks || error_ || !missing_places_.empty()) return;
  auto const word = to_text(classify.fault_class);
  error_ = UsageError{fmt::format("classify {} needs --scope", word), 0,
                      fmt::format("{}; `classify {} --scope customer|platform|both --because "
                                  "\"…\" [--ref ID…]`",
                                  scope_meaning, word)};
}

// --- options of any verb ---

// Followed by the name of a restore plan, --plan is the verb's own option; alone, it requests the
// plan of the command.
void Reader::plan_flag(OperatorCommand& command) {
  bool const named = names_plan(command.verb);
  bool found = false;
  for (Index at = 0; at < words_.size(); ++at) {
    if (taken_[at] != 0 || !words_[at].is_option() || words_[at].text != "--plan") continue;
    if (named && is_free_value(at + 1)) continue;
    taken_[at] = 1;
    if (found) fail(at, "--plan is given twice", std::string{row_.usage});
    found = true;
  }
  options_.push_back("--plan");
  if (found) command.plan = PlanOnly::yes;
  only_a_plan_ = found && row_.kind == CommandKind::record;
}

// Anything after the verb of a prohibited command is accepted: valid values are kept, the rest of
// these options is dropped.
void Reader::common_of_prohibited(OperatorCommand& command) {
  for (Index at = 0; at < words_.size(); ++at) {
    auto const& name = words_[at].text;
    bool const reason = name == "--because";
    bool const refs = name == "--ref";
    if (!words_[at].is_option() || !(reason || refs || name == "--plan")) continue;
    taken_[at] = 1;
    if (name == "--plan") command.plan = PlanOnly::yes;
    if (reason && is_free_value(at + 1)) {
      taken_[at + 1] = 1;
      bool const reads = has_form(words_[at + 1].text, NameForm::text);
      if (reads && command.because.empty()) command.because = words_[at + 1].text;
    }
    for (Index next = at + 1; refs && is_free_value(next); ++next) {
      if (command.refs.size() == max_refs || !has_form(words_[next].text, NameForm::reference))
        break;
      taken_[next] = 1;
      command.refs.push_back(words_[next].text);
    }
  }
}

void Reader::anything(ProhibitedCommand& command) {
  options_checked_ = true;
  for (Index at = 0; at < words_.size(); ++at) {
    if (std::exchange(taken_[at], std::uint8_t{1}) != 0 || words_[at].text.empty()) continue;
    // Also in quotes: some of these can be written back only in quotes.
    bool const first = command.object.empty() && !words_[at].text.starts_with("--");
    auto& to = first ? command.object : command.arguments.emplace_back();
    to = std::move(words_[at].text);
  }
}

void Reader::common(OperatorCommand& command) {
  if (is_prohibited(command)) return common_of_prohibited(command);
  bool const reasoned = std::holds_alternative<Classify>(command.verb) ||
                        std::holds_alternative<StateImpact>(command.verb);
  if (takes_plan(row_)) plan_flag(command);
  option("--because", command.because, NameForm::text, reasoned ? Need::yes : Need::no);
  many("--ref", command.refs, NameForm::reference, max_refs);
}

std::optional<NameForm> Reader::missing_object() const {
  if (missing_places_.empty()) {
    return row_.kind == CommandKind::query ? left_out_ : std::nullopt;
  }
  return missing_places_.size() == 1 ? first_place_ : std::nullopt;
}

namespace {

// `ENV`, `--users and --minutes`, `--users, --minutes and --because`.
std::string listed(std::vector<std::string_view> const& names) {
  std::string text;
  for (std::size_t n = 0; n < names.size(); ++n) {
    if (n > 0) text += n + 1 == names.size() ? " and " : ", ";
    text += names[n];
  }
  return text;
}

}  // namespace

std::optional<UsageError> Reader::finish() {
  check_options();
  for (Index at = 0; at < words_.size() && !error_; ++at) {
    if (taken_[at] != 0) continue;
    fail(at, fmt::format("unexpected argument '{}'", words_[at].text), std::string{row_.usage});
  }
  if (error_) return std::move(error_);
  // Everything that is missing at once, in the order of the usage line.
  std::ranges::sort(missing_options_, {}, [&](auto name) { return row_.usage.find(name); });
  auto missing = missing_places_;
  missing.insert(missing.end(), missing_options_.begin(), missing_options_.end());
  if (missing.empty()) return std::nullopt;
  return UsageError{fmt::format("{} needs {}", row_.words, listed(missing)), 0,
                    std::string{row_.usage}};
}

}  // namespace studylab::language
