#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "control/control.h"
#include "evidence/chain.h"
#include "model/lab_facts.h"
#include "world/plan.h"
#include "world/schedule.h"

namespace studylab::world::sim {

// The simulated platform: control plane, edges, runners, monitor, route log, databases, people and
// traffic on one virtual clock. The same plan, schedule and commands give the same chains, bit for
// bit.
class SimWorld {
 public:
  explicit SimWorld(Plan plan, Schedule schedule = {});
  ~SimWorld();
  SimWorld(SimWorld const&) = delete;
  SimWorld& operator=(SimWorld const&) = delete;

  Instant now() const;
  // Carries out everything up to and including `at`; `at` is not before now().
  void advance_to(Instant at);
  // Continues until `reached` holds after an event, or until `limit`. True: reached.
  bool advance_until(std::function<bool(control::State const&, Instant now)> const& reached,
                     Instant limit);

  control::State const& platform() const;
  evidence::Chain const& chain() const;

  // Sends an operator's command to the control plane, in drill time waiting while it is down.
  // Returns the appended facts, or the refusal, which the caller records.
  control::Decision command(OperatorCommand const& command);
  // Appends a fact of the console (Queried, Checked, CommandRefused, RunEnded, …).
  EntryId record(Fact fact);

  // Asks every edge for its view. The reports arrive as facts while the clock moves.
  void ask_views();

  // Lines that the programs of an allocation, or of an environment's allocations, wrote since
  // `from`; oldest first, with their time. Reading them changes nothing.
  struct LogLine {
    Instant at;
    AllocationId allocation;
    std::string text;
  };
  std::vector<LogLine> logs(EnvironmentName const& environment, AllocationId allocation,
                            Instant from) const;

  // The lab's own measurement of an environment from `since`, from the traffic and not from
  // reports.
  Measured measure(EnvironmentName const& environment, Instant since) const;
  // Requests of the whole run that edges forwarded to an allocation without a passed probe.
  std::uint64_t unready_answers() const;

  std::uint64_t events() const;  // carried out so far

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace studylab::world::sim
