// What may follow at the end of a line: for completion.
#include <algorithm>

#include "command_language/classes.h"
#include "command_language/option_lister.h"
#include "command_language/parse.h"
#include "command_language/verbs.h"

namespace studylab::language {
namespace {

using Slot = Slots::Slot;

// Which of a verb's places and options a line has already filled.
struct Reached {
  Slot const* open = nullptr;  // the option whose values come next
  std::size_t values = 0;      // that it has been given
  std::size_t places = 0;      // that are filled
};

// Whether the option needs no more values. `--repair` takes what to repair, and its name if it has
// one.
bool is_filled(Slot const& slot, std::string_view word, std::size_t values) {
  if (slot.takes == Slot::Takes::one) return true;
  bool const kind_first = slot.form && !slot.words.empty();
  if (!kind_first) return false;
  bool const named = word == to_text(RepairKind::binding) || word == to_text(RepairKind::secret);
  return values == 2 || !named;
}

Reached walk(std::span<std::string_view const> words, std::vector<Slot> const& slots) {
  Reached reached;
  for (auto const word : words) {
    if (word.starts_with("--")) {
      auto const slot = std::ranges::find(slots, word, &Slot::name);
      bool const takes = slot != slots.end() && slot->takes != Slot::Takes::nothing;
      reached.open = takes ? &*slot : nullptr;
      reached.values = 0;
    } else if (reached.open != nullptr) {
      ++reached.values;
      if (is_filled(*reached.open, word, reached.values)) reached.open = nullptr;
    } else {
      ++reached.places;
    }
  }
  return reached;
}

void expect_values(Expected& expected, Slot const& slot, std::size_t given) {
  // Where a word determines the kind of the following name, the word comes first.
  bool const both = slot.form && !slot.words.empty();
  if (!both || given == 0) expected.words = slot.words;
  if (!both || given == 1) expected.form = slot.form;
}

// The next words of a verb, after those typed before.
void expect_verb_words(Expected& expected, std::span<std::string_view const> before) {
  auto const offer = [&](std::string_view words) {
    auto const space = words.find(' ');
    auto const first = words.substr(0, space);
    if (before.empty()) {
      expected.words.push_back(first);
    } else if (before.size() == 1 && before[0] == first && space != std::string_view::npos) {
      expected.words.push_back(words.substr(space + 1));
    }
  };
  for (auto const& row : verb_rows()) {
    if (!is_prohibited(row)) offer(row.words);
  }
  for (auto const& row : free_rows()) offer(row.words);
}

VerbRow const* begun_by(std::span<std::string_view const> words) {
  if (auto const* row = find_verb(words[0])) return row;
  if (words.size() == 1) return nullptr;
  return find_verb(std::string{words[0]} + ' ' + std::string{words[1]});
}

}  // namespace

Expected expected_after(std::span<std::string_view const> words, std::string_view runbook) {
  Expected expected;
  if (!words.empty() && words[0] == "help") {
    expect_verb_words(expected, words.subspan(1));
    if (words.size() == 1) expected.words.emplace_back("scoring");
    if (words.size() == 1) expected.options.emplace_back("--all");
    return expected;
  }
  auto const* row = words.empty() ? nullptr : begun_by(words);
  if (row == nullptr) {
    expect_verb_words(expected, words);
    return expected;
  }
  auto const slots = slots_of(*row);
  auto const length = static_cast<std::size_t>(std::ranges::count(row->words, ' ')) + 1;
  auto const reached = walk(words.subspan(length), slots);
  if (reached.open != nullptr) {
    expect_values(expected, *reached.open, reached.values);
    return expected;
  }
  for (auto const& slot : slots) {
    bool const offered = !slot.name.empty() && !is_prohibited_option(slot.name);
    if (offered) expected.options.push_back(slot.name);
  }
  // `wait` takes a duration or options, not both.
  if (row->words == "wait" && words.size() > length) return expected;
  std::size_t place = 0;
  for (auto const& slot : slots) {
    if (!slot.name.empty() || place++ != reached.places) continue;
    expect_values(expected, slot, 0);
    if (row->words == "classify") {
      expected.words.clear();
      for (auto const one : classes_of(runbook)) expected.words.push_back(to_text(one));
    }
  }
  return expected;
}

}  // namespace studylab::language
