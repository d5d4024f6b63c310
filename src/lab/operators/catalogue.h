#pragma once

#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "lab/operators/operator.h"
#include "lab/operators/runbook.h"

namespace studylab::lab {

// The built-in operators for drills of the runbook: those of every runbook, then its own.
std::vector<OperatorKind> operator_kinds(std::string_view runbook);
// Their names, each after a space.
std::string operator_names(std::string_view runbook);

// The operator of that kind for the opening's runbook; a random one draws from `seed`. The error
// lists the valid kinds.
std::expected<std::unique_ptr<Operator>, std::string> make_operator(
    std::string_view kind, language::Opening const& opening, Seed const& seed);

}  // namespace studylab::lab
