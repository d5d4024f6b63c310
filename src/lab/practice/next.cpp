#include "lab/practice/next.h"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

namespace studylab::practice {
namespace {

using std::chrono::days;

constexpr std::uint32_t max_doublings = 6;
constexpr std::size_t recent = 3;

std::vector<Attempt const*> attempts_at(std::string const& drill,
                                        std::span<Attempt const> attempts) {
  std::vector<Attempt const*> found;
  for (auto const& attempt : attempts) {
    if (attempt.drill == drill) found.push_back(&attempt);
  }
  std::ranges::stable_sort(found, {}, [](Attempt const* attempt) { return attempt->at; });
  return found;
}

std::uint32_t passes_in_a_row(std::vector<Attempt const*> const& attempts) {
  auto const failure = std::ranges::find_if(attempts.rbegin(), attempts.rend(),
                                            [](Attempt const* one) { return !one->passed; });
  return static_cast<std::uint32_t>(failure - attempts.rbegin());
}

std::uint32_t recent_score(std::vector<Attempt const*> const& attempts) {
  auto const count = std::min(recent, attempts.size());
  std::uint32_t sum = 0;
  for (auto const* attempt : std::span{attempts}.last(count)) sum += attempt->score;
  return sum / static_cast<std::uint32_t>(count);
}

Proposal propose(std::string const& drill, std::span<Attempt const> all, Day now) {
  Proposal proposal;
  proposal.drill = drill;
  auto const attempts = attempts_at(drill, all);
  if (attempts.empty()) return proposal;
  proposal.last = attempts.back()->at;
  proposal.score = recent_score(attempts);
  proposal.passes = passes_in_a_row(attempts);
  proposal.due = proposal.last + rest_after(proposal.passes);
  proposal.why = proposal.passes == 0  ? Why::failed_last
                 : proposal.due <= now ? Why::due
                                       : Why::weakest;
  return proposal;
}

std::string days_ago(Day then, Day now) {
  auto const whole = std::chrono::floor<days>(now - then).count();
  if (whole <= 0) return "today";
  return whole == 1 ? "yesterday" : fmt::format("{} days ago", whole);
}

std::string days_until(Day then, Day now) {
  auto const whole = std::chrono::ceil<days>(then - now).count();
  return whole == 1 ? "tomorrow" : fmt::format("in {} days", whole);
}

std::string_view times(std::uint32_t count) { return count == 1 ? "time" : "times in a row"; }

}  // namespace

days rest_after(std::uint32_t passes) {
  if (passes == 0) return days{0};
  return days{1 << std::min(passes - 1, max_doublings)};
}

std::vector<Proposal> in_order(std::span<std::string const> drills,
                               std::span<Attempt const> attempts, Day now) {
  std::vector<Proposal> all;
  for (auto const& drill : drills) all.push_back(propose(drill, attempts, now));
  std::ranges::stable_sort(all, {}, [&](Proposal const& one) {
    int const group = one.why == Why::never_practised ? 0 : one.due <= now ? 1 : 2;
    return std::tuple{group, one.score, one.last};
  });
  return all;
}

std::string reason(Proposal const& proposal, Day now) {
  auto const last = days_ago(proposal.last, now);
  switch (proposal.why) {
    case Why::never_practised: return "this home has no graded run of it";
    case Why::failed_last:
      return fmt::format("the last run, {}, failed; the latest runs have {} points on average",
                         last, proposal.score);
    case Why::due:
      return fmt::format("it is due: passed {} {}, last {}, with {} points on average",
                         proposal.passes, times(proposal.passes), last, proposal.score);
    case Why::weakest:
      return fmt::format("nothing is due; it is the weakest, with {} points on average, and due {}",
                         proposal.score, days_until(proposal.due, now));
  }
  return {};
}

}  // namespace studylab::practice
