#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

// What to practise next, from the runs of one home: spaced repetition over drills. Pure.
namespace studylab::practice {

using Day = std::chrono::sys_seconds;

// One graded run of an operator who is practising.
struct Attempt {
  std::string drill;
  Day at{};  // when it began
  std::uint32_t score = 0;
  bool passed = false;
};

enum class Why : std::uint8_t { never_practised, failed_last, due, weakest };

// One drill in the order in which to practise. Without attempts, `last`, `due` and `score` are 0.
struct Proposal {
  std::string drill;
  Why why = Why::never_practised;
  Day last{};                // the latest attempt
  Day due{};                 // when it should be practised again
  std::uint32_t score = 0;   // the mean of the latest three attempts, rounded down
  std::uint32_t passes = 0;  // the passes since the last failure

  friend bool operator==(Proposal const&, Proposal const&) = default;
};

// How long a drill rests after so many passes in a row: 1, 2, 4, … at most 64 days; 0 after a
// failure. Doubling intervals are the simplest schedule of spaced repetition.
std::chrono::days rest_after(std::uint32_t passes);

// Every drill, the first to practise first: those never practised in the given order, then those
// that are due, then the others; within each of the last two the weaker first, then the longest
// unpractised.
std::vector<Proposal> in_order(std::span<std::string const> drills,
                               std::span<Attempt const> attempts, Day now);

// Why a drill is proposed, in one sentence.
std::string reason(Proposal const& proposal, Day now);

}  // namespace studylab::practice
