#pragma once

#include <cstddef>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "command_language/names.h"
#include "command_language/usage.h"
#include "model/commands.h"

namespace studylab::language {

// The one grammar of the operator's language.

inline constexpr std::size_t max_line_length = 4096;  // bytes
inline constexpr std::size_t max_refs = 6;

// `help`, `help VERB`, or any verb with --help: costs nothing, is no entry. `verb` is a verb's
// words, a first word of several (`show`), or empty.
struct HelpRequest {
  std::string verb;
  friend bool operator==(HelpRequest const&, HelpRequest const&) = default;
};
using ParsedLine = std::variant<OperatorCommand, HelpRequest>;

// Words as a shell has them: double quotes, single quotes, backslash. The command's `line` is the
// line as given, `by` is left empty. A trailing line end is ignored. A name needs only the form of
// one: whether there is such a thing is for the decider to say. `classify` takes the classes of
// `runbook`; of any where it is empty.
std::expected<ParsedLine, UsageError> parse_line(std::string_view line, ShownNames const& shown,
                                                 std::string_view runbook = {});

// The same for where only a command makes sense: help is a usage error.
std::expected<OperatorCommand, UsageError> parse_command(std::string_view line,
                                                         ShownNames const& shown);

// The command in canonical text: what is optional and absent is left out, options in the order of
// the usage line, then --because, --ref, --plan. Reads back as an equal command (but for `line` and
// `by`).
std::string line_of(OperatorCommand const& command);

// The first name in the command that was not shown, as a usage error with the nearest one that was;
// none for wrong hands, forbidden forms and verbs of later runbooks, which are recognised before
// their names.
std::optional<UsageError> name_not_shown(OperatorCommand const& command, ShownNames const& shown,
                                         IsOfKind const& is_of_kind = {});

// The options of a verb, as typed (`--to`), --because, --ref and --plan included where it takes
// them; for completion.
std::vector<std::string_view> options_of(std::string_view verb_words);

// What may stand where a line ends, as its grammar has it.
struct Expected {
  std::vector<std::string_view> words;    // of verbs, or of a closed set
  std::optional<NameForm> form;           // names of this form
  std::vector<std::string_view> options;  // that the verb has; none where a value must come
};
// After these words, complete ones. Wrong hands are not among the verbs, and classes are those of
// the runbook.
Expected expected_after(std::span<std::string_view const> words, std::string_view runbook);

// Where help is asked for: what is true of one drill is not of another.
struct HelpSetting {
  std::string_view runbook;               // whose classes; empty: all
  ClockKind clock = ClockKind::commands;  // on a wall clock no verb costs its time
  Duration time_limit{};                  // zero: none
};
// What `help` prints; several lines, without a line end at the last.
std::string help_text(HelpRequest const& request, HelpSetting const& setting = {});

}  // namespace studylab::language
