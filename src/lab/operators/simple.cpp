#include "lab/operators/simple.h"

#include <algorithm>

#include <fmt/format.h>
#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

namespace studylab::lab {
namespace {

void add_once(std::vector<std::string>& to, std::string_view text) {
  if (std::find(to.begin(), to.end(), text) == to.end()) to.emplace_back(text);
}

bool looks_like_name(std::string_view text) {
  if (text.empty() || text.size() > 40) return false;
  return text.find_first_of(" :\"") == std::string_view::npos &&
         text.find_first_of("-/.") != std::string_view::npos;
}

void replace_all(std::string& line, std::string_view name, std::string_view with) {
  for (auto at = line.find(name); at != std::string::npos; at = line.find(name, at + with.size())) {
    line.replace(at, name.size(), with);
  }
}

}  // namespace

void Seen::take(language::Answer const& answer) {
  for (auto const& [key, value] : answer.data) walk(value, key);
}

void Seen::walk(boost::json::value const& value, std::string_view key) {
  if (value.is_string()) return name(std::string_view{value.get_string()}, key);
  if (value.is_array()) {
    for (auto const& item : value.get_array()) walk(item, key);
  }
  if (value.is_object()) {
    for (auto const& [inner_key, inner] : value.get_object()) walk(inner, inner_key);
  }
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
  replace_all(
      line, "{environment}",
      random_.chance(600) ? notes_.environment : pick(seen_.environments(), notes_.environment));
  replace_all(line, "{release}", pick(seen_.releases(), "rel-1"));
  replace_all(line, "{edge}", pick(seen_.edges(), notes_.edge));
  replace_all(line, "{operation}", pick(seen_.operations(), notes_.operation));
  replace_all(line, "{allocation}", pick(seen_.allocations(), "alloc-1"));
  replace_all(line, "{binding}", pick(seen_.bindings(), "search"));
  replace_all(line, "{any}", pick(seen_.all(), notes_.route));
  replace_all(line, "{route}", notes_.route);
  replace_all(line, "{number}", std::to_string(random_.between(0, 200)));
  return line;
}

std::optional<std::string> RandomOperator::next() {
  static constexpr std::string_view lines[] = {
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
      "wait --until symptom-gone --at-most 2m",
      "classify app-only --because \"chance\" --ref {any}",
      "classify database-migration --because \"chance\" --ref {any}",
      "classify runtime-service --because \"chance\" --ref {any}",
      "classify route-propagation --because \"chance\" --ref {any}",
      "classify no-fault --because \"chance\" --ref {any}",
      "note \"chance\" --ref {any}",
      "impact --users {number} --minutes {number} --because \"chance\"",
      "close --summary \"chance\" --ref {any} {operation}",
      "set-route {edge} {route} {release}",
      "rebuild-from {environment} --branch main",
      "scale {environment} --allocations 5",
      "skip-to {edge} {number}"};
  if (left_ == 0 || notes_.ended) return std::nullopt;
  --left_;
  return fill(std::string{random_.pick(std::span<std::string_view const>{lines})});
}

Scripted::Scripted(language::Opening const& opening, std::vector<std::string> lines)
    : notes_(opening), lines_(std::move(lines)) {}

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
  replace_all(line, "{environment}", notes_.environment);
  replace_all(line, "{route}", notes_.route);
  replace_all(line, "{edge}", notes_.edge);
  replace_all(line, "{operation}", notes_.operation);
  replace_all(line, "{incident}", notes_.incident);
  replace_all(line, "{users}", std::to_string(notes_.users.value_or(0)));
  replace_all(line, "{minutes}", std::to_string(notes_.minutes.value_or(0)));
  replace_all(line, "{binding}", seen_.bindings().empty() ? "search" : seen_.bindings().front());
  std::string earlier = "rel-1";
  std::uint64_t latest = 0;
  for (auto const& [id, release] : notes_.releases) {
    if (!release.served || release.serving || release.last_served_epoch < latest) continue;
    latest = release.last_served_epoch;
    earlier = id;
  }
  replace_all(line, "{earlier}", earlier);
  return line;
}

}  // namespace studylab::lab
