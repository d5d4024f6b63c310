#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "cli/commands.h"
#include "cli/pager.h"
#include "cli/terminal.h"
#include "command_language/wrap.h"
#include "lab/console/render/styled.h"
#include "lab/console/render/units.h"
#include "lab/drill/load.h"
#include "lab/runs/documents.h"
#include "lab/runs/own_drills.h"
#include "lab/runs/runbook_report.h"
#include "lab/runs/store.h"

namespace studylab::cli {
namespace {

using console::Style;
using console::Styled;
using runs::LineReport;
using runs::RunbookReport;

constexpr std::size_t id_width = 6;      // `POS1  `
constexpr std::size_t field_width = 10;  // `refusals  `

std::string wrapped_for(Out const& out, std::string text) {
  return out.terminal() ? language::wrapped(text, out.width()) : std::move(text);
}

// The lines of a page, wrapped to the screen.
class Page {
 public:
  explicit Page(console::Screen const& screen) : screen_(screen) {}

  void line(Styled const& line, std::size_t hanging = 0) {
    for (auto const& part : line.wrapped(screen_.width, hanging)) {
      text_ += (text_.empty() ? "" : "\n") + part.on(screen_);
    }
  }
  void empty_line() { text_ += "\n"; }
  // A value under the id of a runbook line, after its label.
  void field(std::string_view label, Styled const& value) {
    Styled all{std::string(id_width, ' ')};
    all.add(fmt::format("{:<{}}", label, field_width), Style::dim).add(value);
    line(all, id_width + field_width);
  }
  std::string const& text() const { return text_; }

