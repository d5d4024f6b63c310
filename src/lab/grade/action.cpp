#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "lab/grade/grading.h"

namespace studylab::grade {
namespace {

using namespace std::chrono_literals;

// --- commands as they were given, without their free text ---

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
  // Quotes around a whole word make no other word of it.
  bool const quoted = word.size() >= 2 && (word.front() == '"' || word.front() == '\'') &&
                      word.back() == word.front();
  if (quoted) word = word.substr(1, word.size() - 2);
  return word;
}

// Reasons and wording make no other command of it.
std::string_view next_clue_word(std::string_view& rest) {
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
    auto const word_a = next_clue_word(rest_a);
    auto const word_b = next_clue_word(rest_b);
    if (word_a != word_b) return false;
    if (word_a.empty()) return true;
  }
}

// --- the rows ---

// Evidence is marked under OP4, the impact's under DR5 only where data was restored.
std::string_view rule_of(CommandRefused const& refused, drill::AnswerKey const& key) {
  bool const of_restore = refused.rule == "DR5" && key.runbook != "database-restore";
  return of_restore ? std::string_view{"OP4"} : std::string_view{refused.rule};
}

// A wrong hand costs 10, once a rule; a command that was just refused and is given again, 2. One
// refusal is taken by the dearer of the two.
void grade_refusals(GradingInput const& input, Deductions& deductions) {
  auto const& refusals = input.run.refusals;
  for (auto at = refusals.begin(); at != refusals.end(); ++at) {
    auto const& refused = *at->refused;
    bool const new_prohibited_command =
        refused.kind == RefusalKind::forbidden &&
        std::none_of(refusals.begin(), at, [&](RefusedAct const& earlier) {
          return earlier.refused->kind == RefusalKind::forbidden &&
                 earlier.refused->rule == refused.rule;
        });
    if (new_prohibited_command) {
      deductions.take(10, rule_of(refused, input.key), Phase::action, at->entry,
                      fmt::format("a wrong hand: {} was refused {}", refused.verb, refused.code));
      continue;
    }
    bool const again = std::any_of(refusals.begin(), at, [&](RefusedAct const& earlier) {
      return earlier.changed == at->changed && same_command(*earlier.refused, refused);
    });
    if (again) {
      deductions.take(2, rule_of(refused, input.key), Phase::action, at->entry,
                      fmt::format("{} again, refused {} again, and nothing had changed",
                                  refused.verb, refused.code));
    }
  }
}

std::string_view words_of(RepairVerb verb) {
  switch (verb) {
    case RepairVerb::rollback: return "a rollback";
    case RepairVerb::deploy: return "a deploy";
    case RepairVerb::rebaseline: return "a new baseline";
    case RepairVerb::restart: return "a restart";
    case RepairVerb::retry: return "a retry";
    case RepairVerb::notice: return "a repair asked of an owner";
    case RepairVerb::escalation: return "an escalation";
  }
  return "a repair";
}

void grade_repairs(GradingInput const& input, Deductions& deductions) {
  for (auto const& one : input.outcomes.repairs) {
    auto const what = words_of(one.act->verb);
    switch (one.verdict) {
      case Verdict::accepted:
      case Verdict::in_progress: break;
      case Verdict::needless:
        deductions.take(5, "OP3", Phase::action, one.act->entry,
                        fmt::format("{} where nothing was at fault", what));
        break;
      case Verdict::unaccepted:
        deductions.take(10, "OP3", Phase::action, one.act->entry,
                        fmt::format("{}, which does not mend this fault", what));
        break;
      case Verdict::oversize:
        deductions.take(10, "OP3", Phase::action, one.act->entry,
                        fmt::format("{} on what is not the incident's", what));
        break;
    }
  }
}

// Holds on what the incident names are never needless; lifting any is no act of its own.
void grade_holds(GradingInput const& input, Deductions& deductions) {
  for (auto const& hold : input.run.hold_acts) {
    if (hold.lifts || hold.environment == nullptr) continue;
    if (*hold.environment == input.run.incident->opened->environment) continue;
    deductions.take(10, "OP3", Phase::action, hold.entry, "a hold on what is not the incident's");
  }
}

bool graded_elsewhere(drill::RequiredFact fact) {
  return fact == drill::RequiredFact::state_before_logs ||
         fact == drill::RequiredFact::class_in_force;
}

void grade_steps(GradingInput const& input, Deductions& deductions) {
  for (auto const& step : input.key.required) {
    if (graded_elsewhere(step.fact) || !is_due(input, step)) continue;
    if (done_at(input, step.fact)) continue;
    deductions.take(5, step.id, Phase::action, input.run.end,
                    fmt::format("left out: {}", drill::to_text(step.fact)));
  }
}

}  // namespace

void grade_action(GradingInput const& input, Deductions& deductions) {
  grade_refusals(input, deductions);
  grade_repairs(input, deductions);
  grade_holds(input, deductions);
  grade_steps(input, deductions);
}

void grade_time(GradingInput const& input, Duration failed, Duration reference,
                Deductions& deductions) {
  if (failed <= 2 * reference + 60s) return;
  std::uint32_t const points = failed <= 4 * reference + 60s ? 5 : 10;
  auto const entry = input.run.last_over_entry ? input.run.last_over_entry : input.run.end;
  deductions.take(points, "OP3", Phase::action, entry,
                  fmt::format("requests failed for {} s, {} s in the expert's hands",
                              std::chrono::floor<std::chrono::seconds>(failed).count(),
                              std::chrono::floor<std::chrono::seconds>(reference).count()));
}

}  // namespace studylab::grade
