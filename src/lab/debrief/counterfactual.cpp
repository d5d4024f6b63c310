#include <algorithm>
#include <map>
#include <span>

#include "lab/debrief/debrief.h"
#include "lab/debrief/parts.h"
#include "lab/debrief/rerun.h"
#include "lab/operators/runbook.h"

namespace studylab::debrief {
namespace {

// The expert's continuations of the run, each after a number of the run's commands; each is
// computed at most once.
class ExpertContinuations {
 public:
  ExpertContinuations(console::RunOptions const& options, std::vector<Given> const& commands,
                      std::optional<ReferenceMeasured> const& reference, std::string_view strategy)
      : options_(options), commands_(commands), reference_(reference), strategy_(strategy) {}

  // nullptr: it cannot be run.
  Played const* after(std::size_t commands) {
    auto const known = played_.find(commands);
    if (known != played_.end()) return known->second ? &*known->second : nullptr;
    auto const first = std::span{commands_}.first(commands);
    auto& kept = played_[commands];
    if (auto played = play(options_, first, {}, reference_)) kept = std::move(*played);
    if ((kept && passed(*kept)) || strategy_.empty()) return kept ? &*kept : nullptr;
    // Begun another way than the expert prefers, the repair may only be finished that way.
    auto alike = play(options_, first, {.strategy = std::string{strategy_}}, reference_);
    if (alike && (!kept || alike->score.score > kept->score.score)) kept = std::move(*alike);
    return kept ? &*kept : nullptr;
  }
  static bool passed(Played const& played) {
    return played.score.outcome == grade::Outcome::passed;
  }

  // The largest number of commands for which it holds, given that it holds for `good`. Lost points
  // are never regained, so a binary search finds it.
  template <class Holds>
  std::size_t last_that(std::size_t good, Holds holds) {
    std::size_t bad = commands_.size() + 1;
    while (bad - good > 1) {
      auto const middle = good + (bad - good) / 2;
      auto const* played = after(middle);
      (played != nullptr && holds(*played) ? good : bad) = middle;
    }
    return good;
  }

 private:
  console::RunOptions const& options_;
  std::vector<Given> const& commands_;
  std::optional<ReferenceMeasured> const& reference_;
  std::string_view strategy_;  // of the run's own repair; empty: it reached none
  std::map<std::size_t, std::optional<Played>> played_;
};

// The expert's strategy for the repair that the run reached; empty: it reached none.
std::string_view strategy_of(Debrief const& debrief) {
  if (debrief.score.repair.empty()) return {};
  return lab::strategy_for(debrief.runbook, debrief.score.repair);
}

// The last entry of this many commands of the operator; the alert if the number is 0.
EntryId entry_after(std::vector<Given> const& commands, std::size_t count,
                    std::span<FactEntry const> recorded) {
  if (count != 0) return commands[count - 1].last;
  auto const alert = std::ranges::find_if(recorded, [](FactEntry const& entry) {
    return fact_if<IncidentOpened>(entry.fact) != nullptr;
  });
  return alert == recorded.end() ? EntryId{} : alert->id;
}

Saves saves_of(Played const& expert, Debrief const& own) {
  auto const difference = [](std::uint64_t a, std::uint64_t b) {
    return static_cast<std::int64_t>(a) - static_cast<std::int64_t>(b);
  };
  auto const& impact = whole_impact(own);
  return {difference(expert.score.score, own.score.score),
          difference(impact.failed_requests, expert.score.impact.failed_requests),
          impact.failed_time - expert.score.impact.failed_time};
}

}  // namespace

std::optional<Counterfactual> counterfactual(console::RunOptions const& options,
                                             Debrief const& debrief) {
  auto const& score = debrief.score;
  auto const& recorded = debrief.platform;
  bool const nothing_lost = score.outcome == grade::Outcome::passed && score.deductions.empty();
  if (score.outcome == grade::Outcome::invalid || nothing_lost || recorded.empty())
    return std::nullopt;
  auto const commands = commands_of(recorded);
  ExpertContinuations continuations{options, commands, score.reference, strategy_of(debrief)};
  // A repeated beginning is the same for both.
  auto const last_repeated = options.repeated ? options.repeated->entry : EntryId{};
  auto const begin = static_cast<std::size_t>(std::ranges::count_if(
      commands, [&](Given const& one) { return one.first <= last_repeated; }));
  auto const* from_start = continuations.after(begin);
  if (from_start == nullptr) return std::nullopt;

  auto const best = from_start->score.score;
  auto const common =
      continuations.last_that(begin, [&](Played const& one) { return one.score.score >= best; });
  auto const* expert = continuations.after(common);
  Counterfactual found;
  bool const has_next = common < commands.size();
  found.from_entry = has_next ? commands[common].first : recorded.back().id;
  if (has_next) found.command = commands[common].line;
  found.commands = expert->commands;
  found.score = expert->score.score;
  found.saves = saves_of(*expert, debrief);
  auto constexpr passed = ExpertContinuations::passed;
  if (score.outcome != grade::Outcome::passed && passed(*from_start)) {
    found.point_of_no_return =
        entry_after(commands, continuations.last_that(begin, passed), recorded);
  }
  return found;
}

}  // namespace studylab::debrief
