#pragma once

#include <string>

#include "control/keys.h"
#include "model/facts.h"

namespace studylab::control {

// Work that begins at its time unless its environment is paused then.
struct Scheduled {
  Instant not_before{};
  bool due = false;  // its time has come
};

namespace kinds {

struct Job : Scheduled {
  std::string name;
  ProviderName provider;
  Duration takes{};
};

// A migration that was scheduled by itself, not by a promotion.
struct Migration : Scheduled {
  ReleaseId release;
};

}  // namespace kinds
}  // namespace studylab::control
