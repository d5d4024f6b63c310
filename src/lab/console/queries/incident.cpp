// The incident: the alert, its status, its impact so far, open holds and notices.
#include <algorithm>

#include <fmt/format.h>

#include "lab/console/queries/rows.h"

namespace studylab::console {
namespace {

std::string what_of(IncidentOpened const& opened) {
  return match(
      opened.subject,
      [](RouteErrors const& errors) {
        return fmt::format("errors of {} over the threshold at {}", to_text(errors.route),
                           to_text(errors.edge));
      },
      [](EdgeGap const& gap) {
        return fmt::format("a gap in {} at {}: {}", to_text(gap.partition), to_text(gap.edge),
                           to_text(gap.cause));
      },
      [](WakeStuck const& stuck) {
        return fmt::format("{} sleeps and does not become hot ({})", to_text(stuck.environment),
                           to_text(stuck.operation));
      });
}

Row alert_row(Page& page, control::Incident const& incident) {
  auto const& opened = incident.opened;
  auto const* errors = std::get_if<RouteErrors>(&opened.subject);
  auto row = page.row(incident.entry);
  row.put("id", opened.incident)
      .put("what", what_of(opened))
      .put("at", incident.at)
      .put("severity", opened.severity)
      .put("environment", environment_of(opened))
      .put("route", route_of(opened))
      .put("operation", operation_of(opened))
      .put("edge", edge_of(opened))
      .put("observed_permille", errors ? std::optional{errors->observed} : std::nullopt)
      .put("threshold_permille", errors ? std::optional{errors->threshold} : std::nullopt);
  return row;
}

struct Status {
  std::string_view word;
  EntryId entry;
};

// The operator's latest repair that is still open, or none.
EntryId open_repair(control::State const& state) {
  EntryId latest;
  for (auto const id : state.open_operations) {
    auto const& operation = state.operations.at(id);
    if (operation.by_operator) latest = std::max(latest, operation.stage_entry);
  }
  for (auto const id : state.open_notices) {
    latest = std::max(latest, state.notices.at(id).entry);
  }
  return latest;
}

// The latest repair that ended well; one that failed or found nothing does not count.
EntryId ended_repair(Page const& page) {
  EntryId latest;
  for (auto const& [id, operation] : page.state().operations) {
    if (operation.by_operator && operation.stage == Stage::healthy) {
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
bool seen_since(Page const& page, control::Incident const& incident, EntryId repair) {
  auto const symptom = control::symptom_of(page.state(), incident, page.now());
  return match(
      incident.opened.subject,
      [&](RouteErrors const&) {
        auto const* over = page.fact<RequestsObserved>(symptom.entry);
        return over != nullptr && over->from >= page.entry(repair).at;
      },
      [&](EdgeGap const&) { return symptom.present; },
      [&](WakeStuck const&) {
        return symptom.last_seen && *symptom.last_seen > page.entry(repair).at;
      });
}

Status status_of(Page const& page, control::Incident const& incident) {
  if (incident.closed_entry) {
    auto const* closed = page.fact<IncidentClosed>(incident.closed_entry);
    bool const handed = closed != nullptr && closed->handed_to.has_value();
    return {handed ? "handed_over" : "closed", incident.closed_entry};
  }
  if (auto const open = open_repair(page.state())) return {"repairing", open};
  if (auto const ended = ended_repair(page); ended && !seen_since(page, incident, ended)) {
    return {"watching", ended};
  }
  if (incident.classified_entry) return {"classified", incident.classified_entry};
  return {"opened", incident.entry};
}

Row affected_row(Page& page, control::Incident const& incident) {
  auto const so_far = control::affected(page.state(), incident);
  auto row = page.row(so_far.entry ? so_far.entry : incident.entry);
  row.put("users", so_far.users).put("minutes", so_far.minutes);
  return row;
}

std::vector<Row> hold_rows(Page& page) {
  std::vector<Row> rows;
  for (auto const& [id, hold] : page.state().holds) {
    auto const* environment = std::get_if<EnvironmentName>(&hold.on);
    auto& row = rows.emplace_back(page.row(hold.entry));
    row.put("id", id)
        .put("kind", hold.kind)
        .put("environment", environment != nullptr ? *environment : EnvironmentName{})
        .put("since", page.entry(hold.entry).at);
  }
  return rows;
}

Row answer_row(Page& page, EntryId entry) {
  auto row = page.row(entry);
  row.put("at", page.entry(entry).at);
  if (auto const* repaired = page.fact<OwnerRepaired>(entry)) {
    row.put("said", "repaired").put("release", repaired->release);
  } else if (auto const* answered = page.fact<TeamAnswered>(entry)) {
    row.put("said", answered->said).null("release");
  } else if (page.fact<OwnerAcknowledged>(entry) != nullptr) {
    row.put("said", "has read it").null("release");
  } else {
    row.put("said", "found nothing of that kind to repair").null("release");
  }
  return row;
}

std::vector<Row> notice_rows(Page& page) {
  std::vector<Row> rows;
  for (auto const& [id, notice] : page.state().notices) {
    auto& row = rows.emplace_back(page.row(notice.entry));
    row.put("id", id).put("sent", page.entry(notice.entry).at);
    if (auto const* owner = std::get_if<OwnerNotified>(&notice.sent)) {
      row.put("to", fmt::format("owner {}", to_text(owner->owner)))
          .put("environment", owner->environment)
          .put("repair", owner->repair)
          .put("name",
               owner->name.empty() ? std::optional<std::string>{} : std::optional{owner->name});
    } else {
      auto const team = std::get<TeamEscalated>(notice.sent).team;
      row.put("to", fmt::format("team {}", to_text(team)))
          .null("environment")
          .null("repair")
          .null("name");
    }
    if (notice.answer_entry) {
      row.put("answer", answer_row(page, notice.answer_entry));
    } else {
      row.null("answer");
    }
  }
  return rows;
}

Row stated_row(Page& page, EntryId entry) {
  auto const& impact = *page.fact<ImpactStated>(entry);
  auto row = page.row(entry);
  row.put("users", impact.users).put("minutes", impact.minutes);
  return row;
}

}  // namespace

Row symptom_row(Page& page, control::Symptom const& symptom) {
  auto row = page.row(symptom.entry);
  row.put("present", symptom.present)
      .put("last_over", symptom.last_seen.value_or(Instant{}))
      .put("absent_after", symptom_quiet);
  return row;
}

Row symptom_row(Page& page, control::Environment const& environment) {
  return symptom_row(page, control::error_symptom(environment, page.now()));
}

Shown show_incident(Page& page, Query const&) {
  auto const& incident = *page.state().incident;
  page.put("incident", alert_row(page, incident));
  auto const status = status_of(page, incident);
  auto row = page.row(status.entry);
  row.put("status", status.word).put("since", page.entry(status.entry).at);
  page.put("status", std::move(row));
  page.put("affected", affected_row(page, incident));
  page.put("symptom", symptom_row(page, control::symptom_of(page.state(), incident, page.now())));
  page.put("holds", hold_rows(page));
  page.put("notices", notice_rows(page));
  if (incident.impact_entry) page.put("impact", stated_row(page, incident.impact_entry));
  return {};
}

Shown show_status(Page& page, Query const&) {
  auto control_plane = page.row(EntryId{1});
  control_plane.put("health", "healthy")
      .put("answering_since", page.entry(EntryId{1}).at)
      .put("degraded_by", std::optional<ProviderName>{});
  page.put("control_plane", std::move(control_plane));
  std::vector<Row> rows;
  for (auto const& [name, environment] : page.state().environments) {
    auto const entry = environment.status_entry ? environment.status_entry : environment.entry;
    auto& row = rows.emplace_back(page.row(entry));
    row.put("environment", name);
    if (environment.status) {
      row.put("published", true)
          .put("cause", environment.status->cause)
          .put("says", environment.status->says)
          .put("hold", environment.status_hold);
    } else {
      row.put("published", false).null("cause").null("says").null("hold");
    }
  }
  page.put("owner_status", std::move(rows));
  return {};
}

}  // namespace studylab::console
