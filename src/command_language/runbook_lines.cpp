#include "command_language/runbooks.h"

#include <array>

namespace studylab::language {
namespace {

using enum LineKind;
using enum LineBy;

// One line a field, as the runbooks are read.
// clang-format off
constexpr RunbookLine bad_deploy[] = {
    {"BD1", step, both,
     "Freeze further promotions for the environment.",
     "A frozen environment lets no promotion start or go on: those in the queue wait, new ones "
     "are refused. The freeze outlives a restart of the control plane. A rollback is no "
     "promotion and passes, and so does one forward fix whose plan fits the database. Lifting it "
     "keeps waiting what would bring the fault back.",
     "freeze, unfreeze, cancel; deploy --forward-fix passes"},
    {"BD2", step, operators,
     "Read operation state and route owner epoch before logs.",
     "The operation says which release went out, by which stages, with which verdicts; the route "
     "owner's epoch says what moved it last. Logs say how a symptom looks, not what brought it "
     "about, so they come after. The order of your looks is recorded.",
     "show operations, show operation, show routes, show route, then logs"},
    {"BD3", step, operators,
     "Classify app-only, DB migration, runtime service, or route propagation issue.",
     "The same symptom has four causes, or none at all. Only facts tell them apart: errors by "
     "release, edge and binding, what each edge has applied, what the database's migrations did, "
     "what bindings answer.",
     "classify app-only|database-migration|runtime-service|route-propagation|no-fault"},
    {"BD4", step, both,
     "If old artifact/database are compatible, rollback route owner by operation.",
     "A durable operation moves the route owner to a release that this environment has run, by "
     "compare-and-swap at the next epoch, and starts its allocations again from the stored "
     "artifact where they are gone. It ends healthy when every edge has the new owner and "
     "nothing has failed for a while.",
     "rollback ENV --to REL, first with --plan"},
    {"BD5", step, operators,
     "If DB is incompatible, choose forward fix or data restore path.",
     "The plan of a rollback says compatible, incompatible or unknown before anything moves, and "
     "names the first migration that breaks it. Where it is not compatible the way out is a "
     "release that fits the database as it stands, from the list or from the owner, or the data "
     "brought back.",
     "rollback --plan, show releases, deploy --forward-fix, notify-owner --repair migration"},
    {"BDN1", prohibition, platform,
     "Do not rebuild from main and call it rollback.",
     "Building again makes another artifact, with another digest and whatever main has become "
     "since. A rollback takes only what this environment has run, from the store.",
     "rebuild-from, and rollback to anything else: refused rollback_needs_promoted_artifact"},
    {"BDN2", prohibition, platform,
     "Do not mutate route tables manually at edge.",
     "An edge's table is the outcome of signed snapshots and events in their order. A hand on it "
     "would serve what no operation decided, and the next checksum would find it.",
     "set-route: refused edge_table_is_derived; repair-propagation brings a new baseline"},
    {"BDN3", prohibition, platform,
     "Do not hide DB incompatibility behind a green rollback button.",
     "No way back is offered, planned or run without the database's verdict; unknown counts as "
     "incompatible, and no option drops it.",
     "rollback: refused database_incompatible, with --without-database-check "
     "database_check_required"},
};

constexpr RunbookLine stuck_wake[] = {
    {"SW1", step, operators,
     "Find wake operation and allocation attempt.", {}, {}},
    {"SW2", step, operators,
     "Check artifact pull, secrets, runtime service bindings, and readiness logs.", {}, {}},
    {"SW3", step, platform,
     "Coalesce duplicate wake attempts.", {}, {}},
    {"SW4", step, platform,
     "Return clear retry/503 after wake budget.", {}, {}},
    {"SW5", step, operators,
     "Surface repair action to app owner.", {}, {}},
    {"SWN1", prohibition, platform,
     "Do not buffer unsafe requests indefinitely.", {}, {}},
    {"SWN2", prohibition, platform,
     "Do not start unlimited allocations under stampede.", {}, {}},
    {"SWN3", prohibition, platform,
     "Do not mark app hot before readiness.", {}, {}},
};

constexpr RunbookLine route_gap[] = {
    {"RG1", step, both,
     "Fail closed for affected route keys or use last verified owner within policy.", {}, {}},
    {"RG2", step, both,
     "Fetch fresh signed snapshot from control plane.", {}, {}},
    {"RG3", step, both,
     "Verify checksum and sequence.", {}, {}},
    {"RG4", step, both,
     "Resume JetStream from snapshot sequence plus one.", {}, {}},
    {"RG5", step, operators,
     "Record propagation incident evidence.", {}, {}},
    {"RGN1", prohibition, platform,
     "Do not apply later events over a gap.", {}, {}},
    {"RGN2", prohibition, platform,
     "Do not let allocation health choose production owner.", {}, {}},
    {"RGN3", prohibition, platform,
     "Do not clear gap without a new baseline.", {}, {}},
};

constexpr RunbookLine database_restore[] = {
    {"DR1", step, operators,
     "Identify data class, RPO, RTO, and environment.", {}, {}},
    {"DR2", step, both,
     "Stop or fence writers if restore would fork truth.", {}, {}},
    {"DR3", step, operators,
     "Choose PITR, backup restore, or forward repair.", {}, {}},
    {"DR4", step, both,
     "Check app artifact compatibility with restored schema/data.", {}, {}},
    {"DR5", step, operators,
     "Record user-facing impact and audit.", {}, {}},
    {"DRN1", prohibition, both,
     "Do not treat route rollback as data rollback.", {}, {}},
    {"DRN2", prohibition, platform,
     "Do not restore preview over production.", {}, {}},
    {"DRN3", prohibition, both,
     "Do not ignore idempotency/event reprocessing after restore.", {}, {}},
};

constexpr RunbookLine host_upgrade[] = {
    {"HU1", step, operators,
     "Cordon host.", {}, {}},
    {"HU2", step, both,
     "Verify quorum and runner headroom.", {}, {}},
    {"HU3", step, operators,
     "Start replacement allocations where needed.", {}, {}},
    {"HU4", step, both,
     "Drain active Vango sessions or enforce deadline.", {}, {}},
    {"HU5", step, both,
     "Upgrade/rebuild host through bootstrap automation.", {}, {}},
    {"HU6", step, both,
     "Run postchecks and uncordon.", {}, {}},
    {"HUN1", prohibition, platform,
     "Do not kill active sessions while claiming drain.", {}, {}},
    {"HUN2", prohibition, platform,
     "Do not drain below quorum.", {}, {}},
    {"HUN3", prohibition, both,
     "Do not hand-edit host drift outside IaC without recording it.", {}, {}},
};

constexpr RunbookLine provider_outage[] = {
    {"PO1", step, operators,
     "Classify provider and affected bindings.", {}, {}},
    {"PO2", step, both,
     "Separate platform control-plane health from customer app dependency health.", {}, {}},
    {"PO3", step, both,
     "Pause unsafe deploys/migrations if evidence cannot be collected.", {}, {}},
    {"PO4", step, operators,
     "Expose app-owner status with affected environments.", {}, {}},
    {"PO5", step, both,
     "Fail over only if data/runtime topology is proven.", {}, {}},
    {"PON1", prohibition, platform,
     "Do not hide provider failures as generic app crashes.", {}, {}},
    {"PON2", prohibition, platform,
     "Do not fail over sessions to regions without data/runtime readiness.", {}, {}},
    {"PON3", prohibition, platform,
     "Do not rotate secrets as a blind fix.", {}, {}},
};

constexpr RunbookLine path[] = {
    {"OP1", step, operators,
     "Find truth.",
     "Facts come from operation state and route owners first, logs and graphs after. What you "
     "looked at is recorded, so the order can be marked.",
     "show, plans and checks"},
    {"OP2", step, operators,
     "Classify risk.",
     "A class of the runbook, with references to the facts that it rests on, before the first "
     "repair; holds come before it.",
     "classify"},
    {"OP3", step, operators,
     "Take the smallest correct action.",
     "An accepted repair, on the incident's objects only, no wider than it needs: allocation, "
     "binding, host, edge, environment, database, partition, all.",
     "every hold and repair"},
    {"OP4", step, operators,
     "Leave evidence.",
     "Every action says who, why and on which facts. The incident closes with its impact and its "
     "evidence, and the bundle is sealed.",
     "note, impact, close, --because, --ref"},
};

constexpr Runbook books[] = {
    {"bad-deploy", "Bad Deploy", "Production error rate rises after promotion.",
     bad_deploy},
    {"stuck-wake", "Stuck Wake", "Sleeping app receives safe traffic but never becomes hot.",
     stuck_wake},
    {"route-gap", "Route Event Replay Gap", "Edge detects missing route event sequence after snapshot.",
     route_gap},
    {"database-restore", "Database Restore", "Customer needs recovery from corruption or destructive migration.",
     database_restore},
    {"host-upgrade", "Host OS Upgrade", "Runner host needs patching or replacement.",
     host_upgrade},
    {"provider-outage", "Provider Outage", "Database, object store, queue, or payment provider is degraded.",
     provider_outage},
};
// clang-format on

}  // namespace

std::span<Runbook const> runbooks() { return books; }
std::span<RunbookLine const> operator_path() { return path; }

}  // namespace studylab::language
