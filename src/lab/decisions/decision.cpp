#include "lab/decisions/decision.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/check.h"

namespace studylab::decisions {

Control yes_no(std::string_view id, std::string_view label, bool initial) {
  return {id, label, ControlKind::yes_no, {}, 0, 1, 1, initial ? 1U : 0U};
}

Control choice(std::string_view id, std::string_view label,
               std::span<std::string_view const> choices, std::uint32_t initial) {
  auto const last = static_cast<std::uint32_t>(choices.size() - 1);
  return {id, label, ControlKind::choice, choices, 0, last, 1, initial};
}

Control duration(std::string_view id, std::string_view label, Seconds const& range) {
  return {id,         label,        ControlKind::duration, {}, range.least, range.greatest,
          range.step, range.initial};
}

Control count(std::string_view id, std::string_view label, std::uint32_t least,
              std::uint32_t greatest, std::uint32_t initial) {
  return {id, label, ControlKind::count, {}, least, greatest, 1, initial};
}

std::uint32_t Inputs::at(std::string_view id) const {
  auto const found = std::ranges::find(controls_, id, &Control::id);
  STUDYLAB_CHECK(found != controls_.end());
  return values_[static_cast<std::size_t>(found - controls_.begin())];
}

std::string_view Inputs::word(std::string_view id) const {
  auto const found = std::ranges::find(controls_, id, &Control::id);
  STUDYLAB_CHECK(found != controls_.end() && !found->choices.empty());
  return found->choices[at(id)];
}

std::vector<Description const*> descriptions() {
  std::vector<Description const*> all;
  for (auto const& one : shared_descriptions()) all.push_back(&one);
  for (auto const* runbook : runbooks()) {
    for (auto const& one : runbook->guards()) all.push_back(&one);
  }
  return all;
}

Description const* find(std::string_view id) {
  for (auto const* one : descriptions()) {
    if (one->id == id) return one;
  }
  return nullptr;
}

std::string_view runbook_of(Description const& description) {
  for (auto const* runbook : runbooks()) {
    for (auto const& one : runbook->guards()) {
      if (one.id == description.id) return runbook->runbook;
    }
  }
  return {};
}

std::vector<std::string_view> lines_shown_by(std::string_view decision) {
  std::vector<std::string_view> lines;
  for (auto const* runbook : runbooks()) {
    for (auto const& shown : runbook->lines) {
      if (shown.decision == decision) lines.push_back(shown.line);
    }
  }
  return lines;
}

std::vector<std::string_view> decisions_that_show(std::string_view line) {
  std::vector<std::string_view> found;
  for (auto const* runbook : runbooks()) {
    for (auto const& shown : runbook->lines) {
      if (shown.line == line) found.push_back(shown.decision);
    }
  }
  return found;
}

Outcome evaluate(Description const& description, Values const& values) {
  STUDYLAB_CHECK(values.size() == description.controls.size());
  auto outcome = description.evaluate(Inputs{description.controls, values});
  STUDYLAB_CHECK(std::ranges::find(description.answers, outcome.answer, &Answer::id) !=
                 description.answers.end());
  return outcome;
}

std::string_view words_of(Description const& description, std::string_view answer) {
  auto const found = std::ranges::find(description.answers, answer, &Answer::id);
  STUDYLAB_CHECK(found != description.answers.end());
  return found->words;
}

std::vector<Flip> flips(Description const& description, Values const& values) {
  auto const now = evaluate(description, values).answer;
  std::vector<Flip> found;
  for (std::size_t i = 0; i < description.controls.size(); ++i) {
    auto const& control = description.controls[i];
    auto changed = values;
    Flip* last = nullptr;
    for (auto value = control.least; value <= control.greatest; value += control.step) {
      changed[i] = value;
      auto answer = value == values[i] ? now : evaluate(description, changed).answer;
      bool const flipped = answer != now;
      bool const ordered =
          control.kind == ControlKind::count || control.kind == ControlKind::duration;
      if (flipped && ordered && last != nullptr && last->answer == answer) {
        last->to = value;
        continue;
      }
      last = nullptr;
      if (!flipped) continue;
      found.push_back({&control, value, value, std::move(answer)});
      last = &found.back();
    }
  }
  return found;
}

}  // namespace studylab::decisions
