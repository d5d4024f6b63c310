#include "lab/operators/simple_operators.h"

#include <algorithm>

#include <fmt/format.h>

#include "command_language/classes.h"
#include "lab/operators/expert_steps.h"

namespace studylab::lab {
namespace {

using steps::fill_in;

// The random operator draws from these, with a line for each class of the runbook in between.
constexpr std::string_view before_classes[] = {
    "show incident",
    "show environments",
    "show operations {environment}",
    "show operation {operation}",
    "show route {route} --edges",
    "show releases {environment}",
    "show errors {environment}",
    "show bindings {environment}",
    "show databases",
    "show edges",
    "show allocations {environment}",
    "logs {environment}",
    "show hosts",
    "freeze {environment} --because \"chance\"",
    "unfreeze {environment}",
    "rollback {environment} --to {release} --because \"chance\"",
    "rollback {environment} --to {release} --plan",
    "deploy {environment} --release {release} --forward-fix",
    "deploy {environment} --release {release}",
    "repair-propagation {edge} --because \"chance\"",
    "notify-owner {environment} --repair migration",
    "notify-owner {environment} --repair binding {binding}",
    "escalate database",
    "restart {environment}",
    "restart {allocation}",
    "snapshot {edge}",
    "verify {edge}",
    "resume {edge} --from {number}",
    "rotate-secret {binding}",
    "cancel {operation}",
    "retry {operation}",
    "wait 30s",
    "wait --until symptom-gone --at-most 2m"};
constexpr std::string_view after_classes[] = {
    "note \"chance\" --ref {any}",
    "impact --users {number} --minutes {number} --because \"chance\"",
    "close --summary \"chance\" --ref {any} {operation}",
    "set-route {edge} {route} {release}",
    "rebuild-from {environment} --branch main",
    "scale {environment} --allocations 5",
    "skip-to {edge} {number}"};

std::vector<std::string> random_lines(std::string_view runbook) {
  std::vector<std::string> lines(std::begin(before_classes), std::end(before_classes));
  for (auto const fault_class : language::classes_of(runbook)) {
    lines.push_back(fmt::format("classify {} --because \"chance\" --ref {{any}}",
                                steps::class_words(runbook, fault_class)));
  }
  lines.insert(lines.end(), std::begin(after_classes), std::end(after_classes));
  return lines;
}

void add_once(std::vector<std::string>& to, std::string_view text) {
  if (std::find(to.begin(), to.end(), text) == to.end()) to.emplace_back(text);
}

bool looks_like_name(std::string_view text) {
  if (text.empty() || text.size() > 40) return false;
  return text.find_first_of(" :\"") == std::string_view::npos &&
         text.find_first_of("-/.") != std::string_view::npos;
}

}  // namespace

void Seen::take(language::Answer const& answer) {
  Record{answer.data}.each_text(
      [this](std::string_view text, std::string_view key) { name(text, key); });
}

void Seen::name(std::string_view text, std::string_view key) {
  if (text.starts_with("edge-")) add_once(edges_, text);
  if (text.starts_with("rel-")) add_once(releases_, text);
  if (text.starts_with("op-")) add_once(operations_, text);
  if (text.starts_with("alloc-")) add_once(allocations_, text);
  if (key == "environment") add_once(environments_, text);
  if (key == "binding" || key == "needs") add_once(bindings_, text);
  if (looks_like_name(text)) add_once(all_, text);
}

RandomOperator::RandomOperator(language::Opening const& opening, Seed const& seed)
    : notes_(opening),
      lines_(random_lines(opening.runbook)),
      random_(seed, "operator/random"),
      left_(static_cast<std::uint32_t>(random_.between(10, 60))) {}

void RandomOperator::watch(language::Answer const& answer) {
  notes_.take(answer);
  seen_.take(answer);
}

std::string RandomOperator::fill(std::string line) {
  auto const pick = [&](std::vector<std::string> const& from, std::string const& otherwise) {
    return from.empty() ? otherwise : from[random_.below(from.size())];
  };
  fill_in(line, "{environment}",
          random_.chance(600) ? notes_.alert.environment
                              : pick(seen_.environments(), notes_.alert.environment));
  fill_in(line, "{release}", pick(seen_.releases(), "rel-1"));
  fill_in(line, "{edge}", pick(seen_.edges(), notes_.alert.edge));
  fill_in(line, "{operation}", pick(seen_.operations(), notes_.alert.subject));
  fill_in(line, "{allocation}", pick(seen_.allocations(), "alloc-1"));
  fill_in(line, "{binding}", pick(seen_.bindings(), "search"));
  fill_in(line, "{any}", pick(seen_.all(), notes_.alert.route));
  fill_in(line, "{route}", notes_.alert.route);
  fill_in(line, "{number}", std::to_string(random_.between(0, 200)));
  return line;
}

std::optional<std::string> RandomOperator::next() {
  if (left_ == 0 || notes_.ended) return std::nullopt;
  --left_;
  return fill(random_.pick(std::span<std::string const>{lines_}));
}

Scripted::Scripted(language::Opening const& opening, std::vector<std::string> lines)
    : notes_(opening), lines_(std::move(lines)), runbook_(opening.runbook) {}

void Scripted::watch(language::Answer const& answer) {
  notes_.take(answer);
  seen_.take(answer);
}

std::optional<std::string> Scripted::next() {
  if (notes_.ended) return std::nullopt;
  if (at_ == lines_.size()) {
    for (auto& line : more()) lines_.push_back(std::move(line));
  }
  if (at_ == lines_.size()) return std::nullopt;
  return fill(lines_[at_++]);
}

std::string Scripted::fill(std::string line) const {
  steps::fill_alert(notes_.alert, line);
  fill_in(line, "{users}", std::to_string(notes_.incident.users.value_or(0)));
  fill_in(line, "{minutes}", std::to_string(notes_.incident.minutes.value_or(0)));
  fill_in(line, "{binding}", seen_.bindings().empty() ? "search" : seen_.bindings().front());
  std::string earlier = "rel-1";
  std::uint64_t latest = 0;
  for (auto const& [id, release] : notes_.releases.all) {
    if (!release.served || release.serving || release.last_served_epoch < latest) continue;
    latest = release.last_served_epoch;
    earlier = id;
  }
  fill_in(line, "{earlier}", earlier);
  auto const classes = language::classes_of(runbook_);
  if (!classes.empty()) fill_in(line, "{class}", steps::class_words(runbook_, classes.front()));
  return line;
}

}  // namespace studylab::lab
