#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "edge/edge.h"
#include "world/exec/in_flight.h"
#include "world/sim/sim_context.h"
#include "world/sim/traffic.h"

namespace studylab::world::sim {

// One edge: its decider with its synced journal, its timers and its traffic.
class EdgeProcess {
 public:
  EdgeProcess(SimContext& site, edge::State initial, Traffic traffic);

  EdgeId id() const { return state_.id; }
  edge::State const& state() const { return state_; }
  Traffic const& traffic() const { return traffic_; }
  bool up() const { return life_ == Life::up; }

  // One input, and all its effects.
  void feed(edge::Input const& input);
  // Adds an address from before the run, without effects.
  void initialize_endpoint(EndpointReport const& report);
  // The initial state is complete: the edge serves from now on.
  void go_live();
  // Something outside the edge may have changed the answers.
  void refresh();
  // The same, if it was a process of this environment.
  void refresh(EnvironmentName const& environment);

  // --- events ---
  void timer(EdgeTimer const& event);
  // Once a second, in the edge's phase: checks whether an error rate crosses its threshold.
  void evaluate();
  // A request may ask for a wake, be the first to wait, or reach a bound of a gate.
  void check_gates(Instant at);
  void arrive(CohortArrival const& cohort);
  void deliver(RouteEvent const& event);
  void deliver(std::vector<RouteEvent> const& events);
  void resend();

  // Takes the report out of the outbox; none: it is no longer there.
  std::optional<Report> take_report(Boot boot, ReportNumber number);
  Report const* find_report(Boot boot, ReportNumber number) const;

  // --- faults ---
  void crash();
  void start();
  std::uint32_t lives() const { return lives_; }
  bool declared() const { return !state_.memory.routes.empty(); }
  // Its observations are lost until then, also those after a restart.
  // Its observations are lost until then, and queries get no answer.
  void go_silent(Instant until) { silent_until_ = std::max(silent_until_, until); }
  bool is_silent() const { return context_.now() < silent_until_; }
  // A crash cuts off its next journal write.
  void tear_next_write() { torn_ = Torn::next; }
  void tamper(RouteKey const& route, ReleaseId release);

 private:
  void follow();
  void carry_out(edge::Effect const& effect);
  bool tear(edge::Journal before, edge::Output const& out);
  void set_timer(edge::SetTimer const& wanted);
  void check_for_errors();
  void evaluate_at_or_after(Instant at);
  void plan_gate_check();
  bool silent(Report const& report) const;
  bool resuming(PartitionId partition) const;
  void take_events(edge::Input const& input, PartitionId partition, RouteSequence last);

  SimContext& context_;
  edge::State state_;
  Traffic traffic_;
  exec::InFlight in_flight_;
  Resend resend_;
  std::array<std::optional<Instant>, enum_size<edge::Timer>> timers_{};  // as last set, by kind
  std::optional<Instant> evaluation_;                                    // the next one
  std::optional<Instant> gate_check_;                                    // the next one
  std::uint32_t lives_ = 1;                                              // starts so far
  Life life_ = Life::up;
  Instant silent_until_ = Instant::min();
  enum class Torn : std::uint8_t { no, next } torn_ = Torn::no;
  enum class Table : std::uint8_t { derived, tampered } table_ = Table::derived;
};

}  // namespace studylab::world::sim
