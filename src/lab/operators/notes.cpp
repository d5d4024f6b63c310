#include "lab/operators/notes.h"

#include <algorithm>

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

namespace studylab::lab {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;
using namespace std::chrono_literals;

std::string text(object const& from, std::string_view key) {
  auto const* found = from.if_contains(key);
  if (found == nullptr || !found->is_string()) return {};
  return std::string{std::string_view{found->get_string()}};
}

std::optional<std::uint64_t> number(object const& from, std::string_view key) {
  auto const* found = from.if_contains(key);
  if (found == nullptr) return std::nullopt;
  if (found->is_uint64()) return found->get_uint64();
  if (found->is_int64() && found->get_int64() >= 0) {
    return static_cast<std::uint64_t>(found->get_int64());
  }
  return std::nullopt;
}

bool yes(object const& from, std::string_view key) {
  auto const* found = from.if_contains(key);
  return found != nullptr && found->is_bool() && found->get_bool();
}

object const* part(object const& from, std::string_view key) {
  auto const* found = from.if_contains(key);
  return found != nullptr && found->is_object() ? &found->get_object() : nullptr;
}

template <class Visit>
void each(object const& from, std::string_view key, Visit visit) {
  auto const* found = from.if_contains(key);
  if (found == nullptr || !found->is_array()) return;
  for (auto const& item : found->get_array()) {
    if (item.is_object()) visit(item.get_object());
  }
}

// `12..15`
std::optional<std::pair<std::uint64_t, std::uint64_t>> range(object const& from,
                                                             std::string_view key) {
  auto const written = text(from, key);
  auto const dots = written.find("..");
  if (dots == std::string::npos) return std::nullopt;
  return std::pair{std::stoull(written.substr(0, dots)), std::stoull(written.substr(dots + 2))};
}

// The word after `option` in a command line.
std::string word_after(std::string const& line, std::string_view option) {
  auto const at = line.find(std::string{option} + " ");
  if (at == std::string::npos) return {};
  auto const begin = line.find_first_not_of(' ', at + option.size());
  if (begin == std::string::npos) return {};
  return line.substr(begin, line.find(' ', begin) - begin);
}

void take_operation(Notes& notes, object const& row) {
  auto const* stage = part(row, "stage");
  if (stage == nullptr) return;
  notes.operations[text(row, "id")] = OperationNote{text(*stage, "stage"), text(*stage, "entry")};
}

void take_route(Notes& notes, object const& data) {
  auto const* route = part(data, "route");
  if (route == nullptr || text(*route, "route") != notes.route) return;
  notes.owner = text(*route, "release");
  notes.owner_entry = text(*route, "entry");
  if (data.if_contains("edges") == nullptr) return;
  notes.queried_route = notes.last_entry;
  ++notes.route_queries;
  notes.edge_unheard = false;
  notes.edges_behind.clear();
  each(data, "edges", [&](object const& edge) {
    notes.edge_unheard |= !yes(edge, "answered");
    if (!yes(edge, "behind")) return;
    notes.edges_behind[text(edge, "edge")] =
        Noted{std::to_string(number(edge, "applied").value_or(0)), text(edge, "entry")};
  });
}

void take_observation(Notes& notes, object const& row) {
  auto const from = parse_instant(text(row, "from"));
  bool const over = yes(row, "over");
  bool const since_alert = from && *from >= notes.alert;
  // Edges end an observation at every whole 10 s; one that restarts begins another in between, and
  // its errors may be those that the alert is about.
  auto const later = notes.alert - notes.alert.time_since_epoch() % 10s + 10s;
  if (from && *from >= later && over) notes.over_since_alert = true;
  if (since_alert && !over) notes.calm_entry = text(row, "entry");
  if (!over) return;
  notes.failing_edges.insert(text(row, "edge"));
  notes.failing_entry = text(row, "entry");
}

void take_errors(Notes& notes, object const& data) {
  auto const* declared = part(data, "threshold");
  if (declared == nullptr || text(*declared, "environment") != notes.environment) return;
  notes.queried_errors = notes.last_entry;
  notes.queried_errors_at = notes.clock;
  each(data, "observations", [&](object const& row) { take_observation(notes, row); });
}

void take_bindings(Notes& notes, object const& data) {
  if (data.if_contains("bindings") == nullptr) return;
  bool ours = false;
  each(data, "bindings", [&](object const& row) {
    if (text(row, "environment") != notes.environment) return;
    ours = true;
    auto const name = text(row, "name");
    notes.gone_bindings.erase(name);
    auto& needed_by = notes.binding_needed_by[name];
    needed_by.clear();
    each(row, "needed_by",
         [&](object const& release) { needed_by.push_back(text(release, "release")); });
    auto const* probe = part(row, "probe");
    if (probe == nullptr) return;
    notes.bindings_entry = text(*probe, "entry");
    if (text(*probe, "state") == "gone") {
      notes.gone_bindings[name] = Noted{text(*probe, "since"), text(*probe, "entry")};
    }
  });
  if (ours || notes.last_command == "show bindings " + notes.environment) {
    notes.queried_bindings = notes.last_entry;
  }
}

void take_release(Notes& notes, object const& row) {
  if (text(row, "environment") != notes.environment) return;
  ReleaseNote note;
  note.id = text(row, "id");
  note.entry = text(row, "entry");
  note.digest = text(row, "digest");
  note.serving = part(row, "serving") != nullptr;
  each(row, "served", [&](object const& span) {
    note.served = true;
    note.symptoms |= number(span, "symptoms").value_or(0) > 0;
    note.last_served_epoch = std::max(note.last_served_epoch, number(span, "epoch").value_or(0));
  });
  if (auto const* manifest = part(row, "manifest")) {
    note.reads = range(*manifest, "reads");
    note.writes = range(*manifest, "writes");
  }
  if (auto const* store = part(row, "store")) note.in_store = yes(*store, "in_store");
  notes.releases[note.id] = std::move(note);
}

void take_database(Notes& notes, object const& data) {
  auto const* database = part(data, "database");
  if (database == nullptr || text(*database, "environment") != notes.environment) return;
  if (auto const* schema = part(*database, "schema")) notes.schema = number(*schema, "version");
  if (data.if_contains("migrations") == nullptr) return;
  notes.queried_database = notes.last_entry;
  each(data, "migrations", [&](object const& row) { notes.migration_entry = text(row, "entry"); });
}

void take_incident(Notes& notes, object const& data) {
  if (auto const* affected = part(data, "affected")) {
    notes.users = number(*affected, "users");
    notes.minutes = number(*affected, "minutes");
    notes.affected_at = notes.clock;
  }
  each(data, "holds", [&](object const& hold) {
    if (text(hold, "kind") != "freeze" || text(hold, "environment") != notes.environment) return;
    notes.hold = text(hold, "id");
    notes.froze = true;
  });
  each(data, "notices", [&](object const& notice) {
    if (text(notice, "id") != notes.notice) return;
    auto const* answer = part(notice, "answer");
    if (answer == nullptr) return;
    notes.notice_answer = text(*answer, "entry");
    notes.notice_said = text(*answer, "said");
    notes.brought_release = text(*answer, "release");
  });
}

void take_plan(Notes& notes, object const& data) {
  if (data.if_contains("finding") == nullptr) return;
  PlanNote note{text(data, "finding"), {}, notes.last_entry};
  if (auto const* refused = part(data, "would_be_refused")) note.refused = text(*refused, "code");
  auto const& line = notes.last_command;
  if (line.starts_with("rollback " + notes.environment)) {
    notes.rollback_plans[word_after(line, "--to")] = note;
  }
  if (line.starts_with("deploy " + notes.environment)) {
    notes.fix_plans[word_after(line, "--release")] = note;
  }
}

void take_snapshot(Notes& notes, object const& row, std::string_view fact) {
  auto const edge = text(row, "edge");
  if (fact == "SnapshotFetched") {
    // Of an edge with several partitions the first is the one that it is resumed from.
    auto const partition = text(row, "partition");
    auto const [known, first] = notes.snapshot_partitions.emplace(edge, partition);
    if (first || partition <= known->second) {
      known->second = partition;
      notes.snapshots[edge] = std::to_string(number(row, "sequence").value_or(0));
    }
  }
  if (fact == "SnapshotChecked" && text(row, "verdict") == "good") {
    notes.verified_edge = edge;
    notes.verified_entry = text(row, "entry");
  }
  if (fact == "EdgeResumed") notes.resumed_entry = text(row, "entry");
}

void take_done(Notes& notes, object const& row) {
  auto const fact = text(row, "fact");
  auto const entry = text(row, "entry");
  bool const ours = text(row, "environment") == notes.environment;
  if (fact == "EnvironmentFrozen" && ours) {
    notes.hold = text(row, "hold");
    notes.froze = true;
  }
  if (fact == "EnvironmentUnfrozen" && ours) notes.hold.clear();
  if (fact == "Classified") notes.fault_class = word_after(notes.last_command, "classify");
  if (fact == "OperationRequested") {
    auto const& line = notes.last_command;
    notes.repairs.push_back({line.substr(0, line.find(' ')), text(row, "operation")});
  }
  if (fact == "ImpactStated") notes.impact_stated = true;
  if (fact == "IncidentClosed") notes.ended = true;
  if (fact == "OwnerNotified" && notes.last_command.find("--repair") != std::string::npos) {
    notes.notice = text(row, "notice");
    notes.notice_repair = word_after(notes.last_command, "--repair");
    notes.notice_answer.clear();
  }
  take_snapshot(notes, row, fact);
}

}  // namespace

