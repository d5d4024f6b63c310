#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/alternatives.h"
#include "model/enums.h"
#include "model/operation_facts.h"

namespace studylab {

// The commands of an operator, one struct per form of a verb. Names are as typed: the control plane
// decides whether they exist, so that a prohibited command is recognized before its names are
// looked up. Equal commands mean the same; `line_of` of parse.h writes one as text.

// --- find truth: queries ---
enum class QueryKind : std::uint8_t {
  incident,
  environments,
  environment,
  operations,
  operation,
  routes,
  route,
  releases,
  release,
  artifacts,
  artifact,
  allocations,
  allocation,
  edges,
  edge,
  snapshot,
  gate,
  sessions,
  databases,
  database,
  backups,
  consumers,
  plan,
  hosts,
  host,
  quorum,
  providers,
  provider,
  bindings,
  regions,
  errors,
  status,
  logs,
};
std::string_view to_text(QueryKind);  // the word after `show`; `logs` is a separate verb

struct Query {
  QueryKind query = QueryKind::incident;
  std::string object;             // empty: the list, or all
  bool edges = false;             // route --edges
  std::optional<Duration> since;  // errors, logs
  std::string grep;               // logs
  friend bool operator==(Query const&, Query const&) = default;
};
struct Hint {
  friend bool operator==(Hint const&, Hint const&) = default;
};

// --- classify and leave evidence: records ---
struct Classify {
  FaultClass fault_class = FaultClass::no_fault;
  Scope scope = Scope::unstated;
  friend bool operator==(Classify const&, Classify const&) = default;
};
struct Note {
  std::string text;
  friend bool operator==(Note const&, Note const&) = default;
};
struct StateImpact {
  std::uint32_t users = 0;
  std::uint32_t minutes = 0;
  std::string data;
  PersonName approved_by;
  friend bool operator==(StateImpact const&, StateImpact const&) = default;
};
struct Close {
  std::string summary;
  std::vector<std::string> keep;
  std::optional<Team> hand_over;
  friend bool operator==(Close const&, Close const&) = default;
};
struct Wait {
  std::optional<Duration> length;  // wait DUR
  std::string operation;           // wait --for OP
  bool symptom_gone = false;       // wait --until symptom-gone
  std::optional<Duration> at_most;
  friend bool operator==(Wait const&, Wait const&) = default;
};

// --- act: holds and repairs ---
struct Freeze {
  EnvironmentName environment;
  friend bool operator==(Freeze const&, Freeze const&) = default;
};
struct Unfreeze {
  EnvironmentName environment;
  friend bool operator==(Unfreeze const&, Unfreeze const&) = default;
};
struct Cancel {
  std::string operation;
  friend bool operator==(Cancel const&, Cancel const&) = default;
};
// With a prohibited form (`as_data_repair`, `without_database_check`) any name may be empty: it is
// refused before its names are looked up.
struct Rollback {
  EnvironmentName environment;
  std::string release;
  bool as_data_repair = false;
  bool without_database_check = false;
  friend bool operator==(Rollback const&, Rollback const&) = default;
};
struct Deploy {
  EnvironmentName environment;
  std::string release;
  ForwardFix forward_fix = ForwardFix::no;
  friend bool operator==(Deploy const&, Deploy const&) = default;
};
struct RepairPropagation {
  std::string edge;
  friend bool operator==(RepairPropagation const&, RepairPropagation const&) = default;
};
struct Wake {
  EnvironmentName environment;
  friend bool operator==(Wake const&, Wake const&) = default;
};
struct Retry {
  std::string operation;
  friend bool operator==(Retry const&, Retry const&) = default;
};
struct NotifyOwner {
  EnvironmentName environment;
  std::optional<RepairKind> repair;
  std::string name;
  friend bool operator==(NotifyOwner const&, NotifyOwner const&) = default;
};
struct Escalate {
  Team team = Team::capacity;
  friend bool operator==(Escalate const&, Escalate const&) = default;
};
struct SetGapPolicy {
  EnvironmentName environment;
  GapMode mode = GapMode::fail_closed;
  std::optional<Duration> max_age;
  friend bool operator==(SetGapPolicy const&, SetGapPolicy const&) = default;
};
struct TakeSnapshot {
  std::string edge;
  std::string from_control;
  friend bool operator==(TakeSnapshot const&, TakeSnapshot const&) = default;
};
struct VerifySnapshot {
  std::string edge;
  friend bool operator==(VerifySnapshot const&, VerifySnapshot const&) = default;
};
struct Resume {
  std::string edge;
  RouteSequence from;
  friend bool operator==(Resume const&, Resume const&) = default;
};
struct Restart {
  std::string object;  // an allocation or an environment
  friend bool operator==(Restart const&, Restart const&) = default;
};
struct PublishStatus {
  EnvironmentName environment;
  std::string cause;
  std::string says;
  friend bool operator==(PublishStatus const&, PublishStatus const&) = default;
};
struct ResolveStatus {
  EnvironmentName environment;
  friend bool operator==(ResolveStatus const&, ResolveStatus const&) = default;
};
struct RotateSecret {
  BindingName binding;
  friend bool operator==(RotateSecret const&, RotateSecret const&) = default;
};
struct Cordon {
  std::string host;
  friend bool operator==(Cordon const&, Cordon const&) = default;
};
struct Uncordon {
  std::string host;
  friend bool operator==(Uncordon const&, Uncordon const&) = default;
};
struct Headroom {
  std::string host;
  friend bool operator==(Headroom const&, Headroom const&) = default;
};
struct Postcheck {
  std::string host;
  friend bool operator==(Postcheck const&, Postcheck const&) = default;
};

struct Replace {
  std::string host;
  friend bool operator==(Replace const&, Replace const&) = default;
};
struct Drain {
  std::string host;
  std::optional<Duration> deadline;  // from now; always given
  friend bool operator==(Drain const&, Drain const&) = default;
};
struct Rebuild {
  std::string host;
  friend bool operator==(Rebuild const&, Rebuild const&) = default;
};
struct RecordDrift {
  std::string host;
  std::string path;
  friend bool operator==(RecordDrift const&, RecordDrift const&) = default;
};

// `database`: as typed; the control plane decides whether it exists.
struct FenceWriters {
  DatabaseName database;
  friend bool operator==(FenceWriters const&, FenceWriters const&) = default;
};
struct UnfenceWriters {
  DatabaseName database;
  friend bool operator==(UnfenceWriters const&, UnfenceWriters const&) = default;
};
struct PlanRestore {
  DatabaseName database;
  std::string target;  // an instant, or before:entry-N; empty: before the damage
  friend bool operator==(PlanRestore const&, PlanRestore const&) = default;
};
// `plan` is the operation of a restore plan.
struct RunRestore {
  DatabaseName database;
  std::string plan;
  std::string method;
  BackupName backup;  // empty: the one that the plan names
  friend bool operator==(RunRestore const&, RunRestore const&) = default;
};
struct CutOverRestore {
  DatabaseName database;
  std::string plan;
  friend bool operator==(CutOverRestore const&, CutOverRestore const&) = default;
};
struct Reconcile {
  DatabaseName database;
  std::string plan;
  ConsumerName consumer;
  std::string events;
  friend bool operator==(Reconcile const&, Reconcile const&) = default;
};

struct Pause {
  EnvironmentName environment;
  friend bool operator==(Pause const&, Pause const&) = default;
};
struct Unpause {
  EnvironmentName environment;
  friend bool operator==(Unpause const&, Unpause const&) = default;
};
struct FailOver {
  DatabaseName database;
  RegionName region;
  friend bool operator==(FailOver const&, FailOver const&) = default;
};

// Prohibited commands: parsed, recorded and refused under their ids before names are looked up.
enum class ProhibitedVerb : std::uint8_t {
  rebuild_from,
  set_route,
  mark_hot,
  hold_requests,
  choose_owner,
  clear_gap,
  skip_to,
  scale,
  kill_sessions,
  restore_over,
  edit_host,
  move_sessions,
};
std::string_view to_text(ProhibitedVerb);
// `object` is the first word after the verb, `arguments` all others, options included; any of them
// may be missing or malformed.
struct ProhibitedCommand {
  ProhibitedVerb verb = ProhibitedVerb::rebuild_from;
  std::string object;
  std::vector<std::string> arguments = {};
  friend bool operator==(ProhibitedCommand const&, ProhibitedCommand const&) = default;
};

using VerbKinds =
    std::variant<Query, Hint, Classify, Note, StateImpact, Close, Wait, Freeze, Unfreeze, Cancel,
                 Rollback, Deploy, RepairPropagation, Wake, Retry, NotifyOwner, Escalate,
                 SetGapPolicy, TakeSnapshot, VerifySnapshot, Resume, Restart, PublishStatus,
                 ResolveStatus, RotateSecret, Cordon, Uncordon, Headroom, Postcheck, Replace, Drain,
                 Rebuild, RecordDrift, FenceWriters, UnfenceWriters, PlanRestore, RunRestore,
                 CutOverRestore, Reconcile, Pause, Unpause, FailOver, ProhibitedCommand>;

// What the operator asks for: one of VerbKinds (base/alternatives.h says why it is a struct).
struct Verb : VerbKinds {
  Verb() noexcept;
  Verb(Verb const& other);
  Verb(Verb&& other) noexcept;
  Verb& operator=(Verb const& other);
  Verb& operator=(Verb&& other) noexcept;
  ~Verb();

  template <AlternativeOf<VerbKinds> Kind>
  Verb(Kind kind) : VerbKinds(std::in_place_type<Kind>, std::move(kind)) {}

  friend bool operator==(Verb const&, Verb const&);
};

enum class PlanOnly : std::uint8_t { no, yes };

// A parsed command line: the verb, and the options that every verb has.
struct OperatorCommand {
  Verb verb;
  PlanOnly plan = PlanOnly::no;
  std::string because;
  std::vector<std::string> refs;  // entries or names, as typed; at most six
  std::string line;               // as given
  PersonName by;
  // Derived from the others by the parser.
  CommandKind kind = CommandKind::query;
  Reach reach = Reach::none;
  friend bool operator==(OperatorCommand const&, OperatorCommand const&) = default;
};

}  // namespace studylab
