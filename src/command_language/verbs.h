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
  CommandKind kind;  // without --plan; notify-owner without --repair; escalate to a team that acts
  Reach reach;       // the widest scope that it affects
  std::string_view usage;  // `rollback ENV --to REL [--as data-repair] [--without-database-check]`
  std::string_view help;   // one line
  std::string_view example;
  std::span<RefusalCode const> refusals;  // every code with which it may be refused
};

// Every verb, in the order of docs/refusals.md.
std::span<VerbRow const> verb_rows();

// The row with exactly these words, or nullptr.
VerbRow const* find_verb(std::string_view words);

// `rollback`, `show route`, `restore plan`, `clear-gap`: the words of its row.
std::string_view words_of(OperatorCommand const& command);
VerbRow const& row_of(OperatorCommand const& command);
bool is_prohibited(OperatorCommand const& command);
// Recognized and always refused; help does not list them.
bool is_prohibited(VerbRow const& row);

// What the command is about, as typed: an environment, edge, operation, class, …; empty if it has
// no object.
std::string object_of(OperatorCommand const& command);

// A hold or repair with --plan is a check; notify-owner is a repair with --repair, otherwise a
// hold.
CommandKind kind_of(OperatorCommand const& command);

// How far the clock moves before the command is carried out (with --clock commands): by its kind,
// or by a wait's length. `wait --for` and `wait --until` end early when what they wait for happens.
Duration cost_of(OperatorCommand const& command);
Duration cost_of(CommandKind kind);
// The length of `wait --for` and `wait --until` without --at-most.
inline constexpr Duration wait_at_most = std::chrono::minutes{10};

// The reach of this command: `restart alloc-7` reaches an allocation, `restart shop/production` an
// environment. Queries, checks, plans and records have no reach.
Reach reach_of(OperatorCommand const& command);

// Whether `--plan` may be given: holds, repairs and close.
bool takes_plan(VerbRow const& row);
// Whether the option makes its verb a prohibited form. It is never abbreviated or suggested.
bool is_prohibited_option(std::string_view name);

// Requests that are parsed in addition to the verbs. They take no drill time and are not recorded.
struct FreeRow {
  std::string_view words;
  std::string_view usage;
  std::string_view help;
};
std::span<FreeRow const> free_rows();

}  // namespace studylab::language
