#include "command_language/prefixes.h"

#include <algorithm>
#include <optional>
#include <span>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "command_language/characters.h"
#include "command_language/option_lister.h"
#include "command_language/parse.h"
#include "command_language/tokenizer.h"
#include "command_language/verbs.h"

namespace studylab::language {
namespace {

using Names = std::vector<std::string_view>;

// A replacement of some bytes of the typed line.
struct Edit {
  std::size_t offset;
  std::size_t length;
  std::string text;
};

std::size_t offset_of(Word const& word) { return word.column - 1; }

std::string edited(std::string_view line, std::vector<Edit> edits) {
  std::ranges::stable_sort(edits, {}, &Edit::offset);
  std::string out;
  std::size_t at = 0;
  for (auto const& edit : edits) {
    out.append(line, at, edit.offset - at);
    out += edit.text;
    at = edit.offset + edit.length;
  }
  return out.append(line, at);
}

// The words that begin with `prefix`; only the word itself if it is one of them.
Names matches(std::string_view prefix, Names const& words) {
  Names found;
  for (auto const word : words) {
    if (word == prefix) return {word};
    if (word.starts_with(prefix)) found.push_back(word);
  }
  std::ranges::sort(found);
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

UsageError ambiguous(Word const& word, Names const& candidates) {
  return {fmt::format("'{}' is ambiguous", word.text), word.column,
          fmt::format("expected one of {}", fmt::join(candidates, ", "))};
}

Names first_words() {
  Names words;
  for (auto const& row : free_rows()) words.push_back(row.words.substr(0, row.words.find(' ')));
  for (auto const& row : verb_rows()) {
    if (!is_prohibited(row)) words.push_back(row.words.substr(0, row.words.find(' ')));
  }
  return words;
}

Names seconds_after(std::string_view first) {
  Names words;
  auto const add = [&](std::string_view row) {
    if (row.size() > first.size() && row.starts_with(first) && row[first.size()] == ' ') {
      words.push_back(row.substr(first.size() + 1));
    }
  };
  for (auto const& row : verb_rows()) add(row.words);
  for (auto const& row : free_rows()) add(row.words);
  return words;
}

std::string plural_of(std::string_view query) { return std::string{query} + 's'; }

// The form of the first object that a query takes; none if it does not take one.
std::optional<NameForm> object_form(std::string_view query) {
  auto const* row = find_verb("show " + std::string{query});
  if (row == nullptr) return std::nullopt;
  for (auto const& slot : slots_of(*row)) {
    if (slot.name.empty()) return slot.form;
  }
  return std::nullopt;
}

std::string_view default_of(NameForm form, AlertNames const& alert) {
  switch (form) {
    case NameForm::environment:
    case NameForm::allocation_or_environment:
    case NameForm::host_or_environment: return alert.environment;
    case NameForm::operation: return alert.operation;
    case NameForm::route: return alert.route;
    case NameForm::edge: return alert.edge;
    case NameForm::host: return alert.host;
    case NameForm::database: return alert.database;
    default: return {};
  }
}

// One typed line on its way to the full command.
class Expansion {
 public:
  Expansion(std::string_view line, std::vector<Word> words, AlertNames const& alert)
      : line_(line), words_(std::move(words)), alert_(alert) {}

  std::optional<UsageError> expand() {
    if (words_.empty() || words_[0].quoted == Word::Quoted::yes) return std::nullopt;
    if (words_[0].text == "?") replace(0, "help");
    if (auto error = expand_first(0)) return error;
    if (words_[0].text == "help") return expand_help();
    if (auto error = expand_second(0)) return error;
    return expand_options();
  }

  std::optional<UsageError> number_entries(EntryId last_answer) {
    bool refers = false;
    for (std::size_t at = 0; at < words_.size(); ++at) {
      auto const& word = words_[at];
      if (word.is_option()) {
        refers = word.text == "--ref" || word.text == "--at";
      } else if (refers && is_bare(word)) {
        bool const number = word.text.find_first_not_of("0123456789") == std::string::npos;
        if (word.text == "." && !last_answer) {
          return UsageError{"'.' is the entry of the last answer", word.column,
                            "no answer has an entry yet"};
        }
        if (word.text == ".")
          replace(at, to_text(last_answer));
        else if (number)
          replace(at, "entry-" + word.text);
      }
    }
    return std::nullopt;
  }

  // Takes the options of the view out of the line.
  std::expected<View, UsageError> take_view() {
    View view;
    if (row_ != nullptr && is_prohibited(*row_)) return view;
    for (auto const& word : words_) {
      if (!word.is_option()) continue;
      bool const watch = word.text == "--watch";
      if (watch && (row_ == nullptr || row_->kind != CommandKind::query || row_->words == "hint")) {
        return std::unexpected(
            UsageError{"--watch repeats a query", word.column, "use it with `show …` or `logs …`"});
      }
      if (watch)
        view.repeat = View::Repeat::watch;
      else if (word.text == "--no-pager")
        view.paging = View::Paging::none;
      else
        continue;
      cut(word);
    }
    return view;
  }

  std::string line() const { return edited(line_, edits_); }

  // Adds the alert's object if an object is missing. `full` is line().
  std::string with_object(std::string full) const {
    if (row_ == nullptr || is_prohibited(*row_)) return full;
    auto const missing = missing_object(full);
    if (!missing) return full;
    auto const object = default_of(*missing, alert_);
    if (object.empty()) return full;
    auto edits = edits_;
    edits.insert(edits.begin(), {after_verb_, 0, " " + as_word(object)});
    return edited(line_, std::move(edits));
  }

 private:
  bool is_bare(Word const& word) const {
    return line_.substr(offset_of(word)).starts_with(word.text);
  }

  void replace(std::size_t at, std::string text) {
    auto& word = words_[at];
    auto const same = std::ranges::find(edits_, offset_of(word), &Edit::offset);
    if (same != edits_.end())
      same->text = text;
    else
      edits_.push_back({offset_of(word), word.text.size(), text});
    word.text = std::move(text);
  }

  // Removes the word and the blanks before it.
  void cut(Word const& word) {
    auto const begin = line_.find_last_not_of(" \t", offset_of(word) - 1) + 1;
    auto const edit = std::ranges::find(edits_, offset_of(word), &Edit::offset);
    auto const length = edit == edits_.end() ? word.text.size() : edit->length;
    if (edit != edits_.end()) edits_.erase(edit);
    edits_.push_back({begin, offset_of(word) + length - begin, {}});
  }

  std::size_t end_of(std::size_t at) const {
    auto const& word = words_[at];
    auto const edit = std::ranges::find(edits_, offset_of(word), &Edit::offset);
    return offset_of(word) + (edit == edits_.end() ? word.text.size() : edit->length);
  }

  std::optional<UsageError> expand_first(std::size_t at) {
    auto const& word = words_[at];
    bool const exact =
        std::ranges::any_of(verb_rows(), [&](auto const& row) { return row.words == word.text; });
    if (exact || word.text.empty()) return std::nullopt;
    auto const found = matches(word.text, first_words());
    if (found.size() > 1) return ambiguous(word, found);
    if (found.size() == 1) replace(at, std::string{found[0]});
    return std::nullopt;
  }

  // Expands the second word of a two-word verb, whose first is at `at`, and finds the verb's row.
  std::optional<UsageError> expand_second(std::size_t at) {
    auto const& first = words_[at].text;
    after_verb_ = end_of(at);
    row_ = find_verb(first);
    auto const seconds = seconds_after(first);
    if (row_ != nullptr || seconds.empty() || at + 1 == words_.size()) return std::nullopt;
    auto const& word = words_[at + 1];
    if (word.is_option() || word.text.empty() || word.quoted == Word::Quoted::yes) {
      return std::nullopt;
    }
    auto found = matches(word.text, seconds);
    bool const shortened = found.size() != 1 || found[0] != word.text;
    std::erase_if(found, [&](std::string_view query) {
      return std::ranges::any_of(found, [&](auto one) { return plural_of(one) == query; });
    });
    if (found.size() > 1) return ambiguous(word, found);
    if (found.empty()) return std::nullopt;
    replace(at + 1, shortened ? number_of(found[0], at + 2) : std::string{found[0]});
    after_verb_ = end_of(at + 1);
    row_ = find_verb(first + ' ' + words_[at + 1].text);
    return std::nullopt;
  }

  // A query or its plural: the singular if an object is given or the alert names one.
  std::string number_of(std::string_view singular, std::size_t object_at) const {
    auto const plural = plural_of(singular);
    auto const form = object_form(singular);
    bool const has_plural = find_verb("show " + plural) != nullptr;
    if (!has_plural || !form) return std::string{singular};
    bool const has_object = object_at < words_.size() && !words_[object_at].is_option();
    if (!has_object) return default_of(*form, alert_).empty() ? plural : std::string{singular};
    auto const& object = words_[object_at].text;
    auto const of_all = object_form(plural);
    bool const fits_plural_only =
        !has_form(object, *form) && of_all.has_value() && has_form(object, *of_all);
    return fits_plural_only ? plural : std::string{singular};
  }

  std::optional<UsageError> expand_help() {
    if (words_.size() == 1) return std::nullopt;
    auto const& topic = words_[1];
    if (topic.is_option()) {
      if (std::string_view{"--all"}.starts_with(topic.text) && topic.text.size() > 2) {
        replace(1, "--all");
      }
      return std::nullopt;
    }
    if (topic.quoted == Word::Quoted::yes) return std::nullopt;
    if (topic.text.size() > 1 && std::string_view{"scoring"}.starts_with(topic.text)) {
      replace(1, "scoring");
      return std::nullopt;
    }
    if (auto error = expand_first(1)) return error;
    auto error = expand_second(1);
    row_ = nullptr;
    return error;
  }

  std::optional<UsageError> expand_options() {
    if (row_ != nullptr && is_prohibited(*row_)) return std::nullopt;
    auto options = row_ == nullptr ? Names{} : options_of(row_->words);
    std::erase_if(options, [](auto name) { return is_prohibited_option(name); });
    options.insert(options.end(), {"--help", "--no-pager"});
    if (row_ != nullptr && row_->kind == CommandKind::query) options.emplace_back("--watch");
    for (std::size_t at = 1; at < words_.size(); ++at) {
      auto const& word = words_[at];
      bool const prohibited = is_prohibited_option(word.text);
      if (!word.is_option() || word.text.size() == 2 || prohibited) continue;
      auto const found = matches(word.text, options);
      if (found.size() > 1) return ambiguous(word, found);
      if (found.size() == 1 && found[0] != word.text) replace(at, std::string{found[0]});
    }
    return std::nullopt;
  }

  // The form of the object that the command lacks and may take from the alert.
  std::optional<NameForm> missing_object(std::string_view full) const {
    auto const lacks = language::missing_object(full);
    if (!lacks) return std::nullopt;
    bool const planned = lacks->plan == PlanOnly::yes;
    if (lacks->kind == CommandKind::check && !planned) return std::nullopt;
    if (lacks->kind == CommandKind::record) return std::nullopt;
    bool const whole_environment =
        lacks->form == NameForm::environment || lacks->form == NameForm::allocation_or_environment;
    if (lacks->kind == CommandKind::repair && !whole_environment) return std::nullopt;
    return lacks->form;
  }

  std::string_view line_;
  std::vector<Word> words_;
  AlertNames const& alert_;
  std::vector<Edit> edits_;
  VerbRow const* row_ = nullptr;
  std::size_t after_verb_ = 0;  // the byte behind the verb's words
};

}  // namespace

std::expected<FullLine, UsageError> full_line(std::string_view typed, AlertNames const& alert,
                                              EntryId last_answer) {
  auto const line = without_line_end(typed);
  auto words = split_words(line);
  if (!words) return FullLine{std::string{typed}, {}};
  Expansion expansion{line, std::move(*words), alert};
  if (auto error = expansion.expand()) return std::unexpected(std::move(*error));
  if (auto error = expansion.number_entries(last_answer)) return std::unexpected(std::move(*error));
  auto const view = expansion.take_view();
  if (!view) return std::unexpected(view.error());
  return FullLine{expansion.with_object(expansion.line()), *view};
}

bool answers_with_facts(std::string_view line) {
  auto const full = expanded_prefixes(line);
  auto const first = full.substr(0, full.find(' '));
  auto const* row = find_verb(first);
  return row == nullptr || row->kind != CommandKind::record || row->words == "wait";
}

std::string expanded_prefixes(std::string_view typed) {
  auto words = split_words(typed);
  AlertNames const none;
  if (!words) return std::string{typed};
  Expansion expansion{typed, std::move(*words), none};
  if (expansion.expand()) return std::string{typed};
  return expansion.line();
}

}  // namespace studylab::language
