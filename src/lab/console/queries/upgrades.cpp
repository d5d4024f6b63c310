// What a host goes through: its drift, its sessions at a drain, and what leaves it.
#include "control/upgrades/upgrades.h"
#include "lab/console/queries/rows.h"
#include "lab/console/queries/table.h"

namespace studylab::console {

Row<DriftShown> const& drift_row() {
  static Row<DriftShown> const row{
      &DriftShown::entry,
      {{"path", "the file", at(&DriftShown::drifted, &DriftedPath::path)},
       {"declared", "the digest of the file in the declared image",
        at(&DriftShown::drifted, &DriftedPath::declared)},
       {"actual", "the digest of the file on the host",
        at(&DriftShown::drifted, &DriftedPath::actual)},
       {"recorded", "when it was recorded; null: it is not",
        [](Page const& page, DriftShown const& shown) {
          return shown.recorded ? std::optional{page.entry(shown.recorded).at} : std::nullopt;
        }}}};
  return row;
}

std::optional<std::vector<DriftShown>> drift_of(control::Host const& host) {
  if (host.drift.empty()) return std::nullopt;
  std::vector<DriftShown> all;
  for (auto const& drifted : host.drift) {
    auto const recorded = host.recorded_drift.find(drifted.path);
    bool const known = recorded != host.recorded_drift.end();
    all.push_back({drifted, host.drift_entry, known ? recorded->second : EntryId{}});
  }
  return all;
}

Row<control::SessionAges> const& ages_row() {
  using control::SessionAges;
  static auto const allocation_of = [](Page const& page, SessionAges const& ages) -> auto const& {
    return page.state().allocations.at(ages.recorded.allocation);
  };
  static Row<SessionAges> const row{
      &SessionAges::entry,
      {{"allocation", "the allocation that holds the sessions",
        at(&SessionAges::recorded, &SessionAgesRecorded::allocation)},
       {"environment", "the environment that it serves",
        [](Page const& page, SessionAges const& ages) {
          return allocation_of(page, ages).environment;
        }},
       {"continuity",
        "resume: they continue elsewhere with their state; drain_in_place: they stay until their "
        "client leaves or the deadline cuts them",
        [](Page const& page, SessionAges const& ages) {
          return control::continuity_of(page.state(), allocation_of(page, ages));
        }},
       {"oldest_since", "when the oldest session began",
        at(&SessionAges::recorded, &SessionAgesRecorded::oldest_since)},
       {"past_drain_time",
        "sessions that were older than the minimum drain time when the run began, and that no "
        "store "
        "keeps",
        at(&SessionAges::recorded, &SessionAgesRecorded::past_drain_time)},
       {"min_drain_time", "the least time that a drain must give them",
        [](Page const& page, SessionAges const& ages) {
          auto const& allocation = allocation_of(page, ages);
          return control::min_drain_time(page.state(), allocation.environment);
        }}}};
  return row;
}

Row<control::Host> const& drain_limits_row() {
  using control::Host;
  static Row<Host> const row{&Host::entry,
                             {{"min_deadline",
                               "the shortest deadline that a drain of the host may have: the "
                               "greatest minimum drain time of "
                               "the environments that it serves",
                               [](Page const& page, Host const& host) {
                                 return control::min_deadline(page.state(), host.id);
                               }}}};
  return row;
}

Row<control::kinds::Leaving> const& leaving_row() {
  using control::kinds::Leaving;
  static auto const count = [](auto member) {
    return [member](Leaving const& leaving) {
      return leaving.sessions ? std::optional{(*leaving.sessions).*member} : std::nullopt;
    };
  };
  static Row<Leaving> const row{
      [](Page const& page, Leaving const& leaving) {
        auto const entry = std::max(leaving.entry, leaving.resumed_entry);
        return entry ? entry : page.state().allocations.at(leaving.allocation).stage_entry;
      },
      {{"allocation", "the allocation that leaves", &Leaving::allocation},
       {"at_start", "its sessions when the drain began; null: not reported yet",
        count(&SessionsDrained::at_start)},
       {"ended", "sessions that their client left", count(&SessionsDrained::ended)},
       {"resumed", "stored sessions that have come back elsewhere with their state",
        &Leaving::resumed},
       {"stored", "stored sessions that have not come back",
        [](Leaving const& leaving) -> std::optional<std::uint32_t> {
          if (!leaving.sessions) return std::nullopt;
          auto const stored = leaving.sessions->stored;
          return stored - std::min(stored, leaving.resumed);
        }},
       {"cut", "sessions that the deadline cut", count(&SessionsDrained::cut)}}};
  return row;
}

std::optional<std::vector<control::kinds::Leaving>> leaving_of(
    control::Operation const& operation) {
  auto const* drain = std::get_if<control::kinds::Drain>(&operation.as);
  if (drain == nullptr) return std::nullopt;
  return drain->leaving;
}

}  // namespace studylab::console
