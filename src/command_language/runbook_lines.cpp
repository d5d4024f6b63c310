#include "command_language/runbooks.h"

#include <array>

namespace studylab::language {
namespace {

using enum LineKind;
using enum LineBy;

// One field per line, so that the file reads like the runbooks.
// clang-format off
constexpr RunbookLine bad_deploy[] = {
    {"BD1", step, both,
     "Freeze further promotions for the environment.",
     "While an environment is frozen, no promotion starts or moves the route owner: queued "
     "promotions wait, and new ones are refused. The freeze survives a restart of the control "
     "plane. A rollback is not a promotion, so it is allowed, and so is a forward fix whose plan "
     "fits the database. When the freeze is lifted, promotions that would bring the fault back "
     "stay waiting.",
     "freeze, unfreeze, cancel; deploy --forward-fix is allowed"},
    {"BD2", step, operators,
     "Read operation state and route owner epoch before logs.",
     "The operation shows which release went out, through which stages and with which verdicts. "
     "The route owner shows its epoch and the operation that moved it last. Logs show the symptom "
     "but not its cause, so read them later. The order of your queries is recorded.",
     "show operations, show operation, show routes, show route, then logs"},
    {"BD3", step, operators,
     "Classify app-only, DB migration, runtime service, or route propagation issue.",
     "The same symptom has four possible causes, or no fault at all. Only facts distinguish them: "
     "errors by release, edge and binding, what each edge has applied, what the database's "
     "migrations did, and which bindings answer.",
     "classify app-only|database-migration|runtime-service|route-propagation|no-fault"},
    {"BD4", step, both,
     "If old artifact/database are compatible, rollback route owner by operation.",
     "A durable operation moves the route owner to a release that this environment has run, by "
     "compare-and-swap to the next epoch. If the release's allocations have stopped, the operation "
     "starts new ones from the stored artifact. It ends healthy when every edge has the new owner "
     "and the release has served for a while without a failed allocation.",
     "rollback ENV --to REL, first with --plan"},
    {"BD5", step, operators,
     "If DB is incompatible, choose forward fix or data restore path.",
     "The plan of a rollback prints compatible, incompatible or unknown before anything moves, and "
     "names the first migration that breaks compatibility. If the verdict is not compatible, use a "
     "release that fits the current database, from the list or from the app owner, or restore the "
     "data.",
     "rollback --plan, show releases, deploy --forward-fix, notify-owner --repair migration"},
    {"BDN1", prohibition, platform,
     "Do not rebuild from main and call it rollback.",
     "A new build is a different artifact: it has a different digest and contains whatever is on "
     "main now. A rollback uses only stored artifacts that this environment has run.",
     "rebuild-from, and rollback to any other release: refused with "
     "rollback_needs_promoted_artifact"},
    {"BDN2", prohibition, platform,
     "Do not mutate route tables manually at edge.",
     "An edge builds its table from signed snapshots and from events in sequence. A manual edit "
     "would make it serve what no operation decided, and the next checksum would find it.",
     "set-route: refused with edge_table_is_derived; repair-propagation brings a new baseline"},
    {"BDN3", prohibition, platform,
     "Do not hide DB incompatibility behind a green rollback button.",
     "No rollback is planned or run without the database verdict. Unknown counts as "
     "incompatible, and no option skips the check.",
     "rollback: refused with database_incompatible; with --without-database-check, refused with "
     "database_check_required"},
};

constexpr RunbookLine stuck_wake[] = {
    {"SW1", step, operators,
     "Find wake operation and allocation attempt.",
     "One wake is one operation with numbered attempts. Each attempt records its allocation and "
     "host, the stage that it reached, when it started and ended, and how. Query it before logs "
     "and before any repair: the order of your queries is recorded.",
     "show operation, show gate, then logs"},
    {"SW2", step, operators,
     "Check artifact pull, secrets, runtime service bindings, and readiness logs.",
     "An attempt pulls the artifact, fetches secrets, reaches its bindings, starts the program "
     "and passes the readiness probe, in this order. The stage that failed is where the trouble "
     "showed, and its cause can lie in an earlier stage: check each of them.",
     "show artifact, show bindings, show hosts, show allocations, logs"},
    {"SW3", step, platform,
     "Coalesce duplicate wake attempts.",
     "An environment has at most one open wake. Requests at every edge, and further wake "
     "commands, join it and are given its name. Ten thousand requests cause one operation and one "
     "attempt at a time.",
     "wake ENV joins the open wake; show gate counts the requests that joined"},
    {"SW4", step, platform,
     "Return clear retry/503 after wake budget.",
     "A wake has a budget of time and attempts. A request that still waits when either is spent "
     "gets 503 with Retry-After and a body that names the operation. When the app is ready, the "
     "waiting requests are released no faster than its allocation can answer.",
     "show gate prints the bounds, and what was released, refused and expired"},
    {"SW5", step, operators,
     "Surface repair action to app owner.",
     "A failed stage proposes a notice. Send it: name what must be repaired, so that the app "
     "owner sees the cause and which operation to retry. If the platform is short of slots, the "
     "owner has nothing to repair and is only informed.",
     "notify-owner ENV --repair artifact|secret NAME|binding NAME|readiness, then retry OP; "
     "notify-owner ENV if slots are short"},
    {"SWN1", prohibition, platform,
     "Do not buffer unsafe requests indefinitely.",
     "A request that changes something waits only if its environment declares an idempotency "
     "contract, and only within a small bound of count, bytes and time. Others get 503 at once. "
     "No command lifts these bounds.",
     "hold-requests --unsafe: refused with unsafe_hold_is_bounded"},
    {"SWN2", prohibition, platform,
     "Do not start unlimited allocations under stampede.",
     "Attempts are limited per wake, spaced out, and placed only on free slots. More requests do "
     "not start more allocations.",
     "scale: refused with allocations_are_bounded"},
    {"SWN3", prohibition, platform,
     "Do not mark app hot before readiness.",
     "Only the runner's own report of a passed readiness probe makes an allocation routable. No "
     "request is forwarded to it before.",
     "mark-hot: refused with not_ready"},
};

constexpr RunbookLine route_gap[] = {
    {"RG1", step, both,
     "Fail closed for affected route keys or use last verified owner within policy.",
     "A gap affects every key of the partition. As the gap policy of each environment says, the "
     "edge answers 503, or serves the last verified owner up to a maximum age. The operator "
     "reads policy, keys and age before a repair, and whether the owner's allocations are ready: "
     "if their processes have ended, a new baseline alone repairs nothing. A policy is never "
     "looser than declared.",
     "show edge, show allocations, gap-policy"},
    {"RG2", step, both,
     "Fetch fresh signed snapshot from control plane.",
     "A snapshot names its partition, baseline, sequence, checksum, key and time of issue. It "
     "must reach the highest sequence that the edge has seen, and be newer than the last "
     "accepted one.",
     "snapshot, snapshot --from, repair-propagation"},
    {"RG3", step, both,
     "Verify checksum and sequence.",
     "The edge computes the checksum over the table itself, and checks signature and sequence. "
     "The check prints a verdict and changes nothing.",
     "verify, show snapshot"},
    {"RG4", step, both,
     "Resume JetStream from snapshot sequence plus one.",
     "A new consumer begins at the snapshot's sequence plus one; where it really begins is "
     "read back. Only this ends a gap.",
     "resume, repair-propagation"},
    {"RG5", step, operators,
     "Record propagation incident evidence.",
     "The operator refers to the gap, the accepted snapshot and the resumption. The platform "
     "records them with routes, policies, duration and refused requests.",
     "note, close"},
    {"RGN1", prohibition, platform,
     "Do not apply later events over a gap.",
     "An edge applies only the next event of its baseline. No command skips one.",
     "skip-to, resume"},
    {"RGN2", prohibition, platform,
     "Do not let allocation health choose production owner.",
     "Endpoints show where a release runs. They never choose which release owns a key: without "
     "an allocation of the owner, the answer is 503.",
     "choose-owner"},
    {"RGN3", prohibition, platform,
     "Do not clear gap without a new baseline.",
     "The mark of a gap is in the edge's journal. No command, timer or restart clears it.",
     "clear-gap"},
};

constexpr RunbookLine database_restore[] = {
    {"DR1", step, operators,
     "Identify data class, RPO, RTO, and environment.",
     "A database declares how much time of writes may be lost (RPO) and how long a restore may "
     "take (RTO). Its data class says how much is at stake. Before any logs and any plan, read "
     "them and the latest check, which says what is damaged, since which write, and by what.",
     "show database DB"},
    {"DR2", step, both,
     "Stop or fence writers if restore would fork truth.",
     "Writes made while a copy is restored would be lost, or would damage it again. A fence takes "
     "the rights of the writers' login away and ends their connections; writes are answered 503, "
     "reads go on. It stays in force until every consumer is settled.",
     "fence DB, unfence DB"},
    {"DR3", step, operators,
     "Choose PITR, backup restore, or forward repair.",
     "The plan computes for each method what it reaches, what it loses against the RPO, how long "
     "it takes against the RTO, and what it does not bring back; it recommends none. pitr applies "
     "the log to a backup up to the target; backup loads the backup only; forward-repair copies "
     "rows that are gone out of a clone, and keeps later writes.",
     "restore plan DB, show plan OP, restore run DB --plan OP --method METHOD, restore cutover"},
    {"DR4", step, both,
     "Check app artifact compatibility with restored schema/data.",
     "A restored copy can have an earlier schema. The release that owns the route must fit it, and "
     "must not damage the data again, before writers are let in.",
     "show plan OP; rollback ENV --to REL before unfence DB, else artifact_incompatible"},
    {"DR5", step, operators,
     "Record user-facing impact and audit.",
     "State the users and minutes as `show incident` counts them, what became of the data, and who "
     "approved the loss.",
     "impact --users N --minutes N --data TEXT --approved-by NAME"},
    {"DRN1", prohibition, both,
     "Do not treat route rollback as data rollback.",
     "A route decides which release answers. Rows that are damaged stay damaged, whichever release "
     "reads them.",
     "rollback --as data-repair, unfence with damaged rows left: refused with route_is_not_data"},
    {"DRN2", prohibition, platform,
     "Do not restore preview over production.",
     "A backup has the data of one environment. It is restored only to that environment.",
     "restore-over, restore run --backup with another's data: refused with "
     "preview_over_production"},
    {"DRN3", prohibition, both,
     "Do not ignore idempotency/event reprocessing after restore.",
     "Consumers have acted on events past the restore point. Each consumer's events are replayed, "
     "skipped or compensated, as its own facts allow, before writers are let in.",
     "reconcile DB --plan OP --consumer NAME --events replay|skip|compensate"},
};

constexpr RunbookLine host_upgrade[] = {
    {"HU1", step, operators,
     "Cordon host.",
     "No new allocation is placed on a cordoned host. The cordon is a hold: it is in force from "
     "before the first replacement until the rebuild has ended.",
     "cordon HOST"},
    {"HU2", step, both,
     "Verify quorum and runner headroom.",
     "Both before logs and before any repair. With every open drain counted, no environment may "
     "keep fewer ready allocations than its quorum. The other hosts need slots for the "
     "replacements. If they have none, return another, healthy cordoned host after its postcheck, "
     "or ask the capacity team; if neither makes room, uncordon the host that is due, and hand the "
     "incident over.",
     "show quorum, headroom HOST, show operations, drain HOST --deadline DUR --plan; uncordon "
     "HOST, escalate capacity"},
    {"HU3", step, operators,
     "Start replacement allocations where needed.",
     "One allocation is started elsewhere for each that leaves, and is ready before the old one "
     "is drained.",
     "replace HOST"},
    {"HU4", step, both,
     "Drain active Vango sessions or enforce deadline.",
     "New sessions go elsewhere at once. Stored sessions resume elsewhere; others stay until "
     "their client leaves, or the deadline cuts them. The deadline is at least as long as each "
     "environment declares, and every session is accounted for.",
     "show sessions HOST, drain HOST --deadline DUR"},
    {"HU5", step, both,
     "Upgrade/rebuild host through bootstrap automation.",
     "The host is rebuilt from its declared image, and reports the digest that it runs. Only a "
     "drained host is rebuilt, and only after a postcheck has shown whether it has drift.",
     "rebuild HOST"},
    {"HU6", step, both,
     "Run postchecks and uncordon.",
     "A postcheck compares image and files with the declaration. The host can "
     "be uncordoned only if one has passed within the last five minutes.",
     "postcheck HOST, show host HOST, uncordon HOST"},
    {"HUN1", prohibition, platform,
     "Do not kill active sessions while claiming drain.",
     "A session that is ended by neither its client, its resume nor the deadline fails the drain.",
     "kill-sessions: refused with sessions_active"},
    {"HUN2", prohibition, platform,
     "Do not drain below quorum.",
     "A drain that leaves an environment below its quorum is refused, and so is a second drain of "
     "the same environment while one is open.",
     "drain: refused with below_quorum"},
    {"HUN3", prohibition, both,
     "Do not hand-edit host drift outside IaC without recording it.",
     "A postcheck finds every edited file by its path. A host with drift that is not recorded is "
     "not rebuilt.",
     "record-drift HOST --path PATH; edit-host: refused with drift_unrecorded"},
};

constexpr RunbookLine provider_outage[] = {
    {"PO1", step, operators,
     "Classify provider and affected bindings.",
     "Probes give each provider a state with its age, and the binding proxies count the calls of "
     "each environment. Read both before any logs and before any repair.",
     "show providers, show provider PROVIDER, show bindings ENV"},
    {"PO2", step, both,
     "Separate platform control-plane health from customer app dependency health.",
     "The control plane needs providers of its own. An outage can affect only customers, only the "
     "platform, or both, and the class states which.",
     "show status, classify CLASS --scope customer|platform|both"},
    {"PO3", step, both,
     "Pause unsafe deploys/migrations if evidence cannot be collected.",
     "A promotion waits by itself while a provider that its checks need is not healthy. Scheduled "
     "migrations and jobs have no such check: what comes due in an outage fails. While any is "
     "scheduled, pause the incident's environment from the class until the recovery or the end of "
     "the failover. This is required, and graded.",
     "show operations ENV lists what is scheduled; pause ENV, unpause ENV"},
    {"PO4", step, operators,
     "Expose app-owner status with affected environments.",
     "Publish a status for every environment that is bound to the provider, whatever its lane, and "
     "for no other; resolve each after the recovery. Waiting counts as the repair only if every one "
     "of these owners was informed before the recovery. If a credential is at fault, no status is "
     "required.",
     "show provider PROVIDER lists the environments; status publish ENV --cause provider:PROVIDER "
     "--says TEXT, status resolve ENV"},
    {"PO5", step, both,
     "Fail over only if data/runtime topology is proven.",
     "A failover needs six proofs of the other region, each seen within the last two minutes: "
     "replica, lag within the RPO, runtime, secrets, artifacts, and a fence of the old region. "
     "Its plan lists each with its age.",
     "show regions, failover DB --to REGION --plan; without a proof refused with topology_unproven"},
    {"PON1", prohibition, platform,
     "Do not hide provider failures as generic app crashes.",
     "Programs reach providers only through counted bindings, so errors while calls fail are "
     "attributed to the provider. A provider that is healthy and rejects one credential is not at "
     "fault: the platform issued the credential.",
     "status publish --cause app: refused with cause_is_provider, or with cause_is_credential"},
    {"PON2", prohibition, platform,
     "Do not fail over sessions to regions without data/runtime readiness.",
     "Sessions in a region without the data or the programs fail, and moving them back loses more.",
     "move-sessions, failover without a proof of the region: refused with region_not_ready"},
    {"PON3", prohibition, platform,
     "Do not rotate secrets as a blind fix.",
     "A sick provider rejects every credential. A new one is issued only if a fact shows that this "
     "one is at fault: its provider states so, or accepts others in the same minute.",
     "rotate-secret BINDING: refused with rotation_without_cause"},
};

constexpr RunbookLine path[] = {
    {"OP1", step, operators,
     "Find truth.",
     "Read operation state and route owners first, and logs and graphs later. Your queries are "
     "recorded, so their order can be graded.",
     "show, plans and checks"},
    {"OP2", step, operators,
     "Classify risk.",
     "Name a class of the runbook before the first repair, with references to the facts that "
     "support it. Holds may come before the class.",
     "classify"},
    {"OP3", step, operators,
     "Take the smallest correct action.",
     "Use an accepted repair on the incident's objects only, with no more reach than it needs. "
     "Reach, from narrow to wide: allocation, binding, host, edge, environment, database, partition, all.",
     "every hold and repair"},
    {"OP4", step, operators,
     "Leave evidence.",
     "Every action records who did it, why, and on which facts. The incident closes with its "
     "impact and its evidence, and the bundle is sealed.",
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

constexpr Runbook path_section{
    "operator-path", "Operator Path", "The four rules of every drill, whatever its runbook is.", path};
// clang-format on

}  // namespace

std::span<Runbook const> runbooks() { return books; }
std::span<RunbookLine const> operator_path() { return path; }
Runbook const& operator_path_section() { return path_section; }

}  // namespace studylab::language
