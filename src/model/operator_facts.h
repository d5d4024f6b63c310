#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "model/nouns.h"

namespace studylab {

// What the operator looked at, asked, was refused and waited for.
// Kinds 1100 to 1199 are this subject's; a kind's number and fields never change.

// forbidden: a prohibition, or a verdict that --plan would have shown. not_yet: a fact is missing.
enum class RefusalKind : std::uint8_t { forbidden, not_yet };
template <>
inline constexpr std::uint32_t enum_size<RefusalKind> = 2;
enum class WaitFor : std::uint8_t { time, operation, symptom_gone, notice };
template <>
inline constexpr std::uint32_t enum_size<WaitFor> = 4;
enum class WaitResult : std::uint8_t { reached, at_most };
template <>
inline constexpr std::uint32_t enum_size<WaitResult> = 2;

// `shown`: the entries that the answer's values come from, ascending. `names`: the names it printed
// that were not shown before. `object` is what was looked at, empty for lists.
struct Looked {
  static constexpr std::uint16_t kind_number = 1101;
  static constexpr std::string_view kind_name = "Looked";

  std::string look;
  std::string object;
  std::vector<EntryId> shown;
  std::vector<std::string> names;
  Act act;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("look", self.look);
    visit("object", self.object);
    visit("shown", self.shown);
    visit("names", self.names);
    visit("act", self.act);
  }
};

// A hold or repair asked with --plan, or a check verb. `finding` is its verdict's word; `shown` as
// in Looked.
struct Checked {
  static constexpr std::uint16_t kind_number = 1102;
  static constexpr std::string_view kind_name = "Checked";

  std::string verb;
  std::string object;
  std::string finding;
  std::vector<EntryId> shown;
  std::vector<std::string> names;
  Act act;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("verb", self.verb);
    visit("object", self.object);
    visit("finding", self.finding);
    visit("shown", self.shown);
    visit("names", self.names);
    visit("act", self.act);
  }
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

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("verb", self.verb);
    visit("object", self.object);
    visit("code", self.code);
    visit("rule", self.rule);
    visit("kind", self.kind);
    visit("act", self.act);
  }
};

struct HintGiven {
  static constexpr std::uint16_t kind_number = 1104;
  static constexpr std::string_view kind_name = "HintGiven";

  Phase phase = Phase::truth;
  std::uint32_t step = 0;
  std::string text;
  Act act;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("phase", self.phase);
    visit("step", self.step);
    visit("text", self.text);
    visit("act", self.act);
  }
};

struct Waited {
  static constexpr std::uint16_t kind_number = 1105;
  static constexpr std::string_view kind_name = "Waited";

  WaitFor until = WaitFor::time;
  std::string object;
  WaitResult result = WaitResult::reached;
  Act act;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("until", self.until);
    visit("object", self.object);
    visit("result", self.result);
    visit("act", self.act);
  }
};

using OperatorFact = std::variant<Looked, Checked, CommandRefused, HintGiven, Waited>;

}  // namespace studylab
