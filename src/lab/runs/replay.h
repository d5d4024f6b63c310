#pragma once

#include <expected>
#include <functional>
#include <optional>
#include <span>
#include <string>

#include "evidence/bundle.h"
#include "lab/runs/problem.h"
#include "lab/runs/run.h"

namespace studylab::runs {

// Replays a run from its options and the lines and instants of its platform chain; not stored and
// not sealed. `on_answer` is called with each answer, which then has its text too. The error says
// what cannot be opened.
std::expected<Run, Problem> replayed(console::RunOptions const& options, std::string run,
                                     std::span<FactEntry const> recorded,
                                     std::function<void(language::Answer)> const& on_answer = {});

// The comparison of a bundle with its replay from seed and commands, including what the lab adds to
// its own chain after the end.
struct Replay {
  // None: every entry of both chains is equal; failed: entries differ; otherwise: it cannot be
  // replayed here.
  std::optional<Problem::Kind> problem;
  std::string
      first_other;   // `entry-17` or `lab entry 3`: the first entry that differs; empty: none
  std::string text;  // one line for people
};

// A run with a salt cannot be replayed without it.
Replay replay(evidence::Bundle const& bundle, std::optional<Hash> const& salt);

}  // namespace studylab::runs
