// The answers to plans, actions, records, waits and hints.
#include "lab/console/queries/answers_view.h"

#include <algorithm>

#include <fmt/format.h>

namespace studylab::console {
namespace {

// What the command itself still needs.
bool lacks_something(Record const& data) {
  auto const lines = data.rows("lines");
  return std::ranges::any_of(lines,
                             [](Record const& line) { return line.text("what") == "missing"; });
}

Styled verdict_text(Record const& data) {
  auto const finding = data.text("finding");
  if (finding == "enough") return {"the other hosts have enough free slots", Style::green};
  if (finding == "short") return {"the other hosts have too few free slots", Style::red};
  bool const of_database =
      finding == "compatible" || finding == "incompatible" || finding == "unknown";
  if (data.has("would_be_refused")) {
    auto const refused = data.in("would_be_refused");
    Styled text{"would be refused", Style::red};
    text.add(fmt::format(", {} ({})", refused.text("code"), refused.text("rule")));
    return of_database ? text.add("; database " + finding) : text;
  }
  if (finding == "fits" && lacks_something(data)) return {"not complete", Style::amber};
  Styled text{"would be carried out", Style::green};
  return of_database ? text.add("; database " + finding) : text;
}

// --- what commands did ---

std::string replaced_release(control::State const& state, EnvironmentName const& environment) {
  auto const found = state.environments.find(environment);
  if (found == state.environments.end()) return {};
  auto const owner = state.routes.find(found->second.declared.route);
  return owner == state.routes.end() ? std::string{} : to_text(owner->second.release);
}

std::string requested_text(OperationRequested const& fact, control::State const& state) {
  auto const id = to_text(fact.operation);
  return match(
      fact.request,
      [&](requests::Rollback const& request) {
        return fmt::format("{}: rolling {} back from {} to {}", id, to_text(request.environment),
                           replaced_release(state, request.environment), to_text(request.release));
      },
      [&](requests::Promotion const& request) {
        return fmt::format("{}: promoting {} to {}, replacing {}", id, to_text(request.release),
                           to_text(request.environment),
                           replaced_release(state, request.environment));
      },
      [&](requests::Restart const& request) {
        return fmt::format(
            "{}: restarting {}", id,
            request.allocation ? to_text(request.allocation) : to_text(request.environment));
      },
      [&](requests::EdgeRepair const& request) {
        return fmt::format("{}: giving {} a new baseline", id, to_text(request.edge));
      },
      [&](requests::Migration const& request) {
        return fmt::format("{}: migration of {}", id, to_text(request.environment));
      },
      [&](requests::Build const& request) {
        return fmt::format("{}: build of {}", id, to_text(request.environment));
      },
      [&](requests::Wake const& request) {
        return fmt::format("{}: waking {}", id, to_text(request.environment));
      },
      [&](requests::Replacement const& request) {
        return fmt::format("{}: starting replacements for {}", id, to_text(request.host));
      },
      [&](requests::Drain const& request) {
        return fmt::format("{}: draining {}", id, to_text(request.host));
      },
      [&](requests::Rebuild const& request) {
        return fmt::format("{}: rebuilding {}", id, to_text(request.host));
      },
      [&](requests::Restore const& request) {
        return fmt::format("{}: a plan to restore {}; `show plan {}` prints it", id,
                           to_text(request.database), id);
      },
      [&](requests::Job const& request) {
        return fmt::format("{}: job {} of {}", id, request.name, to_text(request.environment));
      },
      [&](requests::Failover const& request) {
        return fmt::format("{}: moving {} to {}", id, to_text(request.database),
                           to_text(request.region));
      },
      [&](requests::Rotation const& request) {
        return fmt::format("{}: a new credential for {}", id, to_text(request.binding));
      });
}

class FactWriter {
 public:
  FactWriter(Sheet& sheet, control::State const& state) : sheet_(sheet), state_(state) {}

