#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lab/operators/operator.h"

namespace studylab::lab {

struct ScriptLine {
  std::uint32_t number;  // in its file, from 1
  std::string text;
};

// Skips blank lines and lines that begin with `#`.
bool is_skipped(std::string_view line);

// The text without the byte-order mark with which some editors begin files.
std::string_view strip_bom(std::string_view text);

// The commands of a script.
std::vector<ScriptLine> script_lines(std::string_view text);

// Gives these commands in order, whatever the answers are.
class ScriptOperator final : public Operator {
 public:
  explicit ScriptOperator(std::vector<std::string> lines) : lines_(std::move(lines)) {}
  void watch(language::Answer const&) override {}
  std::optional<std::string> next() override {
    return at_ < lines_.size() ? std::optional{lines_[at_++]} : std::nullopt;
  }

 private:
  std::vector<std::string> lines_;
  std::size_t at_ = 0;
};

}  // namespace studylab::lab
