#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "command_language/names.h"
#include "lab/console/picture.h"

namespace studylab::console {

// The sources of completions.
struct KnownNames {
  language::ShownNames const& shown;
  language::IsOfKind is_of_kind;
  std::string_view runbook;
  console::Picture const* picture = nullptr;  // for the entries of answers
};

struct Completion {
  std::string word;
  std::string note;  // a note about the word; usually empty
  friend bool operator==(Completion const&, Completion const&) = default;
};

// The words that can complete the last word of `line`: words of the grammar, or names of the kind
// that this place accepts, sorted. After --ref with an empty word: the latest entries, newest
// first.
std::vector<Completion> completions(std::string_view line, KnownNames const& known);

// As lines of at most `width` columns: notes in a column of their own, words without notes in
// columns; words are not broken.
std::string completion_list(std::vector<Completion> const& found, std::size_t width);

}  // namespace studylab::console
