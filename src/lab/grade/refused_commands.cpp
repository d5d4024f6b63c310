// Of action: commands that were refused.
#include <algorithm>
#include <array>

#include "lab/grade/grading.h"

namespace studylab::grade {
namespace {

std::string_view take_word(std::string_view& rest) {
  auto const begin = rest.find_first_not_of(' ');
  if (begin == std::string_view::npos) return rest = {};
  rest.remove_prefix(begin);
  char quote = 0;
  std::size_t end = 0;
  for (; end < rest.size() && (quote != 0 || rest[end] != ' '); ++end) {
    char const c = rest[end];
    if (c == '\\') {
      end = std::min(end + 1, rest.size() - 1);
    } else if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '"' || c == '\'') {
      quote = c;
    }
  }
  auto word = rest.substr(0, end);
  rest.remove_prefix(end);
  // Quotes around a whole word do not change it.
  bool const quoted = word.size() >= 2 && (word.front() == '"' || word.front() == '\'') &&
                      word.back() == word.front();
  if (quoted) word = word.substr(1, word.size() - 2);
  return word;
}

// Another reason or wording does not make it another command.
std::string_view next_word(std::string_view& rest) {
  constexpr std::array<std::string_view, 4> wording{"--because", "--summary", "--says", "--data"};
  auto word = take_word(rest);
  while (std::ranges::find(wording, word) != wording.end()) {
    take_word(rest);
    word = take_word(rest);
  }
  return word;
}

bool same_command(CommandRefused const& a, CommandRefused const& b) {
  if (a.verb != b.verb || a.object != b.object || a.code != b.code) return false;
  std::string_view rest_a = a.act.line;
  std::string_view rest_b = b.act.line;
  while (true) {
    auto const word_a = next_word(rest_a);
    auto const word_b = next_word(rest_b);
    if (word_a != word_b) return false;
    if (word_a.empty()) return true;
  }
}

}  // namespace

// A prohibited command costs 10, once for each rule; a command that was just refused and is given
// again, 2. One refusal is charged by the dearer of the two.
void grade_refusals(GradingInput const& input, Deductions& deductions) {
  auto const& refusals = input.run.commands.refusals;
  for (auto at = refusals.begin(); at != refusals.end(); ++at) {
    auto const& refused = *at->refused;
    bool const first_of_its_rule =
        refused.kind == RefusalKind::forbidden &&
        std::none_of(refusals.begin(), at, [&](RefusedAct const& earlier) {
          return earlier.refused->kind == RefusalKind::forbidden &&
                 earlier.refused->rule == refused.rule;
        });
    if (first_of_its_rule) {
      deductions.take(10, refused.rule, Phase::action, at->entry,
                      Refused{refused.verb, refused.code});
      continue;
    }
    bool const again = std::any_of(refusals.begin(), at, [&](RefusedAct const& earlier) {
      return earlier.changed == at->changed && same_command(*earlier.refused, refused);
    });
    if (again) {
      deductions.take(2, refused.rule, Phase::action, at->entry,
                      RefusedAgain{refused.verb, refused.code});
    }
  }
}

}  // namespace studylab::grade
