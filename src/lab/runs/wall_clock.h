#pragma once

#include <chrono>
#include <cstdint>
#include <functional>

#include "base/instant.h"

namespace studylab::runs {

// Drill time that follows a clock on the wall.
class WallClock {
 public:
  using Now = std::function<std::chrono::steady_clock::time_point()>;

  // It is `drill` now; from here, `speed` drill seconds pass in a second.
  explicit WallClock(Instant drill, std::uint32_t speed = 1,
                     Now now = std::chrono::steady_clock::now)
      : now_(std::move(now)), speed_(speed), began_(now_()), drill_(drill) {}

  Instant now() const {
    return drill_ + std::chrono::duration_cast<Duration>(now_() - began_) * speed_;
  }
  std::uint32_t speed() const { return speed_; }
  // It is `drill` now: a command has taken its drill time at once.
  void continue_from(Instant drill) {
    began_ = now_();
    drill_ = drill;
  }

 private:
  Now now_;
  std::uint32_t speed_;
  std::chrono::steady_clock::time_point began_;
  Instant drill_;
};

}  // namespace studylab::runs
