#include <algorithm>

#include "face/prompt.h"
#include "language/parse.h"
#include "language/verbs.h"

namespace studylab::face {
namespace {

std::vector<std::string_view> words(std::string_view line) {
  std::vector<std::string_view> found;
  while (!line.empty()) {
    auto const begin = line.find_first_not_of(' ');
    if (begin == std::string_view::npos) break;
    line.remove_prefix(begin);
    auto const end = std::min(line.find(' '), line.size());
    found.push_back(line.substr(0, end));
    line.remove_prefix(end);
  }
  return found;
}

// The longest verb that these words begin with.
std::string verb_of(std::vector<std::string_view> const& before) {
  std::string longest;
  for (auto const& row : language::verb_rows()) {
    auto const parts = words(row.words);
    if (parts.size() > before.size()) continue;
    if (std::equal(parts.begin(), parts.end(), before.begin()) &&
        row.words.size() > longest.size()) {
      longest = row.words;
    }
  }
  return longest;
}

}  // namespace

std::vector<std::string> completions(std::string_view line, language::ShownNames const& shown) {
  bool const fresh = line.empty() || line.back() == ' ';
  auto before = words(line);
  std::string_view partial;
  if (!fresh) {
    partial = before.back();
    before.pop_back();
  }
  std::vector<std::string> found;
  auto const offer = [&](std::string_view word) {
    if (word.starts_with(partial) && word.size() > partial.size()) found.emplace_back(word);
  };
  for (auto const& row : language::verb_rows()) {
    auto const parts = words(row.words);
    if (parts.size() <= before.size()) continue;
    if (std::equal(before.begin(), before.end(), parts.begin())) offer(parts[before.size()]);
  }
  if (before.empty()) {
    offer("help");
  } else {
    if (auto const verb = verb_of(before); !verb.empty() && partial.starts_with("-")) {
      for (auto const option : language::options_of(verb)) offer(option);
    }
    if (!partial.starts_with("-")) {
      for (auto const& name : shown) offer(name);
    }
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

}  // namespace studylab::face
