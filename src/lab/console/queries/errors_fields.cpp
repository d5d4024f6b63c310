// Errors as edges and runners saw them, and what programs wrote.
#include <algorithm>

#include "control/providers/health.h"
#include "lab/console/queries/rows.h"

namespace studylab::console {
namespace {

using control::Edge;

// The errors of an environment since a time.
struct ErrorsSince {
  control::Environment const& environment;
  Instant from;
};

std::expected<ErrorsSince, Refusal> errors_since(Page const& page, Query const& asked) {
  auto const found = find_environment(page, asked);
  if (!found) return std::unexpected{found.error()};
  return ErrorsSince{**found, page.now() - asked.since.value_or(queried_back)};
}

Row<ErrorsSince> const& threshold_row() {
  static Row<ErrorsSince> const row{
      [](ErrorsSince const& of) { return of.environment.entry; },
      {{"environment", "the environment",
        [](ErrorsSince const& of) { return of.environment.declared.environment; }},
       {"route", "the route", [](ErrorsSince const& of) { return of.environment.declared.route; }},
       {"threshold_permille",
        "an observation is over the threshold with more errors than this per thousand requests",
        [](ErrorsSince const& of) { return of.environment.declared.threshold; }},
       {"min_errors", "and with at least this many errors",
        [](ErrorsSince const&) { return min_errors; }},
       {"since", "the time from which this query shows observations", &ErrorsSince::from}}};
  return row;
}

// --- observations ---

// What an edge counted of the environment's route.
struct Observation {
  EntryId entry;
  RequestsObserved const& observed;
  EnvironmentDeclared const& environment;
  ErrorCount count;
};

std::vector<Observation> observations(Page const& page, ErrorsSince const& of) {
  auto const& entries = page.state().observations;
  auto first = entries.end();
  while (first != entries.begin() && page.entry(*std::prev(first)).at >= of.from) --first;
  std::vector<Observation> found;
  auto const& declared = of.environment.declared;
  for (; first != entries.end(); ++first) {
    auto const& observed = *page.fact<RequestsObserved>(*first);
    if (observed.until < of.from) continue;
    found.push_back({*first, observed, declared, count_errors(observed, declared.route)});
  }
  return found;
}

struct Answers {
  EntryId entry;
  ObservedRow const& row;
};

std::vector<Answers> answers_of(Observation const& observation) {
  std::vector<Answers> answers;
  for (auto const& row : observation.observed.rows) {
    if (row.route == observation.environment.route) answers.push_back({observation.entry, row});
  }
  return answers;
}

Row<Answers> const& answers_row() {
  static Row<Answers> const row{
      &Answers::entry,
      {{"release", "the release that answered; null: the edge itself",
        [](Answers const& of) { return of.row.release; }},
       {"status", "the answer's status code", [](Answers const& of) { return of.row.status; }},
       {"error", "none, reset, time-out, status, no_endpoint, edge_gap or binding",
        [](Answers const& of) { return of.row.error; }},
       {"binding", "the binding that failed; null: none",
        [](Answers const& of) { return of.row.binding; }},
       {"code", "the program's error code; null: none",
        [](Answers const& of) { return unless_empty(of.row.code); }},
       {"requests", "requests that got this answer",
        [](Answers const& of) { return of.row.requests; }},
       {"users", "distinct users among them", [](Answers const& of) { return of.row.users; }}}};
  return row;
}

Row<Observation> const& observation_row() {
  static Row<Observation> const row{
      &Observation::entry,
      {{"edge", "the edge that counted", [](Observation const& of) { return of.observed.edge; }},
       {"from", "when the count began", [](Observation const& of) { return of.observed.from; }},
       {"until", "when the count ended", [](Observation const& of) { return of.observed.until; }},
       {"age", "the time since then",
        [](Page const& page, Observation const& of) { return age(page, of.observed.until); }},
       {"requests", "requests to the route", at(&Observation::count, &ErrorCount::requests)},
       {"errors", "failed requests", at(&Observation::count, &ErrorCount::errors)},
       {"users_with_errors", "distinct users with a failed request",
        at(&Observation::count, &ErrorCount::users)},
       {"threshold_permille", "the environment's threshold, in errors per thousand requests",
        [](Observation const& of) { return of.environment.threshold; }},
       {"over", "whether this observation is over the threshold",
        [](Observation const& of) { return over_threshold(of.count, of.environment.threshold); }},
       {"rows", "one row per kind of answer", answers_row(), answers_of}}};
  return row;
}

// --- what failed beneath the programs ---

// Errors in a time in which calls through a binding failed.
struct Attributed {
  control::Attribution to;
  std::uint64_t errors = 0;
};

// None: no error is explained by a binding.
std::optional<std::vector<Attributed>> attributed(Page const& page, ErrorsSince const& of) {
  std::vector<Attributed> found;
  auto const& name = of.environment.declared.environment;
  for (auto const& one : observations(page, of)) {
    if (one.count.errors == 0) continue;
    auto const to =
        control::attribution_of(page.state(), name, one.observed.from, one.observed.until);
    if (!to) continue;
    auto const known = std::ranges::find_if(found, [&](Attributed const& other) {
      return other.to.binding == to->binding && other.to.provider == to->provider;
    });
    if (known != found.end()) {
      known->errors += one.count.errors;
    } else {
      found.push_back({*to, one.count.errors});
    }
  }
  return found.empty() ? std::nullopt : std::optional{std::move(found)};
}

Row<Attributed> const& attributed_row() {
  using control::Attribution;
  static Row<Attributed> const row{
      at(&Attributed::to, &Attribution::entry),
      {{"binding", "the binding whose calls failed then",
        at(&Attributed::to, &Attribution::binding)},
       {"provider", "the provider that it used then", at(&Attributed::to, &Attribution::provider)},
       {"errors", "errors that edges saw then or within ten seconds", &Attributed::errors}}};
  return row;
}

// None: no incident of this environment is open, or it is about errors alone.
std::optional<control::Symptom> symptom_beside_errors(Page const& page, ErrorsSince const& of) {
  auto const& incident = page.state().incident;
  if (!incident || std::holds_alternative<RouteErrors>(incident->opened.subject)) {
    return std::nullopt;
  }
  if (environment_of(incident->opened) != of.environment.declared.environment) return std::nullopt;
  return control::symptom_of(page.state(), *incident, page.now());
}

// The age of an edge's latest report; it reveals an edge that has stopped reporting.
Row<Edge> const& last_report_row() {
  static Row<Edge> const row{
      [](Edge const& edge) { return edge.observed_entry ? edge.observed_entry : edge.entry; },
      {{"edge", "the edge", &Edge::id},
       {"last_observed", "the end of its latest observation; null: none yet",
        &Edge::observed_until},
       {"age", "the time since then; it grows while an edge does not report",
        [](Page const& page, Edge const& edge) {
          return edge.observed_entry ? std::optional{age(page, edge.observed_until)} : std::nullopt;
        }}}};
  return row;
}

Row<world::LogLine> const& log_row() {
  using world::LogLine;
  static Row<LogLine> const row{
      [](Page const& page, LogLine const& line) {
        return page.state().allocations.at(line.allocation).entry;
      },
      {{"at", "when it was written", &LogLine::at},
       {"allocation", "the allocation that wrote it", &LogLine::allocation},
       {"text", "the text of the line", &LogLine::text}}};
  return row;
}

}  // namespace

QueryTable const& errors_query() {
  static QueryTable const table{
      errors_since,
      Fields<ErrorsSince>{
          {"threshold", "the threshold above which an edge reports at once", threshold_row()},
          {"symptom", "errors over the threshold", symptom_row(),
           [](Page const& page, ErrorsSince const& of) {
             return error_symptom(page, of.environment);
           }},
          {"incident_symptom",
           "the symptom of the open incident, if it is this environment's and about more than its "
           "errors",
           symptom_row(), symptom_beside_errors},
          {"observations", "observations, oldest first", observation_row(), observations},
          {"attributed", "errors in the time of failing calls, by binding", attributed_row(),
           attributed},
          {"edges", "the age of each edge's latest report", last_report_row(),
           [](Page const& page, ErrorsSince const&) { return objects_of(page.state().edges); }}}};
  return table;
}

std::optional<LogsOf> logs_of(Query const& asked, control::State const& state) {
  if (auto const id = parse_id<AllocationId>(asked.object)) {
    auto const found = state.allocations.find(*id);
    if (found == state.allocations.end()) return std::nullopt;
    return LogsOf{found->second.environment, *id};
  }
  EnvironmentName const environment{asked.object};
  if (!state.environments.contains(environment)) return std::nullopt;
  return LogsOf{environment, AllocationId{}};
}

QueryTable const& logs_query() {
  static QueryTable const table{
      [](Page const& page, Query const& asked) -> std::expected<std::string, Refusal> {
        if (!logs_of(asked, page.state())) return std::unexpected{no_such(asked)};
        return asked.grep;
      },
      Fields<std::string>{{"lines", "log lines, oldest first", log_row(),
                           [](Page const& page, std::string const& grep) {
                             std::vector<world::LogLine const*> lines;
                             for (auto const& line : page.context().logs) {
                               if (line.text.find(grep) != std::string::npos)
                                 lines.push_back(&line);
                             }
                             return lines;
                           }}}};
  return table;
}

}  // namespace studylab::console
