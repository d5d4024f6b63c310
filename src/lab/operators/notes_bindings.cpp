#include "lab/operators/notes_bindings.h"

#include "lab/operators/answer_fields.h"

namespace studylab::lab {
namespace {

void take_binding(BindingNotes& notes, fields::object const& row) {
  std::string name{fields::text(row, "name")};
  if (notes.first.empty() || name < notes.first) notes.first = name;
  notes.gone.erase(name);
  if (auto const* secret = fields::part(row, "secret")) {
    notes.secret_entry = fields::text(*secret, "entry");
    if (fields::text(*secret, "state") != "present") notes.unusable = name;
  }
  auto const* probe = fields::part(row, "probe");
  if (probe == nullptr) return;
  std::string entry{fields::text(*probe, "entry")};
  notes.probe_entry = entry;
  if (fields::text(*probe, "state") == "gone") {
    notes.gone[std::move(name)] =
        Noted{std::string{fields::text(*probe, "since")}, std::move(entry)};
  }
}

}  // namespace

void BindingNotes::take(AnswerRead const& answer) {
  if (answer.data.if_contains("bindings") == nullptr) return;
  bool ours = false;
  fields::each(answer.data, "bindings", [&](fields::object const& row) {
    if (fields::text(row, "environment") != answer.alert.environment) return;
    ours = true;
    take_binding(*this, row);
  });
  constexpr std::string_view query = "show bindings ";
  // A query without rows is one too.
  bool const asked = answer.line.starts_with(query) &&
                     answer.line.substr(query.size()) == answer.alert.environment;
  if (ours || asked) queried = answer.entry;
}

}  // namespace studylab::lab
