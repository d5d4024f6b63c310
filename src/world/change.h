#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/alternatives.h"
#include "model/edge_facts.h"
#include "model/enums.h"
#include "model/host_facts.h"
#include "model/provider_facts.h"

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
  // Named: it applies only while rows of this database are gone.
  DatabaseName without_rows = {};
  // The binding that fails beneath the program, which its proxy counts; edges do not see it.
  BindingName through = {};
  bool rejected = false;  // of `through`: its provider refused the credential
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
// A program that needs the binding fails to start at the stage `surfaces`: binding or readiness.
struct BindingChange {
  BindingName binding;
  BindingState state = BindingState::gone;
  AllocationStage surfaces = AllocationStage::binding;
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
// A manual edit of an edge's table, with the edge's own key: it has no effect once security has
// taken that key out of use.
struct TableEdit {
  EdgeId edge;
  RouteKey route;
  ReleaseId release;
  // Whether security can find out how it was made. A fault of the schedule leaves no trace.
  enum class Trace : std::uint8_t { none, own_key } trace = Trace::own_key;
};
// The edge crashes at its next journal write, which is lost.
struct TornWrite {
  EdgeId edge;
};
// What the store has under an artifact's name: bytes of another digest, nothing, or its own bytes
// again. Other bytes make a start fail at the stage `surfaces`: pulling, starting or readiness.
struct RegistryChange {
  Digest digest;
  std::optional<Digest> stored;
  AllocationStage surfaces = AllocationStage::pulling;
};
// A missing secret makes a start fail at `secrets`; an expired one at `surfaces`: secrets, binding
// or readiness.
struct SecretChange {
  BindingName binding;
  SecretState state = SecretState::missing;
  AllocationStage surfaces = AllocationStage::secrets;
};
// What the readiness probe of a build is answered, and what the program writes to its log then; 200
// and no lines: it is ready again.
struct ReadinessChange {
  Digest digest;
  std::uint16_t status = 503;
  std::vector<std::string> log_lines;
};
// Many requests at one instant. They are counted, never listed: the edge takes them as one cohort.
struct CohortArrival {
  RouteKey route;
  EdgeId edge;
  std::uint32_t safe = 0;
  std::uint32_t idempotent = 0;
  std::uint32_t unsafe = 0;
  std::uint32_t upgrades = 0;
  std::uint32_t users = 0;          // distinct ones among all requests
  std::uint32_t bytes_of_each = 0;  // of a request's body
};
// The image that a host really runs.
struct HostImageChange {
  HostId host;
  Digest image;
  // What bootstrap automation makes of the host when it is rebuilt.
  enum class Rebuild : std::uint8_t {
    declared_image,
    same_image
  } rebuild = Rebuild::declared_image;
};

// The route log loses the next events of a partition on their way to one edge, and does not deliver
// them again. The edge sees a gap when a later event arrives.
struct EventLoss {
  EdgeId edge;
  PartitionId partition;
  std::uint32_t events = 1;
};

// What a control plane's snapshot service answers, for any partition.
enum class SnapshotService : std::uint8_t {
  genuine,          // the table as of now, signed with a key that edges know
  unavailable,      // nothing: it refuses the connection
  stale,            // the table of `behind` events ago, as signed then
  forged,           // signed with `key_id`, which no edge knows
  truncated,        // without the last owner of its table, whose checksum it still states
  replayed,         // the present sequence, issued before any snapshot that an edge has accepted
  other_partition,  // the table of another partition
};
struct SnapshotServiceChange {
  std::string control;  // `control-1`
  SnapshotService serves = SnapshotService::genuine;
  std::uint32_t behind = 1;              // if stale
  std::string key_id = {};               // if forged
  std::optional<OwnerView> forged = {};  // if forged: replaces the route's owner in the table
};
// A partition's stream loses its last events. Consumers that have delivered them are ahead of it.
struct StreamLoss {
  PartitionId partition;
  std::uint32_t events = 1;
};
// A partition's stream is opened again, under the next baseline epoch and without the old events.
struct StreamRecreation {
  PartitionId partition;
};

// A stalled consumer delivers again, from where it stopped.
struct ConsumerRecovery {
  EdgeId edge;
  PartitionId partition;
};
// The processes of a release's allocations end without an order.
struct ProcessesExit {
  ReleaseId release;
  std::string why;  // as runners report it
};

// A file of a host differs from the declared image's, until the host is rebuilt.
struct HostDrift {
  HostId host;
  DriftedPath drifted;
};
// The process of one allocation ends without an order.
struct ProcessExit {
  AllocationId allocation;
  std::string why;  // as runners report it
};

// Data that is not what users wrote, from `since` on. `rows`: how many; of wrong ones, how many of
// a thousand writes that `release` makes. Missing ones are the last writes before a failover. What
// caused it, as in model/database_facts.h.
struct DataDamage {
  DatabaseName database;
  DamageKind kind = DamageKind::wrong;
  Instant since;
  std::uint64_t rows = 0;
  std::uint32_t max_users = 0;
  ReleaseId release;
  ConsumerName consumer;
  OperationId operation;
  MigrationName migration;
  EnvironmentName source;
};
// The migration removes rows whenever it is run. `since` and `operation` are known then.
struct MigrationLoss {
  DataDamage damage;
};
// A check of the database's replica reports rows that differ.
struct DataDamageAlarm {
  DatabaseName database;
  std::uint64_t rows = 0;
  std::string seen;
};
// How far the replica is behind, and how many events a consumer leaves unprocessed.
struct ReplicaLag {
  DatabaseName database;
  Duration lag{};
};
struct ConsumerLag {
  DatabaseName database;
  ConsumerName consumer;
  std::uint64_t events = 0;
};

// How a provider answers every call from now on: all zero, it is well. A brownout is slow before it
// fails.
struct ProviderChange {
  ProviderName provider;
  Permille slow;     // of its calls
  Permille failing;  // of its calls; `rejects`: by an answer 401, whatever the credential
  enum class Rejects : std::uint8_t { no, yes } rejects = Rejects::no;
  Duration latency{};  // of its slow answers
};
// The provider accepts the binding's credential, or rejects it. `states`: whether the provider
// states why.
struct CredentialChange {
  BindingName binding;
  SecretState state = SecretState::expired;  // present, expired or revoked
  enum class States : std::uint8_t { no, yes } states = States::yes;
};
// What a check of a replica's region finds from now on. `stalled`: it is not checked any more, so
// that its last finding ages.
struct ProofChange {
  DatabaseName database;
  RegionName region;
  ProofKind kind = ProofKind::replica;
  Proven proven = Proven::no;
  Duration lag{};  // of the kind `lag`
  std::string what;
  enum class Checker : std::uint8_t { runs, stalled } checker = Checker::runs;
  Duration age{};  // of a stalled check's last finding, at the change
};

// A person who was not asked says what they believe about the incident.
struct PersonSpeaks {
  PersonName person;
  SpeakerRole role = SpeakerRole::colleague;
  std::string text;
};

using ChangeKinds =
    std::variant<BehaviourChange, BurstChange, BindingChange, ConsumerStall, ArtifactLoss,
                 SilentEdge, ProcessCrash, TableEdit, TornWrite, RegistryChange, SecretChange,
                 ReadinessChange, CohortArrival, HostImageChange, EventLoss, SnapshotServiceChange,
                 StreamLoss, StreamRecreation, ConsumerRecovery, ProcessesExit, HostDrift,
                 ProcessExit, DataDamage, MigrationLoss, DataDamageAlarm, ReplicaLag, ConsumerLag,
                 ProviderChange, CredentialChange, ProofChange, PersonSpeaks>;

// One of ChangeKinds (base/alternatives.h says why it is a struct).
struct Change : ChangeKinds {
  Change() noexcept;
  Change(Change const& other);
  Change(Change&& other) noexcept;
  Change& operator=(Change const& other);
  Change& operator=(Change&& other) noexcept;
  ~Change();

  template <AlternativeOf<ChangeKinds> Kind>
  Change(Kind kind) : ChangeKinds(std::in_place_type<Kind>, std::move(kind)) {}
};

struct WorldChange {
  Instant at;
  Change what;
};

}  // namespace studylab::world
