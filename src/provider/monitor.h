#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "model/messages.h"
#include "model/outbox.h"
#include "provider/provider_watch.h"

namespace studylab::provider {

// The monitor's decider: probes the bindings of the environments that have an open incident, and
// reports all bindings of an environment at once: the first time when asked, then only when a state
// has changed. It also probes providers, see provider_watch.h. It does not keep a journal: after a
// crash the control plane asks again, and it probes again.
inline constexpr Duration poll_interval = std::chrono::seconds{10};

enum class Outcome : std::uint8_t {
  done,
  reported,   // BindingsProbed is in the outbox
  unchanged,  // as known: nothing to report
  already_watched,
  not_watched,
  stale_answer,  // of a round that is over
  not_due,       // a timer before its time
};
std::string_view to_text(Outcome outcome);

struct WatchedBinding {
  BindingName binding;
  ProviderName provider;
};

// --- inputs ---

// The process has started. Without a journal, the world counts its boots.
struct Started {
  Boot boot;
};
// An incident opened on the environment: probe now, then every poll_interval.
// For one that may sleep, also the secrets of its bindings and the artifacts of its releases.
enum class Depth : std::uint8_t { bindings, secrets_and_artifacts };
struct Watch {
  EnvironmentName environment;
  std::vector<WatchedBinding> bindings;
  Depth depth = Depth::bindings;
  std::vector<Digest> artifacts = {};
};
// One binding's answer. `since`: when this state began, if that is known to be before this probe
// (the binding proxy's first failure); otherwise the probe's own instant.
struct Probed {
  BindingName binding;
  BindingState state = BindingState::answers;
  Instant since;
  SecretState secret = SecretState::present;
  Instant secret_since = {};
};
// What the store has under this name; none: nothing.
struct ProbedArtifact {
  Digest digest;
  std::optional<Digest> stored;

  friend bool operator==(ProbedArtifact const&, ProbedArtifact const&) = default;
};
struct RoundDone {
  EnvironmentName environment;
  std::uint32_t round = 0;
  std::vector<Probed> bindings;
  std::vector<ProbedArtifact> artifacts = {};
};
struct Elapsed {};
struct Acknowledged {
  Boot boot;
  ReportNumber number;
};
// Watch these providers, and the calls of all bindings.
struct WatchProviders {
  std::vector<WatchedProvider> providers;
};
struct ProbesElapsed {};  // of SetProbeTimer
using Input = std::variant<Started, Watch, RoundDone, Elapsed, Acknowledged, WatchProviders,
                           ProvidersAnswered, ProbesElapsed>;

// --- effects ---

// Key: (environment, round). Answered by RoundDone. A world that knows that nothing has changed
// since the last round does not have to feed Elapsed until something has.
struct ProbeRound {
  EnvironmentName environment;
  std::uint32_t round = 0;
  std::vector<BindingName> bindings;
  std::vector<Digest> artifacts = {};
};
struct SetTimer {
  Instant at;
};
struct SendReport {
  Boot boot;
  ReportNumber number;
};
// ProbeProviders is answered by ProvidersAnswered. Key: its round.
struct SetProbeTimer {
  Instant at;
};
using Effect = std::variant<ProbeRound, SetTimer, SendReport, ProbeProviders, SetProbeTimer>;

// --- state ---

struct Watched {
  EnvironmentName environment;
  std::vector<WatchedBinding> bindings;
  std::uint32_t round = 1;  // the current or next one
  enum class Round : std::uint8_t { wanted, done } state = Round::wanted;
  Instant next_poll;
  std::vector<ProbedBinding> known;  // empty: nothing reported yet
  Depth depth = Depth::bindings;
  std::vector<Digest> artifacts;
  std::vector<ProbedSecret> known_secrets;
  std::vector<ProbedArtifact> known_artifacts;
};
struct State {
  std::string process = "monitor";
  Boot boot;
  ReportNumber last_number;
  std::vector<Watched> watched;  // ascending by environment
  ProviderWatch providers;
  Outbox reports;
};

// Total: every input has an outcome.
Outcome step(State& state, Input const& input, Instant now);
// Level-triggered: all effects that the state requires, running or not.
std::vector<Effect> react(State const& state);

Report const* find_report(State const& state, Boot boot, ReportNumber number);
std::optional<Report> take_report(State& state, Boot boot, ReportNumber number);

}  // namespace studylab::provider
