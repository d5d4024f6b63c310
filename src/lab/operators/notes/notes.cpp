#include "lab/operators/notes/notes.h"

namespace studylab::lab {

Notes::Notes(language::Opening const& opening) {
  Record const whole{opening.incident};
  auto const inner = whole.in("incident");
  auto const row = inner.empty() ? whole : inner;
  alert = {.at = opening.clock,
           .incident = row.text("id"),
           .environment = row.text("environment"),
           .route = row.text("route"),
           .operation = row.text("operation"),
           .edge = row.text("edge"),
           .host = row.text("host"),
           .database = row.text("database")};
  alert.subject = alert.operation;
  if (alert.subject.empty()) alert.subject = alert.edge;
  if (alert.subject.empty()) alert.subject = alert.host;
  if (alert.subject.empty()) alert.subject = alert.database;
  if (alert.subject.empty()) alert.subject = alert.incident;
}

void Notes::take(language::Answer const& answer) {
  ++commands;
  last_command = answer.command;
  last_code = answer.code;
  if (!answer.entries.empty()) last_entry = to_text(answer.entries.back());
  if (answer.ended) ended = true;
  Record const data{answer.data};
  if (auto const entry = data.entry()) last_entry = to_text(entry);
  if (answer.kind != language::AnswerKind::done) return;
  AnswerRead const read{alert, last_command, last_entry, data};
  operations.take(read);
  edges.take(read);
  routes.take(read);
  snapshots.take(read, edges.gap_partition);
  allocations.take(read);
  errors.take(read);
  bindings.take(read);
  releases.take(read);
  databases.take(read);
  incident.take(read);
  people.take(read);
  artifacts.take(read);
  wakes.take(read);
  hosts.take(read);
  upgrades.take(read);
  restores.take(read);
  providers.take(read);
  data.each("done", [&](Record const& row) {
    if (row.word("fact") == "IncidentClosed") ended = true;
    if (row.word("fact") == "Noted") ++notes_taken;
    incident.take_done(read, row);
    operations.take_done(read, row);
    people.take_done(read, row);
    wakes.take_done(read, row);
    hosts.take_done(read, row);
    upgrades.take_done(read, row);
    restores.take_done(read, row);
    providers.take_done(row);
    edges.take_done(row);
  });
}

}  // namespace studylab::lab
