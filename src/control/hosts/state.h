#pragma once

#include <cstdint>
#include <map>
#include <optional>

#include "control/keys.h"
#include "model/facts.h"

namespace studylab::control {

struct Host {
  HostId id;
  Digest image;  // declared
  std::uint32_t slots = 0;
  EntryId entry;                               // registered, or brought
  std::optional<HostCordonRecorded> cordon;    // none: it may be placed on
  HoldId hold;                                 // of this run's cordon; none: not of this run
  EntryId cordon_entry;                        // where the cordon began or ended; can be none
  EntryId postcheck_order;                     // not answered yet; none: none is
  std::optional<HostPostchecked> postchecked;  // the latest
  EntryRef postchecked_at;
  bool left = false;  // an allocation has left it since it was cordoned
};

struct Hosts {
  std::map<HostId, Host> hosts;
  std::map<HostId, std::uint32_t> used_slots;  // by live allocations
};

}  // namespace studylab::control
