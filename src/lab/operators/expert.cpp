#include "lab/operators/expert.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace studylab::lab {
namespace {

// More than any run needs; an expert that exceeds it is lost, and stops.
constexpr std::uint32_t max_commands = 150;
// A symptom that is still present after this many waits does not end by itself.
constexpr std::uint32_t max_waits = 3;
constexpr std::uint32_t max_route_queries = 3;

std::string because(bool left_out, std::string_view reason) {
  return left_out ? std::string{} : fmt::format(" --because \"{}\"", reason);
}

std::string refs(std::vector<std::string> entries) {
  std::erase(entries, std::string{});
  std::vector<std::string> once;
  for (auto& entry : entries) {
    if (std::find(once.begin(), once.end(), entry) == once.end()) once.push_back(std::move(entry));
  }
  if (once.size() > 6) once.resize(6);
  return once.empty() ? std::string{} : fmt::format(" --ref {}", fmt::join(once, " "));
}

std::uint32_t entry_number(std::string const& entry) {
  auto const id = parse_id<EntryId>(entry);
  return id ? id->number : 0;
}

}  // namespace

Expert::Expert(language::Opening const& opening, ExpertOptions options)
    : notes_(opening), options_(std::move(options)) {}

void Expert::watch(language::Answer const& answer) {
  notes_.take(answer);
  auto const& line = notes_.last_command;
  if (answer.kind != language::AnswerKind::done) return;
  bool const acted = line.starts_with("rollback ") || line.starts_with("deploy ") ||
                     line.starts_with("repair-propagation ") || line.starts_with("resume ") ||
                     line.starts_with("notify-owner ") || line.starts_with("restart ");
  if (acted && line.find("--plan") == std::string::npos) last_repair_entry_ = notes_.last_entry;
  if (line.starts_with("wait --until ")) ++waits_;
  if (line.starts_with("classify ")) class_entry_ = notes_.last_entry;
  if (line.starts_with("resume ") && acted) resumed_ = true;
  if (line.starts_with("wait --for ")) waited_for_ = repair_operation();
  if (line.starts_with("show errors " + notes_.environment)) symptom_queried_ = notes_.last_entry;
  bool const resolved_query = line.starts_with("show route " + notes_.route) ||
                              line.starts_with("show operation ") ||
                              line.starts_with("show bindings ");
  if (resolved_query) repair_queried_ = notes_.last_entry;
}

std::optional<std::string> Expert::next() {
  if (notes_.ended || notes_.commands >= max_commands) return std::nullopt;
  if (auto line = wait_for_answer()) return line;
  if (auto line = query()) return line;
  judge();
  if (auto line = classify()) return line;
  if (repair_is_needed()) {
    if (auto line = hold()) return line;
    if (auto line = next_of(options_.before_repair, said_before_repair_)) return line;
    if (!without(Part::repair)) {
      if (auto line = repair()) return line;
      if (auto line = watch_repair()) return line;
    }
  }
  if (auto line = query_after()) return line;
  if (auto line = next_of(options_.before_close, said_before_close_)) return line;
  if (auto line = lift()) return line;
  return leave_evidence();
}

// Operation and route owner first, then what distinguishes the classes; logs are not needed.
Expert::Line Expert::query() const {
  if (!judged_.empty()) return std::nullopt;
  if (notes_.queried_operation.empty() && !without(Part::operation_query)) {
    return "show operation " + notes_.operation;
  }
  // An edge that has not answered may be the one that is behind.
  bool const ask_again = notes_.edge_unheard && notes_.route_queries < max_route_queries;
  if ((notes_.queried_route.empty() || ask_again) && !without(Part::route_query)) {
    return fmt::format("show route {} --edges", notes_.route);
  }
  if (notes_.queried_bindings.empty() && !without(Part::bindings_query)) {
    return "show bindings " + notes_.environment;
  }
  if (notes_.queried_releases.empty()) return "show releases " + notes_.environment;
  if (notes_.queried_environment.empty()) return "show environment " + notes_.environment;
  if (notes_.queried_database.empty() && !without(Part::database_query)) {
    return "show database " + notes_.database;
  }
  if (auto line = judge_errors()) return line;
  return find_plan();
}

