#include "server/board.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <boost/json/array.hpp>

#include "evidence/fact_codec.h"
#include "lab/debrief/phrases.h"
#include "lab/debrief/rerun.h"
#include "lab/debrief/timeline_sentences.h"
#include "model/symptom.h"

namespace studylab::server {
namespace {

namespace json = boost::json;
using console::Session;

std::int64_t whole_seconds(Duration length) {
  return std::chrono::floor<std::chrono::seconds>(length).count();
}

// The step of the operator's path that comes next, by what was stated so far.
std::string_view phase_of(Session const& session) {
  auto const& incident = *session.platform().incident;
  if (session.ended()) return "ended";
  if (incident.impact) return to_text(Phase::evidence);
  return to_text(incident.classified ? Phase::action : Phase::truth);
}

// The share of the incident's requests that failed at the edge with the most errors, each edge as
// it last reported; null: no edge has counted a request.
json::value error_permille(Session const& session) {
  auto const& route = route_of(session.platform().incident->opened);
  std::map<EdgeId, ErrorCount> latest;
  for (auto const& entry : session.chain().entries()) {
    auto const* observed = fact_if<RequestsObserved>(entry.fact);
    if (observed != nullptr) latest[observed->edge] = count_errors(*observed, route);
  }
  json::value most = nullptr;
  std::uint64_t highest = 0;
  for (auto const& [edge, count] : latest) {
    if (count.requests == 0) continue;
    highest = std::max(highest, count.errors * 1000 / count.requests);
    most = highest;
  }
  return most;
}

std::string words_of(LabFact const& fact) {
  using debrief::fault_in_words;
  return match(
      fact, [](LabOpened const& f) { return fmt::format("{}, seed {}", f.variant, f.seed); },
      [](FaultInjected const& f) { return fault_in_words(f); },
      [](FaultWitnessed const& f) {
        return fmt::format("the fault shows in {}", to_text(f.entry));
      },
      [](TruthMeasured const& f) {
        return fmt::format("{} failed requests", f.measured.failed_requests);
      },
      [](ReferenceMeasured const& f) {
        return fmt::format("the expert: {} failed requests", f.measured.failed_requests);
      },
      [](LabFailed const& f) { return f.why; },
      [](UnreadyAnswered const& f) {
        return fmt::format("{} requests were answered before a passed probe", f.requests);
      },
      [](UntouchedMeasured const& f) {
        return fmt::format("left alone: {} failed requests", f.measured.failed_requests);
      },
      [](BeginningRepeated const& f) {
        return fmt::format("repeats {} up to {}", f.run, to_text(f.entry));
      },
      [](TruthShown const& f) {
        return fmt::format("the truth was shown after {}", to_text(f.entry));
      });
}

}  // namespace

json::object run_row(OpenRun const& run) {
  auto const& session = run.session();
  auto const& options = session.options();
  return {{"run", session.run()},
          {"drill", options.drill},
          {"level", to_text(options.level)},
          {"operator_name", options.operator_name},
          {"open", !run.ended()},
          {"clock", to_text(session.now())},
          {"since_alert", whole_seconds(session.now() - session.alert())}};
}

json::object board_row(OpenRun const& run) {
  auto const& session = run.session();
  auto const& state = session.platform();
  auto row = run_row(run);
  row["phase"] = phase_of(session);
  row["error_permille"] = error_permille(session);
  row["symptom_present"] = control::symptom_of(state, *state.incident, session.now()).present;
  row["commands"] = debrief::commands_of(session.chain().entries()).size();
  row["last_command"] = run.last_command();
  auto const& result = run.result();
  row["score"] = result ? json::value{result->debrief.score.score} : json::value{};
  row["outcome"] =
      result ? json::value{grade::to_text(result->debrief.score.outcome)} : json::value{};
  return row;
}

json::object truth_document(OpenRun const& run) {
  auto const& session = run.session();
  json::array entries;
  for (auto const& entry : session.lab_chain().entries()) {
    entries.push_back(json::object{{"at", to_text(entry.at)},
                                   {"fact", evidence::kind_of(entry.fact).name},
                                   {"what", words_of(entry.fact)}});
  }
  return {{"run", session.run()},
          {"seed", session.options().seed},
          {"variant", debrief::variant_of(session.lab_chain().entries())},
          {"entries", std::move(entries)}};
}

json::object chain_document(OpenRun const& run, std::size_t after) {
  auto const& all = run.session().chain().entries();
  json::array entries;
  for (auto n = after; n < all.size() && entries.size() < max_chain_rows; ++n) {
    auto const& entry = all[n];
    bool const by_operator =
        act_of(entry.fact) != nullptr || std::holds_alternative<OperatorFact>(entry.fact);
    entries.push_back(json::object{{"entry", to_text(entry.id)},
                                   {"at", to_text(entry.at)},
                                   {"fact", evidence::kind_of(entry.fact).name},
                                   {"by_operator", by_operator},
                                   {"what", debrief::sentence(entry.fact)}});
  }
  return {{"run", run.session().run()},
          {"open", !run.ended()},
          {"alert", to_text(run.session().alert())},
          {"size", all.size()},
          {"entries", std::move(entries)}};
}

}  // namespace studylab::server
