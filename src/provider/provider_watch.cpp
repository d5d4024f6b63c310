#include "provider/provider_watch.h"

#include <algorithm>
#include <utility>

namespace studylab::provider {
namespace {

Instant next_multiple(Instant now, Duration interval) {
  return now - now.time_since_epoch() % interval + interval;
}

bool is_multiple(Instant at, Duration interval) {
  return at.time_since_epoch() % interval == Duration{};
}

void enter(ProviderProbe& probe, ProviderState state, Instant at) {
  if (probe.state == state) return;
  probe.state = state;
  probe.since = at;
}

// The state after this probe.
ProviderState next_state(ProviderHistory const& history) {
  using enum ProviderState;
  auto const& probe = history.probe;
  bool const failing = history.failing > 0;
  switch (probe.state) {
    case unknown: return failing ? down : history.bad > 0 ? degraded : healthy;
    case healthy:
    case degraded:
      if (history.failing >= failing_to_down) return down;
      if (history.bad >= bad_to_degraded) return degraded;
      return history.good >= good_to_healthy ? healthy : probe.state;
    case down:
      if (history.good >= good_to_healthy) return healthy;
      return !failing && history.bad >= bad_to_degraded ? degraded : down;
  }
  return unknown;
}

// How many of the calls: none, some or all. A binding without calls has not changed.
enum class Share : std::uint8_t { none, some, all };
Share share(std::uint64_t part, std::uint64_t whole) {
  if (part == 0) return Share::none;
  return part < whole ? Share::some : Share::all;
}

bool alike(BindingCount const& a, BindingCount const& b) {
  if (a.secret != b.secret || a.provider != b.provider) return false;
  if (a.calls == 0 || b.calls == 0) return true;
  return share(a.failed, a.calls) == share(b.failed, b.calls) &&
         share(a.rejected, a.calls) == share(b.rejected, b.calls) &&
         share(a.slow, a.calls) == share(b.slow, b.calls);
}

bool all_alike(std::vector<BindingCount> const& a, std::vector<BindingCount> const& b) {
  return std::ranges::equal(a, b, [](BindingCount const& x, BindingCount const& y) {
    return x.binding == y.binding && alike(x, y);
  });
}

void add_up(CountedSpan& span, std::vector<BindingCount> const& counts, Instant until) {
  span.until = until;
  for (std::size_t n = 0; n < counts.size() && n < span.counts.size(); ++n) {
    auto& sum = span.counts[n];
    sum.calls += counts[n].calls;
    sum.failed += counts[n].failed;
    sum.slow += counts[n].slow;
    sum.rejected += counts[n].rejected;
  }
}

// The counts of the last round, except where a binding had no calls.
void remember(std::vector<BindingCount>& last, std::vector<BindingCount> const& counts) {
  if (last.size() != counts.size()) {
    last = counts;
    return;
  }
  for (std::size_t n = 0; n < counts.size(); ++n) {
    bool const changed =
        counts[n].secret != last[n].secret || counts[n].provider != last[n].provider;
    if (counts[n].calls > 0 || changed) last[n] = counts[n];
  }
}

std::vector<ProviderProbe> probes_of(ProviderWatch const& watch) {
  std::vector<ProviderProbe> probes;
  probes.reserve(watch.histories.size());
  for (auto const& [name, history] : watch.histories) probes.push_back(history.probe);
  return probes;
}

// Returns whether a state has changed.
bool judge_all(ProviderWatch& watch, ProvidersAnswered const& answered) {
  bool changed = false;
  for (auto const& watched : watch.watched) {
    auto const answer =
        std::ranges::find(answered.probes, watched.provider, &ProviderAnswer::provider);
    bool const missing = answer == answered.probes.end();
    auto outcome = missing ? ProbeOutcome::failed : answer->outcome;
    auto const latency = missing ? Duration{} : answer->latency;
    bool const slow = outcome == ProbeOutcome::answered && latency > watched.slow_after;
    if (slow) outcome = ProbeOutcome::slow;
    auto& history = watch.histories[watched.provider];
    history.probe.provider = watched.provider;
    auto const before = history.probe.state;
    judge(history, outcome, latency, watch.round.until);
    changed |= before != history.probe.state;
  }
  return changed;
}

bool same_finding(RegionProof const& a, RegionProof const& b) {
  return a.database == b.database && a.region == b.region && a.kind == b.kind &&
         a.proven == b.proven && a.lag == b.lag && a.what == b.what;
}

}  // namespace

void judge(ProviderHistory& history, ProbeOutcome outcome, Duration latency, Instant at) {
  bool const failing = outcome == ProbeOutcome::failed || outcome == ProbeOutcome::rejected;
  bool const bad = outcome != ProbeOutcome::answered;
  history.failing = failing ? history.failing + 1 : 0;
  history.bad = bad ? history.bad + 1 : 0;
  history.good = bad ? 0 : history.good + 1;
  auto& probe = history.probe;
  probe.last = outcome;
  probe.latency = latency;
  probe.missed = history.bad;
  enter(probe, next_state(history), at);
}

void begin(ProviderWatch& watch, std::vector<WatchedProvider> watched, Instant now) {
  if (!watch.watched.empty()) return;
  watch.watched = std::move(watched);
  watch.round = {1, now, next_multiple(now, probe_interval)};
}

void elapsed(ProviderWatch& watch, Instant now) {
  bool const due = !watch.watched.empty() && now >= watch.round.until;
  if (due) watch.state = ProviderWatch::Round::wanted;
}

ProviderReports take(ProviderWatch& watch, ProvidersAnswered const& answered) {
  ProviderReports reports;
  bool const expected =
      watch.state == ProviderWatch::Round::wanted && answered.round == watch.round.round;
  if (!expected) return reports;
  auto const round = watch.round;
  bool const first = round.round == 1;
  bool const counted = !first && !all_alike(watch.last_counts, answered.counts);
  remember(watch.last_counts, answered.counts);
  // What was counted before a change is reported apart from what was counted since.
  if (counted && watch.unreported) {
    auto& span = *watch.unreported;
    reports.probes.push_back({span.from, span.until, probes_of(watch), std::move(span.counts), {}});
    watch.unreported.reset();
  }
  bool const judged = judge_all(watch, answered);
  if (watch.unreported) {
    add_up(*watch.unreported, answered.counts, round.until);
  } else {
    watch.unreported = CountedSpan{round.from, round.until, answered.counts};
  }
  bool const due = first || is_multiple(round.until, report_interval);
  if (judged || counted || due) {
    auto& span = *watch.unreported;
    reports.probes.push_back({span.from, span.until, probes_of(watch), std::move(span.counts), {}});
    watch.unreported.reset();
  }
  bool const moved = !std::ranges::equal(watch.proofs, answered.proofs, same_finding);
  if (!answered.proofs.empty() && (due || moved)) {
    watch.proofs = answered.proofs;
    reports.regions = RegionsChecked{answered.proofs, {}};
  }
  watch.state = ProviderWatch::Round::waiting;
  watch.round = {round.round + 1, round.until, round.until + probe_interval};
  return reports;
}

}  // namespace studylab::provider
