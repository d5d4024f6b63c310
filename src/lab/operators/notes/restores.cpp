#include "lab/operators/notes/restores.h"

#include "lab/operators/answer_texts.h"

namespace studylab::lab {
namespace {

void take_check(RestoreNotes& notes, AnswerRead const& answer) {
  auto const check = answer.data.in("check");
  auto const environment = answer.data.in("database").word("environment");
  if (check.empty() || environment != answer.alert.environment) return;
  // One from long before the alert says nothing about the data now.
  if (check.time("at") < answer.alert.at - std::chrono::minutes{30}) return;
  notes.checked = check.text("entry");
  bool const was_known = !notes.damage.empty();
  notes.damage.clear();
  answer.data.each("damage", [&](Record const& row) {
    if (!notes.damage.empty()) return;
    notes.damage = row.word("kind");
    if (row.has("release")) notes.writer = row.text("release");
  });
  // A plan knows only the damage that was known when it was made.
  if (!was_known && !notes.damage.empty() && !notes.began) {
    notes.plan.clear();
    notes.plan_entry.clear();
  }
}

void take_consumer(RestoreNotes& notes, Record const& row) {
  auto& consumer = notes.consumers[row.text("name")];
  consumer.in_database = row.word("effect") == "database";
  consumer.by_key = row.word("idempotency") == "by-key";
  auto const past = row.in("past_restore");
  if (past.empty()) return;
  notes.past_shown = true;
  consumer.processed = past.number("processed");
  consumer.unprocessed = past.number("unprocessed");
}

void take_plan(RestoreNotes& notes, AnswerRead const& answer) {
  auto const plan = answer.data.in("plan");
  if (plan.empty()) return;
  notes.plan_entry = plan.text("entry");
  answer.data.each("methods", [&](Record const& row) {
    if (row.word("method") == "pitr") notes.base = row.text("base");
  });
  notes.fits.clear();
  answer.data.each("releases", [&](Record const& row) {
    auto const known = notes.fits.find(row.text("release"));
    if (known == notes.fits.end()) notes.fits[row.text("release")] = row.text("verdict");
  });
}

}  // namespace

void RestoreNotes::take(AnswerRead const& answer) {
  take_check(*this, answer);
  take_plan(*this, answer);
  if (answer.data.contains("backups")) {
    backups = answer.entry;
    std::string newest;
    answer.data.each("backups", [&](Record const& row) {
      if (row.text("taken_at") < newest) return;
      newest = row.text("taken_at");
      newest_is_foreign = row.word("source") != answer.alert.environment;
    });
  }
  if (answer.data.contains("consumers")) consumers_entry = answer.entry;
  answer.data.each("consumers", [&](Record const& row) { take_consumer(*this, row); });
}

void RestoreNotes::take_done(AnswerRead const& answer, Record const& row) {
  auto const fact = row.word("fact");
  if (fact == "OperationRequested" && answer.line.starts_with("restore plan ")) {
    plan = row.text("operation");
    plan_entry.clear();
  }
  if (fact == "WritersFenced") fenced = true;
  if (fact == "WritersUnfenced") unfenced = true;
  if (fact == "RestoreBegun") began = true;
  if (fact == "CutoverOrdered") switched = true;
  if (fact == "ReconcileOrdered") {
    consumers[std::string{word_after(answer.line, "--consumer")}].ordered = true;
  }
}

}  // namespace studylab::lab