// Until an observation that began after the alert has been seen.
Expert::Line Expert::judge_errors() const {
  if (without(Part::errors_query)) return std::nullopt;
  if (notes_.queried_errors.empty())
    return fmt::format("show errors {} --since 2m", notes_.environment);
  if (notes_.over_since_alert || !notes_.calm_entry.empty()) return std::nullopt;
  if (notes_.last_command.starts_with("wait")) {
    return fmt::format("show errors {} --since 2m", notes_.environment);
  }
  return "wait 10s";
}

Expert::Line Expert::find_plan() const {
  if (without(Part::plan) || !notes_.rollback_plans.empty()) return std::nullopt;
  auto const target = rollback_target();
  if (target.empty()) return std::nullopt;
  return fmt::format("rollback {} --to {} --plan", notes_.environment, target);
}

std::string Expert::class_by_facts() const {
  if (!options_.fault_class.empty()) return options_.fault_class;
  if (!notes_.over_since_alert && !notes_.calm_entry.empty()) return "no-fault";
  if (!notes_.edges_behind.empty()) return "route-propagation";
  if (!notes_.gone_bindings.empty()) return "runtime-service";
  for (auto const& [release, plan] : notes_.rollback_plans) {
    if (plan.finding == "incompatible") return "database-migration";
  }
  return "app-only";
}

void Expert::judge() {
  if (!judged_.empty()) return;
  judged_ = class_by_facts();
  clues_ = clues_by_facts();
  behind_edge_ = notes_.edges_behind.empty() ? notes_.edge : notes_.edges_behind.begin()->first;
  bad_release_ = notes_.owner;
  if (!notes_.gone_bindings.empty()) gone_binding_ = notes_.gone_bindings.begin()->first;
}

std::vector<std::string> Expert::clues_by_facts() const {
  auto const& fault_class = judged_;
  if (fault_class == "no-fault") return {notes_.calm_entry, notes_.queried_errors};
  std::vector<std::string> found{notes_.failing_entry, notes_.queried_errors};
  if (fault_class == "route-propagation") {
    for (auto const& [edge, behind] : notes_.edges_behind) found.push_back(behind.entry);
    found.push_back(notes_.queried_route);
    return found;
  }
  if (fault_class == "runtime-service") {
    for (auto const& [binding, gone] : notes_.gone_bindings) found.push_back(gone.entry);
    found.push_back(notes_.queried_bindings);
    return found;
  }
  for (auto const& [release, plan] : notes_.rollback_plans) found.push_back(plan.entry);
  if (fault_class == "database-migration") found.push_back(notes_.migration_entry);
  if (fault_class == "app-only") found.push_back(notes_.bindings_entry);
  return found;
}

Expert::Line Expert::classify() {
  if (without(Part::classification) || !notes_.fault_class.empty()) return std::nullopt;
  auto const& fault_class = judged_class();
  auto reported = without(Part::class_refs) ? std::vector<std::string>{} : clues_;
  if (options_.references == ExpertOptions::References::same_six) {
    reported = {notes_.queried_operation, notes_.queried_route,    notes_.queried_bindings,
                notes_.queried_errors,    notes_.queried_database, notes_.queried_environment};
  }
  return fmt::format("classify {}{}{}", fault_class,
                     because(false, "the referenced facts fit only this class"), refs(reported));
}

bool Expert::repair_is_needed() const { return judged_class() != "no-fault"; }

Expert::Line Expert::hold() {
  if (notes_.froze || without(Part::freeze)) return std::nullopt;
  return fmt::format("freeze {}{}", notes_.environment,
                     because(without(Part::because), "no further promotion while this is open"));
}

