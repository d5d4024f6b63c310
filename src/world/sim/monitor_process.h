#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "provider/monitor.h"
#include "world/exec/in_flight.h"
#include "world/sim/sim_context.h"

namespace studylab::world::sim {

// The provider monitor: its decider and the probes in progress. A crash loses everything.
class MonitorProcess {
 public:
  // What a round of probes finds.
  using Probes = std::function<provider::ProvidersAnswered(provider::ProbeProviders const&)>;

  MonitorProcess(SimContext& site, Probes probes);

  bool up() const { return life_ == Life::up; }
  std::uint32_t lives() const { return lives_; }
  bool watches() const { return !state_.watched.empty(); }
  bool watches_providers() const { return !state_.providers.watched.empty(); }
  void feed(provider::Input const& input);

  // --- events ---
  void timer(MonitorTimer const& event);
  void answer(RoundAnswered const& event);
  void timer(ProbeTimer const& event);
  void answer(ProbesAnswered const& event);
  // A binding has changed, so the next round finds something.
  void bindings_changed();
  void resend();

  std::optional<Report> take_report(Boot boot, ReportNumber number);
  Report const* find_report(Boot boot, ReportNumber number) const;

  void crash();
  void start();

 private:
  void follow();
  void set_timer(Instant at);

  SimContext& context_;
  Probes probes_;
  provider::State state_;
  exec::InFlight in_flight_;
  Resend resend_;
  Random times_;
  std::optional<Instant> timer_;  // as last set
  std::optional<Instant> probe_timer_;
  std::uint64_t seen_bindings_ = 0;  // the version that the last round saw
  std::uint32_t lives_ = 1;          // starts so far
  Life life_ = Life::up;
};

}  // namespace studylab::world::sim
