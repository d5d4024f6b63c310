#pragma once

#include "control/wake_platform_testing.h"
#include "lab/console/queries/queries_testing.h"

namespace studylab::console::testing {

// A platform with a stuck wake of production: all its attempts failed, its gate is full, a host is
// cordoned, and a secret is missing.
class WakeQueryPlatform : public control::testing::WakePlatform {
 public:
  WakeQueryPlatform() {
    add(ProviderRegistered{ProviderName{"search-co"}, ProviderKind::search});
    add(BindingDeclared{BindingName{"search"}, env, ProviderName{"search-co"}});
    let_production_sleep();
    cordon(2);
    operate(Postcheck{"host-2"});
    fails_at = AllocationStage::secrets;
    ask(1, env);
    fill_gate();
    probe();
    pass(budget);
  }
  OperationId stuck() const { return wake().id; }
  QueryContext context() const { return {state, entries, now}; }
  std::expected<QueryAnswer, Refusal> ask_for(QueryKind kind, std::string object = {}) const {
    Query asked;
    asked.query = kind;
    asked.object = std::move(object);
    return query(asked, context());
  }

 private:
  void fill_gate() {
    GateReported report;
    report.edge = EdgeId{1};
    report.environment = env;
    report.operation = stuck();
    report.from = now - std::chrono::seconds{10};
    report.until = now;
    report.crossing = GateCrossing::bound;
    GateRow row;
    row.waiting = row.joined = 100;
    row.refused = 900;
    row.bytes = 10'000;
    row.oldest = now - std::chrono::seconds{1};
    report.rows.push_back(row);
    report.origin = origin("edge-a");
    give(Report{make_fact(std::move(report))});
    settle();
  }
  void probe() {
    SecretsProbed probed;
    probed.environment = env;
    probed.secrets.push_back({BindingName{"search"}, SecretState::missing, now});
    probed.origin = origin("monitor");
    give(Report{make_fact(std::move(probed))});
  }
};

}  // namespace studylab::console::testing
