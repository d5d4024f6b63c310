#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "lab/drill/load.h"
#include "lab/grade/grade.h"

// Chains for tests of the grading of stuck wake: a small platform, the alert, and an operator who
// makes no mistake.
namespace studylab::drill::stuck_wake {

using namespace std::chrono_literals;

inline EnvironmentName const environment{"shop/production"};
inline RouteKey const route{"shop.example"};
inline constexpr OperationId wake_op{5};
inline constexpr HostId spare{2};

inline Digest digest_of(std::uint8_t number) {
  Digest digest;
  digest.bytes[0] = number;
  return digest;
}

inline Act acted(std::string line, std::vector<EntryId> refs = {}) {
  Act act;
  act.line = std::move(line);
  act.because = "as the runbook says";
  act.refs = std::move(refs);
  return act;
}

// A run of one variant. The parts named in `without` are left out; `instead` is called before the
// first repair.
class WakeStory {
 public:
  explicit WakeStory(std::string_view variant, std::set<std::string> without = {})
      : drill_(*find_drill("stuck-wake")),
        variant_(*drill_.find(variant)),
        without_(std::move(without)) {}

  std::function<void(WakeStory&)> before_repair = [](WakeStory&) {};
  std::string repair = "owner";  // rollback, uncordon, escalate

  void run() {
    platform();
    alert();
    attempts();
    find_truth();
    classify();
    before_repair(*this);
    if (!is_quiet() && !left_out("repair")) act();
    finish();
  }

  EntryId add(Fact fact, Duration after = 5s) {
    now_ += after;
    EntryId const id{static_cast<std::uint32_t>(entries_.size() + 1)};
    entries_.push_back({id, now_, std::move(fact)});
    return id;
  }
  EntryId query(std::string kind, std::string object, std::vector<EntryId> shown) {
    return add(make_fact(Queried{std::move(kind), std::move(object), std::move(shown), {}, {}}));
  }
  EntryId retry() {
    auto const id = add(make_fact(OperationRetried{wake_op, Attempt{2}, acted("retry op-5")}));
    last_operation_ = id;
    return id;
  }
  void fail_again() {
    auto const allocation = plan();
    AllocationFailed failed;
    failed.allocation = allocation;
    failed.stage = AllocationStage::pulling;
    add(make_fact(failed));
    reach(Stage::failed);
  }
  EntryId notify(std::optional<RepairKind> kind, std::string name, bool found = true) {
    NoticeId const notice{++notices_};
    auto const id = add(make_fact(
        OwnerNotified{notice, environment, PersonName{"mara"}, kind, name, acted("notify-owner")}));
    if (kind && found) {
      OwnerRepaired repaired;
      repaired.notice = notice;
      repaired.environment = environment;
      repaired.repair = *kind;
      repaired.name = name;
      resolved_ = add(make_fact(repaired), 60s);
    } else if (kind) {
      OwnerFoundNothing nothing;
      nothing.notice = notice;
      nothing.environment = environment;
      add(make_fact(nothing), 60s);
    }
    return id;
  }
  // A host that takes allocations, and the lifting of it before anything moved.
  void cordon() { add(make_fact(HostCordoned{HoldId{7}, HostId{1}, acted("cordon host-1")})); }
  void lift_cordon() {
    HostUncordoned uncordoned;
    uncordoned.host = HostId{1};
    uncordoned.act = acted("uncordon host-1");
    uncordoned.act.kind = CommandKind::hold;
    add(make_fact(uncordoned));
  }
  EntryId uncordon() {
    HostUncordoned uncordoned;
    uncordoned.host = spare;
    uncordoned.act = acted("uncordon host-2");
    return resolved_ = add(make_fact(uncordoned));
  }

  grade::Score score() const {
    LabOpened opened;
    std::vector<evidence::LabEntry> const lab{
        {evidence::LabEntryId{1}, Instant{}, opened},
        {evidence::LabEntryId{2}, Instant{}, FaultWitnessed{EntryId{2}}}};
    return grade::grade({entries_, lab}, answer_key_of(drill_, variant_));
  }

 private:
  bool is(std::string_view name) const { return variant_.name == name; }
  bool left_out(std::string const& part) const { return without_.contains(part); }
  bool is_quiet() const { return variant_.fault_class == FaultClass::no_fault; }

