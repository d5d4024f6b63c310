#pragma once

#include <optional>
#include <span>

namespace studylab::control {

// A life cycle is one table of transitions. What it does not list cannot happen: a step or report
// that would cause it is ignored or refused, and no fact records it.
template <class Stage, class Event>
struct Transition {
  Stage from;
  Event event;
  Stage to;
};

template <class Stage, class Event>
constexpr std::optional<Stage> next_stage(std::span<Transition<Stage, Event> const> table,
                                          Stage from, Event event) {
  for (auto const& row : table) {
    if (row.from == from && row.event == event) return row.to;
  }
  return std::nullopt;
}

}  // namespace studylab::control
