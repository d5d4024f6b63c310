// What guards a new credential, a published status and a promotion while a provider is degraded;
// and whose health suffers.
#include <array>

#include <fmt/format.h>

#include "control/providers/health.h"
#include "lab/decisions/platform.h"
#include "lab/decisions/provider_outage/decisions.h"

namespace studylab::decisions::provider_outage {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view states[] = {"healthy", "degraded", "down"};
constexpr ProviderState state_values[] = {ProviderState::healthy, ProviderState::degraded,
                                          ProviderState::down};
constexpr std::string_view rejections[] = {"none", "some", "all"};
constexpr std::string_view secrets[] = {"present", "expired", "revoked"};
constexpr SecretState secret_values[] = {SecretState::present, SecretState::expired,
                                         SecretState::revoked};
constexpr std::string_view others[] = {"accepted", "rejected", "not_counted"};
constexpr std::string_view causes[] = {"provider", "app"};

ProviderName const pg{"pg"};
ProviderName const jobs{"jobs"};
BindingName const its_binding{"shop-db"};
BindingName const other_binding{"mail-db"};

// Two watched providers: one of both environments' databases, one of the control plane.
void declare_providers(Platform& platform, bool bound = true) {
  for (auto const& name : {pg, jobs}) {
    platform.add(ProviderRegistered{name, ProviderKind::database});
    platform.add(ProviderWatchDeclared{name, 200ms});
  }
  if (bound) platform.add(BindingDeclared{its_binding, platform.environment, pg});
  platform.add(BindingDeclared{other_binding, platform.other_environment, pg});
  platform.add(PlatformBindingDeclared{"job queue", jobs});
}

BindingCount counted(BindingName const& name) {
  return {name, pg, 100, 0, 0, 0, SecretState::present, {}};
}

void probe(Platform& platform, ProviderState of_pg, ProviderState of_jobs,
           std::vector<BindingCount> counts) {
  ProvidersProbed fact;
  fact.from = platform.now() - 10s;
  fact.until = platform.now();
  fact.providers = {{pg, of_pg, platform.now(), ProbeOutcome::answered, {}, 0},
                    {jobs, of_jobs, platform.now(), ProbeOutcome::answered, {}, 0}};
  fact.bindings = std::move(counts);
  platform.report("monitor", std::move(fact));
}

Outcome evaluate_rotation(Inputs const& in) {
  Platform platform;
  declare_providers(platform);
  auto own = counted(its_binding);
  constexpr std::uint64_t rejected[] = {0, 30, 100};
  own.rejected = own.failed = rejected[in.index("rejected")];
  own.secret = secret_values[in.index("stated")];
  std::vector<BindingCount> counts{own};
  auto other = counted(other_binding);
  if (in.word("other") == "rejected") other.rejected = other.failed = other.calls;
  if (in.word("other") != "not_counted") counts.push_back(other);
  probe(platform, ProviderState::healthy, ProviderState::healthy, std::move(counts));
  platform.pass(in.duration("age"));
  if (in.yes("open_rotation")) {
    OperationRequested open;
    open.operation = OperationId{40};
    open.request = requests::Rotation{platform.environment, its_binding, {}};
    platform.add(std::move(open));
  }
  return platform.decide(RotateSecret{its_binding});
}

Description rotation() {
  using enum RefusalCode;
  return {"rotate-secret",
          DecisionKind::guard,
          "`rotate-secret`",
          "A binding is to have a new credential: only if a fact shows that its present one is at "
          "fault. A sick provider rejects every credential.",
          "control::credential_fault (control/providers/health.h)",
          {choice("rejected", "Its calls that the provider rejects", rejections, 2),
           choice("other", "Another credential of the same provider", others, 1),
           choice("stated", "What the provider states about its credential", secrets),
           duration("age", "Age of these counts", {0, 180, 15, 15}),
           yes_no("open_rotation", "A new credential is being issued")},
          guard_answers("Accepted: a new credential is issued",
                        {rotation_without_cause, operation_running}),
          &evaluate_rotation};
}

Outcome evaluate_status(Inputs const& in) {
  Platform platform;
  declare_providers(platform, in.yes("bound"));
  std::vector<BindingCount> counts;
  if (in.yes("bound")) {
    auto own = counted(its_binding);
    if (in.yes("calls_fail")) own.failed = own.calls;
    counts.push_back(own);
  }
  probe(platform, state_values[in.index("provider")], ProviderState::healthy, std::move(counts));
  if (in.yes("errors")) platform.observe_errors();
  auto const cause = in.word("cause") == "app" ? std::string{"app"} : "provider:" + pg.value();
  return platform.decide(PublishStatus{platform.environment, cause, "we know"});
}

Description status() {
  using enum RefusalCode;
  return {"status-publish",
          DecisionKind::guard,
          "`status publish`",
          "App owners are informed. The facts must support the published cause, and the "
          "environment must be affected by it.",
          "control::people::decide (control/people/people.h)",
          {choice("cause", "`--cause` of the command", causes, 1),
           yes_no("errors", "Its errors are over the threshold", true),
           yes_no("bound", "The environment has a binding to the provider", true),
           yes_no("calls_fail", "Its calls to the provider fail", true),
           choice("provider", "The provider", states)},
          guard_answers("Accepted: the status is published", {not_affected, cause_is_provider}),
          &evaluate_status};
}

Outcome evaluate_evidence(Inputs const& in) {
  Platform platform;
  declare_providers(platform);
  Manifest manifest;
  if (in.yes("needs")) manifest.needs = {its_binding};
  platform.release(platform.next, manifest, false);
  probe(platform, state_values[in.index("provider")], state_values[in.index("own")], {});
  platform.pass(in.duration("age"));
  auto const lacks = control::missing_evidence(platform.state(), platform.environment,
                                               platform.next, platform.now());
  if (lacks.empty()) {
    return {"starts", {"Every provider that its checks need is healthy by a fresh probe."}};
  }
  return {"waits", {fmt::format("Evidence unavailable: {}.", lacks)}};
}

Description evidence() {
  return {"promotion-evidence",
          DecisionKind::guard,
          "Evidence of a promotion",
          "A promotion that is due starts only if the evidence of its checks can be collected.",
          "control::missing_evidence (control/providers/health.h)",
          {choice("provider", "A provider of the environment", states, 1),
           yes_no("needs", "The release needs that provider", true),
           choice("own", "A provider of the control plane", states),
           duration("age", "Age of the latest probes", {0, 180, 15, 15})},
          {{"starts", "It starts"}, {"waits", "It waits: the evidence is unavailable"}},
          &evaluate_evidence};
}

std::string cause_text(control::HealthCause const& cause) {
  auto const& whose = cause.use.empty() ? cause.binding.value() : cause.use;
  return fmt::format("{}: {}.", whose, cause.why);
}

Outcome evaluate_health(Inputs const& in) {
  Platform platform;
  declare_providers(platform);
  auto own = counted(its_binding);
  if (in.yes("rejected")) own.rejected = own.failed = own.calls;
  probe(platform, state_values[in.index("provider")], state_values[in.index("own")],
        {own, counted(other_binding)});
  platform.pass(in.duration("age"));
  auto const app =
      control::environment_health(platform.state(), platform.environment, platform.now());
  auto const plane = control::platform_health(platform.state(), platform.now());
  std::vector<std::string> reasons{
      fmt::format("Environment: {}. Control plane: {}.", to_text(app.state), to_text(plane.state))};
  for (auto const& cause : app.causes) reasons.push_back(cause_text(cause));
  for (auto const& cause : plane.causes) reasons.push_back(cause_text(cause));
  bool const app_well = app.state == ProviderState::healthy;
  bool const plane_well = plane.state == ProviderState::healthy;
  if (app_well) return {plane_well ? "none" : "control_plane", std::move(reasons)};
  return {plane_well ? "environment" : "both", std::move(reasons)};
}

Description health() {
  return {"health",
          DecisionKind::guard,
          "Health of two trees",
          "Whose health suffers from a provider: the environment's rests on its own bindings, the "
          "control plane's on what the control plane needs.",
          "control::environment_health, control::platform_health (control/providers/health.h)",
          {choice("provider", "The provider of the environment", states, 1),
           choice("own", "The provider of the control plane", states),
           yes_no("rejected", "The environment's own credential is rejected"),
           duration("age", "Age of the latest probes", {0, 180, 15, 15})},
          {{"none", "Both are healthy"},
           {"environment", "The environment is not healthy; the control plane is"},
           {"control_plane", "The control plane is not healthy; the environment is"},
           {"both", "Neither is healthy"}},
          &evaluate_health};
}

std::span<Description const> guards() {
  static std::array const all{health(), evidence(), status(), rotation()};
  return all;
}

constexpr ShownLine lines[] = {
    {"PO1", "health"},
    {"PO2", "health"},
    {"PO3", "promotion-evidence"},
    {"PO4", "status-publish"},
    {"PO5", "failover"},
    {"PON1", "status-publish"},
    {"PON2", "failover"},
    {"PON2", "prohibited-commands"},
    {"PON3", "rotate-secret"},
};

}  // namespace

constexpr RunbookDecisions decisions{"provider-outage", &guards, lines};

}  // namespace studylab::decisions::provider_outage
