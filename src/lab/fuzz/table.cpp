#include "lab/fuzz/table.h"

#include <algorithm>

#include <fmt/format.h>

namespace studylab::fuzz {
namespace {

using grade::Marks;

bool passed(Marks const& marks) { return marks.outcome == grade::Outcome::passed; }

bool follows(std::string_view rule) { return rule == "OP3" || rule == "OP4"; }

bool only_under(Marks const& marks, std::string_view rule) {
  return std::ranges::all_of(marks.deductions, [&](grade::Deduction const& lost) {
    return lost.rule == rule || follows(lost.rule);
  });
}

std::uint32_t lost_under(Marks const& marks, std::string_view rule) {
  std::uint32_t points = 0;
  for (auto const& lost : marks.deductions) points += lost.rule == rule ? lost.points : 0;
  return points;
}

bool as_lost(Row const& row, Marks const& marks) {
  auto const lost = lost_under(marks, row.rule);
  return only_under(marks, row.rule) && (row.points == 0 ? lost > 0 : lost == row.points);
}

// Of its rule once and dearly; what else the same line costs stands under OP3.
bool as_refused(Row const& row, Marks const& marks) {
  auto const refusals = std::ranges::count(marks.refusals, row.code, &grade::RefusalSeen::code);
  bool const once = std::ranges::count(marks.deductions, row.rule, &grade::Deduction::rule) == 1;
  return refusals >= 1 && once && lost_under(marks, row.rule) == 10 &&
         marks.deductions.size() == 1 && marks.harms.empty() && marks.score == 90 && passed(marks);
}

bool comes_to(Row const& row, Played const& played) {
  auto const& marks = played.marks;
  bool const fault = played.variant->fault_class != FaultClass::no_fault;
  switch (row.must) {
    case Must::full_marks: return passed(marks) && marks.score == 100;
    case Must::pass_no_fault_only: return passed(marks) != fault;
    case Must::pass_by_chance:
    case Must::guess: return true;
    case Must::fail: return !passed(marks);
    case Must::fail_where_fault: return !fault || !passed(marks);
    case Must::lose_only: return as_lost(row, marks);
    case Must::be_refused: return as_refused(row, marks);
  }
  return false;
}

}  // namespace

bool has_object(Row const& row, drill::Variant const& variant) {
  return row.variants.empty() ||
         std::ranges::find(row.variants, variant.name) != row.variants.end();
}

std::optional<std::string> wrong(Row const& row, Played const& played) {
  if (!played.failed.empty()) return played.failed;
  if (!has_object(row, *played.variant)) return std::nullopt;
  if (played.marks.outcome == grade::Outcome::invalid) {
    return fmt::format("{} in {} is invalid: {}", row.name, played.variant->name,
                       played.marks.invalid_because);
  }
  if (comes_to(row, played)) return std::nullopt;
  return fmt::format("{} in {}: {}", row.name, played.variant->name, in_a_line(played.marks));
}

std::string in_a_line(Marks const& marks) {
  auto text = fmt::format("{} with {}", to_text(marks.outcome), marks.score);
  if (!marks.mended && !marks.handed_over) text += ", not mended";
  for (auto const& lost : marks.deductions) {
    text +=
        fmt::format("; -{} {} at {}: {}", lost.points, lost.rule, to_text(lost.entry), lost.why);
  }
  for (auto const& harm : marks.harms) text += fmt::format("; harm {} {}", harm.count, harm.kind);
  return text;
}

}  // namespace studylab::fuzz
