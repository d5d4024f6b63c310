#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "lab/grade/pieces.h"
#include "model/enums.h"

// Why points were lost: one struct for each kind of loss, with all that an explanation needs. The
// text is made in one place, to_text(Reason).
namespace studylab::grade {

// By when something had to be done.
enum class Deadline : std::uint8_t { logs, first_repair, end };

enum class RepairVerb : std::uint8_t {
  rollback,
  deploy,
  rebaseline,
  restart,
  retry,
  notice,
  escalation,
  wake,
  uncordon,
  replacement,
  drain,
  rebuild,
  drift_record,
  restore_run,      // a copy beside the database
  restore_cutover,  // the copy serves
  reconcile,        // a consumer's events
  unfence,          // after something moved
  failover,
  rotation,
};

// --- truth ---
enum class Unread : std::uint8_t { operation, owner, both };
struct StateNotRead {
  Unread what = Unread::both;
  Deadline before = Deadline::end;
  friend bool operator==(StateNotRead const&, StateNotRead const&) = default;
};
struct CluesNotShown {
  std::vector<Clue const*> clues;
  Deadline before = Deadline::end;
  friend bool operator==(CluesNotShown const&, CluesNotShown const&) = default;
};

// --- classification ---
// `stated` was in force when it counted; none: no class was.
struct WrongClass {
  std::optional<FaultClass> stated;
  FaultClass right = FaultClass::no_fault;
  Scope scope = Scope::unstated;  // that the right class must state; unstated: none
  Deadline by = Deadline::end;
  friend bool operator==(WrongClass const&, WrongClass const&) = default;
};
// The right class, with another scope than the facts show.
struct WrongScope {
  FaultClass right = FaultClass::no_fault;
  Scope stated = Scope::unstated;
  Scope scope = Scope::unstated;  // the right one
  friend bool operator==(WrongScope const&, WrongScope const&) = default;
};
// The right class was stated, but after the first repair was attempted.
struct ClassTooLate {
  FaultClass right = FaultClass::no_fault;
  Scope scope = Scope::unstated;  // as in WrongClass
  friend bool operator==(ClassTooLate const&, ClassTooLate const&) = default;
};
// Without one that was shown at all, the class was a guess.
enum class Basis : std::uint8_t { some_clue, no_clue };
struct ClassWithoutClue {
  Basis shown = Basis::some_clue;
  friend bool operator==(ClassWithoutClue const&, ClassWithoutClue const&) = default;
};
// The references that show no clue; two are free.
struct IdleReferences {
  std::vector<EntryId> refs;
  friend bool operator==(IdleReferences const&, IdleReferences const&) = default;
};
struct ClassChanged {
  FaultClass from = FaultClass::no_fault;
  FaultClass to = FaultClass::no_fault;
  friend bool operator==(ClassChanged const&, ClassChanged const&) = default;
};

// --- action ---
struct Refused {
  std::string verb;
  std::string code;
  friend bool operator==(Refused const&, Refused const&) = default;
};
struct RefusedAgain {
  std::string verb;
  std::string code;
  friend bool operator==(RefusedAgain const&, RefusedAgain const&) = default;
};
struct NotRepaired {
  Shortfall lacked = {};  // why what came about did not count
  friend bool operator==(NotRepaired const&, NotRepaired const&) = default;
};
// Why what a repair acted on needed none.
enum class Healthy : std::uint8_t {
  no_fault,          // nothing is at fault in this variant
  already_repaired,  // an accepted repair had ended well
  symptom_absent,
  shown,          // a fact that the operator had been shown says so
  by_facts,       // facts of the platform say so
  found_nothing,  // the owner or team found nothing to repair
};
enum class Moved : std::uint8_t { nothing, something };
struct NeedlessRepair {
  RepairVerb verb = RepairVerb::rollback;
  Healthy because = Healthy::no_fault;
  Moved moved = Moved::nothing;
  friend bool operator==(NeedlessRepair const&, NeedlessRepair const&) = default;
};
struct NeedlessHandOver {
  Team team = Team::capacity;
  Healthy because = Healthy::no_fault;
  friend bool operator==(NeedlessHandOver const&, NeedlessHandOver const&) = default;
};
struct UnacceptedRepair {
  RepairVerb verb = RepairVerb::rollback;
  friend bool operator==(UnacceptedRepair const&, UnacceptedRepair const&) = default;
};
// A hold (no verb) or a repair of what is not the incident's.
struct OutsideIncident {
  std::optional<RepairVerb> repair;
  std::string object;
  friend bool operator==(OutsideIncident const&, OutsideIncident const&) = default;
};
struct WiderThanNeeded {
  RepairVerb verb = RepairVerb::rollback;
  Reach needed = Reach::none;
  friend bool operator==(WiderThanNeeded const&, WiderThanNeeded const&) = default;
};
struct FalseStatus {
  std::string cause;
  friend bool operator==(FalseStatus const&, FalseStatus const&) = default;
};
struct StepLeftOut {
  RequiredFact const* fact = nullptr;
  std::string objects =
      {};  // that it was not done for; empty: it is one thing, or was done for none
  friend bool operator==(StepLeftOut const&, StepLeftOut const&) = default;
};
struct TooSlow {
  Duration failed{};
  Duration reference{};
  Duration allowed{};  // without a loss
  friend bool operator==(TooSlow const&, TooSlow const&) = default;
};

// --- evidence ---
struct NotClosed {
  friend bool operator==(NotClosed const&, NotClosed const&) = default;
};
struct ImpactNotStated {
  friend bool operator==(ImpactNotStated const&, ImpactNotStated const&) = default;
};
struct ImpactOff {
  std::uint32_t users = 0, minutes = 0;  // stated
  std::uint32_t users_shown = 0, minutes_shown = 0;
  friend bool operator==(ImpactOff const&, ImpactOff const&) = default;
};
// What `close` should have referred to.
enum class CloseRef : std::uint8_t { clue, repair, query_after_repair, symptom_after_class };
struct CloseLacks {
  CloseRef missing = CloseRef::clue;
  friend bool operator==(CloseLacks const&, CloseLacks const&) = default;
};
// Neither `note` nor `close` refers to it.
struct EvidenceLacks {
  EvidenceRef const* missing = nullptr;
  friend bool operator==(EvidenceLacks const&, EvidenceLacks const&) = default;
};
// What should have been queried once all was done.
enum class Followup : std::uint8_t { repaired_thing, symptom, symptom_after_class };
struct NotQueriedAfter {
  Followup what = Followup::symptom;
  friend bool operator==(NotQueriedAfter const&, NotQueriedAfter const&) = default;
};
struct WithoutBecause {
  friend bool operator==(WithoutBecause const&, WithoutBecause const&) = default;
};

// --- any phase ---
struct HintTaken {
  friend bool operator==(HintTaken const&, HintTaken const&) = default;
};

using Reason =
    std::variant<StateNotRead, CluesNotShown, WrongClass, WrongScope, ClassTooLate,
                 ClassWithoutClue, IdleReferences, ClassChanged, Refused, RefusedAgain, NotRepaired,
                 NeedlessRepair, NeedlessHandOver, UnacceptedRepair, OutsideIncident,
                 WiderThanNeeded, FalseStatus, StepLeftOut, TooSlow, NotClosed, ImpactNotStated,
                 ImpactOff, CloseLacks, EvidenceLacks, NotQueriedAfter, WithoutBecause, HintTaken>;

// One sentence without its full stop.
std::string to_text(Reason const& reason);

// `a rollback`, `a repair by the owner`.
std::string_view in_words(RepairVerb verb);

}  // namespace studylab::grade
