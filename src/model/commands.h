#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "model/nouns.h"
#include "model/operation_facts.h"

namespace studylab {

// What an operator may say, one struct a form of a verb. Names are as typed: whether they name something
// is for the decider to say, so that a wrong hand is recognised before its names are looked up.

// --- find truth: looks ------------------------------------------------------------------------------
enum class LookKind : std::uint8_t {
  incident, environments, environment, operations, operation, routes, route, releases, release,
  artifacts, artifact, allocations, allocation, edges, edge, snapshot, gate, sessions, databases,
  database, backups, consumers, plan, hosts, host, quorum, providers, provider, bindings, regions,
  errors, status, logs,
};
template <> inline constexpr std::uint32_t enum_size<LookKind> = 33;

struct Look {
  LookKind look = LookKind::incident;
  std::string object;             // empty: the list, or all
  bool edges = false;             // route --edges
  std::optional<Duration> since;  // errors, logs
  std::string grep;               // logs
};
struct Hint {};

// --- classify and leave evidence: records -------------------------------------------------------------
struct Classify { FaultClass fault_class = FaultClass::no_fault; Scope scope = Scope::unstated; };
struct Note { std::string text; };
struct StateImpact { std::uint32_t users = 0; std::uint32_t minutes = 0; std::string data; PersonName approved_by; };
struct Close { std::string summary; std::vector<std::string> keep; std::optional<Team> hand_over; };
struct Wait {
  std::optional<Duration> length;       // wait DUR
  std::string operation;                // wait --for OP
  bool symptom_gone = false;            // wait --until symptom-gone
  std::optional<Duration> at_most;
};

// --- act: holds and repairs ---------------------------------------------------------------------------
struct Freeze { EnvironmentName environment; };
struct Unfreeze { EnvironmentName environment; };
struct Cancel { std::string operation; };
struct Rollback {
  EnvironmentName environment;
  std::string release;
  bool as_data_repair = false;
  bool without_database_check = false;
};
struct Deploy { EnvironmentName environment; std::string release; ForwardFix forward_fix = ForwardFix::no; };
struct RepairPropagation { std::string edge; };
struct Wake { EnvironmentName environment; };
struct Retry { std::string operation; };
struct NotifyOwner { EnvironmentName environment; std::optional<RepairKind> repair; std::string name; };
struct Escalate { Team team = Team::capacity; };
struct SetGapPolicy { EnvironmentName environment; GapMode mode = GapMode::fail_closed; std::optional<Duration> max_age; };
struct TakeSnapshot { std::string edge; std::string from_control; };
struct VerifySnapshot { std::string edge; };
struct Resume { std::string edge; RouteSequence from; };
struct Restart { std::string object; };  // an allocation or an environment
struct PublishStatus { EnvironmentName environment; std::string cause; std::string says; };
struct ResolveStatus { EnvironmentName environment; };
struct RotateSecret { BindingName binding; };

// Verbs whose nouns come with later runbooks. They parse; a platform without the noun refuses them
// `nothing_of_this_kind`.
enum class OtherVerb : std::uint8_t {
  fence, unfence, restore_plan, restore_run, restore_cutover, reconcile, cordon, uncordon, headroom,
  replace, drain, rebuild, postcheck, record_drift, pause, unpause, failover,
};
template <> inline constexpr std::uint32_t enum_size<OtherVerb> = 17;
struct OtherAct { OtherVerb verb = OtherVerb::fence; std::string object; };

// Wrong hands: understood, recorded and refused under their ids before their names are looked up.
enum class WrongHandVerb : std::uint8_t {
  rebuild_from, set_route, mark_hot, hold_requests, choose_owner, clear_gap, skip_to, scale,
  kill_sessions, restore_over, edit_host, move_sessions,
};
template <> inline constexpr std::uint32_t enum_size<WrongHandVerb> = 12;
struct WrongHand { WrongHandVerb verb = WrongHandVerb::rebuild_from; std::string object; };

using Verb = std::variant<Look, Hint, Classify, Note, StateImpact, Close, Wait, Freeze, Unfreeze, Cancel,
                          Rollback, Deploy, RepairPropagation, Wake, Retry, NotifyOwner, Escalate,
                          SetGapPolicy, TakeSnapshot, VerifySnapshot, Resume, Restart, PublishStatus,
                          ResolveStatus, RotateSecret, OtherAct, WrongHand>;

enum class PlanOnly : std::uint8_t { no, yes };

// A command line that parsed: the verb, and what goes with any.
struct OperatorCommand {
  Verb verb;
  PlanOnly plan = PlanOnly::no;
  std::string because;
  std::vector<std::string> refs;  // entries or names, as typed; at most six
  std::string line;               // as given
  PersonName by;
};

}  // namespace studylab
