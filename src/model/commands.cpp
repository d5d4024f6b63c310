#include "model/commands.h"

#include <array>
#include <cstddef>

#include "base/check.h"

namespace studylab {
namespace {

template <class E, std::size_t N>
std::string_view word(E value, std::array<std::string_view, N> const& words) {
  static_assert(N == enum_size<E>, "one word a value");
  auto const index = static_cast<std::size_t>(value);
  STUDYLAB_CHECK(index < N);
  return words[index];
}

template <std::size_t N>
using Words = std::array<std::string_view, N>;

}  // namespace

std::string_view to_text(CommandKind v) {
  return word(v, Words<5>{"look", "check", "hold", "repair", "record"});
}
std::string_view to_text(Reach v) {
  return word(v, Words<9>{"none", "allocation", "binding", "host", "edge", "environment",
                          "database", "partition", "all"});
}
std::string_view to_text(LookKind v) {
  return word(v, Words<33>{"incident", "environments", "environment", "operations", "operation",
                           "routes",   "route",        "releases",    "release",    "artifacts",
                           "artifact", "allocations",  "allocation",  "edges",      "edge",
                           "snapshot", "gate",         "sessions",    "databases",  "database",
                           "backups",  "consumers",    "plan",        "hosts",      "host",
                           "quorum",   "providers",    "provider",    "bindings",   "regions",
                           "errors",   "status",       "logs"});
}
std::string_view to_text(OtherVerb v) {
  return word(v, Words<17>{"fence", "unfence", "restore plan", "restore run", "restore cutover",
                           "reconcile", "cordon", "uncordon", "headroom", "replace", "drain",
                           "rebuild", "postcheck", "record-drift", "pause", "unpause", "failover"});
}
std::string_view to_text(WrongHandVerb v) {
  return word(v, Words<12>{"rebuild-from", "set-route", "mark-hot", "hold-requests", "choose-owner",
                           "clear-gap", "skip-to", "scale", "kill-sessions", "restore-over",
                           "edit-host", "move-sessions"});
}

}  // namespace studylab
