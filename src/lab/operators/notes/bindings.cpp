#include "lab/operators/notes/bindings.h"

namespace studylab::lab {
namespace {

void take_binding(BindingNotes& notes, Record const& row) {
  auto name = row.text("name");
  if (notes.first.empty() || name < notes.first) notes.first = name;
  notes.gone.erase(name);
  if (auto const secret = row.in("secret"); !secret.empty()) {
    notes.secret_entry = secret.text("entry");
    if (secret.word("state") != "present") notes.unusable = name;
  }
  auto const probe = row.in("probe");
  if (probe.empty()) return;
  notes.probe_entry = probe.text("entry");
  if (probe.word("state") == "gone") {
    notes.gone[std::move(name)] = Noted{probe.text("since"), notes.probe_entry};
  }
}

}  // namespace

void BindingNotes::take(AnswerRead const& answer) {
  if (!answer.data.contains("bindings")) return;
  bool ours = false;
  answer.data.each("bindings", [&](Record const& row) {
    if (row.word("environment") != answer.alert.environment) return;
    ours = true;
    take_binding(*this, row);
  });
  constexpr std::string_view query = "show bindings ";
  // A query without rows is one too.
  bool const asked = answer.line.starts_with(query) &&
                     answer.line.substr(query.size()) == answer.alert.environment;
  if (ours || asked) queried = answer.entry;
  if (asked) ++queries;
}

}  // namespace studylab::lab
