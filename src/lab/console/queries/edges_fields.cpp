// Edges: what they have acknowledged, their own view on request, and their snapshots.
#include "control/edges/gap_record.h"
#include "lab/console/queries/rows.h"

namespace studylab::console {
namespace {

using control::Edge;
using control::FetchedSnapshot;

constexpr std::size_t short_checksum = 6;  // bytes of 32: enough to distinguish two tables by eye

std::string short_hash(Hash const& hash) { return to_hex(Bytes{hash.bytes}.first(short_checksum)); }

// Something that an edge reported, with the entry of the report.
template <class What>
struct Reported {
  EntryId entry;
  PartitionId partition;
  What const* what;
};

// A value of what was reported.
template <class Member>
auto of_what(Member member) {
  return
      [member](auto const& reported) -> auto const& { return std::invoke(member, *reported.what); };
}

// A section that is left out when there is nothing.
template <class T>
std::optional<std::vector<T>> some(std::vector<T> all) {
  return all.empty() ? std::nullopt : std::optional{std::move(all)};
}

template <class What>
std::vector<Reported<What>> reported(EntryId entry, std::map<PartitionId, What> const& by) {
  std::vector<Reported<What>> all;
  for (auto const& [partition, what] : by) all.push_back({entry, partition, &what});
  return all;
}

// --- the edge's own view ---

using OfPartition = Reported<PartitionView>;

Row<OfPartition> const& partition_row() {
  static Row<OfPartition> const row{
      &OfPartition::entry,
      {{"partition", "the partition", &OfPartition::partition},
       {"baseline", "the baseline's epoch", of_what(&PartitionView::baseline)},
       {"baseline_sequence", "the baseline's sequence", of_what(&PartitionView::baseline_sequence)},
       {"applied", "the last sequence that the edge has applied", of_what(&PartitionView::applied)},
       {"applied_at", "when it applied that", of_what(&PartitionView::applied_at)},
       {"computed", "the checksum of the table as it is",
        [](OfPartition const& of) { return short_hash(of.what->computed); }},
       {"expected", "the checksum that the last event or snapshot states",
        [](OfPartition const& of) { return short_hash(of.what->expected); }},
       {"gap", "the cause of the gap; none: the edge is not in a gap",
        of_what(&PartitionView::gap)}}};
  return row;
}

Row<Edge> const& view_row() {
  static Row<Edge> const row{
      [](Edge const& edge) { return edge.view_entry ? edge.view_entry : edge.entry; },
      {{"answered",
        "whether the edge answered this query; if not, the values are from its last answer",
        answered},
       {"age", "the age of that answer; null: the edge has never answered",
        [](Page const& page, Edge const& edge) {
          return edge.view_entry ? std::optional{age(page, edge.view_at)} : std::nullopt;
        }},
       {"partitions", "its copy of the route log, by partition", partition_row(),
        [](Edge const& edge) { return reported(edge.view_entry, edge.view); }}}};
  return row;
}

std::vector<Field<Edge>> process_fields() {
  return {{"id", "the edge's name", &Edge::id},
          {"started", "when it last started", &Edge::started},
          {"boot", "how often it has started", &Edge::boot}};
}

Row<Edge> const& edge_brief_row() {
  static Row<Edge> const row{
      &Edge::entry, Fields<Edge>{process_fields(), {{"view", "the edge's own view", view_row()}}}};
  return row;
}

Row<Edge> const& edge_row() {
  static Row<Edge> const row{&Edge::entry, Fields<Edge>{process_fields(), {}}};
  return row;
}

using OfOwner = Reported<OwnerView>;

// The incident's route first: an answer may be shortened at its end.
std::vector<OfOwner> owners(Page const& page, Edge const& edge) {
  std::vector<OfOwner> all;
  for (auto const& [partition, view] : edge.view) {
    for (auto const& owner : view.owners) all.push_back({edge.view_entry, partition, &owner});
  }
  auto const& incident = page.state().incident;
  if (!incident) return all;
  auto const own = std::ranges::find_if(
      all, [&](OfOwner const& owner) { return owner.what->route == route_of(incident->opened); });
  if (own != all.end()) std::rotate(all.begin(), own, own + 1);
  return all;
}

Row<OfOwner> const& edge_owner_row() {
  static Row<OfOwner> const row{
      &OfOwner::entry,
      {{"route", "the route", of_what(&OwnerView::route)},
       {"release", "its owner in that table", of_what(&OwnerView::release)},
       {"epoch", "the route's epoch in that table", of_what(&OwnerView::epoch)}}};
  return row;
}

// --- what the chain knows ---

Row<control::Partition> const& ledger_row() {
  using control::Partition;
  static Row<Partition> const row{
      [](Partition const& partition) { return partition.events.back(); },
      {{"partition", "the partition", &Partition::partition},
       {"baseline", "the epoch of the partition's stream", &Partition::baseline},
       {"sequence", "the sequence of its latest event in the ledger", &Partition::last}}};
  return row;
}

auto ledger_of(Page const& page, auto const&) { return objects_of(page.state().partitions); }

struct Acknowledged {
  Edge const& edge;
  AppliedSequence const& applied;
};

std::vector<Acknowledged> acknowledged(Edge const& edge) {
  std::vector<Acknowledged> all;
  if (!edge.observed_entry) return all;
  for (auto const& applied : edge.applied) all.push_back({edge, applied});
  return all;
}

Row<Acknowledged> const& acknowledged_row() {
  static Row<Acknowledged> const row{
      [](Acknowledged const& of) { return of.edge.observed_entry; },
      {{"partition", "the partition", [](Acknowledged const& of) { return of.applied.partition; }},
       {"sequence", "the acknowledged sequence",
        [](Acknowledged const& of) { return of.applied.sequence; }},
       {"age", "the age of the report", [](Page const& page, Acknowledged const& of) {
          return age(page, of.edge.observed_until);
        }}}};
  return row;
}

Row<AffectedRoute> const& affected_route_row() {
  static Row<AffectedRoute> const row{
      &AffectedRoute::set_by,
      {{"route", "the route", &AffectedRoute::route},
       {"mode", "fail-closed or last-verified", at(&AffectedRoute::policy, &GapPolicy::mode)},
       {"max_age", "the maximum age of the last verified route owner",
        at(&AffectedRoute::policy, &GapPolicy::max_age)}}};
  return row;
}

// An open gap, with its mark. It began when the edge first saw it, whatever cause it reported
// later.
struct OfGap {
  EntryId entry;
  PartitionId partition;
  EdgeGapSeen const& latest;
  control::GapMark const& mark;
};

std::vector<OfGap> open_gaps(Edge const& edge) {
  std::vector<OfGap> all;
  for (auto const& [partition, latest] : edge.gaps) {
    all.push_back({edge.gap_entry, partition, latest, edge.gap_marks.at(partition)});
  }
  return all;
}

Row<OfGap> const& gap_row() {
  static Row<OfGap> const row{&OfGap::entry,
                              {{"partition", "the partition", &OfGap::partition},
                               {"cause", "missing_event, checksum, other_baseline or no_baseline",
                                [](OfGap const& of) { return of.latest.cause; }},
                               {"applied", "the last sequence that the edge applied",
                                [](OfGap const& of) { return of.latest.applied; }},
                               {"seen", "the sequence at which the edge noticed the gap",
                                [](OfGap const& of) { return of.latest.seen; }},
                               {"since", "when the gap was first noticed",
                                [](OfGap const& of) { return of.mark.seen.origin.at; }},
                               {"refused", "requests answered with 503 because of it so far",
                                [](OfGap const& of) { return of.mark.refused; }},
                               {"routes", "its partition's routes, and their gap policies",
                                affected_route_row(), [](Page const& page, OfGap const& of) {
                                  return control::affected_routes(page.state(), of.partition);
                                }}}};
  return row;
}

// What the edge's latest gaps came to.
using OfRecord = Reported<EdgeGapRecorded>;

std::optional<std::vector<OfRecord>> gap_records(Page const& page, Edge const& edge) {
  std::vector<OfRecord> all;
  for (auto const& [partition, entry] : edge.gap_records) {
    auto const* recorded = page.fact<EdgeGapRecorded>(entry);
    if (recorded != nullptr) all.push_back({entry, partition, recorded});
  }
  return some(std::move(all));
}

Row<OfRecord> const& gap_record_row() {
  static Row<OfRecord> const row{
      &OfRecord::entry,
      {{"partition", "the partition", &OfRecord::partition},
       {"cause", "why the gap began", of_what(&EdgeGapRecorded::cause)},
       {"from", "when it was first noticed", of_what(&EdgeGapRecorded::seen_at)},
       {"until", "when a new baseline ended it", of_what(&EdgeGapRecorded::ended_at)},
       {"refused", "requests answered with 503 because of it", of_what(&EdgeGapRecorded::refused)},
       {"routes", "its partition's routes, and their gap policies", affected_route_row(),
        of_what(&EdgeGapRecorded::routes)}}};
  return row;
}

// The edge's latest new baseline in this run.
using OfResumed = Reported<EdgeResumed>;

std::optional<OfResumed> latest_resumed(Page const& page, Edge const& edge) {
  auto const* resumed = page.fact<EdgeResumed>(edge.resume_entry);
  if (resumed == nullptr) return std::nullopt;
  return OfResumed{edge.resume_entry, resumed->partition, resumed};
}

Row<OfResumed> const& resumed_row() {
  static Row<OfResumed> const row{
      &OfResumed::entry,
      {{"partition", "the partition", &OfResumed::partition},
       {"baseline", "the epoch of the new baseline", of_what(&EdgeResumed::baseline)},
       {"sequence", "the new baseline's sequence", of_what(&EdgeResumed::sequence)},
       {"delivered", "the sequence that the edge then read back from its consumer",
        of_what(&EdgeResumed::delivered)},
       {"cleared", "the cause of the gap that the baseline cleared; none: no gap was open",
        of_what(&EdgeResumed::cleared)},
       {"at", "when the edge resumed", [](OfResumed const& of) { return of.what->origin.at; }},
       {"operation", "the operation that did this; null: the operator's `resume`",
        of_what(&EdgeResumed::operation)}}};
  return row;
}

Row<control::Environment> const& edge_policy_row() {
  using control::Environment;
  static Row<Environment> const row{
      &Environment::gap_policy_entry,
      {{"environment", "the environment",
        at(&Environment::declared, &EnvironmentDeclared::environment)},
       {"mode", "fail-closed or last-verified", at(&Environment::gap_policy, &GapPolicy::mode)},
       {"max_age", "the maximum age of the last verified route owner",
        at(&Environment::gap_policy, &GapPolicy::max_age)}}};
  return row;
}

// --- snapshots ---

Row<FetchedSnapshot> const& verified_row() {
  static Row<FetchedSnapshot> const row{
      [](FetchedSnapshot const& of) { return of.verdict_entry ? of.verdict_entry : of.entry; },
      {{"verdict",
        "unverified, good, or snapshot_ followed by stale, forged, truncated, other_partition or "
        "replayed",
        &FetchedSnapshot::verdict}}};
  return row;
}

// The control planes that `snapshot EDGE --from` can name, if there are several.
std::optional<std::vector<control::ControlPlane>> control_planes(Page const& page, Edge const&) {
  return some(page.state().control_planes);
}

Row<control::ControlPlane> const& fetch_source_row() {
  using control::ControlPlane;
  static Row<ControlPlane> const row{
      &ControlPlane::entry,
      {{"name", "the name after `--from`", &ControlPlane::name},
       {"key", "the key that it signs snapshots with", &ControlPlane::key_id}}};
  return row;
}

auto find_edge(Page const& page, Query const& asked) {
  return find_numbered(page.state().edges, asked);
}

}  // namespace

bool answered(Page const& page, Edge const& edge) {
  auto const asked = page.context().asked_at;
  return asked != Instant{} && edge.view_entry && edge.view_at >= asked;
}

std::vector<FetchedSnapshot const*> snapshots_of(Edge const& edge) {
  return objects_of(edge.snapshots);
}

Row<FetchedSnapshot> const& snapshot_row() {
  using Fetched = SnapshotFetched;
  static Row<FetchedSnapshot> const row{
      &FetchedSnapshot::entry,
      {{"partition", "the partition", at(&FetchedSnapshot::fetched, &Fetched::partition)},
       {"baseline", "the epoch of the snapshot's stream",
        at(&FetchedSnapshot::fetched, &Fetched::baseline)},
       {"sequence", "the sequence at which it was taken",
        at(&FetchedSnapshot::fetched, &Fetched::sequence)},
       {"checksum", "the checksum of its table",
        [](FetchedSnapshot const& of) { return short_hash(of.fetched.checksum); }},
       {"key", "the key that signed it", at(&FetchedSnapshot::fetched, &Fetched::key_id)},
       {"issued_at", "when it was issued", at(&FetchedSnapshot::fetched, &Fetched::issued_at)},
       {"source", "the control plane that issued it",
        at(&FetchedSnapshot::fetched, &Fetched::source)},
       {"operation", "the operation that fetched it; null: the operator's `snapshot`",
        at(&FetchedSnapshot::fetched, &Fetched::operation)},
       {"verified", "what the edge found when it verified the snapshot", verified_row()}}};
  return row;
}

QueryTable const& edges_query() {
  static QueryTable const table{
      everything,
      Fields<Everything>{
          {"edges", "every edge", edge_brief_row(),
           [](Page const& page, Everything const&) { return objects_of(page.state().edges); }},
          {"ledger", "the latest event of each partition", ledger_row(), ledger_of<Everything>}}};
  return table;
}

QueryTable const& edge_query() {
  static QueryTable const table{
      find_edge,
      Fields<Edge>{
          {"edge", "the edge process", edge_row()},
          {"view", "the edge's own view", view_row()},
          {"owners", "the route owners in its table", edge_owner_row(), owners},
          {"acknowledged", "what its latest report acknowledged", acknowledged_row(), acknowledged},
          {"ledger", "the latest event of each partition", ledger_row(), ledger_of<Edge>},
          {"gaps", "open gaps", gap_row(), open_gaps},
          {"records", "its latest gap in each partition, once it has ended", gap_record_row(),
           gap_records},
          {"resumed", "its latest new baseline in this run", resumed_row(), latest_resumed},
          {"policies", "gap policies in force", edge_policy_row(),
           [](Page const& page, Edge const&) { return objects_of(page.state().environments); }}}};
  return table;
}

QueryTable const& snapshot_query() {
  static QueryTable const table{
      find_edge,
      Fields<Edge>{{"snapshots", "snapshots that the edge has fetched and does not use yet",
                    snapshot_row(), snapshots_of},
                   {"control_planes",
                    "where edges can fetch snapshots, if there are several; the first one leads",
                    fetch_source_row(), control_planes}}};
  return table;
}

}  // namespace studylab::console
