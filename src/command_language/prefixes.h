#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include "base/ids.h"
#include "command_language/usage.h"

namespace studylab::language {

// What a person may leave out. Only the text interface (`--io text`) accepts short input; scripts,
// programs and other operators write full words.

// The objects that the alert names. Queries, holds and plans default to any of them, a repair only
// to the environment.
struct AlertNames {
  std::string environment, operation, route, edge;
  std::string host = {}, database = {};
};

// How a person wants an answer shown. These options are not part of the command.
struct View {
  enum class Paging : std::uint8_t { usual, none };
  enum class Repeat : std::uint8_t { once, watch };

  Paging paging = Paging::usual;
  Repeat repeat = Repeat::once;
  friend bool operator==(View const&, View const&) = default;
};

struct FullLine {
  std::string line;
  View view;
};

// The full command of a typed line: a unique prefix of a verb, query or option is expanded, `?` is
// help, a bare number after --ref is an entry, `.` there is `last_answer`, and a missing object is
// the alert's. All other bytes stay as they were typed. Prefixes are unique over the whole grammar,
// whatever the platform supports; prohibited commands and forms are never abbreviated or counted.
// The error is an ambiguous prefix, a `.` before any answer, or --watch with a verb that is not a
// query; every other mistake is left to the parser.
std::expected<FullLine, UsageError> full_line(std::string_view typed, AlertNames const& alert,
                                              EntryId last_answer);

// Whether `.` may mean the answer to this line: what a record other than a wait answers shows
// nothing of the platform.
bool answers_with_facts(std::string_view line);

// The line with its prefixes expanded and nothing added; as typed if a prefix is ambiguous.
std::string expanded_prefixes(std::string_view typed);

}  // namespace studylab::language
