#pragma once

#include <optional>
#include <span>

#include "model/facts.h"

namespace studylab::grade {

// The alert, and what it names.
struct Incident {
  EntryId entry;
  Instant at{};
  IncidentOpened const* opened = nullptr;
  EnvironmentDeclared const* environment = nullptr;
  ReleaseId release;       // owned the route when it opened
  ReleaseId previous;      // owned it before that release; none: not known
  Digest digest;           // of that release
  RouteSequence sequence;  // of the route event that put it there
  Instant since{};         // when it did
  OperationId operation;   // which did
};

// The alert of a run, read before anything else: what the fold looks for depends on it. None: the
// alert never came.
std::optional<Incident> find_incident(std::span<FactEntry const> entries);

}  // namespace studylab::grade
