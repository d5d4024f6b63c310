#include "lab/grade/story_testing.h"

#include <fmt/format.h>

#include "lab/grade/bad_deploy/clues.h"
#include "lab/grade/bad_deploy/repairs.h"
#include "lab/grade/bad_deploy/steps.h"
#include "lab/grade/facts/edges.h"
#include "lab/grade/facts/errors.h"
#include "lab/grade/facts/holds.h"
#include "lab/grade/facts/queries.h"
#include "lab/grade/facts/releases.h"
#include "lab/grade/facts/repairs.h"
#include "lab/grade/facts/statements.h"

namespace studylab::grade {
namespace {

using namespace std::chrono_literals;
using namespace bad_deploy;

EnvironmentName const production{"shop/production"};
RouteKey const route{"shop.example"};
constexpr PartitionId partition{1};

Digest digest_of(ReleaseId release) {
  Digest digest;
  digest.bytes[0] = static_cast<std::uint8_t>(release.number);
  return digest;
}

// The kind of a command that a test refuses.
CommandKind kind_of(std::string_view verb, std::string_view line) {
  if (verb.starts_with("show")) return CommandKind::query;
  if (verb == "close") return CommandKind::record;
  if (verb == "cancel" || verb == "unfreeze") return CommandKind::hold;
  if (verb == "notify-owner") {
    return line.contains("--repair") ? CommandKind::repair : CommandKind::hold;
  }
  bool const prohibited =
      verb == "clear-gap" || verb == "set-route" || verb == "scale" || verb == "rebuild-from";
  return prohibited ? CommandKind::prohibited : CommandKind::repair;
}

}  // namespace

EntryId Story::add(Fact fact, Duration after) {
  now_ += after;
  EntryId const id{static_cast<std::uint32_t>(entries_.size() + 1)};
  entries_.push_back({id, now_, std::move(fact)});
  return id;
}

Act Story::acted(std::string line, std::vector<EntryId> refs) const {
  std::erase(refs, EntryId{});
  return {std::move(line), PersonName{"ada"}, give_reasons ? "as the runbook says" : "", refs};
}

EntryId Story::act(std::string_view name, std::function<EntryId()> what) {
  auto const entry = without_.contains(std::string{name}) ? EntryId{} : what();
  acts_.emplace_back(name, entry);
  for (auto const& [at, insertion] : inserted_) {
    if (at == name) insertion(*this);
  }
  return entry;
}

EntryId Story::at(std::string_view name) const {
  for (auto const& [act, entry] : acts_) {
    if (act == name) return entry;
  }
  return EntryId{};
}

// --- the operator's facts ---

EntryId Story::query(std::string_view kind, std::string_view object, std::vector<EntryId> shown) {
  std::erase(shown, EntryId{});
  return add(make_fact(Queried{std::string{kind},
                               std::string{object},
                               shown,
                               {},
                               acted(fmt::format("show {} {}", kind, object))}),
             5s);
}
EntryId Story::logs() {
  return add(make_fact(Queried{"logs", production.value(), {}, {}, acted("logs shop/production")}),
             5s);
}
EntryId Story::check(std::string_view verb, std::string_view object, std::string_view finding,
                     std::vector<EntryId> shown) {
  return add(make_fact(Checked{std::string{verb},
                               std::string{object},
                               std::string{finding},
                               shown,
                               {},
                               acted(fmt::format("{} {} --plan", verb, object))}),
             10s);
}
EntryId Story::classify(FaultClass fault_class, std::vector<EntryId> refs) {
  return add(make_fact(Classified{fault_class, Scope::unstated, acted("classify", refs)}), 5s);
}
EntryId Story::refuse(std::string_view verb, std::string_view object, std::string_view code,
                      std::string_view rule, RefusalKind kind, std::string line) {
  if (line.empty()) line = fmt::format("{} {}", verb, object);
  auto act = acted(line);
  act.kind = kind_of(verb, line);
  return add(make_fact(CommandRefused{std::string{verb}, std::string{object}, std::string{code},
                                      std::string{rule}, kind, std::move(act)}),
             10s);
}
EntryId Story::hint(Phase phase) {
  return add(make_fact(HintGiven{phase, 1, "query the operation", acted("hint")}), 5s);
}
EntryId Story::freeze(std::string_view environment, std::uint32_t hold) {
  return add(make_fact(EnvironmentFrozen{HoldId{hold}, EnvironmentName{std::string{environment}},
                                         acted("freeze")}),
             10s);
}
EntryId Story::unfreeze(std::string_view environment, std::uint32_t hold) {
  return add(make_fact(EnvironmentUnfrozen{
                 HoldId{hold}, EnvironmentName{std::string{environment}}, {}, acted("unfreeze")}),
             10s);
}
EntryId Story::rollback(std::string_view environment, ReleaseId to, OperationId operation) {
  requests::Rollback const request{EnvironmentName{std::string{environment}}, to, {}};
  return add(make_fact(OperationRequested{operation, request, acted("rollback")}), 10s);
}
EntryId Story::deploy(std::string_view environment, ReleaseId release, OperationId operation) {
  requests::Promotion const request{
      EnvironmentName{std::string{environment}}, release, ForwardFix::yes, {}};
  return add(make_fact(OperationRequested{operation, request, acted("deploy")}), 10s);
}
EntryId Story::rebaseline(EdgeId edge, OperationId operation) {
  return add(make_fact(OperationRequested{operation, requests::EdgeRepair{edge},
                                          acted("repair-propagation")}),
             10s);
}
EntryId Story::restart(std::string_view environment, OperationId operation) {
  requests::Restart const request{EnvironmentName{std::string{environment}}, {}};
  return add(make_fact(OperationRequested{operation, request, acted("restart")}), 10s);
}
EntryId Story::notify(std::string_view environment, RepairKind repair, std::string_view name,
                      NoticeId notice) {
  return add(make_fact(OwnerNotified{notice, EnvironmentName{std::string{environment}},
                                     PersonName{"grace"}, repair, std::string{name},
                                     acted("notify-owner --repair")}),
             10s);
}
EntryId Story::found_nothing(NoticeId notice) {
  return add(make_fact(OwnerFoundNothing{notice, production, {}}), 60s);
}
EntryId Story::publish(std::string_view environment, std::string_view cause, std::uint32_t hold) {
  EnvironmentName const name{std::string{environment}};
  auto const entry = add(make_fact(OwnerStatusPublished{name, std::string{cause}, "we are at it",
                                                        HoldId{hold}, acted("status publish")}),
                         10s);
  add(make_fact(OwnerStatusResolved{name, HoldId{hold}, acted("status resolve")}), 10s);
  return entry;
}
EntryId Story::escalate(Team team, NoticeId notice, Found found) {
  auto const entry = add(make_fact(TeamEscalated{notice, team, acted("escalate")}), 10s);
  add(make_fact(TeamAnswered{notice, team, found, "answered", {}}), 60s);
  return entry;
}
EntryId Story::see_edge(EdgeId edge) {
  EdgeViewReported view;
  view.edge = edge;
  auto& one = view.partitions.emplace_back();
  one.partition = partition;
  one.applied = edge == edge_a ? sequence_ : applied_b_;
  view.origin.at = now_;
  return query("edges", "", {add(make_fact(view))});
}
void Story::resume_at(EdgeId edge, OperationId operation) {
  add(make_fact(EdgeResumed{
          edge, partition, BaselineEpoch{1}, sequence_, sequence_, GapCause::none, operation, {}}),
      1s);
}
EntryId Story::wait_for_symptom() {
  return add(make_fact(Waited{WaitFor::symptom_gone, "", WaitResult::reached,
                              acted("wait --until symptom-gone")}),
             40s);
}
void Story::end(RunEnding ending) {
  add(make_fact(RunEnded{ending}));
  seal();
}

// --- the platform's facts ---

void Story::owner_moves(ReleaseId to, OperationId operation) {
  PolicyChecked checked;
  checked.operation = operation;
  checked.database = DatabaseVerdict::compatible;
  add(make_fact(checked));
  sequence_ = next(sequence_);
  if (!b_behind_) applied_b_ = sequence_;
  resolved_entry_ = owner_entry_ =
      add(make_fact(RouteOwnerMoved{route, production, partition, sequence_, owner_, to,
                                    KeyEpoch{sequence_.value()}, operation}),
          2s);
  owner_ = to;
}

void Story::ends(OperationId operation, Stage stage) {
  add(make_fact(StageReached{operation, stage, Attempt{1}, ""}), 20s);
}

void Story::observe(std::uint32_t errors_at_a, std::uint32_t errors_at_b) {
  auto const from = now_;
  now_ += 10s;
  observed_.clear();
  for (auto const edge : {edge_a, edge_b}) {
    auto const errors = edge == edge_a ? errors_at_a : errors_at_b;
    RequestsObserved fact;
    fact.edge = edge;
    fact.from = from;
    fact.until = now_;
    fact.rows.push_back({route, owner_, 200, RequestError::none, {}, {}, 100 - errors, 50});
    if (errors != 0) {
      fact.rows.push_back(
          {route, by_edge_ ? ReleaseId{} : owner_, 500, RequestError::status, {}, "", errors, 15});
    }
    fact.applied.push_back({partition, edge == edge_a ? sequence_ : applied_b_});
    observed_.push_back(add(make_fact(fact)));
  }
}

void Story::edge_under_test(std::vector<BindingName> needed_by_new,
                            std::optional<Migration> migration) {
  add(make_fact(RunOpened{}));
  for (auto const* name : {"shop/production", "news/production"}) {
    EnvironmentDeclared declared;
    declared.environment = EnvironmentName{name};
    declared.route = name == production.value() ? route : RouteKey{"news.example"};
    declared.partition = partition;
    declared.database = DatabaseName{"shop-db"};
    declared.threshold = Permille{50};
    add(make_fact(declared));
  }
  Service const sick{now_ - 900h, now_ - 800h, KeyEpoch{1}, OperationId{1}, 3};
  for (auto const& [id, served] : std::initializer_list<std::pair<ReleaseId, std::vector<Service>>>{
           {ReleaseId{1}, {sick}}, {ReleaseId{2}, {}}, {ReleaseId{3}, {}}, {ReleaseId{4}, {}}}) {
    ArtifactStored stored;
    stored.digest = digest_of(id);
    stored.manifest.needs = {BindingName{"shop-db"}};
    // What served before the breaking migration does not read what it left.
    bool const old = id <= ReleaseId{2} && migration_kind_ != MigrationKind::additive;
    stored.manifest.reads = stored.manifest.writes =
        VersionRange{SchemaVersion{12}, SchemaVersion{old ? 13U : 14U}};
    if (id == ReleaseId{3}) {
      for (auto const& need : needed_by_new) stored.manifest.needs.push_back(need);
      stored.manifest.migration = migration;
    }
    add(make_fact(stored));
    add(make_fact(ReleaseRegistered{id, production, digest_of(id), now_, "passed", served}));
  }
  add(make_fact(EdgeRegistered{edge_a, Boot{1}, now_ - 100h}));
  add(make_fact(EdgeRegistered{edge_b, Boot{1}, now_ - 100h}));
  owner_entry_ = add(make_fact(RouteOwnerRecorded{route, production, partition, sequence_, owner_,
                                                  KeyEpoch{1}, OperationId{1}, now_ - 100h}));
}

void Story::promote(std::uint32_t errors_at_a, std::uint32_t errors_at_b, bool b_is_behind) {
  OperationRequested requested;
  requested.operation = bad_promotion;
  requested.request = requests::Promotion{production, ReleaseId{3}, {}, {}};
  add(make_fact(requested), 5s);
  migration_entry_ =
      add(make_fact(MigrationApplied{
              DatabaseName{"shop-db"},
              {MigrationName{"0042-orders"}, SchemaVersion{13}, SchemaVersion{14}, migration_kind_},
              bad_promotion,
              0,
              {}}),
          1s);
  b_behind_ = b_is_behind;
  owner_moves(ReleaseId{3}, bad_promotion);
  by_edge_ = b_is_behind;
  now_ += 2s;
  observe(errors_at_a, errors_at_b);
}

void Story::alert(bool binding_gone) {
  add(make_fact(IncidentOpened{
      IncidentId{1}, Severity::high,
      RouteErrors{production, route, edge_a, bad_promotion, Permille{300}, Permille{50}}}));
  acts_.emplace_back("alert", EntryId{static_cast<std::uint32_t>(entries_.size())});
  BindingsProbed probed;
  probed.environment = production;
  probed.bindings = {{BindingName{"shop-db"}, {}, BindingState::answers, now_ - 100h},
                     {BindingName{"shop-mail"}, ProviderName{"mailer"},
                      binding_gone ? BindingState::gone : BindingState::answers, now_ - 10s}};
  probed_entry_ = add(make_fact(probed));
  for (auto const& [at, insertion] : inserted_) {
    if (at == "alert") insertion(*this);
  }
}

// --- the operator who does everything right ---

void Story::find_truth() {
  act("freeze", [&] { return freeze(production.value(), 1); });
  act("operation", [&] {
    return query("operation", "op-2",
                 {migration_entry_ ? EntryId{migration_entry_.number - 1} : EntryId{}});
  });
  act("route", [&] { return query("route", route.value(), {owner_entry_}); });
}

void Story::settle() {
  observe(0, 0);
  observe(0, 0);
  observe(0, 0);
  act("symptom-after", [&] { return wait_for_symptom(); });
  act("query-after", [&] { return query("route", route.value(), {resolved_entry_}); });
}

void Story::finish(std::string_view clue) {
  act("unfreeze", [&] { return at("freeze") ? unfreeze(production.value(), 1) : EntryId{}; });
  act("impact", [&] {
    return add(make_fact(ImpactStated{users_stated, minutes_stated, "", {}, acted("impact")}), 5s);
  });
  auto refs = close_refs_added;
  if (close_refs_clue) refs.push_back(at(clue));
  if (close_refs_resolved) refs.push_back(resolved_entry_);
  if (close_refs_query) refs.push_back(at("symptom-after"));
  act("close",
      [&] { return add(make_fact(IncidentClosed{"resolved", {}, {}, acted("close", refs)}), 5s); });
  end(at("close") ? RunEnding::closed : RunEnding::end_of_input);
}

void Story::app_only() {
  make_answer_key("app-only", FaultClass::app_only,
                  {&failed_by_new_release, &bindings_answer, &rollback_compatible},
                  {&earlier_release_owns, &listed_fix_owns});
  edge_under_test({}, {});
  promote(30, 30, false);
  alert(false);
  find_truth();
  observe(30, 30);
  act("errors", [&] { return query("errors", production.value(), observed_); });
  act("bindings", [&] { return query("bindings", production.value(), {probed_entry_}); });
  act("plan", [&] { return check("rollback", production.value(), "compatible"); });
  act("class", [&] {
    return classify(classify_otherwise ? classify_as : FaultClass::app_only,
                    {class_refs_clue ? at("errors") : at("freeze"), at("route")});
  });
  act("repair", [&] {
    auto const entry = rollback(production.value(), ReleaseId{2}, OperationId{9});
    owner_moves(ReleaseId{2}, OperationId{9});
    ends(OperationId{9}, Stage::healthy);
    return entry;
  });
  settle();
  finish("errors");
}

void Story::database_migration() {
  make_answer_key("database-migration", FaultClass::database_migration,
                  {&rollback_incompatible, &no_rows_lost}, {&listed_fix_owns, &brought_fix_owns});
  migration_kind_ = MigrationKind::contracting;
  edge_under_test({}, {});
  promote(30, 30, false);
  alert(false);
  find_truth();
  observe(30, 30);
  act("plan",
      [&] { return check("rollback", production.value(), "incompatible", {migration_entry_}); });
  act("database", [&] { return query("database", "shop-db", {migration_entry_}); });
  act("class", [&] { return classify(FaultClass::database_migration, {at("plan")}); });
  act("repair", [&] {
    auto const entry = deploy(production.value(), ReleaseId{4}, OperationId{9});
    owner_moves(ReleaseId{4}, OperationId{9});
    ends(OperationId{9}, Stage::healthy);
    return entry;
  });
  settle();
  finish("plan");
}

void Story::runtime_service() {
  make_answer_key("runtime-service", FaultClass::runtime_service,
                  {&binding_gone, &rollback_compatible}, {&earlier_release_owns, &binding_answers});
  edge_under_test({BindingName{"shop-mail"}}, {});
  promote(30, 30, false);
  alert(true);
  find_truth();
  observe(30, 30);
  act("bindings", [&] { return query("bindings", production.value(), {probed_entry_}); });
  act("plan", [&] { return check("rollback", production.value(), "compatible"); });
  act("class", [&] { return classify(FaultClass::runtime_service, {at("bindings")}); });
  act("repair", [&] {
    auto const entry = notify(production.value(), RepairKind::binding, "shop-mail", NoticeId{1});
    resolved_entry_ = add(
        make_fact(OwnerRepaired{NoticeId{1}, production, RepairKind::binding, "shop-mail", {}, {}}),
        90s);
    return entry;
  });
  settle();
  finish("bindings");
}

void Story::route_propagation() {
  make_answer_key("route-propagation", FaultClass::route_propagation,
                  {&edge_behind, &failed_at_one_edge}, {&edge_has_new_baseline});
  if (users_stated == 30) users_stated = 15;
  edge_under_test({}, {});
  promote(0, 30, true);
  alert(false);
  find_truth();
  observe(0, 30);
  act("errors", [&] { return query("errors", production.value(), observed_); });
  act("edges", [&] { return query("edges", "", observed_); });
  act("class", [&] { return classify(FaultClass::route_propagation, {at("edges")}); });
  act("repair", [&] {
    auto const entry = rebaseline(edge_b, OperationId{9});
    b_behind_ = false;
    applied_b_ = sequence_;
    by_edge_ = false;
    resolved_entry_ = add(make_fact(EdgeResumed{edge_b,
                                                partition,
                                                BaselineEpoch{1},
                                                sequence_,
                                                sequence_,
                                                GapCause::none,
                                                OperationId{9},
                                                {}}),
                          1s);
    ends(OperationId{9}, Stage::healthy);
    return entry;
  });
  settle();
  finish("edges");
}

void Story::no_fault() {
  make_answer_key("no-fault", FaultClass::no_fault, {&under_threshold}, {&no_repair});
  key_.required = {{"BD2", &state_before_logs, {}}, {"BD3", &class_in_force, {}}};
  edge_under_test({}, {});
  promote(30, 30, false);
  alert(false);
  act("operation",
      [&] { return query("operation", "op-2", {EntryId{migration_entry_.number - 1}}); });
  act("route", [&] { return query("route", route.value(), {owner_entry_}); });
  observe(0, 0);
  act("errors", [&] { return query("errors", production.value(), observed_); });
  act("class", [&] { return classify(FaultClass::no_fault, {at("errors")}); });
  observe(0, 0);
  observe(0, 0);
  act("symptom-after", [&] { return wait_for_symptom(); });
  close_refs_resolved = false;
  finish("errors");
}

void Story::make_answer_key(std::string variant, FaultClass fault_class,
                            std::vector<Clue const*> clues,
                            std::vector<AcceptedRepair const*> repairs) {
  key_.drill = key_.runbook = "bad-deploy";
  key_.variant = std::move(variant);
  key_.fault_class = fault_class;
  key_.clues = std::move(clues);
  key_.repairs = std::move(repairs);
  key_.causes = {fault_class == FaultClass::runtime_service ? StatusCause::provider
                 : fault_class == FaultClass::app_only ||
                         fault_class == FaultClass::database_migration
                     ? StatusCause::app
                     : StatusCause::platform};
  key_.required = {{"BD1", &environment_frozen, {}},
                   {"BD2", &state_before_logs, {}},
                   {"BD3", &class_in_force, {}},
                   {"BD4", &rolled_back_by_operation, {&earlier_release_owns}},
                   {"BD5", &forward_fix_by_operation, {&listed_fix_owns, &brought_fix_owns}}};
}

void Story::seal() {
  auto const append = [&](LabFact fact) {
    lab_.push_back(
        {evidence::LabEntryId{static_cast<std::uint32_t>(lab_.size() + 1)}, now_, std::move(fact)});
  };
  LabOpened opened;
  opened.clock = clock;
  opened.operator_kind = operator_kind;
  append(opened);
  if (witnessed) append(FaultWitnessed{at("alert")});
  append(TruthMeasured{measured, 0});
  append(ReferenceMeasured{"", reference});
}

}  // namespace studylab::grade
