#pragma once

#include <cstdint>
#include <string>

#include "command_language/message.h"
#include "lab/operators/notes/allocations.h"
#include "lab/operators/notes/artifacts.h"
#include "lab/operators/notes/bindings.h"
#include "lab/operators/notes/databases.h"
#include "lab/operators/notes/edges.h"
#include "lab/operators/notes/errors.h"
#include "lab/operators/notes/hosts.h"
#include "lab/operators/notes/incident.h"
#include "lab/operators/notes/operations.h"
#include "lab/operators/notes/people.h"
#include "lab/operators/notes/providers.h"
#include "lab/operators/notes/releases.h"
#include "lab/operators/notes/restores.h"
#include "lab/operators/notes/routes.h"
#include "lab/operators/notes/snapshots.h"
#include "lab/operators/notes/upgrades.h"
#include "lab/operators/notes/wakes.h"

namespace studylab::lab {

// What an operator knows of a run, by subject, read from the fields of the alert and the answers.
struct Notes {
  explicit Notes(language::Opening const& opening);

  AlertNotes alert;
  ErrorNotes errors;
  RouteNotes routes;
  EdgeNotes edges;
  SnapshotNotes snapshots;
  AllocationNotes allocations;
  OperationNotes operations;
  ReleaseNotes releases;
  BindingNotes bindings;
  DatabaseNotes databases;
  PeopleNotes people;
  ArtifactNotes artifacts;
  WakeNotes wakes;
  HostNotes hosts;
  UpgradeNotes upgrades;
  RestoreNotes restores;
  ProviderNotes providers;
  IncidentNotes incident;

  // The latest answer. `last_entry` is the latest that an answer named.
  std::string last_command, last_entry, last_code;
  std::uint32_t commands = 0;
  std::uint32_t notes_taken = 0;  // `note`
  bool ended = false;

  void take(language::Answer const& answer);
};

}  // namespace studylab::lab
