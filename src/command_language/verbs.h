#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "model/commands.h"
#include "model/refusals.h"

namespace studylab::language {

// A verb of the operator's language. `words` are what is typed: `rollback`, `show route`,
// `restore plan`.
struct VerbRow {
  std::string_view words;
  CommandKind kind;        // without --plan; notify-owner's without --repair; escalate's to act
  Reach reach;             // the widest that it acts
  std::string_view usage;  // `rollback ENV --to REL [--as data-repair] [--without-database-check]`
  std::string_view help;   // one line
  std::string_view example;
  std::span<RefusalCode const> refusals;  // every code that it may be refused with
};

// Every verb, in the order of the language's own page.
std::span<VerbRow const> verb_rows();

// The row with exactly these words, or nullptr.
VerbRow const* find_verb(std::string_view words);

// `rollback`, `show route`, `restore plan`, `clear-gap`: the words of its row.
std::string_view words_of(OperatorCommand const& command);
VerbRow const& row_of(OperatorCommand const& command);
bool is_prohibited(OperatorCommand const& command);
// Recognized and always refused; help does not list them.
bool is_prohibited(VerbRow const& row);
// Its nouns are not on this platform yet: understood, and refused `nothing_of_this_kind`.
bool is_not_here(VerbRow const& row);
// What the platform lacks for it: "backups", "restores"; empty where it lacks nothing.
std::string_view what_is_lacking(VerbRow const& row);

// What the command is about, as typed: an environment, edge, operation, class, …; empty where
// nothing.
std::string object_of(OperatorCommand const& command);

// A hold or repair with --plan is a check; notify-owner is a repair with --repair and else a hold.
CommandKind kind_of(OperatorCommand const& command);

// How far the clock moves before the command is carried out (with --clock commands): by kind, for a
// wait its length. `wait --for` and `wait --until` end earlier when what they wait for comes first.
Duration cost_of(OperatorCommand const& command);
Duration cost_of(CommandKind kind);
// The length of `wait --for` and `wait --until` without --at-most.
inline constexpr Duration wait_at_most = std::chrono::minutes{10};

// How wide this command acts: `restart alloc-7` an allocation, `restart shop/production` an
// environment. Queries, checks, plans and records act on nothing.
Reach reach_of(OperatorCommand const& command);

// Whether `--plan` may be given: holds, repairs and close.
bool takes_plan(VerbRow const& row);
// Whether the option makes its verb a prohibited form. It is never abbreviated or suggested.
bool is_prohibited_option(std::string_view name);

// What is understood beside the verbs. It takes no drill time and is not recorded.
struct FreeRow {
  std::string_view words;
  std::string_view usage;
  std::string_view help;
};
std::span<FreeRow const> free_rows();

}  // namespace studylab::language
