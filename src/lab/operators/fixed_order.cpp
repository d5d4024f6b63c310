#include "lab/operators/fixed_order.h"

#include <algorithm>

#include <fmt/format.h>

#include "lab/operators/expert_steps.h"

namespace studylab::lab {
namespace {

using steps::fill_in;

constexpr std::size_t max_consumers = 3;  // that a script settles

// The label of a line `NAME: command`; empty: it has none.
std::string_view label_of(std::string_view line) {
  auto const colon = line.find(": ");
  auto const label = line.substr(0, colon);
  bool const has_one = colon != std::string_view::npos && label.find(' ') == std::string_view::npos;
  return has_one ? label : std::string_view{};
}

std::string command_of(std::string_view line) {
  auto const label = label_of(line);
  return std::string{label.empty() ? line : line.substr(label.size() + 2)};
}

std::vector<std::string_view> lines_of(FixedScript const& script) {
  std::vector<std::string_view> lines;
  for (auto const piece : script.pieces) lines.insert(lines.end(), piece.begin(), piece.end());
  return lines;
}

std::vector<std::string> commands_of(FixedScript const& script) {
  std::vector<std::string> commands;
  for (auto const line : lines_of(script)) commands.push_back(command_of(line));
  return commands;
}

// Names of releases end in their number.
std::string newest_of(ReleaseNotes const& releases) {
  std::string newest = "rel-1";
  for (auto const& [id, release] : releases.all) {
    bool const later = id.size() > newest.size() || (id.size() == newest.size() && id > newest);
    if (later) newest = id;
  }
  return newest;
}

std::string digest_of_owner(Notes const& notes) {
  for (auto const& [id, release] : notes.releases.all) {
    if (release.serving && !release.digest.empty()) return release.digest;
  }
  // Nothing serves while the environment sleeps.
  auto const newest = notes.releases.all.find(newest_of(notes.releases));
  return newest == notes.releases.all.end() ? std::string{} : newest->second.digest;
}

std::string or_else(std::string const& found, std::string_view otherwise) {
  return found.empty() ? std::string{otherwise} : found;
}

}  // namespace

FixedOrder::FixedOrder(language::Opening const& opening, FixedScript const& script)
    : Scripted(opening, commands_of(script)) {
  for (auto const line : lines_of(script)) labels_.emplace_back(label_of(line));
}

void FixedOrder::watch(language::Answer const& answer) {
  Scripted::watch(answer);
  // A later answer can list the release again, without its artifact.
  if (digest_.empty()) digest_ = digest_of_owner(notes());
  if (answered_ < labels_.size() && !labels_[answered_].empty()) {
    entries_[labels_[answered_]] = notes().last_entry;
  }
  ++answered_;
}

std::optional<std::string> FixedOrder::next() {
  auto line = Scripted::next();
  return line ? std::optional{filled(*std::move(line))} : std::nullopt;
}

// A label whose answer had no entry refers to the incident.
void FixedOrder::fill_captures(std::string& line) const {
  for (auto const& label : labels_) {
    if (label.empty()) continue;
    auto const found = entries_.find(label);
    auto const& entry = found == entries_.end() ? notes().alert.incident : found->second;
    fill_in(line, fmt::format("{{{}}}", label), entry);
  }
}

std::string FixedOrder::filled(std::string line) const {
  fill_captures(line);
  auto const& bindings = seen().bindings();
  auto const listed = or_else(notes().bindings.first, "search");
  fill_in(line, "{first-binding}", bindings.empty() ? listed : bindings.front());
  fill_in(line, "{last-binding}", bindings.empty() ? listed : bindings.back());
  fill_in(line, "{newest}", newest_of(notes().releases));
  fill_in(line, "{brought}", or_else(notes().people.release, newest_of(notes().releases)));
  fill_in(line, "{digest}", or_else(digest_, "sha256:0"));
  auto const& cordoned = notes().upgrades.cordoned;
  fill_in(line, "{cordoned}",
          cordoned.empty() ? or_else(notes().hosts.cordoned, "host-1") : cordoned.front());
  auto const& drift = notes().upgrades.drift;
  fill_in(line, "{drifted}", drift.empty() ? "/etc/hosts" : drift.front());
  fill_in(line, "{least}", or_else(notes().upgrades.min_deadline, "6m"));
  fill_in(line, "{next}", std::to_string(notes().snapshots.sequence + 1));
  fill_in(line, "{plan}", or_else(notes().restores.plan, "op-1"));
  fill_in(line, "{database}", or_else(notes().databases.name, "data"));
  std::size_t n = 0;
  std::string last_consumer = "consumer";
  for (auto const& [name, consumer] : notes().restores.consumers) {
    fill_in(line, fmt::format("{{consumer-{}}}", ++n), name);
    last_consumer = name;
  }
  while (n < max_consumers) fill_in(line, fmt::format("{{consumer-{}}}", ++n), last_consumer);
  auto const& requested = notes().operations.requested;
  auto const& answer = notes().people.answer;
  fill_in(line, "{repair}",
          requested.empty() ? or_else(answer, notes().alert.incident) : requested.back().operation);
  return line;
}

std::span<FixedScript const> fixed_scripts(std::string_view runbook) {
  auto const* own = find_expert(runbook);
  return own == nullptr || own->scripts == nullptr ? std::span<FixedScript const>{}
                                                   : own->scripts();
}

}  // namespace studylab::lab
