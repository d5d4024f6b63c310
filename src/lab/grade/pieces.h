#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/ids.h"
#include "model/enums.h"
#include "model/facts.h"

// The pieces that a drill file composes into an answer key: clues, accepted repairs and required
// facts. Each is one constant object in the folder that owns it: a subject's in `facts/`, a
// runbook's in the runbook's folder. The table of a runbook (runbook.h) lists the pieces that its
// drills may use. Pieces are compared by address.
namespace studylab::grade {

struct Run;
struct RepairAct;
struct ClueSeen;
struct GradingInput;

// A fact that sets one variant apart from the others. A carrier is an entry of the platform chain
// that shows it; it counts once a query or check has printed it. A clue has several carriers:
// another fact counts if, in every world of the drill, it holds only together with the clue.
// The functions are called only for a run whose alert came.
struct Clue {
  std::string_view name;     // as the drill file writes it: failed-by-new-release
  std::string_view words;    // `which release fails, at every edge (`show errors ENV`)`
  std::string_view command;  // the query or check that usually shows it: `show errors ENV`
  // Whether it holds, by all entries up to now.
  bool (*holds)(Run const& run);
  // Whether this entry is a carrier.
  bool (*carried_by)(Run const& run, FactEntry const& entry);
  // Whether this query prints of a carrier what shows the clue: one observation holds the answers
  // to every route at its edge, and one probe the bindings of several providers.
  bool (*printed_by)(Run const& run, Queried const& queried);
  // Whether this query, check or wait shows the clue in another way; nullptr: it never does.
  // May note in `seen.halves` that half of the clue was shown.
  bool (*also_shown_by)(Run const& run, FactEntry const& entry, ClueSeen& seen) = nullptr;
};

// What kept a result from counting as an accepted repair, and how to provide it next time; both
// empty: nothing is known to be lacking. Commands in `advice` name the incident's objects as in
// RequiredFact.
struct Shortfall {
  std::string words = {};
  std::string advice = {};
  friend bool operator==(Shortfall const&, Shortfall const&) = default;
};

// An accepted repair, as the facts that it leaves: the verb that brought them does not matter. Of
// the repairs of one answer key, a command leads to at most one.
struct AcceptedRepair {
  std::string_view name;     // as the drill file writes it: earlier-release-owns
  std::string_view command;  // the usual one: `rollback ENV --to REL`
  // How wide the repair itself acts: a step towards it that acts wider is too wide.
  Reach reach = Reach::none;
  // Whether the command is a step towards it.
  bool (*is_led_to_by)(Run const& run, RepairAct const& act) = nullptr;
  // Whether it is reached with this release as owner of the incident's route; nullptr: the repair
  // is not about the route owner, and nothing undoes it.
  bool (*is_reached_by_owner)(Run const& run, ReleaseId owner) = nullptr;
  // The entry by which a command that had its effect has reached it, where more must follow than
  // the effect; none: it has not. nullptr: the effect is enough.
  EntryId (*completed_at)(Run const& run, RepairAct const& act) = nullptr;
  // The command that must follow, `restart ENV`; empty: none.
  std::string_view then = {};
  // Whether this step resolved the incident as much as the command that completed it: `close` may
  // refer to either. nullptr: no other step does.
  bool (*is_resolved_by)(Run const& run, RepairAct const& act) = nullptr;
  // The fact by which it came about without a command, once the right class was in force; none: it
  // did not. nullptr: it takes a command.
  EntryId (*waited_for)(Run const& run) = nullptr;
  // Why it was not reached although its result came about. nullptr: nothing but the result counts.
  Shortfall (*lacked)(Run const& run) = nullptr;
};

// The fact that shows that a required step was done.
struct RequiredFact {
  std::string_view name;   // as the drill file writes it: environment-frozen
  std::string_view words;  // what to do
  // How to do it next time. ENV, ROUTE, OP, EDGE, DB, HOST, PROVIDER, REGION and BINDING are the
  // incident's.
  std::string_view advice;
  Phase phase = Phase::action;  // in which leaving it out is charged
  // The entry that shows it; none: the step was left out.
  EntryId (*done_at)(GradingInput const& input) = nullptr;
  // The team that it asks: where it is required, asking costs nothing, whatever the answer is.
  std::optional<Team> asks = std::nullopt;
  // The objects that it was not done for, where it is due for several: `shop/staging,
  // shop/preview`. nullptr: it is one thing.
  std::string (*left_out)(GradingInput const& input) = nullptr;
};

// What `note` or `close` must refer to: an entry that is it, or a query or check that printed it.
struct EvidenceRef {
  std::string_view name;    // the accepted snapshot
  std::string_view advice;  // how to refer to it, with the incident's names as in RequiredFact
  bool (*is_shown_by)(Run const& run, FactEntry const& entry) = nullptr;
};

}  // namespace studylab::grade
