#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "model/enums.h"
#include "model/origin.h"

namespace studylab {

// The operator's queries, checks, refused commands and waits.
// Kinds 1100 to 1199 are this subject's; a kind's number and fields never change.

// forbidden: a prohibition, or a verdict that --plan would have shown. not_yet: a fact is missing.
enum class RefusalKind : std::uint8_t { forbidden, not_yet };
enum class WaitFor : std::uint8_t { time, operation, symptom_gone, notice };
enum class WaitResult : std::uint8_t { reached, at_most };

// `shown`: the entries that the answer's values come from, ascending. `names`: the names it printed
// that were not shown before. `object` is what was queried, empty for lists.
struct Queried {
  static constexpr std::uint16_t kind_number = 1101;
  static constexpr std::string_view kind_name = "Queried";

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
  static constexpr std::uint16_t kind_number = 1102;
  static constexpr std::string_view kind_name = "Checked";

  std::string verb;
  std::string object;
  std::string finding;
  std::vector<EntryId> shown;
  std::vector<std::string> names;
  Act act;

  STUDYLAB_FIELDS(verb, object, finding, shown, names, act)
};

struct CommandRefused {
  static constexpr std::uint16_t kind_number = 1103;
  static constexpr std::string_view kind_name = "CommandRefused";

  std::string verb;
  std::string object;
  std::string code;
  std::string rule;
  RefusalKind kind = RefusalKind::not_yet;
  Act act;

  STUDYLAB_FIELDS(verb, object, code, rule, kind, act)
};

struct HintGiven {
  static constexpr std::uint16_t kind_number = 1104;
  static constexpr std::string_view kind_name = "HintGiven";

  Phase phase = Phase::truth;
  std::uint32_t step = 0;
  std::string text;
  Act act;

  STUDYLAB_FIELDS(phase, step, text, act)
};

struct Waited {
  static constexpr std::uint16_t kind_number = 1105;
  static constexpr std::string_view kind_name = "Waited";

  WaitFor until = WaitFor::time;
  std::string object;
  WaitResult result = WaitResult::reached;
  Act act;

  STUDYLAB_FIELDS(until, object, result, act)
};

using OperatorFact = std::variant<Queried, Checked, CommandRefused, HintGiven, Waited>;

}  // namespace studylab
