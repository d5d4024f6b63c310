#pragma once

#include <expected>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "evidence/seal.h"
#include "lab/exam/exam.h"
#include "lab/exam/result.h"

namespace studylab::exam {

// What every run of an exam shares.
struct Conduct {
  Exam const& exam;
  evidence::SigningKey key;                      // of the installation
  std::optional<std::filesystem::path> bundles;  // the folder for them
  std::vector<std::filesystem::path> hidden;     // what an external program must not reach
};

// Runs and grades one item, in memory. Whatever the operator does, there is a result; the error is
// one line, about the lab: the bundle cannot be written, a program cannot be started.
std::expected<Result, std::string> run_item(Conduct const& conduct, Item const& item);

// The name of a run's bundle in its folder: `DRILL-LEVEL-SEED.bundle`.
std::string bundle_name(Item const& item);
// The id of a run, which does not show its seed to a reader who does not have the salt.
std::string run_id(Exam const& exam, Item const& item);

}  // namespace studylab::exam
