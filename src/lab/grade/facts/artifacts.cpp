#include "lab/grade/facts/artifacts.h"

#include <algorithm>

#include "lab/grade/run.h"

namespace studylab::grade {
namespace {

bool is_own(Run const& run, ArtifactViewReported const& view) {
  return view.digest == run.incident->digest;
}

bool is_intact(ArtifactViewReported const& view) { return view.stored == view.digest; }

bool failed_to_pull(Run const& run) {
  return std::ranges::any_of(run.wakes.attempts, [](AttemptSeen const& attempt) {
    return attempt.end == AttemptEnd::failed && attempt.stage == AllocationStage::pulling;
  });
}

bool not_stored(Run const& run) {
  auto const* latest = run.artifacts.latest;
  return failed_to_pull(run) || (latest != nullptr && !is_intact(*latest));
}

bool says_not_stored(Run const& run, FactEntry const& entry) {
  if (auto const* view = fact_if<ArtifactViewReported>(entry.fact))
    return is_own(run, *view) && !is_intact(*view);
  auto const* failed = fact_if<AllocationFailed>(entry.fact);
  return failed != nullptr && failed->stage == AllocationStage::pulling &&
         is_of_attempt(run, entry);
}

bool stored(Run const& run) {
  auto const* latest = run.artifacts.latest;
  return latest != nullptr && is_intact(*latest);
}

bool says_stored(Run const& run, FactEntry const& entry) {
  auto const* view = fact_if<ArtifactViewReported>(entry.fact);
  return view != nullptr && is_own(run, *view) && is_intact(*view);
}

bool prints_artifact(Run const&, Queried const& queried) {
  return queried.query.starts_with("artifact");
}

bool prints_artifact_or_attempt(Run const& run, Queried const& queried) {
  auto const& query = queried.query;
  return prints_artifact(run, queried) || query.starts_with("operation") ||
         query.starts_with("allocation");
}

}  // namespace

void see_artifact(Run& run, ArtifactViewReported const& fact) {
  if (is_own(run, fact)) run.artifacts.latest = &fact;
}

constexpr Clue artifact_not_stored{
    .name = "artifact-not-stored",
    .words = "what the store has under the release's digest (`show artifacts`)",
    .command = "show artifacts",
    .holds = not_stored,
    .carried_by = says_not_stored,
    .printed_by = prints_artifact_or_attempt};

constexpr Clue artifact_stored{
    .name = "artifact-stored",
    .words = "what the store has under the release's digest (`show artifacts`)",
    .command = "show artifacts",
    .holds = stored,
    .carried_by = says_stored,
    .printed_by = prints_artifact};

}  // namespace studylab::grade
