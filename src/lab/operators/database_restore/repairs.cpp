// The accepted repairs, one function for each.
#include "lab/operators/database_restore/repairs.h"

#include <fmt/format.h>

#include "lab/operators/database_restore/parts.h"
#include "lab/operators/expert_steps.h"

namespace studylab::lab::database_restore {
namespace {

using enum FaultClass;
using steps::because;

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

// A release that writes wrong rows must not own the route when writers are let in.
Line stop_writer_first(ExpertView const& view) {
  auto const& notes = view.notes;
  bool const writes = notes.restores.damage == "wrong" || !notes.restores.writer.empty();
  if (!writes || view.without(stop_writer)) return std::nullopt;
  std::string moved;
  for (auto const& one : notes.operations.requested) {
    if (one.verb == "rollback") moved = one.operation;
  }
  if (moved.empty()) {
    auto const target = rollback_target(view);
    if (target.empty()) return std::nullopt;
    return fmt::format("rollback {} --to {}{}", notes.alert.environment, target,
                       because(view, "it served before, and its program writes rows well"));
  }
  return gave(view, "rollback ") ? wait_for(moved) : std::nullopt;
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

Line restore_by(ExpertView const& view, std::string_view method) {
  auto const& notes = view.notes.restores;
  if (too_early(view)) return "wait 10s";
  if (auto line = stop_writer_first(view)) return line;
  if (!notes.began) {
    return fmt::format("restore run {} --plan {} --method {}{}", database_name(view), notes.plan,
                       method, because(view, "it brings back what is damaged"));
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
  if (!notes.unfenced && !view.without(unfence)) {
    return fmt::format("unfence {}{}", database_name(view),
                       because(view, "the data is restored and every consumer is settled"));
  }
  return std::nullopt;
}

Line by_pitr(ExpertView const& view) { return restore_by(view, "pitr"); }
Line forward(ExpertView const& view) { return restore_by(view, "forward-repair"); }
bool is_done(ExpertView const& view) { return view.notes.restores.unfenced; }

constexpr std::string_view restores[] = {"restore"};

constexpr Strategy all[] = {
    {corruption, "pitr", "restored-by-pitr", restores, by_pitr, is_done},
    {destructive_migration, "forward", "repaired-forward", restores, forward, is_done},
    {lost_writes, "pitr", "restored-by-pitr", restores, by_pitr, is_done},
    {wrong_environment, "pitr", "restored-by-pitr", restores, by_pitr, is_done},
    {reprocessing, "pitr", "restored-by-pitr", restores, by_pitr, is_done},
};

}  // namespace

std::span<Strategy const> strategies() { return all; }

std::string const& database_name(ExpertView const& view) { return view.notes.alert.database; }

// The one that served last, of those that served without the symptom, are in the store and fit.
std::string rollback_target(ExpertView const& view) {
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

}  // namespace studylab::lab::database_restore