Notes::Notes(language::Opening const& opening) : alert(opening.clock), clock(opening.clock) {
  auto const* inner = part(opening.incident, "incident");
  auto const& fields = inner != nullptr ? *inner : opening.incident;
  incident = text(fields, "id");
  environment = text(fields, "environment");
  route = text(fields, "route");
  operation = text(fields, "operation");
  edge = text(fields, "edge");
}

void Notes::take(language::Answer const& answer) {
  ++commands;
  clock = answer.clock;
  last_command = answer.command;
  last_code = answer.code;
  if (!answer.entries.empty()) last_entry = to_text(answer.entries.back());
  if (answer.ended) ended = true;
  auto const& data = answer.data;
  if (auto const* entry = data.if_contains("entry"); entry != nullptr && entry->is_string()) {
    last_entry = text(data, "entry");
  }
  if (answer.kind != language::AnswerKind::done) return;
  if (auto const* symptom_part = part(data, "symptom")) {
    symptom = yes(*symptom_part, "present");
    symptom_entry = last_entry;
  }
  if (auto const* row = part(data, "operation")) {
    take_operation(*this, *row);
    if (text(*row, "id") == operation) queried_operation = last_entry;
  }
  each(data, "operations", [&](object const& row) { take_operation(*this, row); });
  take_route(*this, data);
  take_errors(*this, data);
  take_bindings(*this, data);
  each(data, "releases", [&](object const& row) { take_release(*this, row); });
  if (last_command.starts_with("show releases " + environment)) queried_releases = last_entry;
  if (auto const* release = part(data, "release")) take_release(*this, *release);
  if (auto const* row = part(data, "environment");
      row != nullptr && text(*row, "name") == environment) {
    queried_environment = last_entry;
    database = text(*row, "database");
  }
  take_database(*this, data);
  take_incident(*this, data);
  take_plan(*this, data);
  each(data, "done", [&](object const& row) { take_done(*this, row); });
}

}  // namespace studylab::lab
