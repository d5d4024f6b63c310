#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/fields.h"
#include "base/instant.h"
#include "model/enums.h"

namespace studylab {

// Schema versions from `low` to `high`, both included.
struct VersionRange {
  SchemaVersion low;
  SchemaVersion high;

  constexpr bool holds(SchemaVersion v) const { return low <= v && v <= high; }
  friend bool operator==(VersionRange const&, VersionRange const&) = default;
  STUDYLAB_FIELDS(low, high)
};

struct Migration {
  MigrationName name;
  SchemaVersion from;
  SchemaVersion to;
  MigrationKind kind = MigrationKind::additive;

  STUDYLAB_FIELDS(name, from, to, kind)
};

// What a build declares about its output. It stays with the artifact.
struct Manifest {
  std::optional<VersionRange> reads;   // none: not recorded
  std::optional<VersionRange> writes;  // none: not recorded
  std::uint32_t state_schema = 0;      // of session state; equal schemas read each other's state
  std::vector<BindingName> needs;      // each with its secret
  std::string readiness_path;
  std::string source;                  // a branch and a short commit
  std::optional<Migration> migration;  // runs before its release takes over

  STUDYLAB_FIELDS(reads, writes, state_schema, needs, readiness_path, source, migration)
};

// A span of time in which a release owned its environment's route.
struct Service {
  Instant from;
  Instant until;
  KeyEpoch epoch;
  OperationId operation;
  std::uint32_t symptoms = 0;  // times that its error rate crossed the threshold

  STUDYLAB_FIELDS(from, until, epoch, operation, symptoms)
};

}  // namespace studylab
