// The expert's repairs, one accepted way a function.
#include <algorithm>

#include <fmt/format.h>

#include "lab/operators/expert.h"

namespace studylab::lab {
namespace {

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

}  // namespace

// The clean release that served last, of those that fit if any does: its plan then says which it
// is.
std::string Expert::rollback_target() const {
  std::vector<ReleaseNote const*> candidates;
  for (auto const& [id, release] : notes_.releases) {
    if (clean(release) && id != notes_.owner) candidates.push_back(&release);
  }
  std::stable_sort(candidates.begin(), candidates.end(), [&](auto const* a, auto const* b) {
    bool const a_fits = fits(*a, notes_.schema);
    bool const b_fits = fits(*b, notes_.schema);
    if (a_fits != b_fits) return a_fits;
    return a->last_served_epoch > b->last_served_epoch;
  });
  if (candidates.empty()) return {};
  bool const another = options_.strategy == Strategy::other_rollback && candidates.size() > 1 &&
                       fits(*candidates[1], notes_.schema);
  return candidates[another ? 1 : 0]->id;
}

// One that fits and whose artifact the store has lost; empty: none.
std::string Expert::lost_release() const {
  for (auto const& [id, release] : notes_.releases) {
    if (release.served && !release.serving && !release.in_store && fits(release, notes_.schema)) {
      return id;
    }
  }
  return {};
}

std::string Expert::listed_fix() const {
  auto const owner = notes_.releases.find(notes_.owner);
  for (auto const& [id, release] : notes_.releases) {
    if (release.served || release.serving || !release.in_store) continue;
    if (owner != notes_.releases.end() && release.digest == owner->second.digest) continue;
    if (fits(release, notes_.schema) && notes_.schema) return id;
  }
  return {};
}

Expert::Line Expert::repair() {
  if (repair_in_flight()) return std::nullopt;
  auto const& fault_class = judged_class();
  if (fault_class == "route-propagation") return repair_edge();
  if (fault_class == "runtime-service" && options_.strategy == Strategy::owner) {
    return repair_by_owner("binding " + gone_binding_);
  }
  if (fault_class == "database-migration") return repair_by_fix();
  if (fault_class == "app-only" && options_.strategy == Strategy::listed_fix &&
      !listed_fix().empty()) {
    return repair_by_fix();
  }
  return repair_by_release();
}

std::string Expert::repair_operation() const {
  auto const& fault_class = judged_class();
  for (auto repair = notes_.repairs.rbegin(); repair != notes_.repairs.rend(); ++repair) {
    bool const at_edge = repair->verb == "repair-propagation";
    bool const moves_owner = repair->verb == "rollback" || repair->verb == "deploy";
    if (fault_class == "route-propagation" ? at_edge : moves_owner) return repair->operation;
  }
  return {};
}

// A repair was requested; watch_repair observes its outcome.
bool Expert::repair_in_flight() const {
  if (judged_class() == "route-propagation" && options_.strategy == Strategy::by_hand)
    return resumed_;
  if (judged_class() == "runtime-service" && notes_.notice_repair == "binding") return true;
  return !repair_operation().empty();
}

Expert::Line Expert::repair_by_release() {
  auto const target = rollback_target();
  if (target.empty()) return std::nullopt;
  if (!notes_.rollback_plans.contains(target) && !without(Part::plan)) {
    return fmt::format("rollback {} --to {} --plan", notes_.environment, target);
  }
  return fmt::format(
      "rollback {} --to {}{}", notes_.environment, target,
      without(Part::because)
          ? ""
          : " --because \"it served without the symptom and its plan is compatible\"");
}

Expert::Line Expert::repair_by_fix() {
  auto const fix = notes_.brought_release.empty() ? listed_fix() : notes_.brought_release;
  if (fix.empty()) return repair_by_owner("migration");
  if (!notes_.fix_plans.contains(fix) && !without(Part::plan)) {
    return fmt::format("deploy {} --release {} --forward-fix --plan", notes_.environment, fix);
  }
  return fmt::format(
      "deploy {} --release {} --forward-fix{}", notes_.environment, fix,
      without(Part::because) ? "" : " --because \"its plan fits the database as it is\"");
}

Expert::Line Expert::repair_by_owner(std::string const& what) {
  if (!notes_.notice.empty()) return std::nullopt;
  return fmt::format("notify-owner {} --repair {}{}", notes_.environment, what,
                     without(Part::because) ? "" : " --because \"only the owner can repair it\"");
}

// Until the owner has answered; `show incident` then prints the answer.
Expert::Line Expert::wait_for_answer() const {
  if (notes_.notice.empty() || !notes_.notice_answer.empty()) return std::nullopt;
  if (notes_.last_command.starts_with("wait")) return "show incident";
  return fmt::format("wait --for {} --at-most 10m", notes_.notice);
}

Expert::Line Expert::repair_edge() {
  auto const& edge = behind_edge_;
  auto const why = without(Part::because) ? std::string{}
                                          : fmt::format(" --because \"{} alone is behind\"", edge);
  if (options_.strategy != Strategy::by_hand)
    return fmt::format("repair-propagation {}{}", edge, why);
  if (!notes_.snapshots.contains(edge)) return "snapshot " + edge;
  if (notes_.verified_edge != edge) return "verify " + edge;
  return fmt::format("resume {} --from {}{}", edge, std::stoull(notes_.snapshots.at(edge)) + 1,
                     why);
}

std::string Expert::resolved_ref() const {
  if (!notes_.resumed_entry.empty()) return notes_.resumed_entry;
  auto const found = notes_.operations.find(repair_operation());
  if (found != notes_.operations.end()) return found->second.entry;
  return notes_.notice_repair == "binding" ? notes_.notice_answer : std::string{};
}

}  // namespace studylab::lab
