#include "lab/operators/notes/upgrades.h"

#include <algorithm>

#include "lab/operators/answer_texts.h"

namespace studylab::lab {
namespace {

bool is_of(AnswerRead const& answer, std::string_view begin) {
  return answer.line.starts_with(begin);
}

}  // namespace

void UpgradeNotes::take_host(AnswerRead const& answer, Record const& host) {
  auto const id = host.text("id");
  auto const postcheck = host.in("postcheck");
  bool const alerts = id == answer.alert.host;
  auto const entry = postcheck.text("entry");
  // One from before the alert says nothing about the host now.
  if (!postcheck.empty() && postcheck.time("at") >= answer.alert.at) {
    bool const passed = postcheck.flag("passed");
    checks[id] = {entry, passed};
    if (alerts && first_check.empty()) {
      first_check = entry;
      image_declared = passed;
    }
  }
  if (!alerts || !answer.data.contains("drift")) return;
  drift.clear();
  answer.data.each("drift", [&](Record const& row) {
    had_drift = true;
    drift_entry = row.text("entry");
    if (!row.has("recorded")) drift.push_back(row.text("path"));
  });
}

void UpgradeNotes::take_sessions(AnswerRead const& answer) {
  if (!is_of(answer, "show sessions ")) return;
  sessions_entry = answer.entry;
  min_deadline = answer.data.in("drain").text("min_deadline");
  answer.data.each("ages", [&](Record const& row) {
    if (ages_entry.empty()) ages_entry = row.text("entry");
    if (row.number("past_drain_time") == 0) return;
    old_sessions = true;
    ages_entry = row.text("entry");
  });
}

void UpgradeNotes::take(AnswerRead const& answer) {
  auto const& host = answer.alert.host;
  if (host.empty()) return;
  if (is_of(answer, "show quorum")) quorum_entry = answer.entry;
  if (is_of(answer, "headroom ")) {
    headroom_entry = answer.entry;
    headroom_short = answer.data.word("finding") == "short";
  }
  if (is_of(answer, "drain ") && answer.data.contains("finding")) {
    plan_entry = answer.entry;
    plan_finding = answer.data.text("finding");
  }
  take_sessions(answer);
  auto const one = answer.data.in("host");
  if (!one.empty()) take_host(answer, one);
  if (answer.data.contains("hosts")) {
    cordoned.clear();
    answer.data.each("hosts", [&](Record const& row) {
      if (row.has("cordon") && row.word("id") != host) cordoned.push_back(row.text("id"));
    });
  }
  if (is_of(answer, "show operations")) {
    operations_entry = answer.entry;
    other_drain.clear();
    answer.data.each("operations", [&](Record const& row) {
      auto const stage = row.in("stage");
      bool const open = row.word("kind") == "drain" && stage.word("stage") == "running";
      if (!open || row.word("host") == host) return;
      other_drain = row.text("id");
      other_drain_entry = stage.text("entry");
    });
  }
  if (!answer.data.contains("allocations")) return;
  if (is_of(answer, "show allocations")) members_entry = answer.entry;
  answer.data.each("allocations", [&](Record const& row) {
    auto const stage = row.in("stage");
    bool const down = stage.word("stage") == "failed" && stage.word("failed_at") == "ready";
    if (!down || row.word("environment") != answer.alert.environment) return;
    member_down = row.text("id");
    member_host = row.text("host");
    down_entry = stage.text("entry");
  });
}

void UpgradeNotes::take_done(AnswerRead const& answer, Record const& row) {
  auto const fact = row.word("fact");
  auto const& host = answer.alert.host;
  if (host.empty()) return;
  bool const alerts = word_after(answer.line, words(answer.line, 1)) == host;
  if (fact == "HostCordoned" && alerts) was_cordoned = true;
  if (fact == "DriftRecorded" && alerts) {
    auto const path = std::string{word_after(answer.line, "--path")};
    std::erase(drift, path);
  }
  if (fact != "HostUncordoned") return;
  auto const begin = answer.line.find(' ');
  auto const named = answer.line.substr(begin + 1, answer.line.find(' ', begin + 1) - begin - 1);
  uncordoned.insert(std::string{named});
  if (named == host) returned = answer.entry;
}

}  // namespace studylab::lab
