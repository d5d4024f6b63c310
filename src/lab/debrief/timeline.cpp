#include "lab/debrief/timeline.h"

#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>

#include "lab/debrief/timeline_sentences.h"

namespace studylab::debrief {
namespace {

bool is_of_operation(Fact const& fact, OperationId operation) {
  auto const* subject = std::get_if<OperationFact>(&fact);
  return subject != nullptr &&
         std::visit([&](auto const& f) { return f.operation == operation; }, *subject);
}

// Whether the story of the incident begins with this fact. Errors: with the promotion that put the
// alert's release in place, when it was requested, or when it was due and started. A gap: when the
// edge reported it. A wake: when it was requested.
bool begins_with(IncidentOpened const& opened, Fact const& fact) {
  return match(
      opened.subject,
      [&](RouteErrors const& errors) { return is_of_operation(fact, errors.operation); },
      [&](EdgeGap const& gap) {
        auto const* seen = fact_if<EdgeGapSeen>(fact);
        return seen != nullptr && seen->edge == gap.edge && seen->partition == gap.partition;
      },
      [&](WakeStuck const& stuck) { return is_of_operation(fact, stuck.operation); },
      // Its maintenance was planned before the run.
      [](HostDue const&) { return false; },
      [&](DataDamaged const& damaged) {
        auto const* reported = fact_if<DataDamageReported>(fact);
        return reported != nullptr && reported->database == damaged.database;
      },
      // The dependencies' failures are what is to be found.
      [](DependencyErrors const&) { return false; });
}

EntryId beginning(std::span<FactEntry const> platform) {
  auto const* alert = alert_of(platform);
  if (alert == nullptr) return EntryId{1};
  auto const& opened = *fact_if<IncidentOpened>(alert->fact);
  for (auto const& entry : platform) {
    if (entry.id >= alert->id) break;
    if (begins_with(opened, entry.fact)) return entry.id;
  }
  return alert->id;
}

}  // namespace

std::vector<TimelineRow> timeline(std::span<FactEntry const> platform) {
  std::vector<TimelineRow> rows;
  auto const from = beginning(platform);
  for (auto const& entry : platform) {
    if (entry.id < from) continue;
    auto what = sentence(entry.fact);
    if (what.empty()) continue;
    bool const by_operator =
        act_of(entry.fact) != nullptr || std::holds_alternative<OperatorFact>(entry.fact);
    rows.push_back({entry.id, entry.at, by_operator, std::move(what)});
  }
  return rows;
}

std::string since_alert(Instant at, Instant alert) {
  auto const seconds = std::chrono::duration_cast<std::chrono::seconds>(at - alert).count();
  auto const length = std::abs(seconds);
  return fmt::format("{}{:02}:{:02}", at < alert ? '-' : '+', length / 60, length % 60);
}

FactEntry const* alert_of(std::span<FactEntry const> platform) {
  auto const alert = std::ranges::find_if(platform, [](FactEntry const& entry) {
    return fact_if<IncidentOpened>(entry.fact) != nullptr;
  });
  return alert == platform.end() ? nullptr : &*alert;
}

std::string shortened(std::string const& line, std::size_t most) {
  if (line.size() <= most) return line;
  // Not within a multi-byte character.
  auto cut = most - 1;
  while (cut > 0 && (static_cast<unsigned char>(line[cut]) & 0xC0) == 0x80) --cut;
  return line.substr(0, cut) + "…";
}

}  // namespace studylab::debrief
