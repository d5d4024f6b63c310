#include "lab/fuzz/checks.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "command_language/verbs.h"
#include "evidence/verify_chain.h"

namespace studylab::fuzz {
namespace {

using std::chrono::seconds;

// The rule that a refusal with this code enforces.
std::string rule_of(RefusalCode code) { return std::string{row_of(code).rule}; }

// An edge checks its tables once per interval; its report must then arrive as well.
constexpr Duration found_within = seconds{10 + 1};

Measured const* measured_of(FinishedRun const& run) {
  for (auto const& entry : run.lab()) {
    if (auto const* truth = std::get_if<TruthMeasured>(&entry.fact)) return &truth->measured;
  }
  return nullptr;
}

void wrong_answers(Scenario const& scenario, FinishedRun const& run,
                   std::vector<Violation>& violations) {
  // An edited table makes an edge answer with the release that was written into it.
  if (!scenario.schedule.tampers.empty()) return;
  auto const* measured = measured_of(run);
  if (measured == nullptr || measured->wrong_release_answers == 0) return;
  violations.push_back(
      {rule_of(RefusalCode::health_is_not_ownership),
       fmt::format("{} requests were answered by a release that did not own the key",
                   measured->wrong_release_answers)});
}

void unready_answers(FinishedRun const& run, std::vector<Violation>& violations) {
  for (auto const& entry : run.lab()) {
    auto const* unready = std::get_if<UnreadyAnswered>(&entry.fact);
    if (unready == nullptr) continue;
    violations.push_back({rule_of(RefusalCode::not_ready),
                          fmt::format("{} requests went to an allocation without a passed probe",
                                      unready->requests)});
  }
}

// What ends an edit: the gap is found, a new baseline arrives, the edge restarts from its journal,
// or the route's next event overwrites it.
bool ends_edit(Fact const& fact, world::Schedule::Tamper const& tamper) {
  if (auto const* gap = fact_if<EdgeGapSeen>(fact)) return gap->edge == tamper.edge;
  if (auto const* resumed = fact_if<EdgeResumed>(fact)) return resumed->edge == tamper.edge;
  if (auto const* started = fact_if<EdgeStarted>(fact)) return started->edge == tamper.edge;
  if (auto const* moved = fact_if<RouteOwnerMoved>(fact)) return moved->route == tamper.route;
  return false;
}

// Whether the written release owned the route at any time: then the edit changed nothing.
bool wrote_an_owner(FinishedRun const& run, world::Schedule::Tamper const& tamper) {
  return std::ranges::any_of(run.entries(), [&](FactEntry const& entry) {
    auto const* recorded = fact_if<RouteOwnerRecorded>(entry.fact);
    auto const* moved = fact_if<RouteOwnerMoved>(entry.fact);
    return (recorded != nullptr && recorded->route == tamper.route &&
            recorded->release == tamper.release) ||
           (moved != nullptr && moved->route == tamper.route && moved->to == tamper.release);
  });
}

// Other faults can prevent a report from arriving in the remaining time.
bool only_edits(world::Schedule const& schedule) {
  return schedule.loss.value() + schedule.reorder.value() == 0 && schedule.crashes.empty() &&
         schedule.cuts.empty();
}

// Whether the edge was in a gap at the time of the edit.
bool gap_open(std::vector<FactEntry> const& entries, world::Schedule::Tamper const& tamper) {
  std::set<PartitionId> open;
  for (auto const& entry : entries) {
    if (entry.at > tamper.at) break;
    auto const* seen = fact_if<EdgeGapSeen>(entry.fact);
    if (seen != nullptr && seen->edge == tamper.edge) open.insert(seen->partition);
    auto const* resumed = fact_if<EdgeResumed>(entry.fact);
    if (resumed != nullptr && resumed->edge == tamper.edge) open.erase(resumed->partition);
  }
  return !open.empty();
}

void undetected_edits(Scenario const& scenario, FinishedRun const& run,
                      std::vector<Violation>& violations) {
  auto const& entries = run.entries();
  auto const patience = only_edits(scenario.schedule) ? found_within : Duration{seconds{90}};
  for (auto const& tamper : scenario.schedule.tampers) {
    if (entries.back().at < tamper.at + patience || wrote_an_owner(run, tamper)) continue;
    bool const found = std::ranges::any_of(entries, [&](FactEntry const& entry) {
      // An owner's event may have been in transit to the edge at the time of the edit.
      auto const since =
          fact_if<RouteOwnerMoved>(entry.fact) != nullptr ? tamper.at - seconds{2} : tamper.at;
      return since <= entry.at && entry.at <= tamper.at + patience && ends_edit(entry.fact, tamper);
    });
    // An edge that is already in a gap has nothing to find: it needs a new baseline in any case.
    bool const in_gap = gap_open(entries, tamper);
    bool const down = std::ranges::any_of(scenario.schedule.crashes, [&](auto const& crash) {
      return crash.component == to_text(tamper.edge);
    });
    // A second edit may have reverted the first.
    bool const again = std::ranges::any_of(scenario.schedule.tampers, [&](auto const& other) {
      return other.edge == tamper.edge && other.at > tamper.at && other.at <= tamper.at + patience;
    });
    if (found || in_gap || down || again) continue;
    violations.push_back({rule_of(RefusalCode::edge_table_is_derived),
                          fmt::format("the edit of {}'s table at {} was not found",
                                      to_text(tamper.edge), to_text(tamper.at))});
  }
}

// A verb's row lists its refusals; docs/refusals.md is generated from the rows.
void unlisted_refusals(FinishedRun const& run, std::vector<Violation>& violations) {
  for (auto const& entry : run.entries()) {
    auto const* refused = fact_if<CommandRefused>(entry.fact);
    if (refused == nullptr || refused->code == to_text(RefusalCode::not_shown)) continue;
    auto const* row = language::find_verb(refused->verb);
    bool const listed = row != nullptr && std::ranges::any_of(row->refusals, [&](RefusalCode code) {
                          return to_text(code) == refused->code;
                        });
    if (listed) continue;
    violations.push_back({"table", fmt::format("{} was refused {}, which its row does not list",
                                               refused->verb, refused->code)});
  }
}

void ended_twice(FinishedRun const& run, std::vector<Violation>& violations) {
  std::set<std::pair<OperationId, Attempt>> healthy;
  for (auto const& entry : run.entries()) {
    auto const* reached = fact_if<StageReached>(entry.fact);
    if (reached == nullptr || reached->stage != Stage::healthy) continue;
    if (!healthy.insert({reached->operation, reached->attempt}).second) {
      violations.push_back({"OP3", to_text(reached->operation) + " ended twice in one attempt"});
    }
  }
}

void chain_reads(Bytes bytes, evidence::ChainKind kind, Hash const& head,
                 std::vector<Violation>& violations) {
  auto const read = evidence::verify_chain(bytes, kind);
  if (!read) {
    violations.push_back(
        {"chain", fmt::format("entry {}: {}", read.error().entry, read.error().what)});
  } else if (read->hash != head) {
    violations.push_back({"chain", "it has another head"});
  }
}

}  // namespace

std::vector<Violation> rule_violations(Scenario const& scenario, FinishedRun const& run) {
  std::vector<Violation> violations;
  for (auto const& violation : evidence::violations(run.entries())) {
    violations.push_back({std::string{violation.rule},
                          fmt::format("{}: {}", to_text(violation.entry), violation.what)});
  }
  wrong_answers(scenario, run, violations);
  unready_answers(run, violations);
  undetected_edits(scenario, run, violations);
  ended_twice(run, violations);
  unlisted_refusals(run, violations);
  return violations;
}

std::vector<Violation> record_violations(Scenario const& scenario, FinishedRun const& run) {
  std::vector<Violation> violations;
  auto const& session = run.session();
  chain_reads(session.chain().bytes(), evidence::ChainKind::platform, session.chain().head(),
              violations);
  chain_reads(session.lab_chain().bytes(), evidence::ChainKind::lab, session.lab_chain().head(),
              violations);
  auto const again = run_scenario(scenario, typing(run.lines));
  if (!again.failed.empty()) {
    violations.push_back({"replay", again.failed});
  } else if (again.head() != run.head()) {
    violations.push_back({"replay", "the same lines lead to another head"});
  } else if (again.lab_head != run.lab_head) {
    violations.push_back({"replay", "the same lines lead to another head of the lab chain"});
  }
  return violations;
}

}  // namespace studylab::fuzz
