#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "control/control.h"
#include "evidence/chain.h"
#include "model/lab_facts.h"
#include "world/sim/setup.h"

namespace studylab::sim {

// The simulated platform: control plane, edges, runners, monitor, route log, databases, people and
// traffic on one virtual clock. Same setup, schedule and commands: the same chain, bit by bit.
class SimWorld {
 public:
  explicit SimWorld(Setup setup, Schedule schedule = {});
  ~SimWorld();
  SimWorld(SimWorld const&) = delete;
  SimWorld& operator=(SimWorld const&) = delete;

  Instant now() const;
  // Carries out everything up to and including `at`; `at` is not before now().
  void advance_to(Instant at);
  // Goes on until `reached` holds after some event, or `limit` has come. True: reached.
  bool advance_until(std::function<bool(control::State const&, Instant now)> const& reached,
                     Instant limit);

  control::State const& platform() const;
  evidence::Chain const& chain() const;

  // Gives the control plane an operator's command as of now() (waits for it, in drill time, while
  // it is down). The facts it appended, or the refusal (which the caller records).
  control::Decision command(OperatorCommand const& command);
  // Appends a fact of the operator's desk (Queried, Checked, CommandRefused, RunEnded, …).
  EntryId record(Fact fact);

  // Asks every edge for its own view; the reports arrive (or not) as facts while the clock moves.
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

  // The lab's own measurement, from the traffic itself and not from any report. Counts the
  // incident's environment from `since`.
  Measured measure(EnvironmentName const& environment, Instant since) const;
  // Requests of the whole run that edges forwarded to an allocation without a passed probe.
  std::uint64_t unready_answers() const;

  std::uint64_t events() const;  // carried out so far

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace studylab::sim
