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

using HostFact =
    std::variant<PostcheckOrdered, HostPostchecked, HostUncordoned, HostBrought, HostCordoned>;

}  // namespace studylab
