#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "control/control.h"

namespace studylab::control {

// Appends effects with their keys.
class EffectList {
 public:
  explicit EffectList(std::vector<Effect>& out) : out_(out) {}

  void add(Action action, std::uint32_t a, std::uint32_t b = 0, std::uint32_t c = 0,
           Instant at = Instant::min()) {
    auto const kind = static_cast<std::uint32_t>(action.index());
    out_.push_back(Effect{EffectKey{kind, a, b, c}, at, std::move(action)});
  }
  // A step's key contains the entry that made it due: once the step is done, the key differs.
  void proceed(StepKind step, Operation const& operation, EntryId after) {
    add(Proceed{step, operation.id}, operation.id.number, static_cast<std::uint32_t>(step),
        after.number);
  }
  void wake(TimerKind kind, Operation const& operation, EntryId after, Instant at) {
    add(WakeAt{TimerId{kind, operation.id}}, operation.id.number, static_cast<std::uint32_t>(kind),
        after.number, at);
  }

 private:
  std::vector<Effect>& out_;
};

}  // namespace studylab::control
