#include "lab/operators/notes.h"

#include "lab/operators/answer_fields.h"

namespace studylab::lab {

Notes::Notes(language::Opening const& opening) {
  auto const* inner = fields::part(opening.incident, "incident");
  auto const& row = inner != nullptr ? *inner : opening.incident;
  auto const text = [&](std::string_view key) { return std::string{fields::text(row, key)}; };
  alert = {opening.clock, text("id"), text("environment"), text("route"), text("operation"),
           text("edge"),  {}};
  alert.subject = alert.operation;
  if (alert.subject.empty()) alert.subject = alert.edge;
  if (alert.subject.empty()) alert.subject = alert.incident;
}

void Notes::take(language::Answer const& answer) {
  ++commands;
  last_command = answer.command;
  last_code = answer.code;
  if (!answer.entries.empty()) last_entry = to_text(answer.entries.back());
  if (answer.ended) ended = true;
  if (auto const entry = fields::text(answer.data, "entry"); !entry.empty()) last_entry = entry;
  if (answer.kind != language::AnswerKind::done) return;
  AnswerRead const read{alert, last_command, last_entry, answer.data};
  operations.take(read);
  edges.take(read);
  routes.take(read);
  errors.take(read);
  bindings.take(read);
  releases.take(read);
  databases.take(read);
  incident.take(read);
  people.take(read);
  artifacts.take(read);
  wakes.take(read);
  hosts.take(read);
  fields::each(answer.data, "done", [&](fields::object const& row) {
    if (fields::text(row, "fact") == "IncidentClosed") ended = true;
    incident.take_done(read, row);
    operations.take_done(read, row);
    people.take_done(read, row);
    wakes.take_done(read, row);
    hosts.take_done(read, row);
    edges.take_done(row);
  });
}

}  // namespace studylab::lab
