// What guards a promotion and a rollback.
#include <array>

#include "lab/decisions/bad_deploy/decisions.h"
#include "lab/decisions/platform.h"

namespace studylab::decisions::bad_deploy {
namespace {

constexpr std::string_view fits_words[] = {"fits", "does_not_fit", "not_recorded"};
constexpr std::string_view targets[] = {"has_served", "never_served", "owns_the_route"};
constexpr ReleaseId candidate{4};

Manifest manifest_of(std::string_view fits) {
  Manifest manifest;
  if (fits == "not_recorded") return manifest;
  std::uint32_t const from = fits == "fits" ? 15 : 16;
  manifest.reads = manifest.writes = VersionRange{SchemaVersion{from}, SchemaVersion{from + 2}};
  return manifest;
}

// The candidate, and what else is in the way of a change of owner.
void prepare(Platform& platform, Inputs const& in, bool served) {
  platform.release(candidate, manifest_of(in.word("fits")), served);
  if (in.yes("incident")) platform.open_incident();
  if (in.yes("frozen")) platform.carry_out(Freeze{platform.environment});
  if (in.yes("other_change")) {
    platform.carry_out(Rollback{platform.environment, to_text(platform.earlier)});
  }
  platform.leave_free(in.count("free_slots"));
  if (!in.yes("in_store")) platform.remove_artifact(candidate);
}

Outcome evaluate_deploy(Inputs const& in) {
  Platform platform;
  prepare(platform, in, false);
  return platform.decide(Deploy{platform.environment, to_text(candidate),
                                in.yes("forward_fix") ? ForwardFix::yes : ForwardFix::no});
}

Outcome evaluate_rollback(Inputs const& in) {
  Platform platform;
  auto const target = in.word("target");
  prepare(platform, in, target == "has_served");
  auto const release = target == "owns_the_route" ? platform.owner : candidate;
  return platform.decide(Rollback{platform.environment, to_text(release), in.yes("as_data_repair"),
                                  in.yes("without_check")});
}

std::vector<Control> state_controls() {
  return {choice("fits", "Its schema versions and the database", fits_words),
          yes_no("in_store", "Its artifact is in the store", true),
          yes_no("frozen", "The environment is frozen", true),
          yes_no("incident", "An incident is open on the environment", true),
          yes_no("other_change", "Another change has not moved the owner yet"),
          count("free_slots", "Free slots; two replicas are declared", 0, 4, 4)};
}

Description deploy() {
  using enum RefusalCode;
  auto controls = state_controls();
  controls.insert(controls.begin(), yes_no("forward_fix", "The command has `--forward-fix`"));
  return {"deploy",
          DecisionKind::guard,
          "`deploy`",
          "A promotion is requested. A freeze stops it, unless it is a forward fix of the open "
          "incident that fits the database.",
          "control::promotions::decide (control/promotions/promotions.h)",
          std::move(controls),
          guard_answers("Accepted: the promotion is requested",
                        {environment_frozen, promotion_misfit, database_incompatible, artifact_gone,
                         operation_running, no_headroom}),
          &evaluate_deploy};
}

Description rollback() {
  using enum RefusalCode;
  auto controls = state_controls();
  controls.insert(controls.begin(),
                  {choice("target", "The release that is named", targets),
                   yes_no("without_check", "The command has `--without-database-check`"),
                   yes_no("as_data_repair", "The command has `--as data-repair`")});
  return {"rollback",
          DecisionKind::guard,
          "`rollback`",
          "A rollback is requested: to the stored artifact of a release that has owned this route, "
          "and that fits the database.",
          "control::promotions::decide (control/promotions/promotions.h)",
          std::move(controls),
          guard_answers("Accepted: the rollback is requested",
                        {route_is_not_data, database_check_required, already_owner,
                         rollback_needs_promoted_artifact, database_incompatible, artifact_gone,
                         operation_running, no_headroom}),
          &evaluate_rollback};
}

std::span<Description const> guards() {
  static std::array const all{deploy(), rollback()};
  return all;
}

constexpr ShownLine lines[] = {
    {"BD1", "deploy"},
    {"BD4", "rollback"},
    {"BD4", "promotion"},
    {"BD5", "promotion"},
    {"BD5", "deploy"},
    {"BDN1", "rollback"},
    {"BDN1", "prohibited-commands"},
    {"BDN2", "prohibited-commands"},
    {"BDN2", "route-event"},
    {"BDN3", "rollback"},
    {"BDN3", "promotion"},
};

}  // namespace

constexpr RunbookDecisions decisions{"bad-deploy", &guards, lines};

}  // namespace studylab::decisions::bad_deploy
