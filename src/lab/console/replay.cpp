// Replays a run from its recorded platform chain.
#include "lab/console/session.h"

namespace studylab::console {
namespace {

// The console appends one fact per command; the control plane may append several.
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
      // A command clock stops after the last command; a line past the time limit is not recorded.
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
