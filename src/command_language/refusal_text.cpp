#include "command_language/refusal_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "command_language/verbs.h"

namespace studylab::language {
namespace {

std::string_view to_text(RefusalKind kind) {
  return kind == RefusalKind::forbidden ? "forbidden" : "not yet";
}

// A bar ends a table's cell.
std::string cell(std::string_view text) {
  std::string escaped;
  for (char const c : text) {
    if (c == '|') escaped += '\\';
    escaped += c;
  }
  return escaped;
}

std::string codes_of(VerbRow const& row) {
  if (row.refusals.empty()) return "–";
  std::vector<std::string> codes;
  for (auto const code : row.refusals)
    codes.push_back(fmt::format("`{}`", studylab::to_text(code)));
  return fmt::format("{}", fmt::join(codes, " "));
}

}  // namespace

std::string refusal_text(Refusal const& refusal) {
  auto const& row = row_of(refusal.code);
  auto const right = refusal.right.empty() ? std::string{} : "; " + refusal.right;
  return fmt::format("refused {}: {}{} ({})", row.text, refusal.why, right, row.rule);
}

std::string refusals_markdown() {
  std::string page =
      "# Refusals\n\n"
      "Made from the code (`refusals_markdown()` of `src/command_language/refusal_text.h`); a test "
      "compares the\n"
      "two.\n\n"
      "A refusal is one line, `refused CODE: why; what would be right (RULE)`, and one entry. "
      "*forbidden*\n"
      "is a prohibition, or a verdict that `--plan` shows. *not yet*: a fact is missing or too "
      "old, or an\n"
      "earlier step has not ended; it costs nothing the first time and names the verb that "
      "supplies it.\n\n"
      "| code | kind | rule | meaning |\n|---|---|---|---|\n";
  for (auto const& row : refusal_rows()) {
    page += fmt::format("| `{}` | {} | {} | {} |\n", row.text, to_text(row.kind), row.rule,
                        row.meaning);
  }
  page +=
      "\n## Verbs\n\n"
      "Reach says how wide a verb acts at most: allocation < binding < host < edge < environment "
      "<\n"
      "database < partition < all; with `--plan` it acts on nothing. Every verb with `--ref` may "
      "be\n"
      "refused `not_shown` as well.\n\n"
      "| verb | kind | reach | may be refused |\n|---|---|---|---|\n";
  for (auto const& row : verb_rows()) {
    auto const reach =
        row.reach == Reach::none ? std::string_view{"–"} : studylab::to_text(row.reach);
    page += fmt::format("| `{}` | {} | {} | {} |\n", cell(row.usage), studylab::to_text(row.kind),
                        reach, codes_of(row));
  }
  return page +
         "\n`notify-owner` with `--repair` is a repair. `notify-owner --repair secret` and "
         "`binding`\n"
         "reach a binding, `restart ALLOC` an allocation, `escalate capacity` a host, `escalate\n"
         "security` an edge; `escalate database` and `provider` are checks. `close --plan` is a "
         "check too.\n";
}

}  // namespace studylab::language
