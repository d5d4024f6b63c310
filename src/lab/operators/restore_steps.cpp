#include "lab/operators/restore_steps.h"

#include <fmt/format.h>

#include "lab/operators/expert_steps.h"

namespace studylab::lab::steps {
namespace {

bool gave(ExpertView const& view, std::string_view verb) {
  return view.notes.last_command.starts_with(verb);
}

Line wait_for(std::string const& operation) {
  return fmt::format("wait --for {} --at-most 30m", operation);
}

// What is not ready yet is waited for.
bool too_early(ExpertView const& view) {
  auto const& code = view.notes.last_code;
  return code == "restore_not_ready" || code == "operation_running" || code == "writers_not_fenced";
}

// What a plan says of the present owner and the restored schema.
bool owner_misfits(ExpertView const& view) {
  auto const& notes = view.notes;
  for (auto const& [id, release] : notes.releases.all) {
    auto const fit = notes.restores.fits.find(id);
    if (release.serving && fit != notes.restores.fits.end()) return fit->second != "compatible";
  }
  return false;
}

// A release that writes wrong rows, or does not fit the data, must not own the route when writers
// are let in.
Line replace_owner(ExpertView const& view) {
  auto const& notes = view.notes;
  if (view.without(move_owner)) return std::nullopt;
  std::string moved;
  for (auto const& one : notes.operations.requested) {
    if (one.verb == "rollback") moved = one.operation;
  }
  if (moved.empty()) {
    auto const target = fitting_release(view);
    if (target.empty()) return std::nullopt;
    return fmt::format("rollback {} --to {}{}", notes.alert.environment, target,
                       because(view, "it served before, and it fits the restored data"));
  }
  return gave(view, "rollback ") ? wait_for(moved) : std::nullopt;
}

bool writes_wrong_rows(RestoreNotes const& notes) {
  return notes.damage == "wrong" || !notes.writer.empty();
}

bool choice_refused(ExpertView const& view) { return view.notes.last_code.starts_with("would_"); }

// The choice that a consumer's own facts allow.
std::string_view choice_for(RestoreNotes::Consumer const& consumer) {
  if (consumer.in_database || consumer.by_key || consumer.processed == 0) return "replay";
  return consumer.unprocessed == 0 ? "skip" : "compensate";
}

Line settle_next(ExpertView const& view) {
  auto const& notes = view.notes.restores;
  for (auto const& [name, consumer] : notes.consumers) {
    bool const left = consumer.processed + consumer.unprocessed > 0 && !consumer.ordered;
    if (!left) continue;
    bool const blind = view.without(own_facts) && !choice_refused(view);
    auto const choice = blind ? "skip" : choice_for(consumer);
    return fmt::format("reconcile {} --plan {} --consumer {} --events {}{}", database_name(view),
                       notes.plan, name, choice, because(view, "as its own facts allow"));
  }
  return std::nullopt;
}

}  // namespace

std::string const& database_name(ExpertView const& view) {
  auto const& named = view.notes.alert.database;
  return named.empty() ? view.notes.databases.name : named;
}

// The one that served last, of those that served without the symptom, are in the store and fit.
std::string fitting_release(ExpertView const& view) {
  std::string best;
  std::uint64_t latest = 0;
  auto const& fits = view.notes.restores.fits;
  for (auto const& [id, release] : view.notes.releases.all) {
    bool const clean = release.served && !release.symptoms && !release.serving &&
                       release.in_store && release.reads && release.writes;
    auto const fit = fits.find(id);
    bool const fitting = fit == fits.end() || fit->second == "compatible";
    if (!clean || !fitting || release.last_served_epoch < latest) continue;
    best = id;
    latest = release.last_served_epoch;
  }
  return best;
}

Line query_checked_database(ExpertView const& view) {
  if (!view.notes.restores.checked.empty()) return std::nullopt;
  auto const line = "show database " + database_name(view);
  return view.notes.last_command == line ? "wait 5s" : line;
}

Line plan_restore(ExpertView const& view) {
  auto const& notes = view.notes.restores;
  if (notes.plan.empty()) return "restore plan " + database_name(view);
  if (notes.plan_entry.empty()) return "show plan " + notes.plan;
  return std::nullopt;
}

Line fence(ExpertView const& view) {
  if (view.notes.restores.fenced) return std::nullopt;
  return fmt::format("fence {}{}", database_name(view),
                     because(view, "a restore under writers would fork the data"));
}

Line restore_by(ExpertView const& view, RestoreMethod method) {
  auto const& notes = view.notes.restores;
  if (too_early(view)) return "wait 10s";
  if (writes_wrong_rows(notes)) {
    if (auto line = replace_owner(view)) return line;
  }
  if (notes.plan.empty()) return plan_restore(view);
  if (!notes.began) {
    return fmt::format("restore run {} --plan {} --method {}{}", database_name(view), notes.plan,
                       to_text(method), because(view, "it brings back what is damaged"));
  }
  if (gave(view, "restore run ")) return wait_for(notes.plan);
  if (!notes.switched) {
    return fmt::format("restore cutover {} --plan {}{}", database_name(view), notes.plan,
                       because(view, "its copy has reached the target"));
  }
  bool const ordered = gave(view, "restore cutover ") || gave(view, "reconcile ");
  if (ordered && !choice_refused(view)) return wait_for(notes.plan);
  if (!notes.past_shown) return "show consumers " + database_name(view);
  if (auto line = settle_next(view)) return line;
  // Later writes, and so the schema, stay after a forward repair.
  if (method != RestoreMethod::forward_repair && owner_misfits(view)) {
    if (auto line = replace_owner(view)) return line;
  }
  if (!notes.unfenced && !view.without(unfence)) {
    return fmt::format("unfence {}{}", database_name(view),
                       because(view, "the data is restored and every consumer is settled"));
  }
  return std::nullopt;
}

bool restored(ExpertView const& view) { return view.notes.restores.unfenced; }

}  // namespace studylab::lab::steps
