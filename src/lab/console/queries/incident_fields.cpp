// The incident: the alert, its status, its impact so far, open holds and notices.
#include <algorithm>

#include <fmt/format.h>

#include "control/people/people.h"
#include "control/providers/health.h"
#include "control/restores/restores.h"
#include "lab/console/queries/rows.h"

namespace studylab::console {
namespace {

using control::Environment;
using control::Hold;
using control::Incident;
using control::Notice;

// --- the alert ---

std::string what_of(IncidentOpened const& opened) {
  return match(
      opened.subject,
      [](RouteErrors const& errors) {
        return fmt::format("errors of {} over the threshold at {}", to_text(errors.route),
                           to_text(errors.edge));
      },
      [](EdgeGap const& gap) {
        // A query of the edge shows what caused it.
        return fmt::format("a gap in {} at {}", to_text(gap.partition), to_text(gap.edge));
      },
      [](WakeStuck const& stuck) {
        return fmt::format("the gate of {} was full before it became hot ({})",
                           to_text(stuck.environment), to_text(stuck.operation));
      },
      [](HostDue const& due) {
        return fmt::format("{} is due for an OS upgrade", to_text(due.host));
      },
      [](DataDamaged const& damaged) {
        return fmt::format("{} rows of {} differ from what users wrote", damaged.rows,
                           to_text(damaged.database));
      },
      [](DependencyErrors const& errors) {
        return fmt::format("errors of {} over the threshold at {}; its providers are watched",
                           to_text(errors.route), to_text(errors.edge));
      });
}

// A value of the errors that the incident is about; null if it is about something else.
auto of_errors(Permille RouteErrors::* of_route, Permille DependencyErrors::* of_dependencies) {
  return [of_route, of_dependencies](Incident const& incident) -> std::optional<Permille> {
    auto const& subject = incident.opened.subject;
    if (auto const* errors = std::get_if<RouteErrors>(&subject)) return errors->*of_route;
    auto const* errors = std::get_if<DependencyErrors>(&subject);
    return errors == nullptr ? std::nullopt : std::optional{errors->*of_dependencies};
  };
}

Row<Incident> const& alert_row() {
  static Row<Incident> const row{
      &Incident::entry,
      {{"id", "the incident's name", at(&Incident::opened, &IncidentOpened::incident)},
       {"what", "the alert in words", [](Incident const& of) { return what_of(of.opened); }},
       {"at", "when the incident opened", &Incident::at},
       {"severity", "low or high", at(&Incident::opened, &IncidentOpened::severity)},
       {"environment", "the environment with the errors",
        [](Incident const& of) { return environment_of(of.opened); }},
       {"route", "the environment's route", [](Incident const& of) { return route_of(of.opened); }},
       {"operation", "the operation that last changed the route owner; the wake that is stuck",
        [](Incident const& of) { return operation_of(of.opened); }},
       {"edge", "the edge that saw the errors",
        [](Incident const& of) { return edge_of(of.opened); }},
       {"host", "the host that is due for an upgrade; left out if the incident is about none",
        [](Incident const& of) {
          auto const host = host_of(of.opened);
          return IfAny<HostId>{host ? std::optional{host} : std::nullopt};
        }},
       {"database", "the database whose data is damaged; left out if the incident is not about one",
        [](Incident const& of) {
          auto const& name = database_of(of.opened);
          return IfAny<DatabaseName>{name.value().empty() ? std::nullopt : std::optional{name}};
        }},
       {"observed_permille", "errors per thousand requests at that edge",
        of_errors(&RouteErrors::observed, &DependencyErrors::observed)},
       {"threshold_permille", "the environment's threshold, in errors per thousand requests",
        of_errors(&RouteErrors::threshold, &DependencyErrors::threshold)}}};
  return row;
}

// --- what people say about it ---

using control::Statement;

Row<Statement> const& statement_row() {
  static Row<Statement> const row{
      [](Statement const& of) { return of.at.id; },
      {{"who", "the person", at(&Statement::made, &StatementMade::person)},
       {"role", "colleague, executive or support", at(&Statement::made, &StatementMade::role)},
       {"at", "when they said it", [](Statement const& of) { return of.at.at; }},
       {"text", "what they believe or ask for; it is not evidence",
        at(&Statement::made, &StatementMade::text)}}};
  return row;
}

// --- its state ---

struct Status {
  std::string_view word;
  EntryId entry;
};

// Whether the operator began the operation, or had the platform's wake try again.
bool is_operators(Page const& page, control::Operation const& operation) {
  if (operation.by_operator) return true;
  bool const again =
      std::holds_alternative<control::kinds::Wake>(operation.as) && operation.attempt > Attempt{1};
  if (!again) return false;
  auto const later = page.context().entries.subspan(operation.entry.number);
  return std::ranges::any_of(later, [&](FactEntry const& entry) {
    auto const* retried = fact_if<OperationRetried>(entry.fact);
    return retried != nullptr && retried->operation == operation.id;
  });
}

// The operator's latest repair that is still open, or none.
EntryId open_repair(Page const& page) {
  auto const& state = page.state();
  EntryId latest;
  for (auto const id : state.open_operations) {
    auto const& operation = state.operations.at(id);
    bool const repairs = is_operators(page, operation) && !control::is_only_planned(operation);
    if (repairs) latest = std::max(latest, operation.stage_entry);
  }
  for (auto const id : state.open_notices) {
    auto const& notice = state.notices.at(id);
    if (control::asks_for_repair(notice)) latest = std::max(latest, notice.entry);
  }
  return latest;
}

// The end of the gap that the incident is about; none: it is open, or it is about something else.
EntryId end_of_gap(Page const& page, Incident const& incident) {
  if (!std::holds_alternative<EdgeGap>(incident.opened.subject)) return EntryId{};
  auto const symptom = control::symptom_of(page.state(), incident, page.now());
  return symptom.present ? EntryId{} : symptom.entry;
}

// The latest repair that ended well; one that failed or found nothing does not count.
EntryId ended_repair(Page const& page, Incident const& incident) {
  auto latest = end_of_gap(page, incident);
  for (auto const& [id, operation] : page.state().operations) {
    bool const well = operation.stage == Stage::healthy || operation.stage == Stage::hot ||
                      operation.stage == Stage::unfenced;
    if (well && is_operators(page, operation)) {
      latest = std::max(latest, operation.stage_entry);
    }
  }
  for (auto const& [id, notice] : page.state().notices) {
    if (page.fact<OwnerRepaired>(notice.answer_entry) == nullptr) continue;
    latest = std::max(latest, notice.answer_entry);
  }
  return latest;
}

// Whether the symptom is reported since the repair: an observation that began after it is over the
// threshold, or the gap is open. The incident is then not being watched.
bool seen_since(Page const& page, Incident const& incident, EntryId repair) {
  auto const symptom = control::symptom_of(page.state(), incident, page.now());
  return match(
      incident.opened.subject,
      [&](RouteErrors const&) {
        auto const* over = page.fact<RequestsObserved>(symptom.entry);
        return over != nullptr && over->from >= page.entry(repair).at;
      },
      [&](EdgeGap const&) { return symptom.present; },
      [&](WakeStuck const&) {
        return symptom.present && symptom.last_seen && *symptom.last_seen > page.entry(repair).at;
      },
      [&](HostDue const&) { return symptom.present; },
      [&](DataDamaged const&) { return symptom.present; },
      [&](DependencyErrors const&) {
        auto const* over = page.fact<RequestsObserved>(symptom.entry);
        return over != nullptr ? over->from >= page.entry(repair).at : symptom.present;
      });
}

Status status_of(Page const& page, Incident const& incident) {
  if (incident.closed_entry) {
    auto const* closed = page.fact<IncidentClosed>(incident.closed_entry);
    bool const handed = closed != nullptr && closed->handed_to.has_value();
    return {handed ? "handed_over" : "closed", incident.closed_entry};
  }
  if (auto const open = open_repair(page)) return {"repairing", open};
  if (auto const ended = ended_repair(page, incident);
      ended && !seen_since(page, incident, ended)) {
    return {"watching", ended};
  }
  if (incident.classified_entry) return {"classified", incident.classified_entry};
  return {"opened", incident.entry};
}

Row<Status> const& status_row() {
  static Row<Status> const row{
      &Status::entry,
      {{"status",
        "opened, classified, repairing, watching (a repair has ended well, and the symptom has not "
        "been seen since), closed or handed_over",
        &Status::word},
       {"since", "since when",
        [](Page const& page, Status const& status) { return page.entry(status.entry).at; }}}};
  return row;
}

std::string_view minutes_of(Incident const& incident) {
  return match(
      incident.opened.subject,
      [](WakeStuck const&) { return std::string_view{"in which requests were refused"}; },
      [](DataDamaged const&) {
        return std::string_view{"up to the latest check that found damage, from the first"};
      },
      [](auto const&) { return std::string_view{"with errors over the threshold"}; });
}

std::optional<Instant> damaged_from(Page const& page, Incident const& incident) {
  auto const* damaged = std::get_if<DataDamaged>(&incident.opened.subject);
  if (damaged == nullptr) return std::nullopt;
  return page.state().databases.at(damaged->database).damaged_from;
}

Row<Incident> const& affected_row() {
  static auto const so_far = [](Page const& page, Incident const& incident) {
    return control::affected(page.state(), incident);
  };
  static Row<Incident> const row{
      [](Page const& page, Incident const& incident) {
        auto const entry = so_far(page, incident).entry;
        return entry ? entry : incident.entry;
      },
      {{"users",
        "users affected so far: for each edge the most distinct users with an error in one "
        "observation, added up",
        [](Page const& page, Incident const& of) { return so_far(page, of).users; }},
       {"minutes",
        "minutes so far in which an observation was over the threshold, each started minute "
        "counted in full",
        [](Page const& page, Incident const& of) { return so_far(page, of).minutes; }},
       {"minutes_of", "what these minutes count, in words", minutes_of},
       {"since", "when the first damage began; null: the incident is not about data",
        damaged_from}}};
  return row;
}

Row<Hold> const& hold_row() {
  static Row<Hold> const row{
      &Hold::entry,
      {{"id", "the hold's name", &Hold::id},
       {"kind", "freeze, gap-policy, status, cordon, fence or pause", &Hold::kind},
       {"environment", "the environment that is held",
        [](Hold const& hold) {
          auto const* environment = std::get_if<EnvironmentName>(&hold.on);
          return environment != nullptr ? *environment : EnvironmentName{};
        }},
       {"host", "the host that is held",
        [](Hold const& hold) {
          auto const* host = std::get_if<HostId>(&hold.on);
          return host != nullptr ? *host : HostId{};
        }},
       {"database", "the database that is held",
        [](Hold const& hold) {
          auto const* database = std::get_if<DatabaseName>(&hold.on);
          return database != nullptr ? *database : DatabaseName{};
        }},
       {"since", "when it was placed",
        [](Page const& page, Hold const& hold) { return page.entry(hold.entry).at; }}}};
  return row;
}

// --- people ---

std::string said(FactEntry const& answer) {
  if (fact_if<OwnerRepaired>(answer.fact) != nullptr) return "repaired";
  if (auto const* answered = fact_if<TeamAnswered>(answer.fact)) return answered->said;
  if (fact_if<OwnerAcknowledged>(answer.fact) != nullptr) return "has read it";
  return "found nothing of that kind to repair";
}

Row<FactEntry> const& answer_row() {
  static Row<FactEntry> const row{
      &FactEntry::id,
      {{"at", "when the answer was given", &FactEntry::at},
       {"said",
        "repaired; has read it; found nothing of that kind to repair; or the words of the team",
        said},
       {"release", "the release that the repair supplied; null: none", [](FactEntry const& answer) {
          auto const* repaired = fact_if<OwnerRepaired>(answer.fact);
          return repaired != nullptr ? std::optional{repaired->release} : std::nullopt;
        }}}};
  return row;
}

// A value of a notice to an app owner; null in a notice to a team.
template <class Get>
auto of_owner(Get get) {
  return [get](Notice const& notice) {
    using Value = std::remove_cvref_t<std::invoke_result_t<Get, OwnerNotified const&>>;
    auto const* owner = std::get_if<OwnerNotified>(&notice.sent);
    return owner != nullptr ? std::optional<Value>{std::invoke(get, *owner)} : std::nullopt;
  };
}

std::string addressee(Notice const& notice) {
  return match(
      notice.sent,
      [](OwnerNotified const& sent) { return fmt::format("owner {}", to_text(sent.owner)); },
      [](TeamEscalated const& sent) { return fmt::format("team {}", to_text(sent.team)); });
}

Row<Notice> const& notice_row() {
  static Row<Notice> const row{
      &Notice::entry,
      {{"id", "the notice's name", &Notice::id},
       {"sent", "when it was sent",
        [](Page const& page, Notice const& notice) { return page.entry(notice.entry).at; }},
       {"to", "the app owner or the team", addressee},
       {"environment", "the environment that the notice is about; null for a team",
        of_owner(&OwnerNotified::environment)},
       {"repair", "the repair that was requested; null: the notice only informs",
        of_owner(&OwnerNotified::repair)},
       {"name", "the name of what needs repair; null: none",
        of_owner([](OwnerNotified const& sent) { return unless_empty(sent.name); })},
       {"answer", "the answer; null: none yet", answer_row(),
        [](Page const& page, Notice const& notice) {
          return notice.answer_entry ? &page.entry(notice.answer_entry) : nullptr;
        }}}};
  return row;
}

Row<FactEntry> const& stated_row() {
  static auto const stated = [](FactEntry const& entry) -> ImpactStated const& {
    return *fact_if<ImpactStated>(entry.fact);
  };
  static Row<FactEntry> const row{
      &FactEntry::id,
      {{"users", "users, as stated", [](FactEntry const& of) { return stated(of).users; }},
       {"minutes", "minutes, as stated", [](FactEntry const& of) { return stated(of).minutes; }}}};
  return row;
}

// --- statuses ---

Row<Everything> const& control_plane_row() {
  static Row<Everything> const row{
      [](Page const& page, Everything const&) {
        return std::max(EntryId{1}, control::platform_health(page.state(), page.now()).entry);
      },
      {{"health", "healthy, unknown, or degraded by a provider that the control plane needs",
        [](Page const& page, Everything const&) {
          return control::platform_health(page.state(), page.now()).state;
        }},
       {"answering_since", "since when it has answered",
        [](Page const& page, Everything const&) { return page.entry(EntryId{1}).at; }},
       {"degraded_by", "the first provider that degrades it; null: none",
        [](Page const& page, Everything const&) -> std::optional<ProviderName> {
          auto const health = control::platform_health(page.state(), page.now());
          if (health.causes.empty()) return std::nullopt;
          return health.causes.front().provider;
        }}}};
  return row;
}

// A value of the environment's published status; null if none is published.
template <class Member>
auto of_status(Member member) {
  return [member](Environment const& environment) {
    auto const& status = environment.status;
    return status ? std::optional{(*status).*member} : std::nullopt;
  };
}

Row<Environment> const& owner_status_row() {
  static Row<Environment> const row{
      [](Environment const& of) { return of.status_entry ? of.status_entry : of.entry; },
      {{"environment", "the environment",
        at(&Environment::declared, &EnvironmentDeclared::environment)},
       {"published", "whether a status is published",
        [](Environment const& of) { return of.status.has_value(); }},
       {"cause", "provider:NAME, platform or app", of_status(&OwnerStatusPublished::cause)},
       {"says", "the text of the status", of_status(&OwnerStatusPublished::says)},
       {"hold", "the hold that the status is; null: none",
        [](Environment const& of) { return of.status ? of.status_hold : HoldId{}; }}}};
  return row;
}

}  // namespace

Row<control::Symptom> const& symptom_row() {
  using control::Symptom;
  static Row<Symptom> const row{
      &Symptom::entry,
      {{"present",
        "whether the symptom of the alert is present: errors over the threshold, a sick provider, "
        "an open gap, an app that is not hot or a gate that refused a request, damaged data, or a "
        "host that is due",
        &Symptom::present},
       {"why", "why the symptom is present, in words; null: no reason is recorded",
        [](Symptom const& symptom) {
          return symptom.why.empty() ? std::nullopt : std::optional{symptom.why};
        }},
       {"last_over",
        "when it was last seen: the end of the latest observation over the threshold, or of the "
        "gap; null: never",
        &Symptom::last_seen},
       {"absent_after",
        "how long no observation may be over the threshold before the symptom is absent",
        [](Symptom const&) { return symptom_quiet; }}}};
  return row;
}

control::Symptom error_symptom(Page const& page, Environment const& environment) {
  // While it sleeps its gates answer, so that its errors say nothing.
  auto const& incident = page.state().incident;
  bool const stuck = incident && std::holds_alternative<WakeStuck>(incident->opened.subject) &&
                     environment_of(incident->opened) == environment.declared.environment;
  return stuck ? control::symptom_of(page.state(), *incident, page.now())
               : control::error_symptom(environment, page.now());
}

QueryTable const& incident_query() {
  static QueryTable const table{
      [](Page const& page, Query const&) -> std::expected<Incident const*, Refusal> {
        return &*page.state().incident;
      },
      Fields<Incident>{
          {"incident", "the alert", alert_row()},
          {"statements", "what people said without being asked; left out if they said nothing",
           statement_row(),
           [](Page const& page, Incident const&) -> std::vector<Statement> const* {
             auto const& all = page.state().statements;
             return all.empty() ? nullptr : &all;
           }},
          {"status", "the state of the incident", status_row(), status_of},
          {"affected", "the impact so far", affected_row()},
          {"symptom", "what the alert reported, as it is now", symptom_row(),
           [](Page const& page, Incident const& incident) {
             return control::symptom_of(page.state(), incident, page.now());
           }},
          {"holds", "holds in force", hold_row(),
           [](Page const& page, Incident const&) { return objects_of(page.state().holds); }},
          {"notices", "notices to app owners and teams", notice_row(),
           [](Page const& page, Incident const&) { return objects_of(page.state().notices); }},
          {"impact", "the operator's statement of the impact, once made", stated_row(),
           [](Page const& page, Incident const& incident) {
             return incident.impact_entry ? &page.entry(incident.impact_entry) : nullptr;
           }}}};
  return table;
}

QueryTable const& status_query() {
  static QueryTable const table{
      everything,
      Fields<Everything>{health_sections(),
                         {{"control_plane", "the health of the control plane", control_plane_row()},
                          {"owner_status", "the statuses published to app owners",
                           owner_status_row(), [](Page const& page, Everything const&) {
                             return objects_of(page.state().environments);
                           }}}}};
  return table;
}

}  // namespace studylab::console
