#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "command_language/message.h"

namespace studylab::lab {

// What an operator knows of a run, read from the fields of the alert and the answers. Every fact is
// kept with the entry that it was printed with, to refer to.
struct Noted {
  std::string value;
  std::string entry;
};

struct ReleaseNote {
  std::string id;
  std::string entry;
  std::string digest;
  std::optional<std::pair<std::uint64_t, std::uint64_t>> reads, writes;
  bool served = false;    // owned the route before
  bool symptoms = false;  // in one of those times
  bool serving = false;   // owns it now
  bool in_store = false;
  std::uint64_t last_served_epoch = 0;
  std::vector<std::string> needs;
};

struct PlanNote {
  std::string finding;
  std::string refused;  // code; empty: it would be done
  std::string entry;    // the check's own
};

struct OperationNote {
  std::string stage;
  std::string entry;
};

struct Notes {
  explicit Notes(language::Opening const& opening);

  // The alert.
  Instant alert{};
  std::string incident, environment, route, operation, edge;

  // Queries: the entry of the latest one answered; empty: not queried.
  std::string queried_operation, queried_route, queried_environment, queried_bindings,
      queried_releases, queried_database, queried_errors;
  Instant queried_errors_at{};

  std::string database;
  std::optional<std::uint64_t> schema;
  std::string owner, owner_entry;
  std::map<std::string, Noted> edges_behind;  // edge → its applied sequence
  bool edge_unheard = false;  // an edge had not answered the latest query of the route's edges
  std::uint32_t route_queries = 0;
  std::map<std::string, OperationNote> operations;  // by id
  std::map<std::string, ReleaseNote> releases;
  std::map<std::string, PlanNote> rollback_plans, fix_plans;  // by release
  std::map<std::string, Noted> gone_bindings;                 // binding → since
  std::map<std::string, std::vector<std::string>> binding_needed_by;
  std::string bindings_entry;   // a probe
  std::string migration_entry;  // the incident's own migration

  // Errors, over all queries of them.
  // An observation that began after the interval in which the alert came is over.
  bool over_since_alert = false;
  std::string calm_entry;     // one that is not
  std::string failing_entry;  // an observation with failed answers
  std::set<std::string> failing_edges;
  std::optional<bool> symptom;  // present, as last seen
  std::string symptom_entry;    // of the query that printed it

  // What was done.
  std::string fault_class;  // in force
  std::string hold;         // the freeze's; empty: none in force
  bool froze = false;
  struct Repair {
    std::string verb, operation;
  };
  std::vector<Repair> repairs;  // operations requested, oldest first
  std::string notice, notice_repair, notice_answer, notice_said, brought_release;
  std::string resumed_entry;
  std::map<std::string, std::string> snapshots;  // edge → sequence
  std::map<std::string, std::string> snapshot_partitions;
  std::string verified_edge, verified_entry;
  bool impact_stated = false;
  std::optional<std::uint64_t> users, minutes;
  Instant affected_at{};
  bool ended = false;

  std::string last_command, last_entry, last_code;
  Instant clock{};
  std::uint32_t commands = 0;

  void take(language::Answer const& answer);
};

}  // namespace studylab::lab
