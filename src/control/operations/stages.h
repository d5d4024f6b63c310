#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "control/operations/state.h"
#include "control/transitions.h"

namespace studylab::control {

// What leads an operation from one stage to the next.
enum class StageEvent : std::uint8_t {
  started,    // its time has come and nothing holds it back
  held,       // a freeze or another operation holds it back
  checked,    // both gates have given a verdict
  moved,      // the owner, by compare-and-swap
  published,  // the route log has stored the route event
  finished,   // its last effect has been confirmed
  failed,
  replaced,  // a rollback moved the owner back
  cancelled,
  retried,
  began,           // a wake's budget runs from here
  placed,          // its attempt has a host
  runs,            // its allocation's program runs
  attempt_failed,  // its allocation failed
  fenced,          // a fence of its database is in force
  lifted,          // that fence is lifted
  ran,             // its copy is being made
  reached,         // the copy has reached its target
  switched,        // the copy serves
  settled,         // every consumer's events are
  superseded,      // another restore of its database has begun under the same fence
};
std::string_view to_text(StageEvent event);

using StageTransition = Transition<Stage, StageEvent>;

// The life cycle of one kind of operation. Its subject declares the transitions.
struct StageTable {
  OperationKind kind = OperationKind::promotion;
  Stage first = Stage::requested;  // when it is requested
  std::span<StageTransition const> transitions;
};

StageTable stages_of(OperationKind kind);

std::optional<Stage> next_stage(Operation const& operation, StageEvent event);
inline bool accepts(Operation const& operation, StageEvent event) {
  return next_stage(operation, event).has_value();
}

}  // namespace studylab::control
