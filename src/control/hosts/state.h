#pragma once

#include <cstdint>
#include <map>

#include "control/keys.h"
#include "model/facts.h"

namespace studylab::control {

struct Host {
  HostRegistered registered;
  EntryId entry;
};

struct Hosts {
  std::map<HostId, Host> hosts;
  std::map<HostId, std::uint32_t> used_slots;  // by live allocations
};

}  // namespace studylab::control
