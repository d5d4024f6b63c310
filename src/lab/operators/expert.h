#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lab/operators/runbook.h"

namespace studylab::lab {

// A function from what it has been shown to the next command. It queries until the class is
// certain, classifies, holds, takes the smallest repair, watches, and leaves evidence; the run's
// runbook supplies the judgement. It can take over a run midway. If the program has no expert for
// the runbook, it types nothing.
class Expert final : public Operator {
 public:
  explicit Expert(language::Opening const& opening, ExpertOptions options = {});

  void watch(language::Answer const& answer) override;
  Line next() override;

  Notes const& notes() const { return notes_; }

 private:
  bool without(Part part) const { return options_.without.contains(part); }
  ExpertView view() const;
  Line ask(Line (*step)(ExpertView const&)) const;  // nullptr: the runbook has no such step
  std::string filled(std::string_view line) const;

  Line query() const;
  void judge();
  Line classify() const;
  Line next_of(std::vector<std::string> const& lines, std::size_t& given) const;
  Line repair() const;
  Line watch_repair() const;
  Line query_after() const;
  Line leave_evidence() const;
  Line wait_for_answer() const;
  std::string_view handed_to() const;

  RunbookExpert const* runbook_;  // nullptr: none
  Notes notes_;
  ExpertOptions options_;
  std::optional<Judgement> judged_;
  Strategy const* strategy_ = nullptr;  // nullptr: no class yet, or a class without a repair
  std::vector<std::string> object_queries_;
  std::string symptom_query_;
  std::size_t given_before_class_ = 0;
  std::size_t given_before_repair_ = 0;
  std::size_t given_before_close_ = 0;
  std::string repair_queried_;  // the query of the repaired object
  std::string symptom_queried_;
  std::string last_repair_entry_;
  std::string class_entry_;
  std::string waited_for_;   // an operation
  std::uint32_t waits_ = 0;  // for the symptom to go
  bool resumed_ = false;
};

}  // namespace studylab::lab
