#include "lab/runs/replay.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/version.h"
#include "lab/debrief/reference.h"
#include "lab/drill/own.h"
#include "lab/runs/not_stored.h"
#include "lab/runs/sealed.h"

namespace studylab::runs {
namespace {

// The console appends one fact per command; the control plane may append several.
bool same_command(FactEntry const& earlier, FactEntry const& later) {
  auto const* first = act_of(earlier.fact);
  auto const* second = act_of(later.fact);
  return first != nullptr && second != nullptr && first->line == second->line &&
         earlier.at == later.at && !std::holds_alternative<OperatorFact>(later.fact);
}

// The position, from 1, of the first entry whose bytes differ between the chains; 0: none.
std::uint64_t first_other_in(Bytes then, Bytes now) {
  for (std::uint64_t place = 1; !then.empty() || !now.empty(); ++place) {
    auto const one = evidence::take_entry(then);
    auto const other = evidence::take_entry(now);
    if (!one || !other || !std::ranges::equal(one->body, other->body)) return place;
  }
  return 0;
}

Replay differs(std::string where) {
  auto text = fmt::format("{} differs from the replay", where);
  return {Problem::Kind::failed, std::move(where), std::move(text)};
}

Replay compared(evidence::Bundle const& then, evidence::Bundle const& now) {
  auto const bytes = [](evidence::SealedChain const& chain) { return as_bytes(chain.bytes); };
  if (auto const place = first_other_in(bytes(then.platform), bytes(now.platform)); place != 0) {
    return differs(fmt::format("entry-{}", place));
  }
  if (auto const place = first_other_in(bytes(then.lab), bytes(now.lab)); place != 0) {
    return differs(fmt::format("lab entry {}", place));
  }
  if (then.platform.head != now.platform.head || then.lab.head != now.lab.head ||
      then.nonce != now.nonce) {
    return differs("the seal");
  }
  return {std::nullopt,
          {},
          fmt::format("all {} platform and {} lab entries are equal; heads {} and {}",
                      then.platform.head.size, then.lab.head.size, to_text(then.platform.head.hash),
                      to_text(then.lab.head.hash))};
}

}  // namespace

std::expected<Run, Problem> replayed(console::RunOptions const& options, std::string id,
                                     std::span<FactEntry const> recorded,
                                     std::function<void(language::Answer)> const& on_answer) {
  auto const text = on_answer ? console::Text::yes : console::Text::no;
  auto run = Run::open(options, not_stored(std::move(id)), text);
  if (!run) return run;
  FactEntry const* before = nullptr;
  for (auto const& entry : recorded) {
    if (auto const* ended = fact_if<RunEnded>(entry.fact)) {
      // A command clock stops after the last command; a line past the time limit is not recorded.
      if (options.clock == ClockKind::wall || ended->ending == RunEnding::time_limit) {
        run->pass_to(entry.at);
      }
      run->end(ended->ending);
    }
    auto const* act = act_of(entry.fact);
    if (act == nullptr) continue;
    if (before == nullptr || !same_command(*before, entry)) {
      auto answer = run->repeat(act->line, entry.at);
      if (on_answer) on_answer(std::move(answer));
    }
    before = &entry;
  }
  return run;
}

Replay replay(evidence::Bundle const& bundle, std::optional<Hash> const& salt) {
  if (bundle.program_version != program_version()) {
    return {Problem::Kind::missing,
            {},
            fmt::format("the run is of version {}, this is {}: only the same version can replay it",
                        bundle.program_version, program_version())};
  }
  auto const options = options_of(bundle, salt);
  if (!options) return {options.error().kind, {}, options.error().text};
  if (drill::find_drill(options->drill, options->own_drill) == nullptr) {
    return {Problem::Kind::missing, {}, drill::unknown_drill(options->drill, options->own_drill)};
  }
  auto run = replayed(*options, bundle.run, bundle.platform_entries());
  if (!run) return {Problem::Kind::failed, "lab entry 1", run.error().text};
  // A chain of another program may have an unknown ending.
  run->end(RunEnding::end_of_input);
  debrief::append_reference(*run);
  return compared(bundle, run->session().bundle());
}

}  // namespace studylab::runs
