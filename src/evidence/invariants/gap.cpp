#include "evidence/invariants/gap.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include <fmt/format.h>

namespace studylab::evidence {
namespace {

// A report can be sent again for this long before the ledger has it.
constexpr Duration patience = std::chrono::seconds{60};

// The order in which one edge made its reports.
using Order = std::pair<Boot, ReportNumber>;
Order order_of(Origin const& origin) { return {origin.boot, origin.number}; }

struct Gap {
  EdgeGapSeen const* seen = nullptr;     // the first report of it
  RouteSequence highest;                 // seen, by any report of it
  EdgeResumed const* resumed = nullptr;  // none: still open
};

struct Reported {
  Order order;
  FactEntry const* entry = nullptr;
};

class GapWalk {
 public:
  explicit GapWalk(std::vector<Violation>& found) : found_(found) {}

  void entry(FactEntry const& entry) {
    last_at_ = entry.at;
    if (auto const* f = fact_if<EnvironmentDeclared>(entry.fact)) declare(*f);
    if (auto const* f = fact_if<ControlPlaneRegistered>(entry.fact)) register_key(f->key_id);
    auto const* replaced = fact_if<KeyReplaced>(entry.fact);
    if (replaced != nullptr && !keys_.empty()) keys_.insert(replaced->issued);
    if (auto const* f = fact_if<GapPolicySet>(entry.fact)) policies_set_[entry.id] = f->policy;
    if (auto const* f = fact_if<GapPolicyApplied>(entry.fact)) {
      applied_[{f->edge, f->route}].push_back({f->origin.at, policies_set_[f->ordered_by]});
    }
    if (auto const* f = fact_if<EdgeGapSeen>(entry.fact)) note(f->edge, f->origin, entry);
    if (auto const* f = fact_if<EdgeResumed>(entry.fact)) note(f->edge, f->origin, entry);
    if (auto const* f = fact_if<SnapshotFetched>(entry.fact)) note(f->edge, f->origin, entry);
    if (auto const* f = fact_if<EdgeViewReported>(entry.fact)) note(f->edge, f->origin, entry);
    if (fact_if<RequestsObserved>(entry.fact)) observations_.push_back(&entry);
  }

  void end() {
    for (auto& [edge, reports] : reports_) {
      std::ranges::sort(reports, {}, &Reported::order);
      for (auto const& one : reports) report(*one.entry);
      fetched_.clear();
    }
    if (gaps_.empty()) return;
    for (auto const* entry : observations_) check_answers(*entry);
  }

 private:
  struct Applied {
    Instant at;
    GapPolicy policy;
  };
  struct Declared {
    PartitionId partition;
    GapPolicy policy;
  };

  void broken(std::string_view rule, EntryId entry, std::string what) {
    found_.push_back(Violation{rule, entry, std::move(what)});
  }

  void declare(EnvironmentDeclared const& f) {
    declared_[f.route] = Declared{f.partition, f.gap_policy};
  }
  void register_key(std::string const& key_id) { keys_.insert(key_id); }

  void note(EdgeId edge, Origin const& origin, FactEntry const& entry) {
    reports_[edge].push_back({order_of(origin), &entry});
  }

  void report(FactEntry const& entry) {
    if (auto const* f = fact_if<EdgeGapSeen>(entry.fact)) see(*f);
    if (auto const* f = fact_if<SnapshotFetched>(entry.fact)) fetched_[f->partition] = f;
    if (auto const* f = fact_if<EdgeResumed>(entry.fact)) resume(*f, entry.id);
    if (auto const* f = fact_if<EdgeViewReported>(entry.fact)) view(*f, entry);
  }

  Gap* open_gap(EdgeId edge, PartitionId partition) {
    auto& gaps = gaps_[{edge, partition}];
    return gaps.empty() || gaps.back().resumed != nullptr ? nullptr : &gaps.back();
  }

  void see(EdgeGapSeen const& f) {
    if (auto* gap = open_gap(f.edge, f.partition)) {
      gap->highest = std::max(gap->highest, f.seen);
    } else {
      gaps_[{f.edge, f.partition}].push_back({&f, f.seen});
    }
  }

