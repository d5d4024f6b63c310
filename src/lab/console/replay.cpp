// A run again from what its platform chain has recorded.
#include "lab/console/session.h"

namespace studylab::console {
namespace {

// Facts of the operator's desk come one to a command; the control plane may append several for one.
bool same_command(FactEntry const& earlier, FactEntry const& later) {
  auto const* first = act_of(earlier.fact);
  auto const* second = act_of(later.fact);
  return first != nullptr && second != nullptr && first->line == second->line &&
         earlier.at == later.at && !std::holds_alternative<OperatorFact>(later.fact);
}

}  // namespace

std::expected<std::unique_ptr<Session>, std::string> replayed(RunOptions const& options,
                                                              std::string run,
                                                              std::span<FactEntry const> recorded) {
  auto session = Session::open(options, std::move(run));
  if (!session) return session;
  FactEntry const* before = nullptr;
  for (auto const& entry : recorded) {
    if (auto const* ended = fact_if<RunEnded>(entry.fact)) {
      // A clock that only commands move stands still after the last one, but that a line past the
      // time limit is no entry.
      if (options.clock == ClockKind::wall || ended->ending == RunEnding::time_limit) {
        (*session)->pass_to(entry.at);
      }
      (*session)->finish(ended->ending);
    }
    auto const* act = act_of(entry.fact);
    if (act == nullptr) continue;
    if (before == nullptr || !same_command(*before, entry)) (*session)->repeat(act->line, entry.at);
    before = &entry;
  }
  return session;
}

}  // namespace studylab::console
