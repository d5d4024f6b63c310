#include "lab/operators/cheats.h"

#include <fmt/format.h>

#include "command_language/classes.h"

namespace studylab::lab {
namespace {

std::string class_by(std::uint64_t number) {
  auto const classes = language::classes_of("bad-deploy");
  return std::string{to_text(classes[number % classes.size()])};
}

std::string guess(std::uint64_t number) {
  return fmt::format("classify {} --because \"by other means\" --ref {{operation}}",
                     class_by(number));
}

}  // namespace

std::optional<std::string> AllClasses::next() {
  auto line = expert_.next();
  if (!line || !line->starts_with("classify ")) {
    // The expert takes the class in force for its own; the other classes come before it continues.
    bool const classified = !expert_.notes().fault_class.empty();
    if (!classified || stated_ >= language::classes_of("bad-deploy").size()) return line;
    return fmt::format("classify {} --because \"one of them\" --ref {}", class_by(stated_++),
                       expert_.notes().operation);
  }
  return line;
}

void RefusalOracle::watch(language::Answer const& answer) {
  notes_.take(answer);
  if (expert_) return expert_->watch(answer);
  earlier_.push_back(answer);
}

std::optional<std::string> RefusalOracle::next() {
  if (expert_) return expert_->next();
  if (step_ == 0) {
    ++step_;
    return "show releases " + notes_.environment;
  }
  if (step_ == 1) {
    ++step_;
    std::string earlier = "rel-1";
    for (auto const& [id, release] : notes_.releases) {
      if (release.served && !release.serving && !release.symptoms && release.in_store &&
          release.reads)
        earlier = id;
    }
    return fmt::format("rollback {} --to {}", notes_.environment, earlier);
  }
  ExpertOptions options;
  options.without = {Part::operation_query, Part::route_query, Part::errors_query,
                     Part::bindings_query, Part::plan};
  options.fault_class =
      notes_.last_code == "database_incompatible" ? "database-migration" : "app-only";
  expert_ = std::make_unique<Expert>(opening_, options);
  for (auto const& answer : earlier_) expert_->watch(answer);
  return expert_->next();
}

std::optional<std::string> RepairFirst::next() {
  auto const& notes = expert_.notes();
  if (stage_ == Stage::query) {
    stage_ = Stage::repair;
    return "show releases " + notes.environment;
  }
  if (stage_ == Stage::repair) {
    bool const refused = !tried_.empty() && !notes.last_code.empty();
    auto const target = tried_.empty() || refused ? next_target() : std::string{};
    if (!target.empty()) {
      tried_.insert(target);
      return fmt::format("rollback {} --to {} --because \"it helps most of the time\"",
                         notes.environment, target);
    }
    stage_ = Stage::expert;
    return "wait 60s";
  }
  return expert_.next();
}

// A release that served well and that it has not tried yet; empty: none is left.
std::string RepairFirst::next_target() const {
  for (auto const& [id, release] : expert_.notes().releases) {
    bool const served_well = release.served && !release.serving && !release.symptoms;
    if (served_well && release.in_store && !tried_.contains(id)) return id;
  }
  return {};
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
                             "close --summary \"everything was tried\" --ref {operation}"});
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

std::vector<std::string> NamesByTypo::more() {
  if (announced_) return {};
  announced_ = true;
  return {guess(reported_)};
}

void EntryCounting::watch(language::Answer const& answer) {
  Scripted::watch(answer);
  for (auto const entry : answer.entries) reported_ = reported_ * 7 + entry.number;
}

std::vector<std::string> EntryCounting::more() {
  if (announced_) return {};
  announced_ = true;
  return {guess(reported_)};
}

}  // namespace studylab::lab
