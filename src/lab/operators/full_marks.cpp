#include "lab/operators/full_marks.h"

#include <fmt/format.h>

#include "lab/desk/session.h"
#include "lab/grade/grade.h"
#include "lab/operators/drive.h"
#include "lab/operators/expert.h"

namespace studylab::lab {

std::optional<std::string> short_of_full_marks(drill::Drill const& drill, std::uint64_t seed) {
  desk::RunOptions options;
  options.drill = drill.id;
  options.seed = seed;
  options.operator_kind = "expert";
  auto session = desk::Session::open(drill, options, "run-check");
  if (!session) return session.error();
  Expert expert{(*session)->opening()};
  drive(**session, expert);
  auto const& lab = (*session)->lab_chain().entries();
  auto const* opened = std::get_if<LabOpened>(&lab.front().fact);
  auto const* variant = drill.find(opened->variant);
  auto const sheet = drill::sheet_of(drill, *variant);
  auto const marks = grade::grade({(*session)->chain().entries(), lab}, sheet);
  if (marks.outcome == grade::Outcome::passed && marks.score == 100) return std::nullopt;
  std::string why =
      fmt::format("{}: {} with {} points", variant->name, to_text(marks.outcome), marks.score);
  if (!marks.invalid_because.empty()) why += "; " + marks.invalid_because;
  for (auto const& lost : marks.deductions) {
    why += fmt::format("; -{} {} at {}: {}", lost.points, lost.rule, to_text(lost.entry), lost.why);
  }
  return why;
}

}  // namespace studylab::lab
