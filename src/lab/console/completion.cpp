#include "lab/console/completion.h"

#include <algorithm>

#include <fmt/format.h>

#include "command_language/parse.h"
#include "command_language/prefixes.h"
#include "command_language/tokenizer.h"

namespace studylab::console {
namespace {

constexpr std::size_t offered_entries = 8;

using Words = std::vector<std::string_view>;

bool is_query(Words const& words) {
  if (words.empty()) return false;
  return words[0] == "logs" || (words[0] == "show" && words.size() > 1 && words[1] != "runbook");
}

// Entries of answers by number, with the command that showed each.
std::vector<Completion> entries_like(std::string_view partial, console::Picture const& picture) {
  std::vector<Completion> found;
  auto const all = picture.latest_entries(partial.empty() ? offered_entries : std::size_t{1000});
  for (auto const entry : all) {
    auto number = fmt::to_string(entry.number);
    bool const fits = number.starts_with(partial) && number.size() > partial.size();
    if (fits) found.push_back({std::move(number), std::string{picture.command_of(entry)}});
  }
  return found;
}

}  // namespace

std::vector<Completion> completions(std::string_view line, KnownNames const& known) {
  auto const begin = line.find_last_of(" \t");
  auto const partial = begin == std::string_view::npos ? line : line.substr(begin + 1);
  auto const full = language::expanded_prefixes(line.substr(0, line.size() - partial.size()));
  // Within an open quote there are no completions.
  auto const before = language::split_words(full);
  if (!before) return {};
  Words words;
  for (auto const& word : *before) words.push_back(word.text);
  auto const expected = language::expected_after(words, known.runbook);

  if (expected.form == language::NameForm::reference && known.picture != nullptr) {
    auto entries = entries_like(partial, *known.picture);
    if (!entries.empty()) return entries;
  }
  std::vector<std::string> found;
  auto const offer = [&](std::string_view word) {
    if (word.starts_with(partial) && word.size() > partial.size()) found.emplace_back(word);
  };
  for (auto const word : expected.words) offer(word);
  if (expected.form) {
    for (auto const& name : known.shown) {
      if (name.starts_with(partial) && known.is_of_kind(name, *expected.form)) offer(name);
    }
  }
  // If no word can follow, the options are completed.
  bool const places_filled = expected.words.empty() && !expected.form;
  if (partial.starts_with("-") || places_filled) {
    for (auto const option : expected.options) {
      if (std::ranges::find(words, option) == words.end()) offer(option);
    }
    if (is_query(words)) offer("--watch");
  }
  std::ranges::sort(found);
  found.erase(std::unique(found.begin(), found.end()), found.end());
  std::vector<Completion> all;
  for (auto& word : found) all.push_back({std::move(word), {}});
  return all;
}

std::string completion_list(std::vector<Completion> const& found, std::size_t width) {
  std::size_t widest = 0;
  bool noted = false;
  for (auto const& [word, note] : found) {
    widest = std::max(widest, word.size());
    noted = noted || !note.empty();
  }
  std::string list;
  if (noted) {
    for (auto const& [word, note] : found) {
      auto line = fmt::format("{:<{}}  {}", word, widest, note);
      if (line.size() > width) line.resize(width);
      list += line + "\n";
    }
    return list;
  }
  auto const columns = std::max<std::size_t>(1, (width + 2) / (widest + 2));
  auto const rows = (found.size() + columns - 1) / columns;
  for (std::size_t row = 0; row < rows; ++row) {
    std::string line;
    for (auto at = row; at < found.size(); at += rows) {
      line += fmt::format("{:<{}}", found[at].word, widest + 2);
    }
    list += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
  }
  return list;
}

}  // namespace studylab::console
