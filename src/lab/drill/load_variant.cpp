// Reads a variant of a drill file: its fault and its answer key.
#include <algorithm>
#include <span>

#include <fmt/format.h>

#include "lab/drill/read.h"
#include "lab/drill/runbook.h"
#include "lab/grade/runbook.h"

namespace studylab::drill {
namespace {

// Pieces of the runbook by name, each at most once.
template <class Piece>
std::vector<Piece const*> read_pieces(Value const& list, std::string_view noun,
                                      std::span<Piece const* const> pieces) {
  std::vector<Piece const*> read;
  for (auto const& item : list.items()) {
    auto const index = item.word(noun, names_of(pieces));
    if (!index) continue;
    auto const* piece = pieces[*index];
    if (std::ranges::find(read, piece) != read.end()) {
      item.wrong(fmt::format("'{}' appears twice", piece->name), fmt::format("each {} once", noun));
    } else {
      read.push_back(piece);
    }
  }
  return read;
}

std::optional<grade::RequiredStep> read_required(
    Value const& value, grade::RunbookGrading const& runbook,
    std::vector<grade::AcceptedRepair const*> const& repairs) {
  grade::RequiredStep step;
  Fields const fields{value, {{"id"}, {"fact"}, {"with", Needed::no}}};
  auto const id = fields["id"];
  auto const fact = fields["fact"];
  auto const id_text = id ? id->text() : std::nullopt;
  auto const index = fact ? fact->word("required fact", names_of(runbook.required)) : std::nullopt;
  if (!id_text || !index) return std::nullopt;
  step.id = *id_text;
  step.fact = runbook.required[*index];
  if (auto const with = fields["with"]) {
    step.with = read_pieces(*with, "repair", runbook.repairs);
    for (auto const* repair : step.with) {
      if (std::ranges::find(repairs, repair) != repairs.end()) continue;
      with->wrong(fmt::format("'{}' is not an accepted repair of this variant", repair->name),
                  "one of its repairs");
    }
  }
  return step;
}

std::vector<grade::StatusCause> read_causes(Value const& list) {
  std::vector<grade::StatusCause> causes;
  auto const names = words_of<grade::StatusCause>(enum_size<grade::StatusCause>);
  for (auto const& item : list.items()) {
    if (auto const index = item.word("cause", names)) {
      causes.push_back(static_cast<grade::StatusCause>(*index));
    }
  }
  return causes;
}

std::shared_ptr<Fault const> read_fault(Value const& value, RunbookDrawing const& runbook) {
  // The fault's name determines which other keys are valid.
  auto const is = value.peek("is");
  if (!is) {
    Fields{value, {{"is"}}};
    return nullptr;
  }
  auto const index = is->word("fault", names_of(runbook.faults));
  if (!index) return nullptr;
  auto fault = runbook.faults[*index]->read(value);
  fault->kind = runbook.faults[*index];
  return fault;
}

}  // namespace

std::optional<Variant> read_variant(Value const& value, RunbookDrawing const& drawing) {
  auto const& runbook = grade::grading_of(drawing.id);
  Variant variant;
  Fields const fields{value,
                      {{"name"},
                       {"class"},
                       {"scope", Needed::no},
                       {"fault"},
                       {"clues"},
                       {"repairs"},
                       {"required"},
                       {"causes"},
                       {"end"}}};
  if (!value.is_map()) return std::nullopt;
  if (auto const v = fields["name"]) take(v->id(), variant.name);
  if (auto const v = fields["class"]) {
    auto const index = v->word("class", words_of<FaultClass>(enum_size<FaultClass>));
    if (index) variant.fault_class = static_cast<FaultClass>(*index);
  }
  if (auto const v = fields["scope"]) {
    auto const index = v->word("scope", words_of<Scope>(enum_size<Scope>));
    if (index) variant.scope = static_cast<Scope>(*index);
  }
  if (auto const v = fields["fault"]) variant.fault = read_fault(*v, drawing);
  if (auto const v = fields["clues"]) variant.clues = read_pieces(*v, "clue", runbook.clues);
  if (auto const v = fields["repairs"])
    variant.repairs = read_pieces(*v, "repair", runbook.repairs);
  if (auto const v = fields["required"]) {
    for (auto const& item : v->items()) {
      if (auto step = read_required(item, runbook, variant.repairs))
        variant.required.push_back(std::move(*step));
    }
  }
  if (auto const v = fields["causes"]) variant.causes = read_causes(*v);
  if (auto const v = fields["end"]) {
    auto const index = v->word("end", words_of<grade::End>(enum_size<grade::End>));
    if (index) variant.end = static_cast<grade::End>(*index);
  }
  return variant;
}

}  // namespace studylab::drill
