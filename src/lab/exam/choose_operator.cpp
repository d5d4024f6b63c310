#include <algorithm>
#include <set>
#include <sstream>

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

std::string accepted(std::string_view runbook, Outside outside) {
  return fmt::format("one of{}{}", outside == Outside::yes ? " script:FILE exec:COMMAND" : "",
                     lab::operator_names(runbook));
}

// The built-in operators depend on the runbook of a drill.
std::expected<void, WrongOperator> check_built_in(Exam const& exam, std::string_view kind,
                                                  Outside outside) {
  std::set<std::string_view> runbooks;
  for (auto const& item : exam.items) runbooks.insert(item.drill->runbook);
  // Without a drill, the mistake is another one.
  for (auto const runbook : runbooks) {
    auto const all = lab::operator_kinds(runbook);
    bool const known =
        std::ranges::any_of(all, [&](auto const& one) { return one.row.kind == kind; });
    if (known) continue;
    if (kind == "human") {
      return std::unexpected(
          WrongOperator{"a person cannot operate an exam", accepted(runbook, outside)});
    }
    return std::unexpected(
        WrongOperator{fmt::format("'{}' is not an operator for drills of {}", kind, runbook),
                      accepted(runbook, outside)});
  }
  return {};
}

std::expected<void, WrongOperator> read_script(Exam& exam, std::filesystem::path const& path) {
  auto const text = evidence::read_file(path);
  if (!text) {
    return std::unexpected(
        WrongOperator{text.error().text, "a script of at most 1 MiB that can be read"});
  }
  exam.operator_digest = blake2b(as_bytes(*text));
  for (auto& line : lab::script_lines(*text)) exam.script.push_back(std::move(line.text));
  return {};
}

// A word of a shell's command without its quotes, and with the operator's folder for its variable.
std::string as_path(std::string word, std::filesystem::path const& folder) {
  std::erase_if(word, [](char c) { return c == '"' || c == '\'' || c == ';'; });
  for (std::string_view const variable : {"$OPERATOR_DIR", "${OPERATOR_DIR}"}) {
    if (word.starts_with(variable)) word.replace(0, variable.size(), folder.string());
  }
  return word;
}

// Of the files that the command names: one that was changed, or that was missing and is not any
// more, is another operator. What these files use is not known. A command that names none has no
// digest.
Hash digest_of_files(std::string_view command, std::filesystem::path const& folder) {
  std::string found;
  std::istringstream words{std::string{command}};
  for (std::string word; words >> word;) {
    std::filesystem::path const path{as_path(std::move(word), folder)};
    std::error_code bad;
    // A program that the shell finds by its name belongs to the machine.
    if (!path.is_absolute() || !std::filesystem::is_regular_file(path, bad)) continue;
    auto const content = evidence::read_file(path, limits::endless_line);
    found += fmt::format("{} {}\n", path.filename().string(),
                         content ? to_hex(blake2b(as_bytes(*content)).bytes) : "unreadable");
  }
  return found.empty() ? Hash{} : blake2b(as_bytes(found));
}

}  // namespace

std::string_view script_of(std::string_view operator_kind) {
  return operator_kind.starts_with(script_prefix) ? operator_kind.substr(script_prefix.size())
                                                  : std::string_view{};
}

std::expected<void, WrongOperator> choose_operator(Exam& exam, std::string const& kind,
                                                   std::filesystem::path const& folder,
                                                   Outside outside) {
  exam.operator_kind = kind;
  exam.script.clear();
  exam.operator_digest = {};
  exam.folder = std::filesystem::absolute(folder);
  bool const is_script = kind.starts_with(script_prefix);
  bool const is_program = kind.starts_with(external::prefix);
  if ((is_script || is_program) && outside == Outside::no) {
    return std::unexpected(
        WrongOperator{std::string{named_outside}, "an operator of the program, such as expert"});
  }
  if (auto const script = script_of(kind); !script.empty())
    return read_script(exam, folder / script);
  if (!is_program) return check_built_in(exam, kind, outside);
  auto const command = std::string_view{kind}.substr(external::prefix.size());
  if (command.find_first_not_of(' ') == std::string_view::npos || kind.size() > limits::message) {
    return std::unexpected(
        WrongOperator{"the command of exec: is empty or too long",
                      fmt::format("exec:COMMAND, at most {} bytes", limits::message)});
  }
  exam.operator_digest = digest_of_files(command, exam.folder);
  return {};
}

}  // namespace studylab::exam