  void resume(EdgeResumed const& f, EntryId entry) {
    if (f.delivered != f.sequence) {
      broken("RG4", entry,
             fmt::format("{} resumed {} at {}, but its consumer is at {}", to_text(f.edge),
                         to_text(f.partition), f.sequence.value(), f.delivered.value()));
    }
    auto const fetched = fetched_.find(f.partition);
    bool const known =
        keys_.empty() || fetched == fetched_.end() || keys_.contains(fetched->second->key_id);
    if (!known) {
      broken("RG2", entry,
             fmt::format("{} resumed from a snapshot signed with {}, which no control plane has",
                         to_text(f.edge), fetched->second->key_id));
    }
    auto* gap = open_gap(f.edge, f.partition);
    if (gap == nullptr) return;
    if (f.sequence < gap->highest) {
      broken("RG2", entry,
             fmt::format("{} resumed {} from a snapshot at {}, but had seen {}", to_text(f.edge),
                         to_text(f.partition), f.sequence.value(), gap->highest.value()));
    }
    gap->resumed = &f;
  }

  void view(EdgeViewReported const& f, FactEntry const& entry) {
    if (last_at_ < entry.at + patience) return;
    for (auto const& partition : f.partitions) {
      if (partition.gap != GapCause::none || !open_gap(f.edge, partition.partition)) continue;
      broken("RGN3", entry.id,
             fmt::format("{}'s gap in {} ended without a new baseline", to_text(f.edge),
                         to_text(partition.partition)));
    }
  }

  // The policy of the route at that edge from `from` to `until`; none if it changed meanwhile.
  std::optional<GapPolicy> policy_during(EdgeId edge, RouteKey const& route, Instant from,
                                         Instant until) {
    auto policy = declared_[route].policy;
    for (auto const& applied : applied_[{edge, route}]) {
      if (applied.at <= from) policy = applied.policy;
      if (from < applied.at && applied.at <= until) return std::nullopt;
    }
    return policy;
  }

  // The gap that contains the whole of an observation.
  Gap const* gap_during(RequestsObserved const& f, PartitionId partition, Instant recorded) {
    auto const of_edge = gaps_.find({f.edge, partition});
    if (of_edge == gaps_.end()) return nullptr;
    for (auto const& gap : of_edge->second) {
      bool const ends_later = gap.resumed != nullptr ? f.until <= gap.resumed->origin.at
                                                     : last_at_ >= recorded + patience;
      if (gap.seen->origin.at <= f.from && ends_later) return &gap;
    }
    return nullptr;
  }

  void check_answers(FactEntry const& entry) {
    auto const& f = *fact_if<RequestsObserved>(entry.fact);
    for (auto const& row : f.rows) {
      auto const declared = declared_.find(row.route);
      if (!row.release || declared == declared_.end()) continue;
      auto const* gap = gap_during(f, declared->second.partition, entry.at);
      if (gap == nullptr) continue;
      auto const policy = policy_during(f.edge, row.route, f.from, f.until);
      if (!policy) continue;
      bool const allowed =
          policy->mode == GapMode::last_verified && f.from < gap->seen->origin.at + policy->max_age;
      if (allowed) continue;
      broken("RG1", entry.id,
             fmt::format("{} answered {} with {} in a gap; its policy is {}", to_text(f.edge),
                         row.route.value(), to_text(row.release), to_text(policy->mode)));
    }
  }

  std::vector<Violation>& found_;
  Instant last_at_;
  std::map<RouteKey, Declared> declared_;
  std::set<std::string> keys_;  // of registered control planes, and issued since
  std::map<EntryId, GapPolicy> policies_set_;
  std::map<std::pair<EdgeId, RouteKey>, std::vector<Applied>> applied_;
  std::map<EdgeId, std::vector<Reported>> reports_;
  std::map<PartitionId, SnapshotFetched const*> fetched_;  // of the edge at hand
  std::map<std::pair<EdgeId, PartitionId>, std::vector<Gap>> gaps_;
  std::vector<FactEntry const*> observations_;
};

}  // namespace

void gap_violations(std::span<FactEntry const> platform, std::vector<Violation>& found) {
  GapWalk walk{found};
  for (auto const& entry : platform) walk.entry(entry);
  walk.end();
}

}  // namespace studylab::evidence
