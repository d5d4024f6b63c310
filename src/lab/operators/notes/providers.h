#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "lab/operators/notes/answer.h"

namespace studylab::lab {

// Providers, the calls to them, regions and what was done about an outage. Entries are empty where
// nothing is known.
struct ProviderNotes {
  // --- providers ---
  std::string providers_entry;  // the latest query of all; empty: not queried
  std::string sick, kind;       // the first that was shown degraded or down, and its kind
  std::string sick_entry;       // of that probe
  bool sick_now = false;        // as last shown
  std::string recovered_entry;  // of the probe by which it was well again
  std::string well_entry;       // a query that came late enough, and found none that is not

  // --- calls of the alert's environment ---
  std::string bindings_entry;  // the latest query of its bindings
  Instant counted_until{};     // of the latest count
  Instant first_count{};       // of the first one that ended after the alert
  std::string rejected;        // its binding whose calls are all rejected
  std::string rejected_by;     // the provider of that binding
  std::string rejected_entry;
  bool rejected_stated = false;  // its provider states that it is expired or revoked
  bool others_accepted = false;  // by that provider

  // --- one provider ---
  std::string provider_entry;         // the latest query of the sick or rejecting one
  std::vector<std::string> affected;  // environments that are bound to it
  std::string failing_entry;          // of its calls, in which the environment's failed

  // --- health ---
  std::string status_entry;
  bool platform_degraded = false;
  std::set<std::string> environments;  // all of them

  // --- regions ---
  std::string regions_entry, database, region;
  std::string proofs_entry;  // of a proof
  bool replica = false, proven = false;
  std::string database_provider;  // that runs the database; empty: not queried
  std::string plan_entry;         // of the failover

  std::string operations_entry;  // the query of the environment's operations

  // --- what was done ---
  bool paused = false, was_paused = false;
  std::set<std::string> published, resolved;  // environments

  void take(AnswerRead const& answer);
  void take_done(Record const& row);

 private:
  void take_providers(AnswerRead const& answer);
  void take_probe(Record const& row);
  void take_bindings(AnswerRead const& answer);
  void take_calls(AnswerRead const& answer, Record const& row);
  void take_regions(AnswerRead const& answer);
};

}  // namespace studylab::lab
