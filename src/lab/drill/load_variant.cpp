// Reads a variant of a drill file: its fault and its answer key.
#include <algorithm>
#include <span>

#include <fmt/format.h>

#include "lab/drill/read.h"
#include "lab/grade/runbook.h"

namespace studylab::drill {
namespace {

// A smaller share might not be over the threshold when an edge first checks.
constexpr Range failing_share{100, 1000};

std::vector<std::string> texts(Value const& list) {
  std::vector<std::string> texts;
  for (auto const& item : list.items()) {
    if (auto text = item.text()) texts.push_back(std::move(*text));
  }
  return texts;
}

std::optional<std::size_t> fault_index(Value const& value) {
  // The fault's name determines which other keys are valid.
  if (auto const is = value.peek("is")) return is->word("fault", fault_names);
  Fields{value, {{"is"}}};
  return std::nullopt;
}

template <class Failing>
Fault read_failing(Value const& value) {
  Failing fault;
  Fields const fields{value, {{"is"}, {"failing"}, {"code"}, {"logs"}}};
  if (auto const v = fields["failing"]) take(v->range(failing_share), fault.failing);
  if (auto const v = fields["code"]) take(v->text(), fault.code);
  if (auto const v = fields["logs"]) fault.logs = texts(*v);
  return fault;
}

Fault read_binding_gone(Value const& value) {
  BindingGone fault;
  Fields const fields{value, {{"is"}, {"failing"}, {"logs"}}};
  if (auto const v = fields["failing"]) take(v->range(failing_share), fault.failing);
  if (auto const v = fields["logs"]) fault.logs = texts(*v);
  return fault;
}

Fault read_passing_burst(Value const& value) {
  PassingBurst fault;
  Fields const fields{value, {{"is"}, {"failing"}, {"length"}, {"elsewhere"}}};
  if (auto const v = fields["failing"]) take(v->range(failing_share), fault.failing);
  if (auto const v = fields["length"]) take(v->durations(), fault.length);
  if (auto const v = fields["elsewhere"]) {
    if (auto const share = v->number({0, 1000})) fault.elsewhere = Permille{*share};
  }
  return fault;
}

template <class Piece>
std::vector<std::string_view> names_of(std::span<Piece const* const> pieces) {
  std::vector<std::string_view> names;
  for (auto const* piece : pieces) names.push_back(piece->name);
  return names;
}

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

}  // namespace

std::optional<Fault> read_fault(Value const& value) {
  auto const index = fault_index(value);
  if (!index) return std::nullopt;
  switch (*index) {
    case 0: return read_failing<FailingRelease>(value);
    case 1: return read_failing<ContractingMigration>(value);
    case 2: return read_binding_gone(value);
    case 3: Fields{value, {{"is"}}}; return StalledConsumer{};
    case 4: return read_passing_burst(value);
    default: return std::nullopt;
  }
}

std::optional<Variant> read_variant(Value const& value, grade::RunbookGrading const& runbook) {
  Variant variant;
  Fields const fields{
      value,
      {{"name"}, {"class"}, {"fault"}, {"clues"}, {"repairs"}, {"required"}, {"causes"}, {"end"}}};
  if (!value.is_map()) return std::nullopt;
  if (auto const v = fields["name"]) take(v->id(), variant.name);
  if (auto const v = fields["class"]) {
    auto const index = v->word("class", words_of<FaultClass>(enum_size<FaultClass>));
    if (index) variant.fault_class = static_cast<FaultClass>(*index);
  }
  if (auto const v = fields["fault"]) take(read_fault(*v), variant.fault);
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
