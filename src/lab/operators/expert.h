#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "lab/operators/notes.h"
#include "lab/operators/operator.h"

namespace studylab::lab {

// Which accepted repair the expert takes if there are several.
enum class Strategy : std::uint8_t {
  best,            // the one with the least impact
  rollback,        // to the release that served last
  other_rollback,  // to a release before that
  listed_fix,      // a listed release that fits
  owner,           // the app owner is notified what to repair
  by_hand,         // a new baseline for an edge, one verb at a time
};

// A part that the expert leaves out, to test what that costs.
enum class Part : std::uint8_t {
  operation_query,
  route_query,
  errors_query,
  bindings_query,
  plan,
  database_query,
  classification,
  freeze,
  because,
  impact,
  close,
  close_refs,
  class_refs,
  query_after,
  repair,
  wait,
};

struct ExpertOptions {
  Strategy strategy = Strategy::best;
  std::set<Part> without = {};
  // Lines given once, before the first repair; `{…}` names are filled in.
  std::vector<std::string> before_repair = {};
  // Lines given once, after the repair and the queries that follow it, before the holds are lifted.
  std::vector<std::string> before_close = {};
  std::string fault_class = {};  // stated regardless of the facts; empty: by the facts
  // Which of its queries the class refers to: those that showed clues, or always the same six.
  enum class References : std::uint8_t { clues, same_six } references = References::clues;
  std::string impact = {};  // the impact line given in place of the true one; empty: the true one
};

// A function from what it has been shown to the next command. It queries until the class is
// certain, classifies, holds, takes the smallest repair, watches, and leaves evidence. It can take
// over a run midway.
class Expert final : public Operator {
 public:
  explicit Expert(language::Opening const& opening, ExpertOptions options = {});

  void watch(language::Answer const& answer) override;
  std::optional<std::string> next() override;

  Notes const& notes() const { return notes_; }

 private:
  using Line = std::optional<std::string>;

  bool without(Part part) const { return options_.without.contains(part); }
  Line query() const;
  Line judge_errors() const;
  Line find_plan() const;
  Line classify();
  Line hold();
  Line next_of(std::vector<std::string> const& lines, std::size_t& said) const;
  Line repair();
  Line watch_repair();
  Line query_after();
  Line lift();
  Line leave_evidence();

  Line repair_by_release();
  Line repair_by_fix();
  Line repair_by_owner(std::string const& what);
  Line repair_edge();
  Line wait_for_answer() const;

  void judge();
  std::string class_by_facts() const;
  std::string const& judged_class() const { return judged_; }
  std::string rollback_target() const;
  std::string listed_fix() const;
  std::string lost_release() const;
  std::vector<std::string> clues_by_facts() const;
  std::string resolved_ref() const;
  bool repair_is_needed() const;
  bool repair_in_flight() const;
  // The operation of the latest repair of the kind that the class requires; empty: none.
  std::string repair_operation() const;

  Notes notes_;
  ExpertOptions options_;
  std::size_t said_before_repair_ = 0;
  std::size_t said_before_close_ = 0;
  std::string repair_queried_;  // the query of the repaired object
  std::string symptom_queried_;
  std::string last_repair_entry_;
  // Judged once, after the queries: what the repair changes later is not evidence against it.
  std::string judged_;
  std::vector<std::string> clues_;
  std::string behind_edge_, gone_binding_;
  std::string bad_release_;  // the route owner when the class was decided
  std::string class_entry_;
  std::string waited_for_;   // an operation
  std::uint32_t waits_ = 0;  // for the symptom to go
  bool resumed_ = false;     // an edge was resumed from its verified snapshot
};

}  // namespace studylab::lab
