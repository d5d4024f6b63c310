#include "lab/decisions/document.h"

namespace studylab::decisions {
namespace {

namespace json = boost::json;

std::string_view kind_text(ControlKind kind) {
  switch (kind) {
    case ControlKind::yes_no: return "boolean";
    case ControlKind::choice: return "choice";
    case ControlKind::duration: return "duration";
    case ControlKind::count: return "count";
  }
  return {};
}

// A boolean, a choice's word, seconds or a number.
json::value json_of(Control const& control, std::uint32_t value) {
  if (control.kind == ControlKind::yes_no) return value != 0;
  if (control.kind == ControlKind::choice) return json::value(control.choices[value]);
  return value;
}

json::object control_document(Control const& control) {
  json::object one{{"id", control.id},
                   {"label", control.label},
                   {"kind", kind_text(control.kind)},
                   {"default", json_of(control, control.initial)}};
  if (control.kind == ControlKind::choice) {
    json::array words;
    for (auto const word : control.choices) words.emplace_back(word);
    one["choices"] = std::move(words);
  }
  bool const ordered = control.kind == ControlKind::count || control.kind == ControlKind::duration;
  if (ordered) {
    one["min"] = control.least;
    one["max"] = control.greatest;
    one["step"] = control.step;
  }
  return one;
}

}  // namespace

json::object document(Description const& description) {
  json::array controls, answers, lines;
  for (auto const& control : description.controls) controls.push_back(control_document(control));
  for (auto const& [id, words] : description.answers) {
    answers.push_back(json::object{{"id", id}, {"words", words}});
  }
  for (auto const line : lines_shown_by(description.id)) lines.emplace_back(line);
  return {{"id", description.id},
          {"kind", description.kind == DecisionKind::decision ? "decision" : "guard"},
          {"runbook", runbook_of(description)},
          {"title", description.title},
          {"about", description.about},
          {"function", description.function},
          {"lines", std::move(lines)},
          {"inputs", std::move(controls)},
          {"answers", std::move(answers)}};
}

json::object evaluation(Description const& description, Values const& values) {
  auto const outcome = evaluate(description, values);
  json::object inputs;
  for (std::size_t i = 0; i < values.size(); ++i) {
    inputs[description.controls[i].id] = json_of(description.controls[i], values[i]);
  }
  json::array reasons, changes;
  for (auto const& reason : outcome.reasons) reasons.emplace_back(reason);
  for (auto const& flip : flips(description, values)) {
    changes.push_back(json::object{{"input", flip.control->id},
                                   {"from", json_of(*flip.control, flip.from)},
                                   {"to", json_of(*flip.control, flip.to)},
                                   {"text", text_of(flip)},
                                   {"answer", flip.answer}});
  }
  return {{"decision", description.id},
          {"inputs", std::move(inputs)},
          {"answer", outcome.answer},
          {"reasons", std::move(reasons)},
          {"flips", std::move(changes)}};
}

}  // namespace studylab::decisions