  void platform() {
    EnvironmentDeclared declared;
    declared.environment = environment;
    declared.route = route;
    declared.partition = PartitionId{1};
    declared.threshold = Permille{20};
    add(make_fact(declared));
    SleepPolicyDeclared policy;
    policy.environment = environment;
    add(make_fact(policy));
    for (std::uint8_t number = 1; number <= 2; ++number) {
      add(make_fact(ArtifactStored{digest_of(number), {}, now_}));
      std::vector<Service> served;
      if (number == 1) served.push_back({now_, now_, KeyEpoch{1}, OperationId{1}, 0});
      add(make_fact(
          ReleaseRegistered{ReleaseId{number}, environment, digest_of(number), now_, "", served}));
    }
    host_ = add(make_fact(HostRegistered{HostId{1}, digest_of(9), is("capacity") ? 0U : 4U}));
    add(make_fact(HostRegistered{spare, digest_of(9), 4}));
    add(make_fact(HostCordonRecorded{spare, now_, "kernel update"}));
    RouteOwnerRecorded owner;
    owner.route = route;
    owner.environment = environment;
    owner.partition = PartitionId{1};
    owner.sequence = RouteSequence{2};
    owner.release = ReleaseId{2};
    owner.operation = OperationId{2};
    add(make_fact(owner));
  }

  void alert() {
    WakeAsked asked;
    asked.edge = EdgeId{1};
    asked.environment = environment;
    add(make_fact(asked));
    requested_ = add(make_fact(
        OperationRequested{wake_op, requests::Wake{environment, ReleaseId{2}, KeyEpoch{2}}, {}}));
    GateReported gate;
    gate.edge = EdgeId{1};
    gate.environment = environment;
    gate.operation = wake_op;
    gate.from = now_ - 1s;
    gate.until = now_;
    gate.crossing = GateCrossing::bound;
    gate.rows.push_back({RequestClass::safe, 200, 230, 0, 30, 0, 4096, now_});
    gate_ = add(make_fact(gate), 1s);
    add(make_fact(
            IncidentOpened{IncidentId{1}, Severity::high, WakeStuck{environment, route, wake_op}}),
        0s);
    observe(40);
  }

  // Ten seconds at one edge.
  void observe(std::uint32_t refused) {
    RequestsObserved observed;
    observed.edge = EdgeId{1};
    observed.from = now_;
    observed.until = now_ + 10s;
    ObservedRow row;
    row.route = route;
    row.requests = 1000 - refused;
    row.release = ReleaseId{2};
    observed.rows.push_back(row);
    row.release = ReleaseId{};
    row.requests = refused;
    row.status = 503;
    row.error = RequestError::no_endpoint;
    row.users = refused;
    if (refused > 0) observed.rows.push_back(row);
    observed_ = add(make_fact(observed), 10s);
    if (refused == 0) return;
    GateReported gate;
    gate.edge = EdgeId{1};
    gate.environment = environment;
    gate.operation = wake_op;
    gate.from = observed.from;
    gate.until = observed.until;
    gate.rows.push_back({RequestClass::safe, 200, 400, 0, refused, 0, 4096, now_});
    gate_ = add(make_fact(gate), 0s);
  }

  AllocationId plan() {
    AllocationPlanned planned;
    planned.allocation = AllocationId{++allocations_};
    planned.environment = environment;
    planned.release = ReleaseId{2};
    planned.host = HostId{1};
    planned.operation = wake_op;
    planned.attempt = Attempt{allocations_};
    attempt_ = add(make_fact(planned), 1s);
    return planned.allocation;
  }

  void get_ready() {
    AllocationReady ready;
    ready.allocation = plan();
    ready.probe_status = 200;
    attempt_ = add(make_fact(ready));
    reach(Stage::hot);
  }

  void reach(Stage stage) {
    StageReached reached;
    reached.operation = wake_op;
    reached.stage = stage;
    last_operation_ = add(make_fact(reached), 1s);
  }

  AllocationStage failed_stage() const {
    return is("artifact-pull") ? AllocationStage::pulling
           : is("secrets")     ? AllocationStage::secrets
           : is("bindings")    ? AllocationStage::binding
                               : AllocationStage::readiness;
  }

  void attempts() {
    if (is_quiet()) return get_ready();
    if (is("capacity")) {
      attempt_ =
          add(make_fact(WakePlacementFailed{wake_op, Attempt{1}, "no host has a free slot"}));
    } else {
      AllocationFailed failed;
      failed.allocation = plan();
      failed.stage = failed_stage();
      attempt_ = add(make_fact(failed));
    }
    reach(Stage::failed);
    WakeGaveUp gave_up;
    gave_up.operation = wake_op;
    gave_up.environment = environment;
    add(make_fact(gave_up), 0s);
  }

  void probe() {
    BindingsProbed bindings;
    bindings.environment = environment;
    auto const state = is("bindings") ? BindingState::gone : BindingState::answers;
    bindings.bindings.push_back({BindingName{"shop-db"}, ProviderName{"postgres-1"}, state, now_});
    bindings_ = add(make_fact(bindings), 0s);
    SecretsProbed secrets;
    secrets.environment = environment;
    auto const usable = is("secrets") ? SecretState::expired : SecretState::present;
    secrets.secrets.push_back({BindingName{"shop-db"}, usable, now_});
    secrets_ = add(make_fact(secrets), 0s);
    ArtifactViewReported artifact;
    artifact.digest = digest_of(2);
    if (!is("artifact-pull")) artifact.stored = digest_of(2);
    artifact_ = add(make_fact(artifact), 0s);
  }

