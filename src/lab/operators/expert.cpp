#include "lab/operators/expert.h"

#include <algorithm>

#include <fmt/format.h>

#include "command_language/verbs.h"
#include "lab/operators/answer_texts.h"
#include "lab/operators/expert_steps.h"

namespace studylab::lab {
namespace {

using steps::entry_number;

// More than any run needs; an expert that exceeds it is lost, and stops.
constexpr std::uint32_t max_commands = 150;
// A symptom that is still present after this many waits does not end by itself.
constexpr std::uint32_t max_waits = 3;

// Whether it asks for the command's plan: `--plan OP` names a restore's.
bool only_plans(std::string_view line) {
  constexpr std::string_view option = " --plan";
  auto const at = line.find(option);
  if (at == std::string_view::npos) return false;
  return !line.substr(at + option.size()).starts_with(" op-");
}

// Whether the line orders a repair, and does not only plan it.
bool is_repair(std::string_view line) {
  if (only_plans(line)) return false;
  auto const* verb = language::find_verb(words(line, 1));
  if (verb == nullptr) verb = language::find_verb(words(line, 2));
  bool const asks_for_one = line.find(" --repair ") != std::string_view::npos;
  return verb != nullptr && (verb->kind == CommandKind::repair || asks_for_one);
}

bool begins_with_any(std::string_view line, auto const& beginnings) {
  return std::ranges::any_of(
      beginnings, [&](std::string_view beginning) { return line.starts_with(beginning); });
}

// Of the strategies of the class that suit the facts, the one with this name, or the first;
// nullptr: nothing is to be repaired.
Strategy const* strategy_of(std::span<Strategy const> strategies, FaultClass fault_class,
                            std::string_view name, Notes const& notes) {
  Strategy const* first = nullptr;
  for (auto const& strategy : strategies) {
    bool const suits = strategy.suits == nullptr || strategy.suits(notes);
    if (strategy.fault_class != fault_class || !suits) continue;
    if (strategy.name == name) return &strategy;
    if (first == nullptr) first = &strategy;
  }
  return first;
}

}  // namespace

Expert::Expert(language::Opening const& opening, ExpertOptions options)
    : runbook_(find_expert(opening.runbook)), notes_(opening), options_(std::move(options)) {
  if (runbook_ == nullptr) return;
  for (auto const query : runbook_->object_queries) object_queries_.push_back(filled(query));
  symptom_query_ = filled(runbook_->symptom_query);
}

ExpertView Expert::view() const {
  ExpertView view{notes_, options_, judged_ ? &*judged_ : nullptr, {}, resumed_};
  if (strategy_ != nullptr) {
    view.verbs = strategy_->verbs;
  } else if (auto const all = runbook_->strategies(); !all.empty()) {
    view.verbs = all.front().verbs;
  }
  return view;
}

Line Expert::ask(Line (*step)(ExpertView const&)) const {
  return step == nullptr ? std::nullopt : step(view());
}

std::string_view Expert::handed_to() const {
  return runbook_->hand_over == nullptr ? std::string_view{} : runbook_->hand_over(view());
}

std::string Expert::filled(std::string_view line) const {
  std::string whole{line};
  steps::fill_alert(notes_.alert, whole);
  return whole;
}

void Expert::watch(language::Answer const& answer) {
  notes_.take(answer);
  if (runbook_ == nullptr || answer.kind != language::AnswerKind::done) return;
  auto const& line = notes_.last_command;
  if (is_repair(line)) last_repair_entry_ = notes_.last_entry;
  if (line.starts_with("wait --until ")) ++waits_;
  if (line.starts_with("classify ")) class_entry_ = notes_.last_entry;
  if (line.starts_with("resume ")) resumed_ = true;
  if (line.starts_with("wait --for ")) waited_for_ = steps::repair_operation(view());
  if (line.starts_with(symptom_query_)) symptom_queried_ = notes_.last_entry;
  if (begins_with_any(line, object_queries_)) repair_queried_ = notes_.last_entry;
}

Line Expert::next() {
  if (runbook_ == nullptr || notes_.ended || notes_.commands >= max_commands) return std::nullopt;
  if (auto line = wait_for_answer()) return line;
  if (auto line = query()) return line;
  judge();
  if (auto line = next_of(options_.before_class, given_before_class_)) return line;
  if (auto line = classify()) return line;
  if (judged_->fault_class != FaultClass::no_fault) {
    if (auto line = ask(runbook_->hold)) return line;
    if (auto line = next_of(options_.before_repair, given_before_repair_)) return line;
    if (!without(Part::repair)) {
      if (auto line = repair()) return line;
      if (auto line = watch_repair()) return line;
    }
  }
  if (auto line = query_after()) return line;
  if (auto line = next_of(options_.before_close, given_before_close_)) return line;
  if (auto line = ask(runbook_->lift)) return line;
  return leave_evidence();
}

Line Expert::query() const {
  if (judged_) return std::nullopt;
  for (auto const& query : runbook_->queries) {
    if (without(query.part)) continue;
    if (auto line = query.next(view())) return line;
  }
  // Who leaves something out does not rule out what has nothing to do with the incident either.
  if (!options_.without.empty()) return std::nullopt;
  return steps::query_other_changes(view());
}

void Expert::judge() {
  if (judged_) return;
  Judgement judged;
  judged.fault_class =
      options_.fault_class ? *options_.fault_class : runbook_->class_by_facts(notes_);
  judged.clues = runbook_->clues(notes_, judged.fault_class);
  auto const& behind = notes_.routes.behind;
  judged.edge = behind.empty() ? notes_.alert.edge : behind.begin()->first;
  judged.owner = notes_.routes.owner;
  auto const& gone = notes_.bindings.gone;
  if (!gone.empty()) judged.binding = gone.begin()->first;
  strategy_ = strategy_of(runbook_->strategies(), judged.fault_class, options_.strategy, notes_);
  judged_ = std::move(judged);
}

Line Expert::classify() const {
  if (without(Part::classification) || !notes_.incident.fault_class.empty()) return std::nullopt;
  auto entries = without(Part::class_refs) ? std::vector<std::string>{} : judged_->clues;
  if (options_.class_refs != nullptr) entries = options_.class_refs(notes_);
  auto const more =
      runbook_->class_options == nullptr ? std::string{} : runbook_->class_options(view());
  return fmt::format("classify {}{} --because \"the referenced facts fit only this class\"{}",
                     to_text(judged_->fault_class), more, steps::refs(std::move(entries)));
}

Line Expert::next_of(std::vector<std::string> const& lines, std::size_t& given) const {
  if (given >= lines.size()) return std::nullopt;
  auto line = filled(lines[given++]);
  steps::fill_in(line, "{owner}", notes_.routes.owner);
  steps::fill_in(line, "{bad}", judged_->owner);
  steps::fill_in(line, "{repair}", steps::repair_operation(view()));
  steps::fill_in(line, "{database}", notes_.databases.name);
  steps::fill_in(line, "{gone}", judged_->binding);
  auto const& first = notes_.bindings.first;
  steps::fill_in(line, "{binding}", first.empty() ? "search" : first);
  if (runbook_->fill != nullptr) runbook_->fill(view(), line);
  return line;
}

Line Expert::repair() const {
  if (strategy_ == nullptr || strategy_->begun(view())) return std::nullopt;
  return strategy_->repair(view());
}

// Until the repair's operation has ended and the symptom is gone.
Line Expert::watch_repair() const {
  if (without(Part::wait) || !handed_to().empty()) return std::nullopt;
  auto const operation = steps::repair_operation(view());
  if (operation != waited_for_) return fmt::format("wait --for {} --at-most 5m", operation);
  auto const& incident = notes_.incident;
  if (incident.symptom && !*incident.symptom &&
      entry_number(incident.symptom_entry) > entry_number(last_repair_entry_)) {
    return std::nullopt;
  }
  if (waits_ >= max_waits) return std::nullopt;
  if (notes_.last_command.starts_with("wait --until symptom-gone")) return symptom_query_;
  return "wait --until symptom-gone --at-most 5m";
}

// The repaired object and the symptom once more, after the last repair.
Line Expert::query_after() const {
  if (without(Part::query_after)) return std::nullopt;
  auto const after = std::max(entry_number(last_repair_entry_), 1U);
  bool const repaired = !last_repair_entry_.empty();
  if (repaired && entry_number(repair_queried_) <= after) return runbook_->query_repaired(view());
  auto const operation = steps::repair_operation(view());
  if (repaired && !operation.empty() && !notes_.operations.entries.contains(operation)) {
    return "show operation " + operation;
  }
  bool const queried =
      entry_number(symptom_queried_) > entry_number(repaired ? last_repair_entry_ : class_entry_);
  bool const gone = !notes_.incident.symptom.value_or(true);
  bool const given_up = waits_ >= max_waits || !handed_to().empty();
  if (queried && (gone || given_up)) return std::nullopt;
  if (!gone && !given_up && !notes_.last_command.starts_with("wait --until")) {
    return "wait --until symptom-gone --at-most 5m";
  }
  return symptom_query_;
}

// Until the app owner has answered; `show incident` then prints the answer.
Line Expert::wait_for_answer() const {
  auto const& people = notes_.people;
  if (people.notice.empty() || !people.answer.empty()) return std::nullopt;
  if (notes_.last_command.starts_with("wait")) return "show incident";
  return fmt::format("wait --for {} --at-most 10m", people.notice);
}

Line Expert::leave_evidence() const {
  auto const& incident = notes_.incident;
  if (!incident.impact_stated && !without(Part::impact)) {
    if (!options_.impact.empty()) return options_.impact;
    if (!incident.users || !notes_.last_command.starts_with("show incident")) {
      return "show incident";
    }
    auto const more =
        runbook_->impact_options == nullptr ? std::string{} : runbook_->impact_options(view());
    return fmt::format("impact --users {} --minutes {}{} --because \"as the incident counts them\"",
                       *incident.users, incident.minutes.value_or(0), more);
  }
  if (without(Part::close)) return std::nullopt;
  if (notes_.last_command.starts_with("close ")) return std::nullopt;
  auto evidence = judged_->clues;
  if (evidence.size() > 2) evidence.erase(evidence.begin(), evidence.end() - 2);
  evidence.push_back(runbook_->resolved_by(view()));
  evidence.push_back(repair_queried_);
  evidence.push_back(symptom_queried_);
  if (without(Part::close_refs)) evidence = {notes_.alert.incident};
  if (options_.close_refs != nullptr) evidence = options_.close_refs(notes_, std::move(evidence));
  // The class in force may be another operator's, whose run this one continues.
  std::string_view const stated = incident.fault_class;
  auto const fault_class = stated.empty() ? to_text(judged_->fault_class) : stated;
  if (auto const team = handed_to(); !team.empty()) {
    return fmt::format("close --summary \"{}: found, and handed to {}\" --hand-over {}{}",
                       fault_class, team, team, steps::refs(std::move(evidence)));
  }
  bool const nothing = fault_class == to_text(FaultClass::no_fault);
  return fmt::format("close --summary \"{}: found, {} and watched\"{}", fault_class,
                     nothing ? "left alone" : "resolved", steps::refs(std::move(evidence)));
}

}  // namespace studylab::lab
