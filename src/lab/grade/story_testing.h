#pragma once

#include <functional>
#include <initializer_list>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "lab/grade/grade.h"

// Chains for the grader's tests: a small platform (shop/production with rel-1, rel-2, rel-3 and the
// listed fix rel-4; edges a and b; a second app, news), a bad promotion of rel-3, the alert, and an
// operator who makes no mistake. A test leaves out one named act, or inserts one at a named place.
namespace studylab::grade {

class Story {
 public:
  // The acts of the operator have names; `without` leaves one out.
  explicit Story(std::set<std::string> without = {}) : without_(std::move(without)) {}

  // Called after the act of that name, where it was left out too.
  void after(std::string_view act, std::function<void(Story&)> what) {
    inserted_.emplace_back(act, std::move(what));
  }
  // References and texts of the perfect operator. A test may change them before it calls a variant.
  bool give_reasons = true;
  std::vector<EntryId> close_refs_added;
  bool close_refs_clue = true;
  bool close_refs_resolved = true;
  bool close_refs_query = true;
  bool class_refs_clue = true;
  FaultClass classify_as = FaultClass::no_fault;  // replaced by the variant's
  bool classify_otherwise = false;
  std::uint32_t users_stated = 30;  // 15 at each edge that failed
  std::uint32_t minutes_stated = 1;
  ClockKind clock = ClockKind::commands;
  std::string operator_kind = "expert";
  bool witnessed = true;

  // The perfect run of a variant.
  void app_only();
  void database_migration();
  void runtime_service();
  void route_propagation();
  void no_fault();

  // Facts of the operator, for insertions; each takes ten seconds, a query five.
  EntryId query(std::string_view kind, std::string_view object, std::vector<EntryId> shown);
  EntryId logs();
  EntryId check(std::string_view verb, std::string_view object, std::string_view finding,
                std::vector<EntryId> shown = {});
  EntryId classify(FaultClass fault_class, std::vector<EntryId> refs);
  EntryId refuse(std::string_view verb, std::string_view object, std::string_view code,
                 std::string_view rule, RefusalKind kind, std::string line = {});
  EntryId hint(Phase phase);
  EntryId freeze(std::string_view environment, std::uint32_t hold);
  EntryId unfreeze(std::string_view environment, std::uint32_t hold);
  EntryId rollback(std::string_view environment, ReleaseId to, OperationId operation);
  EntryId deploy(std::string_view environment, ReleaseId release, OperationId operation);
  EntryId rebaseline(EdgeId edge, OperationId operation);
  EntryId restart(std::string_view environment, OperationId operation);
  EntryId notify(std::string_view environment, RepairKind repair, std::string_view name,
                 NoticeId notice);
  EntryId found_nothing(NoticeId notice);
  EntryId publish(std::string_view environment, std::string_view cause, std::uint32_t hold);
  EntryId escalate(Team team, NoticeId notice, Found found);
  // What the edge reports of itself, queried.
  EntryId see_edge(EdgeId edge);
  void resume_at(EdgeId edge, OperationId operation);
  EntryId wait_for_symptom();
  EntryId add(Fact fact, Duration after = {});
  void end(RunEnding ending);

  // What came of an operation.
  void owner_moves(ReleaseId to, OperationId operation);
  void ends(OperationId operation, Stage stage);
  // One observation of each edge, ten seconds long, with so many errors by the release that owns
  // the route.
  void observe(std::uint32_t errors_at_a, std::uint32_t errors_at_b);

  std::vector<FactEntry> const& entries() const { return entries_; }
  Evidence evidence() const { return {entries_, lab_}; }
  AnswerKey const& key() const { return key_; }
  Score score() const { return grade(evidence(), key_); }
  EntryId at(std::string_view act) const;  // the entry of a named act; none: left out

  std::vector<evidence::LabEntry> lab_;
  Measured measured;
  Measured reference;

 private:
  void edge_under_test(std::vector<BindingName> needed_by_new, std::optional<Migration> migration);
  void promote(std::uint32_t errors_at_a, std::uint32_t errors_at_b, bool b_is_behind);
  void alert(bool binding_gone);
  void find_truth();
  void settle();
  void finish(std::string_view variant);
  void seal();
  EntryId act(std::string_view name, std::function<EntryId()> what);
  Act acted(std::string line, std::vector<EntryId> refs = {}) const;
  void make_answer_key(std::string variant, FaultClass fault_class, std::vector<Clue const*> clues,
                       std::vector<AcceptedRepair const*> repairs);

  std::set<std::string> without_;
  std::vector<std::pair<std::string, std::function<void(Story&)>>> inserted_;
  std::vector<std::pair<std::string, EntryId>> acts_;
  std::vector<FactEntry> entries_;
  AnswerKey key_;
  Instant now_{std::chrono::hours{500000}};
  Instant observed_until_{};
  ReleaseId owner_{2};
  RouteSequence sequence_{2};
  RouteSequence applied_b_{2};
  bool b_behind_ = false;
  EntryId owner_entry_;
  EntryId probed_entry_;
  EntryId migration_entry_;
  EntryId resolved_entry_;
  std::vector<EntryId> observed_;  // the latest of each edge
  bool by_edge_ = false;           // errors are the edge's own
  MigrationKind migration_kind_ = MigrationKind::additive;
};

inline constexpr OperationId bad_promotion{2};
inline constexpr EdgeId edge_a{1};
inline constexpr EdgeId edge_b{2};

}  // namespace studylab::grade
