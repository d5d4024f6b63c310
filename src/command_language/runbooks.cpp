#include "command_language/runbooks.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/check.h"

namespace studylab::language {
namespace {

RunbookLine const* find_in(std::span<RunbookLine const> lines, std::string_view id) {
  auto const at = std::ranges::find(lines, id, &RunbookLine::id);
  return at == lines.end() ? nullptr : &*at;
}

// With its meaning if that is requested and described.
enum class Meanings : std::uint8_t { no, yes };

void add_line(std::string& page, RunbookLine const& line, Meanings meanings) {
  page += fmt::format("- {} {}\n", line.id, line.words);
  if (meanings == Meanings::no || line.meaning.empty()) return;
  page += fmt::format("  {}\n  By {}: {}.\n", line.meaning, by_text(line.by), line.verbs);
}

// A runbook's lines of one kind under their heading.
void add_lines(std::string& page, Runbook const& runbook, LineKind kind, Meanings meanings) {
  auto const has_kind = [&](RunbookLine const& line) { return line.kind == kind; };
  if (std::ranges::none_of(runbook.lines, has_kind)) return;
  page += kind == LineKind::step ? "\nSteps\n\n" : "\nDo not\n\n";
  for (auto const& line : runbook.lines) {
    if (has_kind(line)) add_line(page, line, meanings);
  }
}

void add_runbook(std::string& page, Runbook const& runbook, Meanings meanings) {
  page += fmt::format("{}\n", runbook.about);
  add_lines(page, runbook, LineKind::step, meanings);
  add_lines(page, runbook, LineKind::prohibition, meanings);
}

}  // namespace

Runbook const* find_runbook(std::string_view id) {
  auto const all = runbooks();
  auto const at = std::ranges::find(all, id, &Runbook::id);
  return at == all.end() ? nullptr : &*at;
}

RunbookLine const* find_line(std::string_view id) {
  if (auto const* line = find_in(operator_path(), id)) return line;
  for (auto const& runbook : runbooks()) {
    if (auto const* line = find_in(runbook.lines, id)) return line;
  }
  return nullptr;
}

std::string_view by_text(LineBy by) {
  switch (by) {
    case LineBy::operators: return "the operator";
    case LineBy::platform: return "the platform";
    case LineBy::both: return "the operator and the platform";
  }
  STUDYLAB_CHECK(!"a value of the closed set");
  return {};
}

std::string runbooks_page() {
  auto page = fmt::format("{}\n\n## {}\n\n{}\n", product_line, runbooks_title, mission);
  for (auto const& runbook : runbooks()) {
    page += fmt::format("\n### {} — `{}`\n\n", runbook.title, runbook.id);
    add_runbook(page, runbook, Meanings::no);
  }
  return page;
}

std::string runbook_page(Runbook const& runbook) {
  auto page = fmt::format("{} · {}\n", runbook.title, runbook.id);
  add_runbook(page, runbook, Meanings::yes);
  return page;
}

}  // namespace studylab::language
