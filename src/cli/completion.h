#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "command_language/names.h"
#include "lab/console/picture.h"

namespace studylab::cli {

// What a line is completed from.
struct KnownNames {
  language::ShownNames const& shown;
  language::IsOfKind is_of_kind;
  std::string_view runbook;
  console::Picture const* picture = nullptr;  // for the entries of answers
};

struct Completion {
  std::string word;
  std::string note;  // what the word is about; mostly empty
  friend bool operator==(Completion const&, Completion const&) = default;
};

// The words that may complete the last word of `line`: words of the grammar, or names of the kind
// that the place takes. After --ref and an empty word: the latest entries, newest first. Else
// sorted.
std::vector<Completion> completions(std::string_view line, KnownNames const& known);

// As lines of at most `width` columns: notes in a column of their own, words without notes in
// columns; no word is broken.
std::string completion_list(std::vector<Completion> const& found, std::size_t width);

}  // namespace studylab::cli
