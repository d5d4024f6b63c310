#pragma once

#include <cstdint>
#include <vector>

#include "lab/grade/pieces.h"

// The subject of statements: the class, impact, status and close that the operator recorded.
namespace studylab::grade {

struct AnswerKey;

struct ClassSeen {
  EntryId entry;
  Classified const* classified = nullptr;
};

struct ImpactSeen {
  EntryId entry;
  ImpactStated const* stated = nullptr;
  std::uint32_t users = 0;  // as `show incident` would have printed them then
  std::uint32_t minutes = 0;
};

struct StatusSeen {
  EntryId entry;
  OwnerStatusPublished const* published = nullptr;
};

struct NoteSeen {
  EntryId entry;
  Noted const* noted = nullptr;
};

struct Statements {
  std::vector<ClassSeen> classes;
  std::vector<NoteSeen> notes;
  std::vector<ImpactSeen> impacts;
  std::vector<StatusSeen> statuses;
  IncidentClosed const* closed = nullptr;
  EntryId closed_entry;
};

void state_impact(Run& run, FactEntry const& entry, ImpactStated const& fact);
void publish(Run& run, FactEntry const& entry, OwnerStatusPublished const& fact);
void close(Run& run, FactEntry const& entry, IncidentClosed const& fact);

// The class in force at an entry; nullptr: none.
ClassSeen const* class_in_force_at(Run const& run, EntryId at);
// Whether it is the answer key's, whatever its scope; false for nullptr.
bool is_right_class(ClassSeen const* seen, AnswerKey const& key);
// Whether it also states the answer key's scope, where the key has one; false for nullptr.
bool has_right_scope(ClassSeen const* seen, AnswerKey const& key);

// The class in force at this entry counts: the first repair that was attempted, or the run's end.
EntryId class_decided(Run const& run);

// The answer key's class and scope, Classified and in force when the first repair is attempted (at
// the end, where there is none).
extern RequiredFact const class_in_force;

}  // namespace studylab::grade
