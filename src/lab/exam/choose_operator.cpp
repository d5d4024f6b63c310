#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/limits.h"
#include "evidence/file_write.h"
#include "lab/exam/exam.h"
#include "lab/external/external_operator.h"
#include "lab/operators/catalogue.h"
#include "lab/operators/script.h"

namespace studylab::exam {
namespace {

constexpr std::string_view script_prefix = "script:";

std::string accepted(std::string_view runbook) {
  return fmt::format("one of script:FILE exec:COMMAND{}", lab::operator_names(runbook));
}

// The built-in operators depend on the runbook of a drill.
std::expected<void, WrongOperator> check_built_in(Exam const& exam, std::string_view kind) {
  std::set<std::string_view> runbooks;
  for (auto const& item : exam.items) runbooks.insert(item.drill->runbook);
  // Without a drill, the mistake is another one.
  for (auto const runbook : runbooks) {
    auto const all = lab::operator_kinds(runbook);
    bool const known =
        std::ranges::any_of(all, [&](auto const& one) { return one.row.kind == kind; });
    if (known) continue;
    if (kind == "human") {
      return std::unexpected(WrongOperator{"a person cannot operate an exam", accepted(runbook)});
    }
    return std::unexpected(WrongOperator{
        fmt::format("'{}' is not an operator for drills of {}", kind, runbook), accepted(runbook)});
  }
  return {};
}

std::expected<void, WrongOperator> read_script(Exam& exam, std::filesystem::path const& path) {
  auto const text = evidence::read_file(path);
  if (!text) {
    return std::unexpected(
        WrongOperator{text.error().text, "a script of at most 1 MiB that can be read"});
  }
  exam.script_digest = blake2b(as_bytes(*text));
  for (auto& line : lab::script_lines(*text)) exam.script.push_back(std::move(line.text));
  return {};
}

}  // namespace

std::string_view script_of(std::string_view operator_kind) {
  return operator_kind.starts_with(script_prefix) ? operator_kind.substr(script_prefix.size())
                                                  : std::string_view{};
}

std::expected<void, WrongOperator> choose_operator(Exam& exam, std::string const& kind,
                                                   std::filesystem::path const& folder) {
  exam.operator_kind = kind;
  exam.script.clear();
  exam.script_digest = {};
  exam.folder = std::filesystem::absolute(folder);
  if (auto const script = script_of(kind); !script.empty())
    return read_script(exam, folder / script);
  if (!kind.starts_with(external::prefix)) return check_built_in(exam, kind);
  auto const command = std::string_view{kind}.substr(external::prefix.size());
  if (command.find_first_not_of(' ') == std::string_view::npos || kind.size() > limits::message) {
    return std::unexpected(
        WrongOperator{"the command of exec: is empty or too long",
                      fmt::format("exec:COMMAND, at most {} bytes", limits::message)});
  }
  return {};
}

}  // namespace studylab::exam
