#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace studylab::language {

// The runbooks, with their original wording.

enum class LineKind : std::uint8_t { step, prohibition };
// Who must follow the line. Tests skip the step, or remove the platform's guard.
enum class LineBy : std::uint8_t { operators, platform, both };

struct RunbookLine {
  std::string_view id;  // OP1
  LineKind kind;
  LineBy by;
  std::string_view words;
  std::string_view meaning;  // what it means on the platform; empty: not described yet
  std::string_view verbs;  // the verbs that do it or are refused under it; empty: not described yet
};

struct Runbook {
  std::string_view id;     // lower case, with hyphens
  std::string_view title;  // for people
  std::string_view about;
  std::span<RunbookLine const> lines;
};

inline constexpr std::string_view product_line = "**Study Lab** · local app · Vango";
inline constexpr std::string_view runbooks_title = "Operational Runbooks";
inline constexpr std::string_view mission =
    "Practice the operator path: find truth, classify risk, take the smallest correct action, and "
    "leave evidence.";

std::span<Runbook const> runbooks();
Runbook const* find_runbook(std::string_view id);  // nullptr: none

// The four phases of the operator's path, OP1 to OP4.
std::span<RunbookLine const> operator_path();
// The same for a page: its id is `operator-path`. No drill is of it, so find_runbook does not have
// it.
Runbook const& operator_path_section();
// A line of any runbook or of the operator's path by its id; nullptr: none.
RunbookLine const* find_line(std::string_view id);

// `the operator`, `the platform`, `the operator and the platform`.
std::string_view by_text(LineBy by);

// All six runbooks as one page, and a single one with the meaning of each line.
std::string runbooks_page();
std::string runbook_page(Runbook const& runbook);

}  // namespace studylab::language