  void report(OperationRequested const& fact) {
    say(requested_text(fact, state_));
    watch(to_text(fact.operation));
  }
  void report(OperationRetried const& fact) {
    say(fmt::format("{}: attempt {}", to_text(fact.operation), fact.attempt.value()));
    watch(to_text(fact.operation));
  }
  void report(WakeJoined const& fact) {
    say(fmt::format("{}: joined; this wake of {} is under way already", to_text(fact.operation),
                    to_text(fact.environment)));
    watch(to_text(fact.operation));
  }
  void report(OperationCancelled const& fact) { say(to_text(fact.operation) + ": cancelled"); }
  void report(EnvironmentFrozen const& fact) {
    say(fmt::format("{}: promotions of {} are frozen", to_text(fact.hold),
                    to_text(fact.environment)));
    hint("lift it with: unfreeze " + to_text(fact.environment));
  }
  void report(EnvironmentUnfrozen const& fact) {
    say(fmt::format("{} is lifted: {} accepts promotions again", to_text(fact.hold),
                    to_text(fact.environment)));
  }
  void report(EnvironmentPaused const& fact) {
    say(fmt::format("{}: migrations and jobs of {} are paused", to_text(fact.hold),
                    to_text(fact.environment)));
    hint("lift it with: unpause " + to_text(fact.environment));
  }
  void report(EnvironmentUnpaused const& fact) {
    say(fmt::format("{} is lifted: migrations and jobs of {} run again", to_text(fact.hold),
                    to_text(fact.environment)));
  }
  void report(HostCordoned const& fact) {
    bool const holds = state_.holds.contains(fact.hold);
    say(fmt::format("{}no new allocation is placed on {}",
                    holds ? to_text(fact.hold) + ": " : std::string{}, to_text(fact.host)));
    if (holds) hint("lift it with: uncordon " + to_text(fact.host));
  }
  void report(HostUncordoned const& fact) {
    say(fmt::format("allocations may be placed on {} again", to_text(fact.host)));
  }
  void report(Classified const& fact) {
    auto text = fmt::format("classified as {}", to_text(fact.fault_class));
    if (fact.scope != Scope::unstated) text += fmt::format(", scope {}", to_text(fact.scope));
    say(text);
  }
  void report(Noted const&) { say("noted"); }
  void report(ImpactStated const& fact) {
    say(fmt::format("impact stated: {}, {}", counted(fact.users, "user"),
                    counted(fact.minutes, "minute")));
  }
  void report(IncidentClosed const& fact) {
    say(fact.handed_to ? fmt::format("the incident is handed over to {}", to_text(*fact.handed_to))
                       : std::string{"the incident is closed"});
  }
  void report(OwnerNotified const& fact) {
    auto text = fmt::format("{}: sent to {}, who owns {}", to_text(fact.notice),
                            to_text(fact.owner), to_text(fact.environment));
    if (fact.repair) {
      text += fmt::format(": repair {}{}{}", to_text(*fact.repair), fact.name.empty() ? "" : " ",
                          fact.name);
    }
    say(text);
    if (fact.repair) watch(to_text(fact.notice));
  }
  void report(TeamEscalated const& fact) {
    say(fmt::format("{}: sent to the {} team", to_text(fact.notice), to_text(fact.team)));
    watch(to_text(fact.notice));
  }
  void report(GapPolicySet const& fact) {
    auto mode = std::string{to_text(fact.policy.mode)};
    if (fact.policy.mode == GapMode::last_verified) {
      mode += " up to " + in_short(fact.policy.max_age);
    }
    bool const holds = state_.holds.contains(fact.hold);
    say(fmt::format("{}edges in a gap answer {} for {}",
                    holds ? to_text(fact.hold) + ": " : std::string{}, mode,
                    to_text(fact.environment)));
  }
  void report(OwnerStatusPublished const& fact) {
    say(fmt::format("{}: published to the owner of {}: cause {}, \"{}\"", to_text(fact.hold),
                    to_text(fact.environment), fact.cause, fact.says));
    hint("withdraw it with: status resolve " + to_text(fact.environment));
  }
  void report(OwnerStatusResolved const& fact) {
    say(fmt::format("{} is lifted: the status of {} is resolved", to_text(fact.hold),
                    to_text(fact.environment)));
  }
  void report(SnapshotFetched const& fact) {
    say(fmt::format("{} fetched a snapshot of {} at sequence {}", to_text(fact.edge),
                    to_text(fact.partition), fact.sequence.value()));
  }
  void report(SnapshotChecked const& fact) {
    say(fmt::format("{} verified its snapshot of {}: {}", to_text(fact.edge),
                    to_text(fact.partition), in_words(std::string{to_text(fact.verdict)})));
  }
  void report(SnapshotFetchFailed const& fact) {
    say(fmt::format("{} could not fetch a snapshot of {}{}{}: {}", to_text(fact.edge),
                    to_text(fact.partition), fact.source.empty() ? "" : " from ", fact.source,
                    fact.why));
  }
  void report(EdgeResumed const& fact) {
    say(fmt::format("{} resumed {} from sequence {}", to_text(fact.edge), to_text(fact.partition),
                    fact.sequence.value() + 1));
  }
  void report(HostPostchecked const& fact) {
    bool const passed = fact.result == PostcheckResult::passed;
    sheet_.sentence(Styled{to_text(fact.host) + ": postcheck "}
                        .add(passed ? "passed" : "failed", passed ? Style::green : Style::red)
                        .add(": " + fact.seen));
  }
  void report(HostDriftFound const& fact) {
    for (auto const& one : fact.paths) {
      sheet_.sentence(
          Styled{fmt::format("{}: {} was changed: {}, not {}", to_text(fact.host), one.path,
                             short_text(one.actual), short_text(one.declared)),
                 Style::red});
    }
    if (fact.paths.empty()) return;
    hint(fmt::format("record it before a rebuild: record-drift {} --path {}", to_text(fact.host),
                     fact.paths.front().path));
  }
  void report(DriftRecorded const& fact) {
    say(fmt::format("the change of {} on {} is recorded: {}", fact.path, to_text(fact.host),
                    short_text(fact.actual)));
  }
  void report(WritersFenced const& fact) {
    say(fmt::format("{}: writers of {} are being stopped (epoch {})", to_text(fact.hold),
                    to_text(fact.database), fact.epoch.value()));
    hint("lift it with: unfence " + to_text(fact.database));
  }
  void report(WritersUnfenced const& fact) {
    say(fmt::format("{} is lifted: writers of {} are let in again", to_text(fact.hold),
                    to_text(fact.database)));
  }
  void report(RestoreBegun const& fact) {
    say(fmt::format("{}: a copy is made by {} from {}", to_text(fact.operation),
                    to_text(fact.method), to_text(fact.base)));
    watch(to_text(fact.operation));
  }
  void report(CutoverOrdered const& fact) {
    say(fmt::format("{}: its copy is put in service", to_text(fact.operation)));
    watch(to_text(fact.operation));
  }
  void report(ReconcileOrdered const& fact) {
    say(fmt::format("{}: the events of {}: {}", to_text(fact.operation), to_text(fact.consumer),
                    to_text(fact.choice)));
    watch(to_text(fact.operation));
  }
  // Orders print nothing; the report of the edge, host or database shows the result.
  void report(auto const&) {}

