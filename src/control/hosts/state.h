#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "control/keys.h"
#include "model/facts.h"

namespace studylab::control {

// Where a host is in its upgrade; see hosts/stages.h.
enum class HostStage : std::uint8_t {
  in_service,
  cordoned,
  replacing,  // its allocations' replacements have been started
  draining,
  drained,
  rebuilding,
  postcheck,  // rebuilt, and not in service yet
};
std::string_view to_text(HostStage stage);

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
  EntryId rebuilt_entry;  // of its latest rebuild; none: not rebuilt in this run
  bool left = false;      // an allocation has left it since it was cordoned
  HostStage stage = HostStage::in_service;
  Instant stage_since{};
  EntryId stage_entry;  // none: in service since before the run
  // What the latest check that found any drift found, until a rebuild.
  std::vector<DriftedPath> drift;
  EntryId drift_entry;
  std::map<std::string, EntryId> recorded_drift;  // by path, until a rebuild
};

struct Hosts {
  std::map<HostId, Host> hosts;
  std::map<HostId, std::uint32_t> used_slots;  // by live allocations
};

}  // namespace studylab::control
