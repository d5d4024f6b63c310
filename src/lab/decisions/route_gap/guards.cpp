// What guards a gap policy, a snapshot and the resume after it.
#include <array>

#include <fmt/format.h>

#include "edge/snapshot_check.h"
#include "lab/decisions/platform.h"
#include "lab/decisions/route_gap/decisions.h"

namespace studylab::decisions::route_gap {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view modes[] = {"fail-closed", "last-verified"};
constexpr std::string_view verdicts[] = {"not_verified", "good", "stale", "forged"};
constexpr SnapshotVerdict verdict_values[] = {SnapshotVerdict::unverified, SnapshotVerdict::good,
                                              SnapshotVerdict::stale, SnapshotVerdict::forged};
constexpr std::string_view sequences[] = {"behind_what_was_seen", "as_seen", "later"};
constexpr Instant checked_at{std::chrono::hours{480'000}};

Outcome evaluate_policy(Inputs const& in) {
  Platform platform;
  auto declared = platform.declared();
  declared.gap_policy = {static_cast<GapMode>(in.index("declared")), {}};
  if (in.word("declared") == "last-verified") {
    declared.gap_policy.max_age = in.duration("declared_age");
  }
  platform.add(declared);
  auto const mode = static_cast<GapMode>(in.index("mode"));
  SetGapPolicy policy{platform.environment, mode, std::nullopt};
  if (mode == GapMode::last_verified) policy.max_age = in.duration("max_age");
  return platform.decide(policy);
}

Description gap_policy() {
  return {"gap-policy",
          DecisionKind::guard,
          "`gap-policy`",
          "A policy for the time of a gap is set. It may be as strict as the declared one, or "
          "stricter.",
          "control::edges::decide (control/edges/edges.h)",
          {choice("declared", "Declared policy", modes, 1),
           duration("declared_age", "Declared maximum age", {0, 600, 30, 300}),
           choice("mode", "Policy of the command", modes, 1),
           duration("max_age", "Maximum age of the command", {0, 600, 30, 120})},
          guard_answers("Accepted: the policy is in force until it is set back",
                        {RefusalCode::age_beyond_policy}),
          &evaluate_policy};
}

class GivenSignature : public Verifier {
 public:
  explicit GivenSignature(bool valid) : valid_(valid) {}
  bool verifies(std::string const&, std::string const&, Signature const&) const override {
    return valid_;
  }

 private:
  bool valid_;
};

edge::ReadSnapshot snapshot_of(Inputs const& in) {
  edge::ReadSnapshot read;
  if (in.yes("complete")) read.complete = edge::ReadSnapshot::Complete::yes;
  auto& snapshot = read.snapshot;
  snapshot.partition = in.yes("own_partition") ? PartitionId{1} : PartitionId{2};
  snapshot.baseline = BaselineEpoch{2};
  snapshot.sequence = RouteSequence{9 + in.index("sequence")};
  snapshot.owners = {{RouteKey{"shop.example"}, ReleaseId{2}, KeyEpoch{4}}};
  snapshot.checksum = table_checksum(snapshot.owners);
  if (!in.yes("checksum")) snapshot.checksum = Hash{};
  snapshot.issued_at = checked_at - (in.yes("issued_later") ? 1min : 20min);
  snapshot.expires_at = checked_at + (in.yes("expired") ? -1s : 1h);
  return read;
}

std::string why_verdict(SnapshotVerdict verdict, Inputs const& in) {
  switch (verdict) {
    case SnapshotVerdict::good: return "Signature, checksum, partition, sequence and times hold.";
    case SnapshotVerdict::forged: return "Its signature does not verify.";
    case SnapshotVerdict::truncated:
      return in.yes("complete") ? "Its table does not hash to its checksum."
                                : "Its bytes do not decode as a snapshot.";
    case SnapshotVerdict::other_partition: return "It belongs to another partition.";
    case SnapshotVerdict::replayed: return "It was issued before the last accepted one.";
    case SnapshotVerdict::stale:
      return in.word("sequence") == "behind_what_was_seen"
                 ? "The edge has already seen a later event than it contains."
                 : "It has expired.";
    case SnapshotVerdict::unverified: break;
  }
  return {};
}

Outcome evaluate_snapshot(Inputs const& in) {
  edge::PartitionJournal partition;
  partition.partition = PartitionId{1};
  partition.baseline = partition.seen_baseline = BaselineEpoch{2};
  partition.applied = RouteSequence{8};
  partition.seen = RouteSequence{10};
  partition.issued_at = checked_at - 10min;
  auto const checked = edge::check_snapshot(partition, snapshot_of(in), checked_at,
                                            GivenSignature{in.yes("signature")});
  return {std::string{to_text(checked.verdict)}, {why_verdict(checked.verdict, in)}};
}

Description snapshot_check() {
  return {"snapshot-check",
          DecisionKind::guard,
          "Snapshot check",
          "An edge checks a snapshot before it keeps anything of it. Each check has its own "
          "verdict, in a fixed order.",
          "edge::check_snapshot (edge/snapshot_check.h)",
          {yes_no("complete", "Its bytes decode as a snapshot", true),
           yes_no("signature", "Its signature verifies", true),
           yes_no("checksum", "Its table hashes to its checksum", true),
           yes_no("own_partition", "It belongs to this partition", true),
           choice("sequence", "Its sequence", sequences, 1),
           yes_no("issued_later", "It was issued after the last accepted one", true),
           yes_no("expired", "It has expired")},
          {{"good", "Good: it can be the new baseline"},
           {"snapshot_truncated", "Refused: it is incomplete"},
           {"snapshot_forged", "Refused: it is forged"},
           {"snapshot_other_partition", "Refused: it belongs to another partition"},
           {"snapshot_stale", "Refused: it is stale"},
           {"snapshot_replayed", "Refused: it is replayed"}},
          &evaluate_snapshot};
}

Outcome evaluate_resume(Inputs const& in) {
  Platform platform;
  if (in.yes("fetched")) {
    SnapshotFetched fetched;
    fetched.edge = EdgeId{1};
    fetched.partition = platform.partition;
    fetched.sequence = RouteSequence{in.count("sequence")};
    platform.report("edge-a", fetched);
    auto const verdict = verdict_values[in.index("verdict")];
    if (verdict != SnapshotVerdict::unverified) {
      platform.report("edge-a", SnapshotChecked{EdgeId{1},
                                                platform.partition,
                                                RouteSequence{in.count("sequence")},
                                                verdict,
                                                OperationId{},
                                                {}});
    }
  }
  return platform.decide(Resume{"edge-a", RouteSequence{in.count("from")}});
}

Description resume() {
  using enum RefusalCode;
  return {"resume",
          DecisionKind::guard,
          "`resume`",
          "An edge is to continue after a snapshot: only a verified one, and only with the next "
          "event.",
          "control::edges::decide (control/edges/edges.h)",
          {yes_no("fetched", "The edge has fetched a snapshot", true),
           choice("verdict", "Verdict of the snapshot", verdicts, 1),
           count("sequence", "Sequence of the snapshot", 1, 12, 6),
           count("from", "`--from` of the command", 1, 14, 7)},
          guard_answers(
              "Accepted: the edge resumes after the snapshot",
              {snapshot_missing, snapshot_stale, snapshot_forged, sequence_gap, already_applied}),
          &evaluate_resume};
}

std::span<Description const> guards() {
  static std::array const all{gap_policy(), snapshot_check(), resume()};
  return all;
}

constexpr ShownLine lines[] = {
    {"RG1", "request-at-an-edge"},   {"RG1", "gap-policy"},   {"RG2", "snapshot-check"},
    {"RG3", "snapshot-check"},       {"RG4", "resume"},       {"RG5", "close"},
    {"RGN1", "route-event"},         {"RGN1", "resume"},      {"RGN2", "request-at-an-edge"},
    {"RGN2", "prohibited-commands"}, {"RGN3", "route-event"}, {"RGN3", "prohibited-commands"},
};

}  // namespace

constexpr RunbookDecisions decisions{"route-gap", &guards, lines};

}  // namespace studylab::decisions::route_gap
