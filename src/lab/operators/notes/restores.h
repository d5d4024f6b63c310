#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "lab/operators/notes/answer.h"

namespace studylab::lab {

// The data of the alert's database, its consumers, and the operator's restore of it.
struct RestoreNotes {
  struct Consumer {
    bool in_database = false;  // where its effect is kept
    bool by_key = false;
    std::uint64_t processed = 0, unprocessed = 0;  // past the restore point
    bool ordered = false;                          // it is settled, or being settled
  };

  std::string checked;                   // the entry of the latest check; empty: none was shown
  std::string damage;                    // the kind of damage that it found; empty: it passed
  std::string writer;                    // the release that writes wrong rows
  std::string backups, consumers_entry;  // entries of the latest queries; empty: not queried
  bool newest_is_foreign = false;
  std::map<std::string, Consumer> consumers;
  bool past_shown = false;  // the consumers' events past the restore point were

  std::string plan, plan_entry;  // the latest plan's operation, and the entry of its facts
  std::string base;              // that a point-in-time restore begins with
  std::map<std::string, std::string> fits;  // release to verdict
  bool fenced = false, began = false, switched = false, unfenced = false;

  void take(AnswerRead const& answer);
  void take_done(AnswerRead const& answer, Record const& row);
};

}  // namespace studylab::lab
