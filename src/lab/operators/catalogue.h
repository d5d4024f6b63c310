#pragma once

#include <expected>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/random.h"
#include "lab/operators/operator.h"

namespace studylab::lab {

// Every built-in operator, by the word after `--operator`.
struct OperatorRow {
  std::string_view kind;  // expert, idle, random, reckless, cheat:skip-looks …
  std::string_view does;  // one line
};
std::span<OperatorRow const> operator_rows();

// The operator of that kind; a random one draws from `seed`. The error lists the valid kinds.
std::expected<std::unique_ptr<Operator>, std::string> make_operator(
    std::string_view kind, language::Opening const& opening, Seed const& seed);

}  // namespace studylab::lab
