#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "lab/operators/notes/answer.h"

namespace studylab::lab {

// The host of the alert, and what its upgrade depends on. Entries are empty where nothing is known.
struct UpgradeNotes {
  // --- what was queried ---
  std::string quorum_entry, headroom_entry, sessions_entry, operations_entry, members_entry;
  std::string plan_entry;    // the plan of the drain
  std::string plan_finding;  // its finding; empty: not planned
  bool headroom_short = false;
  std::string min_deadline;   // as a duration; empty: not shown
  std::string ages_entry;     // of sessions of the host that stay in place
  bool old_sessions = false;  // some are older than the minimum drain time

  // --- what checks found, by host ---
  struct Check {
    std::string entry;
    bool passed = false;
  };
  std::map<std::string, Check, std::less<>> checks;  // the latest
  bool image_declared = false;                       // of the alert's host, at its first check
  std::string first_check;
  std::vector<std::string> drift;  // paths that are not recorded
  bool had_drift = false;
  std::string drift_entry;

  // --- others ---
  std::string other_drain, other_drain_entry;        // an open drain of another host
  std::string member_down, member_host, down_entry;  // an allocation whose process has ended
  std::vector<std::string> cordoned;                 // other hosts that take no allocations

  // --- what was done ---
  bool was_cordoned = false;  // by the operator
  std::string returned;       // the entry by which the alert's host was uncordoned
  std::set<std::string> uncordoned;

  void take(AnswerRead const& answer);
  void take_done(AnswerRead const& answer, Record const& row);

 private:
  void take_host(AnswerRead const& answer, Record const& host);
  void take_sessions(AnswerRead const& answer);
};

}  // namespace studylab::lab
