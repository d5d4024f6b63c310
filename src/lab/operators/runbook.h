#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "lab/operators/expert_options.h"
#include "lab/operators/notes/notes.h"
#include "lab/operators/operator.h"

// What a runbook supplies to the operators. Its folder has the pieces; runbooks.cpp lists the
// runbooks.
namespace studylab::lab {

struct FixedScript;

// The next command; none: nothing is left to do here.
using Line = std::optional<std::string>;

// What the expert decided once, after its queries: what the repair changes later is not evidence
// against it.
struct Judgement {
  FaultClass fault_class = FaultClass::no_fault;
  std::vector<std::string> clues;  // entries that show the class, to refer to
  // At that time: the route's owner; an edge that was behind, or the alert's; a binding that was
  // gone.
  std::string owner, edge, binding;
};

// What the expert's pieces decide on.
struct ExpertView {
  Notes const& notes;
  ExpertOptions const& options;
  Judgement const* judged = nullptr;  // nullptr: not yet
  // Operations that were requested with these verbs are the repair's.
  std::span<std::string_view const> verbs;
  bool resumed = false;  // an edge was resumed from its verified snapshot

  bool without(Part part) const { return options.without.contains(part); }
};

// One query that the class depends on: its line as long as the notes lack the answer.
struct ExpertQuery {
  Part part;  // unnamed: it is never left out
  Line (*next)(ExpertView const&);
};

// One way to repair the faults of a class.
struct Strategy {
  FaultClass fault_class;
  std::string_view name;     // rollback
  std::string_view outcome;  // the accepted repair that it leads to: earlier-release-owns
  std::span<std::string_view const> verbs;  // ExpertView::verbs
  Line (*repair)(ExpertView const&);
  bool (*begun)(ExpertView const&);       // the repair was requested: the expert then watches it
  bool (*suits)(Notes const&) = nullptr;  // by the facts; nullptr: always
};

// An operator by the word after `--operator`.
struct OperatorRow {
  std::string_view kind;  // expert, idle, random, reckless, cheat:skip-looks …
  std::string_view does;  // one line
};
struct OperatorKind {
  OperatorRow row;
  // A random operator draws from the seed.
  std::unique_ptr<Operator> (*make)(language::Opening const&, Seed const&);
};

struct RunbookExpert {
  std::string_view runbook;              // its id
  std::span<ExpertQuery const> queries;  // in this order
  FaultClass (*class_by_facts)(Notes const&);
  std::vector<std::string> (*clues)(Notes const&, FaultClass);
  // The hold that precedes a repair, unless it is in force; and its end after the repair. nullptr:
  // the runbook has none.
  Line (*hold)(ExpertView const&) = nullptr;
  Line (*lift)(ExpertView const&) = nullptr;
  // The first of a class that suits is the one with the least impact. The verbs of the very first
  // count before the class is known, and in a class without a repair.
  std::span<Strategy const> (*strategies)();
  // Commands, with `{…}` names: those that query a repaired object (a prefix), and the symptom.
  std::span<std::string_view const> object_queries;
  std::string_view symptom_query;
  std::string (*query_repaired)(ExpertView const&);
  // The entry that shows what resolved the incident, to refer to; empty: none.
  std::string (*resolved_by)(ExpertView const&);
  // Fills in the runbook's own `{…}` names of ExpertOptions' lines; nullptr: it has none.
  void (*fill)(ExpertView const&, std::string& line) = nullptr;
  // What its class states besides the reasons: ` --scope customer`; nullptr: nothing.
  std::string (*class_options)(ExpertView const&) = nullptr;
  // What its impact states besides users and minutes: ` --data …`; nullptr: nothing.
  std::string (*impact_options)(ExpertView const&) = nullptr;
  // The team that takes the incident over because nothing better can be done; empty: it is not
  // handed over. nullptr: in this runbook none is handed over.
  std::string_view (*hand_over)(ExpertView const&) = nullptr;
  // Its own, in addition to those of every runbook; nullptr: it has none.
  std::span<OperatorKind const> (*operators)() = nullptr;
  // Scripts in a fixed order, by which the difficulty of a level is measured; nullptr: none.
  std::span<FixedScript const> (*scripts)() = nullptr;
};

// Every runbook that the program has an expert for.
std::span<RunbookExpert const* const> runbooks();
RunbookExpert const* find_expert(std::string_view runbook);  // nullptr: none
// The first strategy of the runbook that leads to this accepted repair; empty: the expert's own.
std::string_view strategy_for(std::string_view runbook, std::string_view outcome);

}  // namespace studylab::lab
