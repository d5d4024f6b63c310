#pragma once

#include <cstdint>
#include <string>

#include "command_language/message.h"
#include "lab/operators/notes_allocations.h"
#include "lab/operators/notes_artifacts.h"
#include "lab/operators/notes_bindings.h"
#include "lab/operators/notes_databases.h"
#include "lab/operators/notes_edges.h"
#include "lab/operators/notes_errors.h"
#include "lab/operators/notes_hosts.h"
#include "lab/operators/notes_incident.h"
#include "lab/operators/notes_operations.h"
#include "lab/operators/notes_people.h"
#include "lab/operators/notes_providers.h"
#include "lab/operators/notes_releases.h"
#include "lab/operators/notes_restores.h"
#include "lab/operators/notes_routes.h"
#include "lab/operators/notes_snapshots.h"
#include "lab/operators/notes_upgrades.h"
#include "lab/operators/notes_wakes.h"

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
