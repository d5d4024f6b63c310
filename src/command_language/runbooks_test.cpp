#include <gtest/gtest.h>

#include <set>

#include "command_language/classes.h"
#include "command_language/runbooks.h"

namespace studylab::language {
namespace {

// Verbatim.
constexpr std::string_view page = R"(**Study Lab** · local app · Vango

## Operational Runbooks

Practice the operator path: find truth, classify risk, take the smallest correct action, and leave evidence.

### Bad Deploy — `bad-deploy`

Production error rate rises after promotion.

Steps

- BD1 Freeze further promotions for the environment.
- BD2 Read operation state and route owner epoch before logs.
- BD3 Classify app-only, DB migration, runtime service, or route propagation issue.
- BD4 If old artifact/database are compatible, rollback route owner by operation.
- BD5 If DB is incompatible, choose forward fix or data restore path.

Do not

- BDN1 Do not rebuild from main and call it rollback.
- BDN2 Do not mutate route tables manually at edge.
- BDN3 Do not hide DB incompatibility behind a green rollback button.

### Stuck Wake — `stuck-wake`

Sleeping app receives safe traffic but never becomes hot.

Steps

- SW1 Find wake operation and allocation attempt.
- SW2 Check artifact pull, secrets, runtime service bindings, and readiness logs.
- SW3 Coalesce duplicate wake attempts.
- SW4 Return clear retry/503 after wake budget.
- SW5 Surface repair action to app owner.

Do not

- SWN1 Do not buffer unsafe requests indefinitely.
- SWN2 Do not start unlimited allocations under stampede.
- SWN3 Do not mark app hot before readiness.

### Route Event Replay Gap — `route-gap`

Edge detects missing route event sequence after snapshot.

Steps

- RG1 Fail closed for affected route keys or use last verified owner within policy.
- RG2 Fetch fresh signed snapshot from control plane.
- RG3 Verify checksum and sequence.
- RG4 Resume JetStream from snapshot sequence plus one.
- RG5 Record propagation incident evidence.

Do not

- RGN1 Do not apply later events over a gap.
- RGN2 Do not let allocation health choose production owner.
- RGN3 Do not clear gap without a new baseline.

### Database Restore — `database-restore`

Customer needs recovery from corruption or destructive migration.

Steps

- DR1 Identify data class, RPO, RTO, and environment.
- DR2 Stop or fence writers if restore would fork truth.
- DR3 Choose PITR, backup restore, or forward repair.
- DR4 Check app artifact compatibility with restored schema/data.
- DR5 Record user-facing impact and audit.

Do not

- DRN1 Do not treat route rollback as data rollback.
- DRN2 Do not restore preview over production.
- DRN3 Do not ignore idempotency/event reprocessing after restore.

### Host OS Upgrade — `host-upgrade`

Runner host needs patching or replacement.

Steps

- HU1 Cordon host.
- HU2 Verify quorum and runner headroom.
- HU3 Start replacement allocations where needed.
- HU4 Drain active Vango sessions or enforce deadline.
- HU5 Upgrade/rebuild host through bootstrap automation.
- HU6 Run postchecks and uncordon.

Do not

- HUN1 Do not kill active sessions while claiming drain.
- HUN2 Do not drain below quorum.
- HUN3 Do not hand-edit host drift outside IaC without recording it.

### Provider Outage — `provider-outage`

Database, object store, queue, or payment provider is degraded.

Steps

- PO1 Classify provider and affected bindings.
- PO2 Separate platform control-plane health from customer app dependency health.
- PO3 Pause unsafe deploys/migrations if evidence cannot be collected.
- PO4 Expose app-owner status with affected environments.
- PO5 Fail over only if data/runtime topology is proven.

Do not

- PON1 Do not hide provider failures as generic app crashes.
- PON2 Do not fail over sessions to regions without data/runtime readiness.
- PON3 Do not rotate secrets as a blind fix.
)";

TEST(Runbooks, ArePrintedVerbatim) { EXPECT_EQ(page, runbooks_page()); }

TEST(Runbooks, LinesAreFoundByTheirIds) {
  std::set<std::string_view> ids;
  for (auto const& runbook : runbooks()) {
    EXPECT_EQ(&runbook, find_runbook(runbook.id));
    for (auto const& line : runbook.lines) {
      EXPECT_TRUE(ids.insert(line.id).second) << line.id;
      EXPECT_EQ(&line, find_line(line.id));
    }
  }
  EXPECT_EQ(6U, runbooks().size());
  EXPECT_EQ("Find truth.", find_line("OP1")->words);
  EXPECT_EQ(nullptr, find_line("BD9"));
  EXPECT_EQ(nullptr, find_runbook("bad"));
}

TEST(Runbooks, TheOperatorPathIsReadable) {
  auto const text = runbook_page(operator_path_section());
  for (auto const* id : {"- OP1 ", "- OP2 ", "- OP3 ", "- OP4 "}) {
    EXPECT_NE(std::string::npos, text.find(id)) << text;
  }
  EXPECT_EQ(std::string::npos, text.find("Do not")) << text;
}

TEST(Runbooks, EachLineOfBadDeployHasAMeaningAndAnActor) {
  auto const& runbook = *find_runbook("bad-deploy");
  auto const text = runbook_page(runbook);
  for (auto const& line : runbook.lines) {
    EXPECT_FALSE(line.meaning.empty()) << line.id;
    EXPECT_FALSE(line.verbs.empty()) << line.id;
    EXPECT_NE(std::string::npos, text.find(line.meaning)) << line.id;
  }
  EXPECT_EQ(LineBy::both, find_line("BD1")->by);
  EXPECT_EQ(LineBy::operators, find_line("BD2")->by);
  EXPECT_EQ(LineBy::platform, find_line("BDN3")->by);
}

TEST(Classes, EachBelongsToOneRunbookAndNoFaultToAll) {
  std::set<FaultClass> seen;
  for (auto const& runbook : runbooks()) {
    auto const classes = classes_of(runbook.id);
    ASSERT_FALSE(classes.empty()) << runbook.id;
    EXPECT_EQ(FaultClass::no_fault, classes.back());
    for (auto const one : classes.first(classes.size() - 1)) EXPECT_TRUE(seen.insert(one).second);
  }
  EXPECT_EQ(enum_size<FaultClass>, seen.size() + 1);
  EXPECT_TRUE(classes_of("no-runbook").empty());
}

}  // namespace
}  // namespace studylab::language
