// What people say when the alert opens.
#include <algorithm>

#include <fmt/format.h>

#include "lab/drill/read.h"

namespace studylab::drill {
namespace {

// Every runbook has these, and they are the same in every variant.
void check_text(Value const& value, std::string_view text) {
  check_placeholders(value, text, {"{environment}", "{route}"});
}

std::vector<std::string> read_texts(Value const& list) {
  std::vector<std::string> texts;
  for (auto const& item : list.items()) {
    auto text = item.text();
    if (!text) continue;
    check_text(item, *text);
    texts.push_back(std::move(*text));
  }
  return texts;
}

std::vector<FaultClass> classes_of(Drill const& drill) {
  std::vector<FaultClass> classes;
  for (auto const& variant : drill.variants) {
    bool const known = std::ranges::find(classes, variant.fault_class) != classes.end();
    if (!known) classes.push_back(variant.fault_class);
  }
  return classes;
}

void read_hunch(Value const& value, Drill& drill) {
  auto const classes = classes_of(drill);
  std::vector<std::string_view> words;
  for (auto const each : classes) words.push_back(studylab::to_text(each));
  Fields const fields{value, {{"class"}, {"text"}}};
  Statements::Hunch hunch;
  auto const named = fields["class"];
  auto const index = named ? named->word("class of this drill", words) : std::nullopt;
  if (auto const text = fields["text"]) {
    take(text->text(), hunch.text);
    check_text(*text, hunch.text);
  }
  if (!index) return;
  hunch.fault_class = classes[*index];
  auto& hunches = drill.statements.hunches;
  if (std::ranges::find(hunches, hunch.fault_class, &Statements::Hunch::fault_class) !=
      hunches.end()) {
    return named->wrong(fmt::format("'{}' appears twice", words[*index]), "each class once");
  }
  hunches.push_back(std::move(hunch));
}

// A class without a hunch would be named less often than the others.
void check_hunches(Value const& list, Drill const& drill) {
  for (auto const each : classes_of(drill)) {
    auto const& hunches = drill.statements.hunches;
    if (std::ranges::find(hunches, each, &Statements::Hunch::fault_class) != hunches.end()) {
      continue;
    }
    list.wrong(fmt::format("no hunch names the class '{}'", studylab::to_text(each)),
               "one hunch for each class of the drill");
  }
}

}  // namespace

void read_statements(Value const& value, Drill& drill) {
  Fields const fields{value, {{"hunches"}, {"demands"}, {"requests"}}};
  if (auto const list = fields["hunches"]) {
    for (auto const& item : list->items()) read_hunch(item, drill);
    check_hunches(*list, drill);
  }
  if (auto const list = fields["demands"]) drill.statements.demands = read_texts(*list);
  if (auto const list = fields["requests"]) drill.statements.requests = read_texts(*list);
}

void check_no_statements(Value const& levels, Drill const& drill) {
  for (std::uint32_t n = 0; n < enum_size<Level>; ++n) {
    if (drill.levels[n].statements.high == 0) continue;
    auto const level = levels.peek(studylab::to_text(static_cast<Level>(n)));
    auto const value = level ? level->peek("statements") : std::nullopt;
    if (value) value->wrong("the file does not say what people say", "the key 'statements' too");
  }
}

}  // namespace studylab::drill
