#include "lab/console/render/status_line.h"

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "lab/console/render/bar.h"
#include "lab/console/render/units.h"

namespace studylab::console {
namespace {

constexpr std::size_t trend_length = 6;
constexpr Duration interval = std::chrono::seconds{10};  // of an edge's reports

// The worst edge's rate in one interval.
struct Rate {
  std::int64_t interval = 0;
  std::uint64_t permille = 0;
  Instant until{};
};

// What was shown of the incident's route, an interval each, oldest first: the last `trend_length`.
std::vector<Rate> shown_rates(control::State const& state, std::span<FactEntry const> entries) {
  std::vector<Rate> rates;
  auto const& route = state.incident->opened.route;
  for (auto const id : state.observations) {
    if (!control::was_shown(state, id)) continue;
    auto const* observed = fact_if<RequestsObserved>(entries[id.number - 1].fact);
    if (observed == nullptr) continue;
    auto const count = count_errors(*observed, route);
    if (count.requests == 0) continue;
    auto const at = observed->until.time_since_epoch() / interval;
    auto found = std::ranges::find(rates, at, &Rate::interval);
    if (found == rates.end()) {
      rates.push_back({at, 0, {}});
      found = std::prev(rates.end());
    }
    found->permille = std::max(found->permille, permille_of(count.errors, count.requests));
    found->until = std::max(found->until, observed->until);
  }
  std::ranges::sort(rates, {}, &Rate::interval);
  if (rates.size() > trend_length) {
    rates.erase(rates.begin(), rates.end() - static_cast<std::ptrdiff_t>(trend_length));
  }
  return rates;
}

std::string short_percent(std::uint64_t permille) {
  return permille < 100 ? percent(permille) : fmt::format("{}%", (permille + 5) / 10);
}

Styled rate_text(control::State const& state, std::span<FactEntry const> entries, Instant now) {
  auto const rates = shown_rates(state, entries);
  auto const& opened = state.incident->opened;
  // Before any query the alert is all that is known.
  Rate const alert{0, opened.observed.value(), state.incident->at};
  auto const& last = rates.empty() ? alert : rates.back();
  bool const over = last.permille > opened.threshold.value();
  Styled text{"err " + short_percent(last.permille), over ? Style::red : Style::green};
  text.add(fmt::format(" ({})", in_short(now - last.until)), Style::dim);
  if (rates.size() < 2) return text;
  std::vector<std::uint64_t> permilles;
  for (auto const& rate : rates) permilles.push_back(rate.permille);
  return text.add(" " + trend(permilles));
}

// Whether a wait for it has reported its end.
bool waited_for(std::span<FactEntry const> entries, std::string const& name) {
  return std::ranges::any_of(entries, [&](FactEntry const& entry) {
    auto const* waited = fact_if<Waited>(entry.fact);
    return waited != nullptr && waited->object == name && waited->result == WaitResult::reached;
  });
}

void put_operations(std::vector<Styled>& parts, control::State const& state,
                    std::span<FactEntry const> entries) {
  for (auto const& [id, operation] : state.operations) {
    if (!operation.by_operator) continue;
    bool const shown = control::was_shown(state, operation.stage_entry);
    if (shown && ended(operation.stage)) continue;
    if (waited_for(entries, to_text(id))) continue;
    bool const waits = shown && operation.stage == Stage::waiting;
    parts.emplace_back(fmt::format("{} {}", to_text(id), waits ? "waiting" : "running"),
                       Style::amber);
  }
}

}  // namespace

Styled status_line(control::State const& state, std::span<FactEntry const> entries, Instant now) {
  std::vector<Styled> parts;
  parts.emplace_back("+" + in_short(now - state.incident->at));
  parts.push_back(rate_text(state, entries, now));
  if (!state.holds.empty()) parts.emplace_back(counted(state.holds.size(), "hold"), Style::amber);
  put_operations(parts, state, entries);
  for (auto const& [id, notice] : state.notices) {
    if (!notice.answer_entry || control::was_shown(state, notice.answer_entry)) continue;
    parts.emplace_back(to_text(id) + " answered", Style::green);
  }
  return joined(parts, "  ");
}

}  // namespace studylab::console
