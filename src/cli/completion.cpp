#include <algorithm>

#include "cli/prompt.h"
#include "command_language/parse.h"
#include "command_language/tokenizer.h"

namespace studylab::cli {

std::vector<std::string> completions(std::string_view line, Known const& known) {
  auto const begin = line.find_last_of(" \t");
  auto const partial = begin == std::string_view::npos ? line : line.substr(begin + 1);
  // Within an open quote there is nothing to complete.
  auto const before = language::split_words(line.substr(0, line.size() - partial.size()));
  if (!before) return {};
  std::vector<std::string_view> words;
  for (auto const& word : *before) words.push_back(word.text);
  auto const expected = language::expected_after(words, known.runbook);

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
  // Where nothing else may stand, options are what comes next.
  bool const places_filled = expected.words.empty() && !expected.form;
  if (partial.starts_with("-") || places_filled) {
    for (auto const option : expected.options) {
      if (std::ranges::find(words, option) == words.end()) offer(option);
    }
  }
  std::ranges::sort(found);
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

}  // namespace studylab::cli
