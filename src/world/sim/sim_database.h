#pragma once

#include <map>
#include <optional>

#include "control/state.h"
#include "model/outbox.h"
#include "world/sim/sim_context.h"

namespace studylab::world::sim {

// The customers' database service. It runs each migration and carries out each order once, and
// reports it until acknowledged. What it has done survives every crash.
class SimDatabase {
 public:
  SimDatabase(SimContext& site, control::State const& platform)
      : context_(site),
        platform_(platform),
        resend_(site, database),
        times_(site.plan.seed, "database") {}

  // Sends the report; `make` makes its fact from its origin.
  template <class Make>
  void report(Make const& make) {
    last_number_ = next(last_number_);
    Origin const origin{to_text(database), only_boot, last_number_, context_.now()};
    reports_.add(only_boot, last_number_, Report{make_fact(make(origin))});
    send(reports_.waiting().back());
  }

  void migrate(MigrationWanted const& wanted);
  // A migration that was begun.
  MigrationApplied const& begun(OperationId operation) const { return begun_.at(operation); }
  void done(MigrationDone const& done, std::uint64_t rows_lost);
  void resend();

  std::optional<Report> take_report(Boot boot, ReportNumber number) {
    return reports_.take(boot, number);
  }
  Report const* find_report(Boot boot, ReportNumber number) const {
    return reports_.find(boot, number);
  }

 private:
  void send(Outbox::Waiting const& waiting);

  SimContext& context_;
  control::State const& platform_;
  Resend resend_;
  Random times_;
  std::map<OperationId, MigrationApplied> begun_;
  Outbox reports_;
  ReportNumber last_number_;
};

}  // namespace studylab::world::sim
