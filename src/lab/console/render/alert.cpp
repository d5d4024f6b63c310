#include "lab/console/render/alert.h"

#include <fmt/format.h>

#include "lab/console/queries/views.h"
#include "lab/console/render/sheet.h"
#include "lab/console/render/units.h"
#include "lab/grade/grade.h"

namespace studylab::console {
namespace {

std::string words_of(Session const& session) {
  return language::Record{session.opening().incident}.text("alert");
}

}  // namespace

std::string alert_text(Session const& session, Screen const& screen) {
  auto const& opened = session.platform().incident->opened;
  Sheet sheet{screen, {EntryId{}, session.now(), session.alert()}};
  sheet.heading({Styled{session.opening().runbook, Style::strong}, session.run()});
  sheet.gap();
  auto const date = to_text(session.alert()).substr(0, 10);
  sheet.paragraph(Styled{"ALERT", Style::red}.add(
      fmt::format("  {} {} UTC", date, sheet.time(session.alert()))));
  sheet.paragraph({words_of(session), Style::strong});
  sheet.field("environment", to_text(environment_of(opened)));
  sheet.field("route", to_text(route_of(opened)));
  match(
      opened.subject,
      [&](RouteErrors const& errors) {
        sheet.field("errors", Styled{percent(errors.observed.value()), Style::red}.add(fmt::format(
                                  " of requests at {}, threshold {}", to_text(errors.edge),
                                  percent(errors.threshold.value()))));
        sheet.field("last change", to_text(errors.operation));
      },
      [&](EdgeGap const& gap) {
        sheet.field("gap", Styled{to_text(gap.edge), Style::red}.add(
                               fmt::format(" in {}: {}", to_text(gap.partition),
                                           in_words(std::string{to_text(gap.cause)}))));
      },
      [&](WakeStuck const& stuck) {
        sheet.field("wake",
                    Styled{to_text(stuck.operation), Style::red}.add(" does not become hot"));
      },
      [&](HostDue const& due) {
        sheet.field("host", Styled{to_text(due.host), Style::red}.add(" is due for an upgrade"));
      },
      [&](DataDamaged const& damaged) {
        sheet.field("data", Styled{counted(damaged.rows, "row"), Style::red}.add(fmt::format(
                                " of {} differ from what users wrote", to_text(damaged.database))));
      },
      [&](DependencyErrors const& errors) {
        sheet.field("errors", Styled{percent(errors.observed.value()), Style::red}.add(fmt::format(
                                  " of requests at {}, threshold {}", to_text(errors.edge),
                                  percent(errors.threshold.value()))));
        sheet.field("watched", "the providers that it depends on");
      });
  for (auto const& [said, at] : session.platform().statements) {
    sheet.field("said", statement_text(said.person.value(), to_text(said.role), said.text));
  }
  sheet.gap();
  sheet.paragraph(
      "Find the truth, classify the risk, take the smallest correct action, leave evidence. Begin "
      "with `show incident`; `show runbook` prints the steps and prohibitions, `help` lists the "
      "commands.");
  sheet.paragraph(fmt::format(
      "The run has 100 points; {} are needed to pass, with at least half of every phase (`help "
      "scoring`). It ends with `close`, at the end of input (Ctrl-D), or {} after the alert.",
      grade::points_to_pass, to_text(session.deadline() - session.alert())));
  return sheet.text();
}

}  // namespace studylab::console
