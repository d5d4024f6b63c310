#pragma once

#include <cstdint>
#include <memory>

#include "world/plan.h"
#include "world/schedule.h"
#include "world/world.h"

namespace studylab::world::sim {

// The simulated platform: everything on one virtual clock. The same plan, schedule and commands
// give the same chains, bit for bit. Every question is answered at once.
class SimWorld final : public World {
 public:
  explicit SimWorld(Plan plan, Schedule schedule = {});
  ~SimWorld() override;

  Instant now() const override;
  void advance_to(Instant at) override;
  bool advance_until(Condition const& reached, Instant limit) override;
  control::State const& platform() const override;
  evidence::Chain const& chain() const override;
  Reply<control::Decision> command(OperatorCommand const& command) override;
  Reply<EntryId> record(Fact fact) override;
  void ask_views() override;
  void ask_gates(EnvironmentName const& environment) override;
  Reply<std::vector<LogLine>> logs(EnvironmentName const& environment, AllocationId allocation,
                                   Instant from) override;
  Reply<Truth> measure(IncidentSubject const& subject, Instant since) override;

  std::uint64_t events() const;  // carried out so far

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace studylab::world::sim
