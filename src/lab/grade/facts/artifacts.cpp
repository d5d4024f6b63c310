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

// A later stage may find the other bytes that the store has under the digest, and names them.
bool names_other_bytes(Run const& run, std::string_view seen) {
  auto const& other = run.artifacts.other;
  return other && seen.contains(short_text(*other));
}

bool says_not_stored(Run const& run, FactEntry const& entry) {
  if (auto const* view = fact_if<ArtifactViewReported>(entry.fact))
    return is_own(run, *view) && !is_intact(*view);
  auto const failure = failure_in(run, entry);
  return failure &&
         (failure->stage == AllocationStage::pulling || names_other_bytes(run, failure->seen));
}

bool stored(Run const& run) {
  auto const* latest = run.artifacts.latest;
  return latest != nullptr && is_intact(*latest);
}

bool says_stored(Run const& run, FactEntry const& entry) {
  auto const* view = fact_if<ArtifactViewReported>(entry.fact);
  return view != nullptr && is_own(run, *view) && is_intact(*view);
}

// A release's row prints what the store has under its digest.
bool prints_artifact(Run const&, Queried const& queried) {
  return queried.query.starts_with("artifact") || queried.query.starts_with("release");
}

bool prints_artifact_or_attempt(Run const& run, Queried const& queried) {
  auto const& query = queried.query;
  return prints_artifact(run, queried) || query.starts_with("operation") ||
         query.starts_with("allocation");
}

}  // namespace

void see_artifact(Run& run, ArtifactViewReported const& fact) {
  if (!is_own(run, fact)) return;
  run.artifacts.latest = &fact;
  if (fact.stored && !is_intact(fact)) run.artifacts.other = fact.stored;
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
