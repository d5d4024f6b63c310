#include "lab/operators/notes/providers.h"

#include <algorithm>

namespace studylab::lab {
namespace {

using namespace std::chrono_literals;

// The monitor probes every 10 s, and two probes that fail are an outage.
constexpr Duration two_probes = 20s;
// It reports what proxies counted this often.
constexpr Duration between_counts = 30s;

bool asks(AnswerRead const& answer, std::string_view query) { return answer.line == query; }
bool asks_of(AnswerRead const& answer, std::string_view query) {
  return answer.line.starts_with(query);
}

}  // namespace

// Of one provider that is not well, or was not.
void ProviderNotes::take_probe(Record const& row) {
  auto const watch = row.in("watch");
  if (watch.empty()) return;
  auto const state = watch.word("state");
  auto const name = row.text("name");
  bool const bad = state == "degraded" || state == "down";
  if (bad && sick.empty()) {
    sick = name;
    kind = row.text("kind");
    sick_entry = watch.text("entry");
  }
  if (name != sick) return;
  sick_now = bad;
  if (state == "healthy") recovered_entry = watch.text("entry");
}

void ProviderNotes::take_providers(AnswerRead const& answer) {
  if (asks(answer, "show providers")) providers_entry = answer.entry;
  answer.data.each("providers", [&](Record const& row) { take_probe(row); });
  auto const one = answer.data.in("provider");
  if (!one.empty()) take_probe(one);
  // A monitor that was silent has not probed twice when it counts again.
  bool const was_silent = first_count > answer.alert.at + between_counts;
  auto const since = was_silent ? first_count : answer.alert.at;
  bool const late = counted_until >= since + two_probes;
  if (late && sick.empty() && providers_entry == answer.entry) well_entry = answer.entry;
}

void ProviderNotes::take_calls(AnswerRead const& answer, Record const& row) {
  auto const calls = row.in("calls");
  if (calls.empty() || row.word("environment") != answer.alert.environment) return;
  counted_until = std::max(counted_until, calls.time("until").value_or(Instant{}));
  bool const is_new = counted_until > answer.alert.at;
  if (is_new && first_count == Instant{}) first_count = counted_until;
  auto const count = calls.number("calls");
  auto const provider = row.text("provider");
  bool const all = count > 0 && calls.number("rejected") == count;
  if (all || calls.word("credential") != "present") {
    rejected = row.text("name");
    if (!provider.empty()) rejected_by = provider;
    rejected_entry = calls.text("entry");
    rejected_stated = calls.word("credential") != "present";
  } else if (row.word("name") == rejected) {
    rejected.clear();
  }
}

void ProviderNotes::take_bindings(AnswerRead const& answer) {
  bool const of_environment = asks_of(answer, "show bindings");
  if (of_environment) bindings_entry = answer.entry;
  answer.data.each("bindings", [&](Record const& row) { take_calls(answer, row); });
  auto const provider = answer.data.in("provider").text("name");
  if (provider.empty() || (provider != sick && provider != rejected_by)) return;
  provider_entry = answer.entry;
  affected.clear();
  others_accepted = false;
  answer.data.each("bindings", [&](Record const& row) {
    auto const environment = row.text("environment");
    if (std::ranges::find(affected, environment) == affected.end()) {
      affected.push_back(environment);
    }
    auto const calls = row.in("calls");
    bool const fails = calls.number("failed") + calls.number("slow") > 0;
    bool const own = environment == answer.alert.environment;
    if (own && fails && failing_entry.empty()) failing_entry = calls.text("entry");
    bool const accepted =
        calls.number("rejected") == 0 && calls.number("calls") > calls.number("failed");
    if (!own && accepted) others_accepted = true;
  });
}

void ProviderNotes::take_regions(AnswerRead const& answer) {
  if (!asks(answer, "show regions")) return;
  regions_entry = answer.entry;
  answer.data.each("replicas", [&](Record const& row) {
    database = row.text("database");
    region = row.text("region");
    proven = true;
    row.each("proofs", [&](Record const& proof) {
      bool const holds = proof.word("verdict") == "holds";
      proven = proven && holds;
      if (proof.word("proof") == "replica") replica = holds;
      proofs_entry = proof.text("entry");
    });
  });
}

void ProviderNotes::take(AnswerRead const& answer) {
  take_providers(answer);
  take_bindings(answer);
  take_regions(answer);
  if (asks_of(answer, "show operations")) operations_entry = answer.entry;
  if (asks_of(answer, "failover ") && answer.line.ends_with("--plan")) plan_entry = answer.entry;
  auto const shown = answer.data.in("database");
  if (!database.empty() && shown.word("name") == database) {
    database_provider = shown.text("provider");
  }
  auto const control_plane = answer.data.in("control_plane");
  if (control_plane.empty()) return;
  status_entry = answer.entry;
  platform_degraded = control_plane.word("health") == "degraded";
  answer.data.each("environments",
                   [&](Record const& row) { environments.insert(row.text("environment")); });
}

void ProviderNotes::take_done(Record const& row) {
  auto const fact = row.word("fact");
  if (fact == "EnvironmentPaused") paused = was_paused = true;
  if (fact == "EnvironmentUnpaused") paused = false;
  if (fact == "OwnerStatusPublished") published.insert(row.text("environment"));
  if (fact == "OwnerStatusResolved") resolved.insert(row.text("environment"));
}

}  // namespace studylab::lab
