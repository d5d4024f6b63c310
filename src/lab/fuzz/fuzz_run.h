#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "evidence/invariants/invariants.h"
#include "lab/drill/drill.h"
#include "lab/grade/grade.h"
#include "lab/operators/expert.h"
#include "lab/operators/operator.h"
#include "lab/runs/run.h"
#include "world/schedule.h"

// One run of a drill in the simulated world by a built-in operator, with its score.
namespace studylab::fuzz {

using MakeOperator =
    std::function<std::unique_ptr<lab::Operator>(language::Opening const&, Seed const&)>;

MakeOperator by_kind(std::string kind);  // one of operator_rows()
MakeOperator expert_with(lab::ExpertOptions options);
MakeOperator typing(std::vector<std::string> lines);  // these lines, regardless of the answers

// What is run, except for the operator.
struct Scenario {
  drill::Drill const* drill = nullptr;
  std::uint64_t seed = 1;
  std::string variant;  // empty: as the seed draws it
  console::Text text = console::Text::no;
  world::Schedule schedule;
  Level level = Level::normal;
  drill::Topology topology = drill::Topology::drawn;
};

// Reference runs of one scenario without faults, by debrief::reference_key. Time is graded against
// these, so it does not depend on the operator.
using References = std::map<std::string, ReferenceMeasured, std::less<>>;

struct FinishedRun {
  std::string failed;               // why the run does not exist; empty: it exists
  std::optional<runs::Run> played;  // none: the run does not exist
  std::vector<std::string> lines;
  std::vector<std::string> usage_errors;  // of the lines, those that are not a command
  drill::Variant const* variant = nullptr;
  grade::Score score;
  Hash lab_head;  // as the run itself left it, without a reference

  console::Session const& session() const { return played->session(); }
  Hash const& head() const { return session().chain().head(); }
  std::vector<FactEntry> const& entries() const { return session().chain().entries(); }
  std::vector<evidence::LabEntry> const& lab() const { return session().lab_chain().entries(); }
};

// Runs to the end. If `references` is null, the score excludes time.
FinishedRun run_scenario(Scenario const& scenario, MakeOperator const& make,
                         References* references = nullptr);

}  // namespace studylab::fuzz
