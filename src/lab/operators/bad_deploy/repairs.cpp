// The accepted repairs, one function for each.
#include "lab/operators/bad_deploy/repairs.h"

#include <algorithm>

#include <fmt/format.h>

#include "lab/operators/expert_steps.h"
#include "lab/operators/restore_steps.h"

namespace studylab::lab::bad_deploy {
namespace {

using enum FaultClass;
using steps::because;

bool fits(ReleaseNote const& release, std::optional<std::uint64_t> schema) {
  if (!release.reads || !release.writes) return false;
  if (!schema) return true;
  return release.reads->first <= *schema && *schema <= release.reads->second &&
         release.writes->first <= *schema && *schema <= release.writes->second;
}

bool clean(ReleaseNote const& release) {
  return release.served && !release.symptoms && !release.serving && release.in_store &&
         release.reads && release.writes;
}

// A listed release that never served here, is another build and fits; empty: none.
std::string listed_fix(Notes const& notes) {
  auto const& releases = notes.releases.all;
  auto const owner = releases.find(notes.routes.owner);
  auto const schema = notes.databases.schema;
  for (auto const& [id, release] : releases) {
    if (release.served || release.serving || !release.in_store) continue;
    if (owner != releases.end() && release.digest == owner->second.digest) continue;
    if (fits(release, schema) && schema) return id;
  }
  return {};
}

Line roll_back(ExpertView const& view) {
  auto const target = rollback_target(view);
  if (target.empty()) return std::nullopt;
  auto const& environment = view.notes.alert.environment;
  if (!view.notes.releases.rollback_plans.contains(target) && !view.without(Part::plan)) {
    return fmt::format("rollback {} --to {} --plan", environment, target);
  }
  return fmt::format("rollback {} --to {}{}", environment, target,
                     because(view, "it served without the symptom and its plan is compatible"));
}

// With a listed release, or one that the app owner supplies.
Line fix_forward(ExpertView const& view) {
  auto const& supplied = view.notes.people.release;
  auto const fix = supplied.empty() ? listed_fix(view.notes) : supplied;
  if (fix.empty()) return steps::notify_owner(view, "migration");
  auto const& environment = view.notes.alert.environment;
  if (!view.notes.releases.fix_plans.contains(fix) && !view.without(Part::plan)) {
    return fmt::format("deploy {} --release {} --forward-fix --plan", environment, fix);
  }
  return fmt::format("deploy {} --release {} --forward-fix{}", environment, fix,
                     because(view, "its plan fits the database as it is"));
}

Line fix_or_roll_back(ExpertView const& view) {
  return listed_fix(view.notes).empty() ? roll_back(view) : fix_forward(view);
}

Line ask_for_binding(ExpertView const& view) {
  return steps::notify_owner(view, "binding " + view.judged->binding);
}

bool binding_asked_for(ExpertView const& view) {
  return view.notes.people.repair == "binding" || steps::operation_requested(view);
}

std::string behind(ExpertView const& view) {
  return because(view, view.judged->edge + " alone is behind");
}

Line repair_propagation(ExpertView const& view) {
  return fmt::format("repair-propagation {}{}", view.judged->edge, behind(view));
}

// The same, one verb at a time.
Line renew_baseline(ExpertView const& view) {
  auto const& edge = view.judged->edge;
  auto const& snapshots = view.notes.edges.snapshots;
  auto const fetched = snapshots.find(edge);
  if (fetched == snapshots.end()) return "snapshot " + edge;
  auto const snapshot = fetched->second.find(view.notes.routes.partition);
  if (snapshot == fetched->second.end()) return "snapshot " + edge;
  if (view.notes.edges.verified_edge != edge) return "verify " + edge;
  return fmt::format("resume {} --from {}{}", edge, snapshot->second + 1, behind(view));
}

bool resumed(ExpertView const& view) { return view.resumed; }

// The migration removed rows: no release brings them back.
bool rows_are_gone(Notes const& notes) { return notes.restores.damage == "gone"; }
bool rows_are_whole(Notes const& notes) { return !rows_are_gone(notes); }

Line restore(ExpertView const& view, RestoreMethod method) {
  if (!view.without(under_fence)) {
    if (auto line = steps::fence(view)) return line;
  }
  if (auto line = steps::plan_restore(view)) return line;
  return steps::restore_by(view, method);
}

Line restore_by_pitr(ExpertView const& view) { return restore(view, RestoreMethod::pitr); }
Line repair_forward(ExpertView const& view) { return restore(view, RestoreMethod::forward_repair); }

constexpr std::string_view restores[] = {"restore"};
constexpr std::string_view moves_owner[] = {"rollback", "deploy"};
constexpr std::string_view at_edge[] = {"repair-propagation"};
constexpr std::string_view further_back = "other-rollback";

constexpr auto requested = steps::operation_requested;

constexpr Strategy all[] = {
    {app_only, "rollback", "earlier-release-owns", moves_owner, roll_back, requested},
    {app_only, further_back, "earlier-release-owns", moves_owner, roll_back, requested},
    {app_only, "listed-fix", "listed-fix-owns", moves_owner, fix_or_roll_back, requested},
    {database_migration, "listed-fix", "listed-fix-owns", moves_owner, fix_forward, requested,
     rows_are_whole},
    {database_migration, "owner", "brought-fix-owns", moves_owner, fix_forward, requested,
     rows_are_whole},
    {database_migration, "forward-repair", "repaired-forward", restores, repair_forward,
     steps::restored, rows_are_gone},
    {database_migration, "pitr", "restored-by-pitr", restores, restore_by_pitr, steps::restored,
     rows_are_gone},
    {runtime_service, "rollback", "earlier-release-owns", moves_owner, roll_back,
     binding_asked_for},
    {runtime_service, further_back, "earlier-release-owns", moves_owner, roll_back,
     binding_asked_for},
    {runtime_service, "owner", "binding-answers", moves_owner, ask_for_binding, binding_asked_for},
    {route_propagation, "repair-propagation", "edge-has-new-baseline", at_edge, repair_propagation,
     requested},
    {route_propagation, "by-hand", "edge-has-new-baseline", at_edge, renew_baseline, resumed},
};

}  // namespace

std::span<Strategy const> strategies() { return all; }

// The clean release that served last, of those that fit if any does: its plan then prints which
// case it is. With the strategy for another one, the release before that.
std::string rollback_target(ExpertView const& view) {
  auto const& notes = view.notes;
  auto const schema = notes.databases.schema;
  struct Candidate {
    std::string_view id;
    ReleaseNote const* release;
  };
  std::vector<Candidate> candidates;
  for (auto const& [id, release] : notes.releases.all) {
    if (clean(release) && id != notes.routes.owner) candidates.push_back({id, &release});
  }
  std::ranges::stable_sort(candidates, [&](Candidate const& a, Candidate const& b) {
    bool const a_fits = fits(*a.release, schema);
    bool const b_fits = fits(*b.release, schema);
    if (a_fits != b_fits) return a_fits;
    return a.release->last_served_epoch > b.release->last_served_epoch;
  });
  if (candidates.empty()) return {};
  bool const another = view.options.strategy == further_back && candidates.size() > 1 &&
                       fits(*candidates[1].release, schema);
  return std::string{candidates[another ? 1 : 0].id};
}

std::string lost_release(Notes const& notes) {
  for (auto const& [id, release] : notes.releases.all) {
    if (release.served && !release.serving && !release.in_store &&
        fits(release, notes.databases.schema)) {
      return id;
    }
  }
  return {};
}

}  // namespace studylab::lab::bad_deploy
