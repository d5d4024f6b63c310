#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lab/fuzz/fuzz_run.h"

// The grader's own table: what each operator must come to. A grader that an operator of these gets
// around tells nobody anything.
namespace studylab::fuzz {

enum class Must : std::uint8_t {
  full_score,          // pass every variant with 100
  pass_no_fault_only,  // pass exactly the variants whose class is no-fault
  pass_by_chance,      // less than 1 in 1,000: a single run says nothing
  fail,                // fail every variant
  fail_where_fault,    // fail every variant with a fault
  lose_only,           // points under `rule` (and what follows under OP3 or OP4), where it is due
  be_refused,          // with `code`, once 10 points under `rule`, no harm; where it repairs at all
  guess,               // the same class whatever the variant: no better than drawing it
};

struct Row {
  std::string name;
  Make make;
  Must must = Must::full_score;
  std::string_view rule = {};
  std::string_view code = {};
  std::uint32_t points = 0;                     // that are lost; 0: any number
  std::vector<std::string_view> variants = {};  // in which it has an object; empty: in all
};

std::vector<Row> const& table();

bool has_object(Row const& row, drill::Variant const& variant);

// What is wrong with this run of that row; nothing: it came to what it must.
std::optional<std::string> wrong(Row const& row, Played const& played);

// The marks in one line: for whoever reads a failure.
std::string in_a_line(grade::Score const& score);

}  // namespace studylab::fuzz
