#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "model/enums.h"
#include "model/fact_kind.h"
#include "model/origin.h"

namespace studylab {

// Hosts after the run began.
// Kinds 1300 to 1399 are this subject's.

struct PostcheckOrdered {
  static constexpr FactKind fact_kind{1301, 1, "PostcheckOrdered"};

  HostId host;
  Act act;

  STUDYLAB_FIELDS(host, act)
};

// What a host's runner found on it. `image` is the digest that it runs; it passes if that is the
// declared one.
enum class PostcheckResult : std::uint8_t { passed, failed };
struct HostPostchecked {
  static constexpr FactKind fact_kind{1302, 1, "HostPostchecked"};

  HostId host;
  EntryId ordered_by;
  PostcheckResult result = PostcheckResult::passed;
  Digest image;
  std::string seen;
  Origin origin;

  STUDYLAB_FIELDS(host, ordered_by, result, image, seen, origin)
};

// The host may be placed on again. `postcheck` is the passed one that allowed it; none: a cordon of
// this run was lifted before any allocation had left the host.
struct HostUncordoned {
  static constexpr FactKind fact_kind{1303, 1, "HostUncordoned"};

  HostId host;
  EntryId postcheck;
  Act act;

  STUDYLAB_FIELDS(host, postcheck, act)
};

// The capacity team brought a host in answer to the notice; its runner is up.
struct HostBrought {
  static constexpr FactKind fact_kind{1304, 1, "HostBrought"};

  HostId host;
  Digest image;
  std::uint32_t slots = 0;
  NoticeId notice;
  Origin origin;

  STUDYLAB_FIELDS(host, image, slots, notice, origin)
};

// No new allocation is placed on the host. `hold` is this run's; none: the host had been cordoned
// before the run, and that cordon stays in force.
struct HostCordoned {
  static constexpr FactKind fact_kind{1305, 1, "HostCordoned"};

  HoldId hold;
  HostId host;
  Act act;

  STUDYLAB_FIELDS(hold, host, act)
};

// A file that differs from the declared image's.
struct DriftedPath {
  std::string path;
  Digest declared;
  Digest actual;

  STUDYLAB_FIELDS(path, declared, actual)
};

// What a check found changed on a host. Reported with the check's HostPostchecked, which then has
// failed; a host without drift reports none.
struct HostDriftFound {
  static constexpr FactKind fact_kind{1310, 1, "HostDriftFound"};

  HostId host;
  EntryId ordered_by;
  std::vector<DriftedPath> paths;  // ascending
  Origin origin;

  STUDYLAB_FIELDS(host, ordered_by, paths, origin)
};

// The operator has recorded a manual edit, with the digest that was found there.
struct DriftRecorded {
  static constexpr FactKind fact_kind{1311, 1, "DriftRecorded"};

  HostId host;
  std::string path;
  Digest actual;
  Act act;

  STUDYLAB_FIELDS(host, path, actual, act)
};

// Bootstrap automation has made the host again. `image` is the digest that it runs now.
struct HostRebuilt {
  static constexpr FactKind fact_kind{1312, 1, "HostRebuilt"};

  HostId host;
  OperationId operation;
  Digest image;
  Origin origin;

  STUDYLAB_FIELDS(host, operation, image, origin)
};

// How the sessions of an allocation on a drained host ended. Of `at_start`, `ended` were left by
// their client, `stored` have their state in the session store and were disconnected, and `cut`
// were disconnected at the deadline without their state. A sum below `at_start`: the others were
// killed.
struct SessionsDrained {
  static constexpr FactKind fact_kind{1313, 1, "SessionsDrained"};

  AllocationId allocation;
  std::uint32_t at_start = 0;
  std::uint32_t ended = 0;
  std::uint32_t stored = 0;
  std::uint32_t cut = 0;
  Origin origin;

  STUDYLAB_FIELDS(allocation, at_start, ended, stored, cut, origin)
};

// Stored sessions have come back to this allocation with their state.
struct SessionsResumed {
  static constexpr FactKind fact_kind{1314, 1, "SessionsResumed"};

  AllocationId allocation;
  AllocationId from;
  std::uint32_t sessions = 0;
  Origin origin;

  STUDYLAB_FIELDS(allocation, from, sessions, origin)
};

using HostFact =
    std::variant<PostcheckOrdered, HostPostchecked, HostUncordoned, HostBrought, HostCordoned,
                 HostDriftFound, DriftRecorded, HostRebuilt, SessionsDrained, SessionsResumed>;

}  // namespace studylab
