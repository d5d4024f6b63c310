#pragma once

#include <string_view>
#include <utility>
#include <variant>

#include "base/alternatives.h"
#include "base/check.h"
#include "model/allocation_facts.h"
#include "model/artifact_facts.h"
#include "model/database_facts.h"
#include "model/edge_facts.h"
#include "model/host_facts.h"
#include "model/incident_facts.h"
#include "model/initial_facts.h"
#include "model/operation_facts.h"
#include "model/operator_facts.h"
#include "model/people_facts.h"
#include "model/provider_facts.h"
#include "model/restore_facts.h"
#include "model/route_facts.h"
#include "model/run_facts.h"
#include "model/wake_facts.h"

namespace studylab {

// One variant per subject; a decider names the subjects that it folds and handles all their facts.
using FactSubjects =
    std::variant<RunFact, InitialFact, OperationFact, RouteFact, EdgeFact, AllocationFact,
                 DatabaseFact, ProviderFact, PeopleFact, IncidentFact, OperatorFact, WakeFact,
                 HostFact, ArtifactFact, RestoreFact>;

namespace detail {
template <class T, class Outer>
struct SubjectOf;
template <class T, class... Subjects>
struct SubjectOf<T, std::variant<Subjects...>> {
  template <class... Rest>
  struct Find;
  template <class First, class... Rest>
  struct Find<First, Rest...> {
    using type = typename std::conditional_t<AlternativeOf<T, First>, std::type_identity<First>,
                                             Find<Rest...>>::type;
  };
  template <class Last>
  struct Find<Last> {
    using type = Last;
  };
  using type = typename Find<Subjects...>::type;
};
}  // namespace detail

// The alternative of FactSubjects that has facts of type T.
template <class T>
using SubjectOf = typename detail::SubjectOf<T, FactSubjects>::type;

// A fact of the platform: past tense, complete, immutable. It is a variant of its subjects.
// base/alternatives.h says why it is a struct.
struct Fact : FactSubjects {
  Fact() noexcept;
  Fact(Fact const& other);
  Fact(Fact&& other) noexcept;
  Fact& operator=(Fact const& other);
  Fact& operator=(Fact&& other) noexcept;
  ~Fact();

  template <AlternativeOf<FactSubjects> Subject>
  Fact(Subject subject) : FactSubjects(std::in_place_type<Subject>, std::move(subject)) {}

  // A fact of this kind.
  template <class Kind>
  Fact(std::in_place_type_t<Kind> kind, Kind fact)
      : FactSubjects(std::in_place_type<SubjectOf<Kind>>, kind, std::move(fact)) {}

  FactSubjects const& subjects() const { return *this; }
};

// A fact with its place in the platform chain.
struct FactEntry {
  EntryId id;
  Instant at;
  Fact fact;
};

// The fact of type T in `fact`, or nullptr.
template <class T>
T const* fact_if(Fact const& fact) {
  auto const* subject = std::get_if<SubjectOf<T>>(&fact.subjects());
  return subject ? std::get_if<T>(subject) : nullptr;
}

template <class T>
Fact make_fact(T fact) {
  return {std::in_place_type<T>, std::move(fact)};
}

// Calls `visit` with the fact's own type.
template <class Visit>
decltype(auto) visit_fact(Fact const& fact, Visit&& visit) {
  return std::visit(
      [&](auto const& subject) -> decltype(auto) { return std::visit(visit, subject); },
      fact.subjects());
}

// The name of its kind, as the ledger's format lists it.
std::string_view fact_name(Fact const& fact);

// The operator's action in a fact that a command caused; nullptr in every other.
Act const* act_of(Fact const& fact);

// The reporter of a fact; nullptr if processes do not report facts of its kind.
Origin const* origin_of(Fact const& fact);

// Exhaustive visits: `match(variant, [](A const&) {…}, [](B const&) {…})`.
template <class... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};
template <class Variant, class... Cases>
decltype(auto) match(Variant&& variant, Cases&&... cases) {
  return std::visit(Overloaded<std::decay_t<Cases>...>{std::forward<Cases>(cases)...},
                    std::forward<Variant>(variant));
}

}  // namespace studylab
