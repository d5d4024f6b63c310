#pragma once

#include <map>
#include <optional>

#include "control/keys.h"
#include "model/facts.h"

namespace studylab::control {

// How one consumer's events past the restore point are settled.
struct Settling {
  EventsPast events;
  std::optional<ReconcileOrdered> ordered;  // none: not yet
  EntryId ordered_entry;
  std::optional<ConsumerSettled> settled;  // none: not yet
  EntryId settled_entry;
};

namespace kinds {

struct Restore {
  DatabaseName database;
  EnvironmentName source;  // whose backups it uses
  std::optional<RestorePlanned> planned;
  EntryId planned_entry;
  std::optional<RestoreBegun> begun;
  EntryId begun_entry;
  std::optional<RestoreReady> ready;
  EntryId ready_entry;
  EntryId cutover_entry;  // ordered; none: not yet
  std::optional<CutOver> cut_over;
  EntryId cut_over_entry;
  std::map<ConsumerName, Settling> consumers;  // with events past the restore point
};

}  // namespace kinds
}  // namespace studylab::control
