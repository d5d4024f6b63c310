#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "model/provider_facts.h"
#include "model/provider_limits.h"

namespace studylab::provider {

// The monitor's decider for providers: judges every watched provider by its probes, with
// hysteresis, and adds up what binding proxies count. Like the rest of the monitor it keeps no
// journal: after a crash it gets its list again, and begins with what it sees then.

// Probes in a row that change a state.
inline constexpr std::uint32_t failing_to_down = 2;
inline constexpr std::uint32_t bad_to_degraded = 2;  // slow or worse
inline constexpr std::uint32_t good_to_healthy = 3;

// A provider's state with the probes that it rests on.
struct ProviderHistory {
  ProviderProbe probe;
  std::uint32_t failing = 0;  // in a row: failed or rejected
  std::uint32_t bad = 0;      // in a row: slow or worse
  std::uint32_t good = 0;     // in a row: answered in time
};
// Takes one probe at that instant. The first one after a start decides alone.
void judge(ProviderHistory& history, ProbeOutcome outcome, Duration latency, Instant at);

struct WatchedProvider {
  ProviderName provider;
  Duration slow_after;
};

// One round: probe every provider, and read the proxies' counts of [from, until).
struct ProbeProviders {
  std::uint32_t round = 0;
  Instant from;
  Instant until;
};
// A probe's answer. `outcome` is never `slow`: that follows from the latency.
struct ProviderAnswer {
  ProviderName provider;
  ProbeOutcome outcome = ProbeOutcome::failed;
  Duration latency{};
};
struct ProvidersAnswered {
  std::uint32_t round = 0;
  std::vector<ProviderAnswer> probes;
  std::vector<BindingCount> counts;
  std::vector<RegionProof> proofs;
};

// Counts of one span of time.
struct CountedSpan {
  Instant from;
  Instant until;
  std::vector<BindingCount> counts;
};

struct ProviderWatch {
  std::vector<WatchedProvider> watched;  // empty: nothing
  std::map<ProviderName, ProviderHistory> histories;
  ProbeProviders round;  // the current or next one
  enum class Round : std::uint8_t { waiting, wanted } state = Round::waiting;
  std::optional<CountedSpan> unreported;
  std::vector<BindingCount> last_counts;  // of the last round
  std::vector<RegionProof> proofs;        // as last reported
};

// Begins to watch at the next whole interval.
void begin(ProviderWatch& watch, std::vector<WatchedProvider> watched, Instant now);
// The time of a round has come.
void elapsed(ProviderWatch& watch, Instant now);
// Takes a round's answers. Returns what is to be reported, without origins: the spans whose counts
// are alike, and the proofs if they are due or have changed.
struct ProviderReports {
  std::vector<ProvidersProbed> probes;
  std::optional<RegionsChecked> regions;
};
ProviderReports take(ProviderWatch& watch, ProvidersAnswered const& answered);

}  // namespace studylab::provider
