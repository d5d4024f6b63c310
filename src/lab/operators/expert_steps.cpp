#include "lab/operators/expert_steps.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "command_language/classes.h"

namespace studylab::lab::steps {
namespace {

constexpr std::uint32_t max_route_queries = 3;
constexpr std::size_t max_refs = 6;

}  // namespace

std::string class_words(std::string_view runbook, FaultClass fault_class) {
  auto text = std::string{to_text(fault_class)};
  if (language::needs_scope(runbook, fault_class)) text += " --scope customer";
  return text;
}

Line query_operation(ExpertView const& view) {
  if (!view.notes.operations.queried.empty()) return std::nullopt;
  return "show operation " + view.notes.alert.operation;
}

Line query_route(ExpertView const& view) {
  auto const& routes = view.notes.routes;
  // An edge that has not answered may be the one that is behind.
  bool const ask_again = routes.edge_unheard && routes.queries < max_route_queries;
  if (!routes.queried.empty() && !ask_again) return std::nullopt;
  return fmt::format("show route {} --edges", view.notes.alert.route);
}

Line query_bindings(ExpertView const& view) {
  if (!view.notes.bindings.queried.empty()) return std::nullopt;
  return "show bindings " + view.notes.alert.environment;
}

Line query_releases(ExpertView const& view) {
  if (!view.notes.releases.queried.empty()) return std::nullopt;
  return "show releases " + view.notes.alert.environment;
}

Line query_environment(ExpertView const& view) {
  if (!view.notes.databases.queried_environment.empty()) return std::nullopt;
  return "show environment " + view.notes.alert.environment;
}

Line query_errors(ExpertView const& view) {
  auto const& errors = view.notes.errors;
  auto line = fmt::format("show errors {} --since 2m", view.notes.alert.environment);
  if (errors.queried.empty()) return line;
  if (errors.over_since_alert || !errors.calm_entry.empty()) return std::nullopt;
  if (view.notes.last_command.starts_with("wait")) return line;
  return "wait 10s";
}

Line query_other_changes(ExpertView const& view) {
  auto const& operations = view.notes.operations;
  if (view.without(Part::other_changes)) return std::nullopt;
  if (operations.listed.empty()) return "show operations";
  for (auto const& id : operations.elsewhere) {
    if (!operations.shown.contains(id)) return "show operation " + id;
  }
  return std::nullopt;
}

Line freeze(ExpertView const& view) {
  if (view.notes.incident.froze || view.without(Part::freeze)) return std::nullopt;
  return fmt::format("freeze {}{}", view.notes.alert.environment,
                     because(view, "no further promotion while this is open"));
}

Line unfreeze(ExpertView const& view) {
  if (view.notes.incident.hold.empty()) return std::nullopt;
  return fmt::format("unfreeze {}{}", view.notes.alert.environment,
                     because(view, "the symptom is gone and what waits was checked"));
}

std::string repair_operation(ExpertView const& view) {
  auto const& requested = view.notes.operations.requested;
  for (auto one = requested.rbegin(); one != requested.rend(); ++one) {
    if (std::ranges::find(view.verbs, one->verb) != view.verbs.end()) return one->operation;
  }
  return {};
}

bool operation_requested(ExpertView const& view) { return !repair_operation(view).empty(); }

Line notify_owner(ExpertView const& view, std::string_view repair) {
  if (!view.notes.people.notice.empty()) return std::nullopt;
  return fmt::format("notify-owner {} --repair {}{}", view.notes.alert.environment, repair,
                     because(view, "only the owner can repair it"));
}

std::string resolved_by_operation(ExpertView const& view) {
  if (!view.notes.edges.resumed_entry.empty()) return view.notes.edges.resumed_entry;
  auto const& entries = view.notes.operations.entries;
  auto const found = entries.find(repair_operation(view));
  return found == entries.end() ? std::string{} : found->second;
}

std::string because(ExpertView const& view, std::string_view reason) {
  return view.without(Part::because) ? std::string{} : fmt::format(" --because \"{}\"", reason);
}

std::string refs(std::vector<std::string> entries) {
  std::vector<std::string> once;
  for (auto& entry : entries) {
    if (entry.empty() || std::ranges::find(once, entry) != once.end()) continue;
    once.push_back(std::move(entry));
  }
  if (once.size() > max_refs) once.resize(max_refs);
  return once.empty() ? std::string{} : fmt::format(" --ref {}", fmt::join(once, " "));
}

void fill_in(std::string& line, std::string_view name, std::string_view with) {
  for (auto at = line.find(name); at != std::string::npos; at = line.find(name, at + with.size())) {
    line.replace(at, name.size(), with);
  }
}

void fill_alert(AlertNotes const& alert, std::string& line) {
  fill_in(line, "{environment}", alert.environment);
  fill_in(line, "{route}", alert.route);
  fill_in(line, "{edge}", alert.edge);
  fill_in(line, "{host}", alert.host);
  fill_in(line, "{operation}", alert.operation);
  fill_in(line, "{incident}", alert.incident);
  fill_in(line, "{subject}", alert.subject);
  if (!alert.database.empty()) fill_in(line, "{database}", alert.database);
}

std::uint32_t entry_number(std::string_view entry) {
  auto const id = parse_id<EntryId>(entry);
  return id ? id->number : 0;
}

}  // namespace studylab::lab::steps
