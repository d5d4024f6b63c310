#include "lab/decisions/platform.h"

#include <cctype>

#include <fmt/format.h>

#include "base/check.h"
#include "model/refusals.h"

namespace studylab::decisions {
namespace {

using namespace std::chrono_literals;

constexpr Instant platform_began{std::chrono::hours{480'000}};
constexpr std::uint32_t slots_of_host = 6;
constexpr EdgeId first_edge{1};

Manifest fitting(std::uint32_t from) {
  Manifest manifest;
  manifest.reads = manifest.writes = VersionRange{SchemaVersion{from}, SchemaVersion{from + 4}};
  manifest.readiness_path = "/ready";
  return manifest;
}

OperatorCommand command_of(Verb verb, std::vector<std::string> refs = {}) {
  OperatorCommand command;
  command.verb = std::move(verb);
  command.line = "a command";
  command.because = "a reason";
  command.by = PersonName{"operator"};
  command.refs = std::move(refs);
  return command;
}

}  // namespace

Digest Platform::digest_of(ReleaseId release) {
  Digest digest;
  digest.bytes[0] = static_cast<std::uint8_t>(release.number);
  return digest;
}

void Platform::declare_environment(EnvironmentName const& name, RouteKey const& key) {
  EnvironmentDeclared declared;
  declared.environment = name;
  declared.app = AppName{"shop"};
  declared.lane = Lane::production;
  declared.route = key;
  declared.partition = partition;
  declared.database = database;
  declared.replicas = 2;
  declared.gap_policy = GapPolicy{GapMode::last_verified, 5min};
  declared.threshold = Permille{20};
  declared.drain_grace = 4s;
  add(declared);
}

Platform::Platform() : now_(platform_began) {
  add(AppRegistered{AppName{"shop"}, PersonName{"owner"}});
  declare_environment(environment, route);
  declare_environment(other_environment, RouteKey{"mail.example"});
  DatabaseRegistered registered;
  registered.database = database;
  registered.environment = environment;
  registered.schema = SchemaVersion{15};
  registered.rpo = 5min;
  registered.rto = 1h;
  registered.writer_epoch = WriterEpoch{1};
  add(registered);
  release(earlier, fitting(12), true);
  release(owner, fitting(12), false);
  for (std::uint32_t n : {1U, 2U, 3U}) add(HostRegistered{HostId{n}, Digest{}, slots_of_host});
  add(PartitionOpened{partition, BaselineEpoch{1}});
  add(RouteOwnerRecorded{route, environment, partition, RouteSequence{2}, owner, KeyEpoch{4},
                         OperationId{1}, now_ - 2h});
  add(EdgeRegistered{first_edge, Boot{1}, now_ - 2h});
  for (std::uint32_t n : {1U, 2U}) recorded_allocation(AllocationId{n}, HostId{n});
}

EntryId Platform::append(Fact fact) {
  EntryId const id{++entries_};
  control::evolve(state_, FactEntry{id, now_, std::move(fact)});
  return id;
}

void Platform::accept(control::Decision const& decision) {
  STUDYLAB_CHECK(decision.has_value());
  for (auto const& fact : *decision) append(fact);
}

void Platform::carry_out(Verb verb) {
  accept(control::decide(state_, command_of(std::move(verb)), now_));
}

EnvironmentDeclared Platform::declared() const {
  return state_.environments.at(environment).declared;
}

void Platform::release(ReleaseId id, Manifest const& manifest, bool served) {
  add(ArtifactStored{digest_of(id), manifest, now_ - 3h});
  std::vector<Service> services;
  if (served) services.push_back({now_ - 3h, now_ - 2h, KeyEpoch{3}, OperationId{1}, 0});
  add(ReleaseRegistered{id, environment, digest_of(id), now_ - 3h, "passed", services});
}

void Platform::remove_artifact(ReleaseId id) { add(ArtifactGone{digest_of(id)}); }

void Platform::make_misfit() {
  for (auto const id : {earlier, owner}) add(ArtifactStored{digest_of(id), fitting(16), now_ - 3h});
}

void Platform::move_owner(ReleaseId to) {
  auto const before = state_.routes.at(route);
  OperationId const id{state_.operations.empty() ? 1
                                                 : state_.operations.rbegin()->first.number + 1};
  OperationRequested requested;
  requested.operation = id;
  requested.request = requests::Promotion{environment, to, {}, before.epoch};
  add(std::move(requested));
  PolicyChecked checked;
  checked.operation = id;
  checked.database = DatabaseVerdict::compatible;
  add(std::move(checked));
  auto const last = state_.partitions.at(partition).last;
  add(RouteOwnerMoved{route, environment, partition, studylab::next(last), before.release, to,
                      studylab::next(before.epoch), id});
}

void Platform::recorded_allocation(AllocationId id, HostId on) {
  add(AllocationRecorded{id, environment, owner, digest_of(owner), on, now_ - 2h, 10});
}

void Platform::leave_free(std::uint32_t slots) {
  for (std::uint32_t n : {1U, 2U, 3U}) {
    HostId const id{n};
    auto const used = state_.used_slots.find(id);
    auto const held = used == state_.used_slots.end() ? 0U : used->second;
    add(HostRegistered{id, Digest{}, n == 3 ? held + slots : held});
  }
}

void Platform::add_other_sleeper() {
  SleepPolicyDeclared policy;
  policy.environment = other_environment;
  policy.budget = 60s;
  policy.backoff = 5s;
  add(policy);
}

void Platform::observe_errors() {
  RequestsObserved fact;
  fact.edge = first_edge;
  fact.from = now_ - 10s;
  fact.until = now_;
  fact.crossing = Crossing::yes;
  fact.rows.push_back({route, owner, 200, RequestError::none, {}, {}, 700, 50});
  fact.rows.push_back({route, owner, 500, RequestError::status, {}, "x", 300, 30});
  fact.applied.push_back({partition, RouteSequence{2}});
  report("edge-a", std::move(fact));
}

void Platform::open_due() {
  accept(control::decide(state_, control::Proceed{control::StepKind::open_incident, {}}, now_));
}

void Platform::open_incident() {
  observe_errors();
  open_due();
}

control::Decision Platform::answer(Verb verb) const {
  return control::decide(state_, command_of(std::move(verb)), now_);
}

Outcome Platform::decide(Verb verb, std::vector<EntryId> refs) const {
  std::vector<std::string> names;
  for (auto const ref : refs) names.push_back(to_text(ref));
  auto const command = command_of(std::move(verb), std::move(names));
  auto const decision = control::decide(state_, command, now_);
  Outcome outcome{"accepted", {}};
  if (!decision) {
    auto const& refusal = decision.error();
    outcome.answer = to_text(refusal.code);
    outcome.reasons = {refusal.why, "Instead: " + refusal.right};
  }
  for (auto const& line : control::plan(state_, command).lines) {
    bool const repeats = !decision && line.value == decision.error().why;
    if (!repeats) outcome.reasons.push_back(fmt::format("{}: {}", line.what, line.value));
  }
  return outcome;
}

std::vector<Answer> refusal_answers(std::vector<RefusalCode> const& codes) {
  std::vector<Answer> answers;
  for (auto const code : codes) {
    std::string meaning{row_of(code).meaning};
    meaning.pop_back();  // its full stop
    meaning.front() = static_cast<char>(std::tolower(static_cast<unsigned char>(meaning.front())));
    answers.push_back({to_text(code), "Refused: " + meaning});
  }
  return answers;
}

std::vector<Answer> guard_answers(std::string_view accepted,
                                  std::vector<RefusalCode> const& codes) {
  auto answers = refusal_answers(codes);
  answers.insert(answers.begin(), {"accepted", std::string{accepted}});
  return answers;
}

}  // namespace studylab::decisions
