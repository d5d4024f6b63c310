#include "lab/operators/cheats.h"

#include <fmt/format.h>

#include "command_language/classes.h"
#include "command_language/verbs.h"
#include "lab/operators/answer_texts.h"
#include "lab/operators/expert_steps.h"

namespace studylab::lab {
namespace {

std::string guess(std::string_view runbook, std::uint64_t number) {
  auto const classes = language::classes_of(runbook);
  auto const fault_class =
      classes.empty() ? FaultClass::no_fault : classes[number % classes.size()];
  return fmt::format("classify {} --because \"by other means\" --ref {{subject}}",
                     steps::class_words(runbook, fault_class));
}

}  // namespace

AllClasses::AllClasses(language::Opening const& opening)
    : expert_(opening),
      runbook_(opening.runbook),
      classes_(language::classes_of(opening.runbook)) {}

std::optional<std::string> AllClasses::next() {
  auto line = expert_.next();
  if (!line || !line->starts_with("classify ")) {
    // The expert takes the class in force for its own; the other classes come before it continues.
    bool const classified = !expert_.notes().incident.fault_class.empty();
    if (!classified || stated_ >= classes_.size()) return line;
    return fmt::format("classify {} --because \"one of them\" --ref {}",
                       steps::class_words(runbook_, classes_[stated_++]),
                       expert_.notes().alert.subject);
  }
  return line;
}

std::vector<std::string> Shotgun::more() {
  if (announced_) return {};
  announced_ = true;
  std::vector<std::string> lines;
  for (auto const& environment : seen().environments()) {
    lines.push_back(fmt::format("freeze {}", environment));
    lines.push_back(fmt::format("notify-owner {} --repair migration", environment));
    lines.push_back(fmt::format("notify-owner {} --repair readiness", environment));
  }
  for (auto const& edge : seen().edges())
    lines.push_back(fmt::format("repair-propagation {}", edge));
  for (auto const& binding : seen().bindings()) {
    lines.push_back(fmt::format("notify-owner {{environment}} --repair binding {}", binding));
  }
  lines.insert(lines.end(),
               {"rollback {environment} --to {earlier}", "wait 3m", "wait --until symptom-gone"});
  for (auto const& environment : seen().environments())
    lines.push_back(fmt::format("unfreeze {}", environment));
  lines.insert(lines.end(), {"show incident",
                             "impact --users {users} --minutes {minutes} --because \"as counted\"",
                             "close --summary \"everything was tried\" --ref {subject}"});
  return lines;
}

void AllRefs::watch(language::Answer const& answer) {
  expert_.watch(answer);
  seen_.take(answer);
}

std::optional<std::string> AllRefs::next() {
  auto line = expert_.next();
  if (line && line->starts_with("classify ") && !tried_) {
    tried_ = true;
    for (auto const& name : seen_.all()) *line += " --ref " + name;
  }
  return line;
}

void NamesByTypo::watch(language::Answer const& answer) {
  Scripted::watch(answer);
  for (char const c : answer.text) reported_ = reported_ * 31 + static_cast<unsigned char>(c);
}

ActsFirst::ActsFirst(language::Opening const& opening, std::vector<std::string> lines,
                     ExpertOptions options)
    : expert_(opening, std::move(options)), lines_(with_reasons(std::move(lines))) {}

std::optional<std::string> ActsFirst::next() {
  if (at_ == lines_.size()) return expert_.next();
  auto line = lines_[at_++];
  steps::fill_alert(expert_.notes().alert, line);
  return line;
}

Blind::Blind(language::Opening const& opening, std::vector<std::string> lines)
    : Scripted(opening, with_reasons(std::move(lines))) {}

std::vector<std::string> Blind::more() {
  auto lines = ended_ ? std::vector<std::string>{} : with_reasons(then());
  if (!lines.empty() || ended_) return lines;
  ended_ = true;
  auto const refs = steps::refs(evidence());
  return {"show incident", "impact --users {users} --minutes {minutes} --because \"as counted\"",
          fmt::format("close --summary \"done\"{}", refs.empty() ? " --ref {incident}" : refs)};
}

std::vector<std::string> with_reasons(std::vector<std::string> lines) {
  for (auto& line : lines) {
    auto const* verb = language::find_verb(words(line, 1));
    bool const acts =
        verb != nullptr && (verb->kind == CommandKind::hold || verb->kind == CommandKind::repair);
    bool const has_one = line.find(" --because ") != std::string::npos;
    bool const plans = line.find(" --plan") != std::string::npos;
    if (acts && !has_one && !plans) line += " --because \"it helps\"";
  }
  return lines;
}

std::vector<std::string> NamesByTypo::more() {
  if (announced_) return {};
  announced_ = true;
  return {guess(runbook(), reported_), "wait 30s"};
}

void EntryCounting::watch(language::Answer const& answer) {
  Scripted::watch(answer);
  for (auto const entry : answer.entries) reported_ = reported_ * 7 + entry.number;
}

std::vector<std::string> EntryCounting::more() {
  if (announced_) return {};
  announced_ = true;
  return {guess(runbook(), reported_)};
}

}  // namespace studylab::lab