Expert::Line Expert::next_of(std::vector<std::string> const& lines, std::size_t& said) const {
  if (said >= lines.size()) return std::nullopt;
  auto line = lines[said++];
  auto const fill = [&line](std::string_view name, std::string const& with) {
    for (auto at = line.find(name); at != std::string::npos; at = line.find(name)) {
      line.replace(at, name.size(), with);
    }
  };
  fill("{environment}", notes_.environment);
  fill("{route}", notes_.route);
  fill("{incident}", notes_.incident);
  fill("{edge}", notes_.edge);
  fill("{owner}", notes_.owner);
  fill("{bad}", bad_release_);
  fill("{target}", rollback_target());
  fill("{lost}", lost_release().empty() ? "rel-0" : lost_release());
  fill("{operation}", notes_.operation);
  fill("{repair}", repair_operation());
  fill("{database}", notes_.database);
  fill("{gone}", gone_binding_);
  auto const& bindings = notes_.binding_needed_by;
  fill("{binding}", bindings.empty() ? "search" : bindings.begin()->first);
  return line;
}

// Until the repair's operation has ended and the symptom is gone.
Expert::Line Expert::watch_repair() {
  if (without(Part::wait)) return std::nullopt;
  auto const operation = repair_operation();
  if (operation != waited_for_) return fmt::format("wait --for {} --at-most 5m", operation);
  if (notes_.symptom && !*notes_.symptom &&
      entry_number(notes_.symptom_entry) > entry_number(last_repair_entry_)) {
    return std::nullopt;
  }
  if (waits_ >= max_waits) return std::nullopt;
  if (notes_.last_command.starts_with("wait --until symptom-gone")) {
    return fmt::format("show errors {}", notes_.environment);
  }
  return "wait --until symptom-gone --at-most 5m";
}

// The repaired object and the symptom once more, after the last repair.
Expert::Line Expert::query_after() {
  if (without(Part::query_after)) return std::nullopt;
  auto const after = std::max(entry_number(last_repair_entry_), 1U);
  bool const repaired = !last_repair_entry_.empty();
  if (repaired && entry_number(repair_queried_) <= after) {
    if (notes_.notice_repair == "binding") return "show bindings " + notes_.environment;
    return fmt::format("show route {} --edges", notes_.route);
  }
  auto const operation = repair_operation();
  if (repaired && !operation.empty() && !notes_.operations.contains(operation)) {
    return "show operation " + operation;
  }
  bool const queried =
      entry_number(symptom_queried_) > entry_number(repaired ? last_repair_entry_ : class_entry_);
  bool const gone = !notes_.symptom.value_or(true);
  if (queried && (gone || waits_ >= max_waits)) return std::nullopt;
  if (!gone && waits_ < max_waits && !notes_.last_command.starts_with("wait --until")) {
    return "wait --until symptom-gone --at-most 5m";
  }
  return fmt::format("show errors {}", notes_.environment);
}

Expert::Line Expert::lift() {
  if (notes_.hold.empty()) return std::nullopt;
  return fmt::format(
      "unfreeze {}{}", notes_.environment,
      because(without(Part::because), "the symptom is gone and what waits was checked"));
}

Expert::Line Expert::leave_evidence() {
  if (!notes_.impact_stated && !without(Part::impact)) {
    if (!options_.impact.empty()) return options_.impact;
    if (!notes_.users || !notes_.last_command.starts_with("show incident")) return "show incident";
    return fmt::format("impact --users {} --minutes {}{}", *notes_.users,
                       notes_.minutes.value_or(0), because(false, "as the incident counts them"));
  }
  if (without(Part::close)) return std::nullopt;
  if (notes_.last_command.starts_with("close ")) return std::nullopt;
  auto evidence = clues_;
  if (evidence.size() > 3) evidence.erase(evidence.begin(), evidence.end() - 3);
  if (evidence.size() > 2) evidence.erase(evidence.begin());
  evidence.push_back(resolved_ref());
  evidence.push_back(repair_queried_);
  evidence.push_back(symptom_queried_);
  if (without(Part::close_refs)) evidence = {notes_.incident};
  return fmt::format("close --summary \"{}: found, {} and watched\"{}", judged_class(),
                     repair_is_needed() ? "resolved" : "left alone", refs(evidence));
}

}  // namespace studylab::lab