 private:
  console::Screen const& screen_;
  std::string text_;
};

// Alternatives are separated, so that a long list can be wrapped.
std::string spaced(std::string_view verbs) {
  std::string text;
  for (char const c : verbs) text += c == '|' ? std::string{" | "} : std::string{c};
  return text;
}

Styled exercise_text(runs::Exercise const& exercise, bool step) {
  auto const& drill = *exercise.drill;
  auto const& in = exercise.required_in;
  if (in.empty()) {
    return fmt::format("{}: every variant{}", drill.id, step ? ", not as a required step" : "");
  }
  if (in.size() == drill.variants.size()) {
    return fmt::format("{}: required in every variant", drill.id);
  }
  return fmt::format("{}: required in {} of {} variants: {}", drill.id, in.size(),
                     drill.variants.size(), fmt::join(in, ", "));
}

Styled runs_text(LineReport const& line, std::uint32_t runs) {
  if (runs == 0) return Styled{"none yet", Style::dim};
  Styled text;
  if (line.required > 0) {
    text.add(fmt::format("done in {} of {}", line.done, line.required),
             line.done == line.required ? Style::green : Style::amber);
    text.add("; ");
  }
  if (line.losing_runs == 0) {
    return text.add(fmt::format("no points lost in {}", console::counted(runs, "run")));
  }
  return text.add(fmt::format("{} lost in {} of {}", console::counted(line.points_lost, "point"),
                              line.losing_runs, console::counted(runs, "run")),
                  Style::red);
}

void put_drills(Page& page, LineReport const& report) {
  auto const& path = language::operator_path();
  if (report.line >= path.data() && report.line < path.data() + path.size()) {
    return page.field("drills", std::string{"every drill, in every variant"});
  }
  std::string_view label = "drills";
  bool const step = report.line->kind == language::LineKind::step;
  for (auto const& exercise : report.drills) {
    page.field(std::exchange(label, ""), exercise_text(exercise, step));
  }
}

void put_line(Page& page, LineReport const& report, std::uint32_t runs) {
  auto const& line = *report.line;
  Styled heading{fmt::format("{:<{}}", line.id, id_width), Style::strong};
  page.line(heading.add(line.words, Style::strong), id_width);
  page.line(std::string(id_width, ' ') + std::string{line.meaning}, id_width);
  page.field("by", language::by_text(line.by));
  page.field("verbs", spaced(line.verbs));
  if (report.refusals.empty()) page.field("refusals", Styled{"none", Style::dim});
  std::string_view label = "refusals";
  for (auto const* row : report.refusals) {
    page.field(std::exchange(label, ""), fmt::format("{}: {}", row->text, row->meaning));
  }
  put_drills(page, report);
  page.field("runs", runs_text(report, runs));
}

void put_lines(Page& page, RunbookReport const& report, language::LineKind kind,
               std::string_view heading) {
  auto const is_one = [&](LineReport const& one) { return one.line->kind == kind; };
  if (std::ranges::none_of(report.lines, is_one)) return;
  page.empty_line();
  page.line(Styled{heading, Style::strong});
  for (auto const& line : report.lines) {
    if (!is_one(line)) continue;
    page.empty_line();
    put_line(page, line, report.runs);
  }
}

void put_heading(Page& page, RunbookReport const& report) {
  auto const& runbook = *report.runbook;
  page.line(Styled{fmt::format("{} · {}", runbook.title, runbook.id), Style::strong});
  page.line(runbook.about);
  page.line(Styled{
      fmt::format("{} of its drills in this home", console::counted(report.runs, "graded run")),
      Style::dim});
}

std::string text_of(RunbookReport const& report, console::Screen const& screen) {
  Page page{screen};
  put_heading(page, report);
  put_lines(page, report, language::LineKind::step, "Steps");
  put_lines(page, report, language::LineKind::prohibition, "Do not");
  return page.text();
}

std::string text_of_line(RunbookReport const& report, LineReport const& line,
                         console::Screen const& screen) {
  Page page{screen};
  put_heading(page, report);
  page.empty_line();
  put_line(page, line, report.runs);
  return page.text();
}

RunbookReport report_in_home(language::Runbook const& runbook) {
  auto const store = runs::Store::of(runs::home_folder());
  std::vector<drill::Drill const*> drills;
  for (auto const& drill : drill::drills()) drills.push_back(&drill);
  for (auto const* drill : runs::kept_drills(store.home())) drills.push_back(drill);
  auto const listed = runs::listed_runs(store);
  if (listed) return runs::report_on(runbook, drills, *listed);
  print_error(fmt::format("the runs are left out: {}", listed.error()));
  return runs::report_on(runbook, drills, {});
}

Exit show_all(Out& out, Json json) {
  if (json == Json::no) {
    print_paged(out, wrapped_for(out, language::runbooks_page()));
    return Exit::done;
  }
  boost::json::array all;
  for (auto const& runbook : language::runbooks()) all.push_back(runs::document(runbook));
  out.line(boost::json::serialize(all));
  return Exit::done;
}

// The rules of every drill, then the runbooks.
std::vector<language::Runbook const*> sections() {
  std::vector<language::Runbook const*> all{&language::operator_path_section()};
  for (auto const& runbook : language::runbooks()) all.push_back(&runbook);
  return all;
}

bool has_line(language::Runbook const& runbook, std::string_view id) {
  return std::ranges::any_of(runbook.lines, [&](auto const& line) { return line.id == id; });
}

// The one with that id, or the one that has the line with that id; nullptr: neither.
language::Runbook const* section_of(std::string_view id) {
  for (auto const* one : sections()) {
    if (one->id == id || has_line(*one, id)) return one;
  }
  return nullptr;
}

}  // namespace

Exit show_runbooks(std::string const& id, Json json) {
  Out out;
  if (id.empty()) return show_all(out, json);
  auto const* runbook = section_of(id);
  if (runbook == nullptr) {
    std::string known;
    for (auto const* one : sections()) known += fmt::format("{}, ", one->id);
    print_error(fmt::format("'{}' is not a valid ID; expected {}or that of a line, such as {}", id,
                            known, language::runbooks().front().lines.front().id));
    return Exit::usage;
  }
  auto const report = report_in_home(*runbook);
  auto const line =
      std::ranges::find(report.lines, id, [](LineReport const& one) { return one.line->id; });
  bool const whole = line == report.lines.end();
  if (json == Json::yes) {
    auto const document = runs::document(report);
    auto const at = static_cast<std::size_t>(line - report.lines.begin());
    out.line(boost::json::serialize(whole ? document : document.at("lines").at(at)));
  } else {
    print_paged(out,
                whole ? text_of(report, out.screen()) : text_of_line(report, *line, out.screen()));
  }
  return Exit::done;
}

}  // namespace studylab::cli