  void find_truth() {
    probe();
    auto const show = [&](std::string const& part, auto ask) {
      if (!left_out(part)) ask();
    };
    if (left_out("logs-later")) query("logs", environment.value(), {});
    show("operation",
         [&] { operation_query_ = query("operation", to_text(wake_op), {requested_, attempt_}); });
    show("bindings", [&] { query("bindings", environment.value(), {bindings_, secrets_}); });
    show("artifact", [&] { query("artifact", to_text(digest_of(2)), {artifact_}); });
    show("hosts", [&] { query("hosts", "", {host_}); });
    show("gate", [&] { query("gate", environment.value(), {gate_}); });
  }

  EntryId clue() const {
    if (is("secrets")) return secrets_;
    if (is("bindings")) return bindings_;
    if (is("artifact-pull")) return artifact_;
    return attempt_;
  }

  void classify() {
    clue_ = clue();
    if (left_out("class")) return;
    auto const stated = left_out("right-class") ? FaultClass::drift : variant_.fault_class;
    add(make_fact(Classified{stated, Scope::unstated, acted("classify", {clue_})}));
  }

  std::optional<RepairKind> cause() const {
    if (is("artifact-pull")) return RepairKind::artifact;
    if (is("secrets")) return RepairKind::secret;
    if (is("bindings")) return RepairKind::binding;
    if (is("readiness")) return RepairKind::readiness;
    return std::nullopt;
  }

  void act() {
    if (repair == "rollback") return roll_back();
    if (repair == "uncordon") uncordon();
    if (repair == "escalate") escalate();
    if (!left_out("notice")) notify(cause(), cause() ? "shop-db" : "");
    if (left_out("retry")) return;
    retry();
    get_ready();
    resolved_ = last_operation_;
  }

  void escalate() {
    NoticeId const notice{++notices_};
    add(make_fact(TeamEscalated{notice, Team::capacity, acted("escalate capacity")}));
    HostBrought brought;
    brought.host = HostId{3};
    brought.slots = 4;
    brought.notice = notice;
    resolved_ = add(make_fact(brought), 60s);
    TeamAnswered answered;
    answered.notice = notice;
    answered.team = Team::capacity;
    answered.found = Found::something;
    add(make_fact(answered));
  }

  void roll_back() {
    OperationId const operation{6};
    add(make_fact(OperationRequested{
        operation, requests::Rollback{environment, ReleaseId{1}, KeyEpoch{2}}, acted("rollback")}));
    PolicyChecked policy;
    policy.operation = operation;
    policy.database = DatabaseVerdict::compatible;
    add(make_fact(policy));
    AllocationPlanned planned;
    planned.allocation = AllocationId{++allocations_};
    planned.environment = environment;
    planned.release = ReleaseId{1};
    planned.host = HostId{1};
    planned.operation = operation;
    add(make_fact(planned));
    AllocationReady ready;
    ready.allocation = planned.allocation;
    ready.probe_status = 200;
    add(make_fact(ready));
    RouteOwnerMoved moved;
    moved.route = route;
    moved.from = ReleaseId{2};
    moved.to = ReleaseId{1};
    moved.operation = operation;
    attempt_ = resolved_ = add(make_fact(moved));
    StageReached reached;
    reached.operation = operation;
    reached.stage = Stage::healthy;
    add(make_fact(reached), 25s);
    if (!left_out("notice")) notify(cause(), "shop-db");
    resolved_ = attempt_;
  }

  void finish() {
    bool const stuck = left_out("repair") || left_out("retry");
    observe(stuck && !is_quiet() ? 40 : 0);
    if (!stuck) now_ += 40s;
    auto const shown = attempt_;
    auto const after = query("operation", to_text(wake_op), {shown, resolved_});
    auto const symptom = left_out("gate") ? after : query("gate", environment.value(), {gate_});
    std::uint32_t const minutes = 1;
    if (!left_out("impact")) add(make_fact(ImpactStated{40, minutes, "", {}, acted("impact")}));
    std::vector<EntryId> refs{clue_, after, symptom};
    if (resolved_) refs.push_back(resolved_);
    if (!left_out("close")) add(make_fact(IncidentClosed{"done", {}, {}, acted("close", refs)}));
  }

  Drill const& drill_;
  Variant const& variant_;
  std::set<std::string> without_;
  std::vector<FactEntry> entries_;
  Instant now_{std::chrono::hours{500'000}};
  std::uint32_t allocations_ = 0;
  std::uint32_t notices_ = 0;
  EntryId requested_, gate_, attempt_, host_, bindings_, secrets_, artifact_, clue_, resolved_,
      observed_, operation_query_, last_operation_;
};

}  // namespace studylab::drill::stuck_wake
