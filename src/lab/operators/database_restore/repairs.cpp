// The accepted repairs, one function for each.
#include "lab/operators/database_restore/repairs.h"

#include "lab/operators/restore_steps.h"

namespace studylab::lab::database_restore {
namespace {

using enum FaultClass;
using steps::restored;

Line by_pitr(ExpertView const& view) { return steps::restore_by(view, RestoreMethod::pitr); }
Line forward(ExpertView const& view) {
  return steps::restore_by(view, RestoreMethod::forward_repair);
}

constexpr std::string_view restores[] = {"restore"};

constexpr Strategy all[] = {
    {corruption, "pitr", "restored-by-pitr", restores, by_pitr, restored},
    {destructive_migration, "forward", "repaired-forward", restores, forward, restored},
    {lost_writes, "pitr", "restored-by-pitr", restores, by_pitr, restored},
    {wrong_environment, "pitr", "restored-by-pitr", restores, by_pitr, restored},
    {reprocessing, "pitr", "restored-by-pitr", restores, by_pitr, restored},
};

}  // namespace

std::span<Strategy const> strategies() { return all; }

}  // namespace studylab::lab::database_restore
