#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lab/fuzz/fuzz_run.h"

// The grader's own table: the result that each operator must have. If an operator achieves another,
// the grader is wrong.
namespace studylab::fuzz {

enum class Must : std::uint8_t {
  full_score,          // pass every variant with 100
  pass_no_fault_only,  // pass exactly the variants whose class is no-fault
  pass_by_chance,      // less than 1 in 1,000: a single run proves nothing
  fail,                // fail every variant
  fail_where_fault,    // fail every variant with a fault
  lose_only,   // points under `rule` (and what follows under OP3 or OP4), where the rule applies
  be_refused,  // with `code`, 10 points under `rule` once, no harm; only if it repairs at all
  guess,       // the same class in every variant: no better than a random class
};

struct Row {
  std::string name;
  MakeOperator make;
  Must must = Must::full_score;
  std::string_view rule = {};
  std::string_view code = {};
  std::uint32_t points = 0;                     // lost; 0: any number
  std::vector<std::string_view> variants = {};  // to which it applies; empty: all
};

// The rows for drills of the runbook; the first two are the expert and idle.
std::vector<Row> table(std::string_view runbook);

// Whether the row applies to the variant. A row that names a variant which the drill does not have
// is a mistake: unknown_variants() lists them, as `row: variant`.
bool applies(Row const& row, drill::Variant const& variant);
std::vector<std::string> unknown_variants(drill::Drill const& drill);

// How the result of this run differs from what its row requires; nothing: it does not. The row must
// apply to the run's variant.
std::optional<std::string> wrong(Row const& row, FinishedRun const& run);

// The score in one line, for failure messages.
std::string in_a_line(grade::Score const& score);

}  // namespace studylab::fuzz
