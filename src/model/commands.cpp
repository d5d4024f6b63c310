#include "model/commands.h"

#include "model/enum_names.h"

namespace studylab {

Verb::Verb() noexcept = default;
Verb::Verb(Verb const& other) = default;
Verb::Verb(Verb&& other) noexcept = default;
Verb& Verb::operator=(Verb const& other) = default;
Verb& Verb::operator=(Verb&& other) noexcept = default;
Verb::~Verb() = default;
bool operator==(Verb const& a, Verb const& b) {
  return static_cast<VerbKinds const&>(a) == static_cast<VerbKinds const&>(b);
}

std::string_view to_text(QueryKind v) {
  return word_of(v, Words<33>{"incident", "environments", "environment", "operations", "operation",
                              "routes",   "route",        "releases",    "release",    "artifacts",
                              "artifact", "allocations",  "allocation",  "edges",      "edge",
                              "snapshot", "gate",         "sessions",    "databases",  "database",
                              "backups",  "consumers",    "plan",        "hosts",      "host",
                              "quorum",   "providers",    "provider",    "bindings",   "regions",
                              "errors",   "status",       "logs"});
}
std::string_view to_text(ProhibitedVerb v) {
  return word_of(v, Words<12>{"rebuild-from", "set-route", "mark-hot", "hold-requests",
                              "choose-owner", "clear-gap", "skip-to", "scale", "kill-sessions",
                              "restore-over", "edit-host", "move-sessions"});
}

}  // namespace studylab
