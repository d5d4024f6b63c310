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

// These requests take no drill time and are not recorded.

// `help`, `help VERB`, or any verb with --help. `verb` is a verb's words, the first word of several
// verbs (`show`), `scoring`, `--all`, or empty.
struct HelpRequest {
  std::string verb;
  friend bool operator==(HelpRequest const&, HelpRequest const&) = default;
};
// `show runbook`: the drill's own.
struct RunbookRequest {
  friend bool operator==(RunbookRequest const&, RunbookRequest const&) = default;
};
// `recall [WORD]`: what was already shown. Without a word `word` is empty.
struct RecallRequest {
  std::string word;
  friend bool operator==(RecallRequest const&, RecallRequest const&) = default;
};
using ParsedLine = std::variant<OperatorCommand, HelpRequest, RunbookRequest, RecallRequest>;

// Words are split like in a shell: double quotes, single quotes, backslash. The command's `line` is
// the line as given, `by` is left empty. A trailing line end is ignored. A name needs only the
// right form: whether the thing exists is decided later. `classify` takes the classes of `runbook`,
// or of any runbook if it is empty.
std::expected<ParsedLine, UsageError> parse_line(std::string_view line, ShownNames const& shown,
                                                 std::string_view runbook = {});

// The same, but only a command is accepted: other requests are usage errors.
std::expected<OperatorCommand, UsageError> parse_command(std::string_view line,
                                                         ShownNames const& shown);

// The command in canonical text: absent optional parts are omitted, and options are in the order of
// the usage line, then --because, --ref, --plan. It is read back as an equal command, except for
// `line` and `by`.
std::string line_of(OperatorCommand const& command);

// The object that a line lacks: the form of its verb's first place, if exactly one required place
// has no word, or if a query leaves its optional one out. It is used to fill in the alert's own
// object.
struct MissingObject {
  NameForm form;
  CommandKind kind;
  PlanOnly plan;
};
std::optional<MissingObject> missing_object(std::string_view line);

// The first name in the command that was not shown, as a usage error with the nearest one that was;
// none for prohibited commands and forms and for verbs of later runbooks, which are recognized
// before their names.
std::optional<UsageError> name_not_shown(OperatorCommand const& command, ShownNames const& shown,
                                         IsOfKind const& is_of_kind = {});

// The options of a verb, as typed (`--to`), --because, --ref and --plan included where it takes
// them; for completion.
std::vector<std::string_view> options_of(std::string_view verb_words);

// What may follow at the end of a line.
struct Expected {
  std::vector<std::string_view> words;    // of verbs, or of a closed set
  std::optional<NameForm> form;           // names of this form
  std::vector<std::string_view> options;  // of the verb; none if a value must follow
};
// After these words, complete ones. Verbs are those that this platform supports, without the
// prohibited commands; classes are those of the runbook.
Expected expected_after(std::span<std::string_view const> words, std::string_view runbook);

// The drill that the help describes.
struct HelpSetting {
  std::string_view runbook;               // whose classes; empty: all
  ClockKind clock = ClockKind::commands;  // on a wall clock no verb costs its time
  Duration time_limit{};                  // zero: none
};
// What `help` prints: several lines, without a line end after the last.
std::string help_text(HelpRequest const& request, HelpSetting const& setting = {});

}  // namespace studylab::language
