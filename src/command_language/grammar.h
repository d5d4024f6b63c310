#pragma once

#include <algorithm>
#include <concepts>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "command_language/names.h"
#include "model/commands.h"

namespace studylab::language {

// What follows each verb, stated once: a reader fills a command from words, a writer writes it as
// words, and a lister collects the names of its options. `G::Of<T>` is T, or T const for a visitor
// that only reads.
//
// G has: option(name, value, form, need), choice(name, value), flag(name, value), literal(name,
// word, value), many(name, values, form), repair(name, kind, object),
// place(label, value, form, need), place_choice(label, value), require(holds, what). Options come
// before places: what no option takes is a place.

enum class Need { no, yes };

// The words of a closed set, without Scope's first, which means that none was given.
template <class E>
std::vector<std::string_view> words_of_enum() {
  std::vector<std::string_view> words;
  for (std::uint32_t n = std::same_as<E, Scope> ? 1 : 0; n < enum_size<E>; ++n) {
    words.push_back(to_text(static_cast<E>(n)));
  }
  return words;
}

// Whether the owner needs to know the name of what to repair.
constexpr bool wants_name(RepairKind kind) {
  return kind == RepairKind::secret || kind == RepairKind::binding;
}

// Whether --plan may also name a restore plan.
inline bool names_plan(Verb const& verb) {
  return std::holds_alternative<RunRestore>(verb) || std::holds_alternative<CutOverRestore>(verb) ||
         std::holds_alternative<Reconcile>(verb);
}

template <class G, class T>
using Of = typename G::template Of<T>;

template <class G>
void grammar(G& g, Of<G, Query>& v) {
  using enum QueryKind;
  // It chooses how the answer is printed and is not part of the query: see `has_option`.
  bool wide = false;
  g.flag("--wide", wide);
  switch (v.query) {
    case incident:
    case environments:
    case routes:
    case artifacts:
    case edges:
    case databases:
    case hosts:
    case quorum:
    case providers:
    case regions:
    case status: return g.done();
    case operations:
    case allocations:
    case bindings: return g.place("ENV", v.object, NameForm::environment, Need::no);
    case environment:
    case releases:
    case gate: return g.place("ENV", v.object, NameForm::environment, Need::yes);
    case operation:
    case plan: return g.place("OP", v.object, NameForm::operation, Need::yes);
    case route:
      g.flag("--edges", v.edges);
      return g.place("ROUTE", v.object, NameForm::route, Need::yes);
    case release: return g.place("REL", v.object, NameForm::release, Need::yes);
    case artifact: return g.place("DIGEST", v.object, NameForm::digest, Need::yes);
    case allocation: return g.place("ALLOC", v.object, NameForm::allocation, Need::yes);
    case edge:
    case snapshot: return g.place("EDGE", v.object, NameForm::edge, Need::yes);
    case sessions: return g.place("HOST|ENV", v.object, NameForm::host_or_environment, Need::yes);
    case database:
    case backups:
    case consumers: return g.place("DB", v.object, NameForm::database, Need::yes);
    case host: return g.place("HOST", v.object, NameForm::host, Need::yes);
    case provider: return g.place("PROVIDER", v.object, NameForm::provider, Need::yes);
    case errors:
      g.option("--since", v.since, NameForm::duration, Need::no);
      return g.place("ENV", v.object, NameForm::environment, Need::yes);
    case logs:
      g.option("--since", v.since, NameForm::duration, Need::no);
      g.option("--grep", v.grep, NameForm::text, Need::no);
      return g.place("ALLOC|ENV", v.object, NameForm::allocation_or_environment, Need::yes);
  }
}

template <class G>
void grammar(G& g, Of<G, Hint>&) {
  g.done();
}

template <class G>
void grammar(G& g, Of<G, Classify>& v) {
  g.choice("--scope", v.scope);
  g.place_choice("CLASS", v.fault_class);
}
template <class G>
void grammar(G& g, Of<G, Note>& v) {
  g.place("TEXT", v.text, NameForm::text, Need::yes);
}
template <class G>
void grammar(G& g, Of<G, StateImpact>& v) {
  g.option("--users", v.users, NameForm::text, Need::yes);
  g.option("--minutes", v.minutes, NameForm::text, Need::yes);
  g.option("--data", v.data, NameForm::text, Need::no);
  g.option("--approved-by", v.approved_by, NameForm::label, Need::no);
  g.done();
}
template <class G>
void grammar(G& g, Of<G, Close>& v) {
  g.option("--summary", v.summary, NameForm::text, Need::yes);
  g.many("--keep", v.keep, NameForm::hold);
  g.choice("--hand-over", v.hand_over);
  g.done();
}
template <class G>
void grammar(G& g, Of<G, Wait>& v) {
  g.option("--for", v.operation, NameForm::operation_or_notice, Need::no);
  g.literal("--until", "symptom-gone", v.symptom_gone);
  g.option("--at-most", v.at_most, NameForm::duration, Need::no);
  bool const named = !v.operation.empty() || v.symptom_gone;
  g.require(v.operation.empty() || !v.symptom_gone, "--for and --until cannot be combined");
  g.require(named || !v.at_most, "--at-most requires --for or --until");
  if (named) return g.done();
  g.place("DUR", v.length, NameForm::duration, Need::yes);
}

template <class G>
void grammar(G& g, Of<G, Freeze>& v) {
  g.place("ENV", v.environment, NameForm::environment, Need::yes);
}
template <class G>
void grammar(G& g, Of<G, Unfreeze>& v) {
  g.place("ENV", v.environment, NameForm::environment, Need::yes);
}
template <class G>
void grammar(G& g, Of<G, Cancel>& v) {
  g.place("OP", v.operation, NameForm::operation, Need::yes);
}
template <class G>
void grammar(G& g, Of<G, Rollback>& v) {
  g.literal("--as", "data-repair", v.as_data_repair);
  g.flag("--without-database-check", v.without_database_check);
  // Prohibited forms are refused whatever they name.
  bool const prohibited = v.as_data_repair || v.without_database_check;
  auto const need = prohibited ? Need::no : Need::yes;
  g.option("--to", v.release, NameForm::any_release, need);
  g.place("ENV", v.environment, prohibited ? NameForm::label : NameForm::environment, need);
}
template <class G>
void grammar(G& g, Of<G, Deploy>& v) {
  g.option("--release", v.release, NameForm::any_release, Need::yes);
  g.flag("--forward-fix", v.forward_fix);
  g.place("ENV", v.environment, NameForm::environment, Need::yes);
}
template <class G>
void grammar(G& g, Of<G, RepairPropagation>& v) {
  g.place("EDGE", v.edge, NameForm::edge, Need::yes);
}
template <class G>
void grammar(G& g, Of<G, Wake>& v) {
  g.place("ENV", v.environment, NameForm::environment, Need::yes);
}
template <class G>
void grammar(G& g, Of<G, Retry>& v) {
  g.place("OP", v.operation, NameForm::operation, Need::yes);
}
template <class G>
void grammar(G& g, Of<G, NotifyOwner>& v) {
  g.repair("--repair", v.repair, v.name);
  g.place("ENV", v.environment, NameForm::environment, Need::yes);
}
template <class G>
void grammar(G& g, Of<G, Escalate>& v) {
  g.place_choice("TEAM", v.team);
  g.require(v.team != Team::owner, "use notify-owner to notify an owner");
}
template <class G>
void grammar(G& g, Of<G, SetGapPolicy>& v) {
  g.option("--max-age", v.max_age, NameForm::duration, Need::no);
  g.place("ENV", v.environment, NameForm::environment, Need::yes);
  g.place_choice("POLICY", v.mode);
  g.require(!v.max_age || v.mode == GapMode::last_verified, "--max-age requires last-verified");
}
template <class G>
void grammar(G& g, Of<G, TakeSnapshot>& v) {
  g.option("--from", v.from_control, NameForm::label, Need::no);
  g.place("EDGE", v.edge, NameForm::edge, Need::yes);
}
template <class G>
void grammar(G& g, Of<G, VerifySnapshot>& v) {
  g.place("EDGE", v.edge, NameForm::edge, Need::yes);
}
template <class G>
void grammar(G& g, Of<G, Resume>& v) {
  g.option("--from", v.from, NameForm::text, Need::yes);
  g.place("EDGE", v.edge, NameForm::edge, Need::yes);
}
template <class G>
void grammar(G& g, Of<G, Restart>& v) {
  g.place("ALLOC|ENV", v.object, NameForm::allocation_or_environment, Need::yes);
}
template <class G>
void grammar(G& g, Of<G, PublishStatus>& v) {
  g.option("--cause", v.cause, NameForm::cause, Need::yes);
  g.option("--says", v.says, NameForm::text, Need::yes);
  g.place("ENV", v.environment, NameForm::environment, Need::yes);
}
template <class G>
void grammar(G& g, Of<G, ResolveStatus>& v) {
  g.place("ENV", v.environment, NameForm::environment, Need::yes);
}
template <class G>
void grammar(G& g, Of<G, RotateSecret>& v) {
  g.place("BINDING", v.binding, NameForm::binding, Need::yes);
}

template <class G>
void grammar(G& g, Of<G, Cordon>& v) {
  g.place("HOST", v.host, NameForm::host, Need::yes);
}
template <class G>
void grammar(G& g, Of<G, Uncordon>& v) {
  g.place("HOST", v.host, NameForm::host, Need::yes);
}
template <class G>
void grammar(G& g, Of<G, Headroom>& v) {
  g.place("HOST", v.host, NameForm::host, Need::yes);
}
template <class G>
void grammar(G& g, Of<G, Postcheck>& v) {
  g.place("HOST", v.host, NameForm::host, Need::yes);
}

template <class G>
void grammar(G& g, Of<G, Replace>& v) {
  g.place("HOST", v.host, NameForm::host, Need::yes);
}
template <class G>
void grammar(G& g, Of<G, Drain>& v) {
  g.option("--deadline", v.deadline, NameForm::duration, Need::yes);
  g.place("HOST", v.host, NameForm::host, Need::yes);
}
template <class G>
void grammar(G& g, Of<G, Rebuild>& v) {
  g.place("HOST", v.host, NameForm::host, Need::yes);
}
template <class G>
void grammar(G& g, Of<G, RecordDrift>& v) {
  g.option("--path", v.path, NameForm::text, Need::yes);
  g.place("HOST", v.host, NameForm::host, Need::yes);
}

template <class G>
void grammar(G& g, Of<G, FenceWriters>& v) {
  g.place("DB", v.database, NameForm::database, Need::yes);
}
template <class G>
void grammar(G& g, Of<G, UnfenceWriters>& v) {
  g.place("DB", v.database, NameForm::database, Need::yes);
}
template <class G>
void grammar(G& g, Of<G, PlanRestore>& v) {
  g.option("--target", v.target, NameForm::target, Need::no);
  g.place("DB", v.database, NameForm::database, Need::yes);
}
template <class G>
void grammar(G& g, Of<G, RunRestore>& v) {
  g.option("--plan", v.plan, NameForm::operation, Need::yes);
  g.option("--method", v.method, NameForm::method, Need::yes);
  g.option("--backup", v.backup, NameForm::word, Need::no);
  g.place("DB", v.database, NameForm::database, Need::yes);
}
template <class G>
void grammar(G& g, Of<G, CutOverRestore>& v) {
  g.option("--plan", v.plan, NameForm::operation, Need::yes);
  g.place("DB", v.database, NameForm::database, Need::yes);
}
template <class G>
void grammar(G& g, Of<G, Reconcile>& v) {
  g.option("--plan", v.plan, NameForm::operation, Need::yes);
  g.option("--consumer", v.consumer, NameForm::word, Need::yes);
  g.option("--events", v.events, NameForm::event_choice, Need::yes);
  g.place("DB", v.database, NameForm::database, Need::yes);
}

template <class G>
void grammar(G& g, Of<G, Pause>& v) {
  g.place("ENV", v.environment, NameForm::environment, Need::yes);
}
template <class G>
void grammar(G& g, Of<G, Unpause>& v) {
  g.place("ENV", v.environment, NameForm::environment, Need::yes);
}
template <class G>
void grammar(G& g, Of<G, FailOver>& v) {
  g.option("--to", v.region, NameForm::word, Need::yes);
  g.place("DB", v.database, NameForm::database, Need::yes);
}

// A prohibited command takes any words; each visitor handles them itself.
template <class G>
void grammar(G& g, Of<G, ProhibitedCommand>& v) {
  g.anything(v);
}

}  // namespace studylab::language
