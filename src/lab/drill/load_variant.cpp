// Reads a variant of a drill file: its fault and its answer key.
#include <algorithm>

#include <fmt/format.h>

#include "lab/drill/read.h"

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

std::vector<ClueKind> read_clues(Value const& list) {
  std::vector<ClueKind> clues;
  auto const names = words_of<ClueKind>(enum_size<ClueKind>);
  for (auto const& item : list.items()) {
    auto const index = item.word("clue", names);
    if (!index) continue;
    auto const clue = static_cast<ClueKind>(*index);
    if (std::ranges::find(clues, clue) != clues.end()) {
      item.wrong(fmt::format("'{}' appears twice", to_text(clue)), "each clue once");
    } else {
      clues.push_back(clue);
    }
  }
  return clues;
}

std::vector<RepairOutcome> read_repairs(Value const& list) {
  std::vector<RepairOutcome> repairs;
  auto const names = words_of<RepairOutcome>(enum_size<RepairOutcome>);
  for (auto const& item : list.items()) {
    auto const index = item.word("repair", names);
    if (!index) continue;
    auto const repair = static_cast<RepairOutcome>(*index);
    if (std::ranges::find(repairs, repair) != repairs.end()) {
      item.wrong(fmt::format("'{}' appears twice", to_text(repair)), "each repair once");
    } else {
      repairs.push_back(repair);
    }
  }
  return repairs;
}

std::optional<RequiredStep> read_required(Value const& value,
                                          std::vector<RepairOutcome> const& repairs) {
  RequiredStep step;
  Fields const fields{value, {{"id"}, {"fact"}, {"with", Needed::no}}};
  auto const id = fields["id"];
  auto const fact = fields["fact"];
  auto const id_text = id ? id->text() : std::nullopt;
  auto const index =
      fact ? fact->word("required fact", words_of<RequiredFact>(enum_size<RequiredFact>))
           : std::nullopt;
  if (!id_text || !index) return std::nullopt;
  step.id = *id_text;
  step.fact = static_cast<RequiredFact>(*index);
  if (auto const with = fields["with"]) {
    step.with = read_repairs(*with);
    for (auto const repair : step.with) {
      if (std::ranges::find(repairs, repair) != repairs.end()) continue;
      with->wrong(fmt::format("'{}' is not an accepted repair of this variant", to_text(repair)),
                  "one of its repairs");
    }
  }
  return step;
}

std::vector<StatusCause> read_causes(Value const& list) {
  std::vector<StatusCause> causes;
  auto const names = words_of<StatusCause>(enum_size<StatusCause>);
  for (auto const& item : list.items()) {
    if (auto const index = item.word("cause", names)) {
      causes.push_back(static_cast<StatusCause>(*index));
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

std::optional<Variant> read_variant(Value const& value) {
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
  if (auto const v = fields["clues"]) variant.clues = read_clues(*v);
  if (auto const v = fields["repairs"]) variant.repairs = read_repairs(*v);
  if (auto const v = fields["required"]) {
    for (auto const& item : v->items()) {
      if (auto step = read_required(item, variant.repairs))
        variant.required.push_back(std::move(*step));
    }
  }
  if (auto const v = fields["causes"]) variant.causes = read_causes(*v);
  if (auto const v = fields["end"]) {
    auto const index = v->word("end", words_of<End>(enum_size<End>));
    if (index) variant.end = static_cast<End>(*index);
  }
  return variant;
}

}  // namespace studylab::drill
