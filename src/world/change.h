#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "model/enums.h"

// What a world can be made to do. The lab's faults, and the faults of a schedule, consist of these.
namespace studylab::world {

// How a program answers. `failing` parts of a thousand of all (or only of unsafe) requests get
// `status` and `code`; the rest get 200.
enum class Affects : std::uint8_t { all, unsafe };
struct Behaviour {
  Permille failing;
  Affects affects = Affects::all;
  std::uint16_t status = 500;
  RequestError error = RequestError::status;
  BindingName binding;  // named in the answer if `error` is binding
  std::string code;
  // Log lines while failing; `{}` is replaced by a request number.
  std::vector<std::string> log_lines;
};

// A build answers in another way.
struct BehaviourChange {
  Digest digest;
  std::optional<Behaviour> behaviour;  // none: it works again
};
// The requests of a route fail, whichever release answers them.
struct BurstChange {
  RouteKey route;
  EdgeId edge;                         // none: all
  std::optional<Behaviour> behaviour;  // none: the burst is over
};
struct BindingChange {
  BindingName binding;
  BindingState state = BindingState::gone;
};
// The route log delivers nothing more to that consumer.
struct ConsumerStall {
  EdgeId edge;
  PartitionId partition;
};
struct ArtifactLoss {
  Digest digest;
};
// The edge's observations are lost, and the edge does not notice.
struct SilentEdge {
  EdgeId edge;
  Instant until;
};
// A process ends and is started again after `down`: `control`, `edge-b`, `runner-host-2`,
// `monitor`.
struct ProcessCrash {
  std::string component;
  Duration down{};
};
// A manual edit of an edge's table.
struct TableEdit {
  EdgeId edge;
  RouteKey route;
  ReleaseId release;
};
// The edge crashes at its next journal write, which is lost.
struct TornWrite {
  EdgeId edge;
};

struct WorldChange {
  Instant at;
  std::variant<BehaviourChange, BurstChange, BindingChange, ConsumerStall, ArtifactLoss, SilentEdge,
               ProcessCrash, TableEdit, TornWrite>
      what;
};

}  // namespace studylab::world
