// A variant of a drill file: its fault and its answer sheet.
#include <algorithm>

#include <fmt/format.h>

#include "lab/drill/read.h"

namespace studylab::drill {
namespace {

// Less than this might not be over the threshold when an edge first looks.
constexpr Range failing_share{100, 1000};

// Which looks and checks print a fact.
struct PrintedBy {
  TellFact fact;
  InstrumentKind kind;
  std::string_view word;
};
constexpr std::array<PrintedBy, 11> printed_by{{
    {TellFact::failed_by_new_release, InstrumentKind::look, "errors"},
    {TellFact::failed_at_one_edge, InstrumentKind::look, "errors"},
    {TellFact::under_threshold, InstrumentKind::look, "errors"},
    {TellFact::bindings_answer, InstrumentKind::look, "bindings"},
    {TellFact::binding_gone, InstrumentKind::look, "bindings"},
    {TellFact::rollback_compatible, InstrumentKind::check, "rollback"},
    {TellFact::rollback_incompatible, InstrumentKind::check, "rollback"},
    {TellFact::no_rows_lost, InstrumentKind::look, "database"},
    {TellFact::rows_lost, InstrumentKind::look, "database"},
    {TellFact::edge_behind, InstrumentKind::look, "route --edges"},
    {TellFact::edge_behind, InstrumentKind::look, "edge"},
}};

std::vector<std::string> texts(Value const& list) {
  std::vector<std::string> texts;
  for (auto const& item : list.items()) {
    if (auto text = item.text()) texts.push_back(std::move(*text));
  }
  return texts;
}

std::optional<std::size_t> fault_index(Value const& value) {
  // Only then is it known which other keys are right.
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

// The instrument of a tell: `look:` or `check:`, one of them, that prints the fact.
std::optional<Tell> read_tell(Value const& value) {
  Fields const fields{value, {{"look", Needed::no}, {"check", Needed::no}, {"fact"}}};
  auto const look = fields["look"];
  auto const check = fields["check"];
  if (value.is_map() && static_cast<bool>(look) == static_cast<bool>(check)) {
    value.wrong("a fact is printed by one look or one check", "'look: WORD' or 'check: VERB'");
  }
  auto const fact = fields["fact"];
  auto const names = words_of<TellFact>(tell_facts);
  auto const index = fact ? fact->word("tell", names) : std::nullopt;
  if (!index || static_cast<bool>(look) == static_cast<bool>(check)) return std::nullopt;

  Tell tell{static_cast<TellFact>(*index), {}};
  tell.instrument.kind = look ? InstrumentKind::look : InstrumentKind::check;
  auto const& word = look ? *look : *check;
  if (auto text = word.text()) tell.instrument.word = std::move(*text);
  std::vector<std::string> right;
  for (auto const& row : printed_by) {
    if (row.fact != tell.fact) continue;
    if (row.kind == tell.instrument.kind && row.word == tell.instrument.word) return tell;
    right.push_back(
        fmt::format("{}: {}", row.kind == InstrumentKind::look ? "look" : "check", row.word));
  }
  word.wrong(fmt::format("this does not print '{}'", to_text(tell.fact)),
             fmt::format("{}", fmt::join(right, " or ")));
  return std::nullopt;
}

std::vector<RepairOutcome> read_repairs(Value const& list) {
  std::vector<RepairOutcome> repairs;
  auto const names = words_of<RepairOutcome>(repair_outcomes);
  for (auto const& item : list.items()) {
    auto const index = item.word("repair", names);
    if (!index) continue;
    auto const repair = static_cast<RepairOutcome>(*index);
    if (std::ranges::find(repairs, repair) != repairs.end()) {
      item.wrong(fmt::format("'{}' stands here twice", to_text(repair)), "each repair once");
    } else {
      repairs.push_back(repair);
    }
  }
  return repairs;
}

std::optional<DueStep> read_due(Value const& value, std::vector<RepairOutcome> const& repairs) {
  DueStep step;
  Fields const fields{value, {{"id"}, {"fact"}, {"with", Needed::no}}};
  auto const id = fields["id"];
  auto const fact = fields["fact"];
  auto const id_text = id ? id->text() : std::nullopt;
  auto const index = fact ? fact->word("due fact", words_of<DueFact>(due_facts)) : std::nullopt;
  if (!id_text || !index) return std::nullopt;
  step.id = *id_text;
  step.fact = static_cast<DueFact>(*index);
  if (auto const with = fields["with"]) {
    step.with = read_repairs(*with);
    for (auto const repair : step.with) {
      if (std::ranges::find(repairs, repair) != repairs.end()) continue;
      with->wrong(fmt::format("'{}' is no accepted repair of this variant", to_text(repair)),
                  "one of its repairs");
    }
  }
  return step;
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
  Fields const fields{value,
                      {{"name"}, {"class"}, {"fault"}, {"tells"}, {"repairs"}, {"due"}, {"end"}}};
  if (!value.is_map()) return std::nullopt;
  if (auto const v = fields["name"]) take(v->id(), variant.name);
  if (auto const v = fields["class"]) {
    auto const index = v->word("class", words_of<FaultClass>(enum_size<FaultClass>));
    if (index) variant.fault_class = static_cast<FaultClass>(*index);
  }
  if (auto const v = fields["fault"]) take(read_fault(*v), variant.fault);
  if (auto const v = fields["tells"]) {
    for (auto const& item : v->items()) {
      if (auto tell = read_tell(item)) variant.tells.push_back(std::move(*tell));
    }
  }
  if (auto const v = fields["repairs"]) variant.repairs = read_repairs(*v);
  if (auto const v = fields["due"]) {
    for (auto const& item : v->items()) {
      if (auto step = read_due(item, variant.repairs)) variant.due.push_back(std::move(*step));
    }
  }
  if (auto const v = fields["end"]) {
    auto const index = v->word("end", words_of<End>(2));
    if (index) variant.end = static_cast<End>(*index);
  }
  return variant;
}

}  // namespace studylab::drill