 private:
  void say(std::string_view text) { sheet_.sentence(Styled{text}); }
  void hint(std::string_view text) { sheet_.sentence({text, Style::dim}); }
  void watch(std::string const& name) { hint("watch it with: wait --for " + name); }

  Sheet& sheet_;
  control::State const& state_;
};

bool is_order(Fact const& fact) {
  return fact_if<SnapshotOrdered>(fact) != nullptr || fact_if<VerifyOrdered>(fact) != nullptr ||
         fact_if<SnapshotOrderedFrom>(fact) != nullptr || fact_if<ResumeOrdered>(fact) != nullptr;
}

bool is_order_to_host(Fact const& fact) { return fact_if<PostcheckOrdered>(fact) != nullptr; }

}  // namespace

namespace {

struct PlanLine {
  std::string what;
  std::string value;
  std::string state;  // ` (answers)`, where the value ends with one
  EntryId entry;
};

// Values in the same state, from the same entry, in one line: `shop-db, shop-files (answers)`.
std::vector<PlanLine> shared_lines(std::vector<Record> const& rows) {
  std::vector<PlanLine> lines;
  for (auto const& row : rows) {
    auto value = row.text("value");
    auto const state_at = value.ends_with(')') ? value.rfind(" (") : value.npos;
    auto const state = state_at == value.npos ? std::string{} : value.substr(state_at);
    value.resize(value.size() - state.size());
    bool const shares = !lines.empty() && !state.empty() && lines.back().what == row.text("what") &&
                        lines.back().state == state && lines.back().entry == row.entry();
    if (shares) {
      lines.back().value += ", " + value;
    } else {
      lines.push_back({row.text("what"), std::move(value), state, row.entry()});
    }
  }
  return lines;
}

}  // namespace

std::string plan_text(std::string_view command, language::Data const& object, Moment const& moment,
                      Screen const& screen) {
  Record const data{object};
  Sheet sheet{screen, moment};
  sheet.heading({verdict_text(data), Styled{command, Style::strong}});
  auto const refused = data.in("would_be_refused");
  sheet.field("why", refused.text("why"));
  sheet.field("instead", refused.text("right"));
  std::string before;
  for (auto const& line : shared_lines(data.rows("lines"))) {
    auto const entry = line.entry == moment.own ? EntryId{} : line.entry;
    sheet.field(line.what == before ? std::string{} : line.what, line.value + line.state, entry);
    before = line.what;
  }
  return sheet.text();
}

std::string done_text(std::span<FactEntry const> facts, control::State const& state,
                      language::Data const& object, Moment const& moment, Screen const& screen) {
  Record const data{object};
  Sheet sheet{screen, moment};
  FactWriter writer{sheet, state};
  bool answered = facts.empty();
  bool of_host = false;
  for (auto const& entry : facts) {
    visit_fact(entry.fact, [&](auto const& fact) { writer.report(fact); });
    of_host |= is_order_to_host(entry.fact);
    answered |= !is_order(entry.fact) && !is_order_to_host(entry.fact);
  }
  if (!answered) {
    auto const* text =
        of_host ? "the host has not reported a result yet: `show host HOST` prints it once it has"
                : "the edge has not reported a result yet: `show edge EDGE` prints it once it has";
    sheet.sentence({text, Style::amber});
  }
  for (auto const& row : data.rows("done")) {
    for (auto const& waiting : row.rows("stays_waiting")) {
      sheet.sentence({fmt::format("{} keeps waiting: {}; {}", waiting.text("operation"),
                                  waiting.text("why"), waiting.text("right")),
                      Style::amber});
    }
  }
  auto const snapshots = data.rows("snapshots");
  if (!snapshots.empty()) put_snapshots(sheet, {"snapshots that the edge holds"}, snapshots);
  return sheet.text();
}

namespace {

// A stage that only a command ends is reached, but the operation goes on.
std::string awaited_operation(Record const& waited, std::string const& name, bool reached) {
  if (!reached) return name + " has not ended yet";
  if (!waited.flag("ended")) {
    return fmt::format("{0} is {1} and waits for a command; `show operation {0}`", name,
                       in_words(waited.text("stage")));
  }
  return fmt::format("{0} has ended; `show operation {0}` prints its result", name);
}

}  // namespace

std::string waited_text(language::Data const& object, Moment const& moment, Screen const& screen) {
  Record const data{object};
  Sheet sheet{screen, moment};
  auto const waited = data.in("waited");
  auto const result = waited.text("result");
  auto const until = waited.text("until");
  auto const name = waited.text("object");
  bool const reached = result == "reached";
  Styled text;
  if (result == "time_limit") {
    text.add("the run's time limit ended the wait", Style::amber);
  } else if (until == "time") {
    text.add("waited until " + sheet.time(waited.time("at")));
  } else if (until == "operation") {
    text.add(awaited_operation(waited, name, reached), reached ? Style::plain : Style::amber);
  } else if (until == "notice") {
    text.add(
        name + (reached ? " is answered; `show incident` prints the answer" : " has no answer yet"),
        reached ? Style::plain : Style::amber);
  }
  bool const present = data.in("symptom").flag("present");
  auto const* still = text.empty() ? "symptom still present" : "symptom present";
  Styled symptom{present ? still : "symptom gone", present ? Style::red : Style::green};
  if (data.in("symptom").has("why")) symptom.add(": " + data.in("symptom").text("why"));
  sheet.sentence(joined({text, symptom}, "; "));
  return sheet.text();
}

std::string hint_text(language::Data const& object, Moment const& moment, Screen const& screen) {
  auto const hint = Record{object}.in("hint");
  Sheet sheet{screen, moment};
  auto const title = fmt::format("hint {}, {}: ", hint.text("step"), hint.text("phase"));
  auto const cost =
      hint.number("points") > 0
          ? fmt::format("costs {} points of {}", hint.number("points"), hint.text("phase"))
          : std::string{"costs nothing more"};
  sheet.sentence(Styled{title, Style::strong}.add(hint.text("text")).add("; ").add(cost));
  return sheet.text();
}

std::string refused_text(std::string_view text, std::string_view cost, Moment const& moment,
                         Screen const& screen) {
  auto lines = screen;
  if (screen.output == Output::stream) lines.width = text.size() + 1;
  Sheet sheet{lines, moment};
  auto const colon = std::min(text.find(':'), text.size());
  Styled line{text.substr(0, colon), Style::red};
  line.add(text.substr(colon));
  // What it costs, for a person; programs have the code.
  if (screen.output == Output::terminal) line.add(std::string{cost}, Style::dim);
  sheet.sentence(line);
  return sheet.text();
}

}  // namespace studylab::console
