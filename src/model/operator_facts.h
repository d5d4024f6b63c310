#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "model/enums.h"
#include "model/fact_kind.h"
#include "model/origin.h"

namespace studylab {

// The operator's queries, checks, refused commands and waits.
// Kinds 1100 to 1199 are this subject's.

// forbidden: a prohibition, or a verdict that --plan would have shown. not_yet: a fact is missing.
enum class RefusalKind : std::uint8_t { forbidden, not_yet };
enum class WaitFor : std::uint8_t { time, operation, symptom_gone, notice };
enum class WaitResult : std::uint8_t { reached, at_most };

// `shown`: the entries that the answer's values come from, ascending. `names`: the names it printed
// that were not shown before. `object` is what was queried, empty for lists.
struct Queried {
  static constexpr FactKind fact_kind{1101, 1, "Queried"};

  std::string query;
  std::string object;
  std::vector<EntryId> shown;
  std::vector<std::string> names;
  Act act;

  STUDYLAB_FIELDS(query, object, shown, names, act)
};

// A hold or repair with --plan, or a check verb. `finding` is its verdict's word; `shown` as
// in Queried.
struct Checked {
  static constexpr FactKind fact_kind{1102, 1, "Checked"};

  std::string verb;
  std::string object;
  std::string finding;
  std::vector<EntryId> shown;
  std::vector<std::string> names;
  Act act;

  STUDYLAB_FIELDS(verb, object, finding, shown, names, act)
};

struct CommandRefused {
  static constexpr FactKind fact_kind{1103, 1, "CommandRefused"};

  std::string verb;
  std::string object;
  std::string code;
  std::string rule;
  RefusalKind kind = RefusalKind::not_yet;
  Act act;

  STUDYLAB_FIELDS(verb, object, code, rule, kind, act)
};

struct HintGiven {
  static constexpr FactKind fact_kind{1104, 1, "HintGiven"};

  Phase phase = Phase::truth;
  std::uint32_t step = 0;
  std::string text;
  Act act;

  STUDYLAB_FIELDS(phase, step, text, act)
};

struct Waited {
  static constexpr FactKind fact_kind{1105, 1, "Waited"};

  WaitFor until = WaitFor::time;
  std::string object;
  WaitResult result = WaitResult::reached;
  Act act;

  STUDYLAB_FIELDS(until, object, result, act)
};

using OperatorFact = std::variant<Queried, Checked, CommandRefused, HintGiven, Waited>;

}  // namespace studylab
