#include "lab/console/console.h"

#include <algorithm>

#include <fmt/format.h>

#include "command_language/tokenizer.h"
#include "command_language/verbs.h"
#include "lab/console/queries/answers_view.h"
#include "lab/hints/hints.h"

namespace studylab::console {
namespace {

using language::Answer;
using language::AnswerKind;

// The edge that must report before the command is answered; none if no edge reports.
EdgeId asked_edge(OperatorCommand const& command) {
  auto const id = [](std::string const& edge) { return parse_id<EdgeId>(edge).value_or(EdgeId{}); };
  if (auto const* verb = std::get_if<TakeSnapshot>(&command.verb)) return id(verb->edge);
  if (auto const* verb = std::get_if<VerifySnapshot>(&command.verb)) return id(verb->edge);
  if (auto const* verb = std::get_if<Resume>(&command.verb)) return id(verb->edge);
  return EdgeId{};
}

// The host that must report before the command is answered; none if no host reports.
HostId asked_host(OperatorCommand const& command) {
  auto const* verb = std::get_if<Postcheck>(&command.verb);
  return verb == nullptr ? HostId{} : parse_id<HostId>(verb->host).value_or(HostId{});
}

bool is_report_of(Fact const& fact, HostId host) {
  if (auto const* drift = fact_if<HostDriftFound>(fact)) return drift->host == host;
  auto const* report = fact_if<HostPostchecked>(fact);
  return report != nullptr && report->host == host;
}

bool is_report_of(Fact const& fact, EdgeId edge) {
  if (auto const* report = fact_if<SnapshotFetched>(fact)) return report->edge == edge;
  if (auto const* report = fact_if<SnapshotChecked>(fact)) return report->edge == edge;
  if (auto const* report = fact_if<EdgeResumed>(fact)) return report->edge == edge;
  return false;
}

// The result of an order to an edge: the worst verdict, or that no report came in time.
std::string_view finding_of(OperatorCommand const& command, control::Edge const& edge) {
  if (std::holds_alternative<TakeSnapshot>(command.verb)) {
    return edge.snapshot_order ? "no_answer" : "fetched";
  }
  if (std::holds_alternative<Resume>(command.verb)) return edge.resume ? "no_answer" : "resumed";
  if (edge.verify_order || edge.snapshots.empty()) return "no_answer";
  for (auto const& [partition, snapshot] : edge.snapshots) {
    if (snapshot.verdict != SnapshotVerdict::good) return to_text(snapshot.verdict);
  }
  return to_text(SnapshotVerdict::good);
}

// The result of an order to a host.
std::string_view finding_of(std::span<FactEntry const> facts) {
  for (auto const& entry : facts) {
    auto const* report = fact_if<HostPostchecked>(entry.fact);
    if (report == nullptr) continue;
    return report->result == PostcheckResult::passed ? "passed" : "failed";
  }
  return "no_answer";
}

std::string_view waited_for(WaitFor until) {
  switch (until) {
    case WaitFor::time: return "time";
    case WaitFor::operation: return "operation";
    case WaitFor::symptom_gone: return "symptom_gone";
    case WaitFor::notice: return "notice";
  }
  return {};
}

}  // namespace

bool only_plans(OperatorCommand const& command) {
  return command.plan == PlanOnly::yes || std::holds_alternative<Headroom>(command.verb);
}

bool orders_report(OperatorCommand const& command) {
  if (command.plan == PlanOnly::yes) return false;
  return std::holds_alternative<TakeSnapshot>(command.verb) ||
         std::holds_alternative<VerifySnapshot>(command.verb) ||
         std::holds_alternative<Resume>(command.verb) ||
         std::holds_alternative<Postcheck>(command.verb);
}

QueryContext Console::context(Instant asked_at) const {
  return {world_.platform(), world_.chain().entries(), world_.now(), asked_at, {}};
}

std::expected<Act, Refusal> Console::act_of(OperatorCommand const& command) const {
  auto refs = control::resolve_refs(world_.platform(), command.refs);
  if (!refs) return std::unexpected{std::move(refs.error())};
  return Act{command.line,     command.by,   command.because,
             std::move(*refs), command.kind, command.reach};
}

Moment Console::moment(EntryId own) const {
  return {own, world_.now(), world_.platform().incident->at};
}

Answer Console::done(OperatorCommand const& command, language::Data data, std::string text,
                     std::vector<EntryId> entries) const {
  return Answer{command.line, AnswerKind::done,   {},   {}, std::move(text), std::move(data),
                world_.now(), std::move(entries), false};
}

EntryId Console::record(Fact fact) {
  auto const reply = world_.record(std::move(fact));
  return world::wait_for(world_, reply, world_.now() + asking_time) ? reply.value() : EntryId{};
}

Answer Console::query(OperatorCommand const& command, Query const& asked, Instant asked_at) {
  std::optional<world::Reply<std::vector<world::LogLine>>> lines;
  if (asked.query == QueryKind::logs) {
    if (auto const of = logs_of(asked, world_.platform())) {
      auto const from = world_.now() - asked.since.value_or(queried_back);
      lines = world_.logs(of->environment, of->allocation, from);
      if (!world::wait_for(world_, *lines, world_.now() + asking_time)) return unanswered(command);
    }
  }
  auto with = context(asked_at);
  if (lines) with.logs = lines->value();
  auto shown = console::query(asked, with);
  if (!shown) return refuse(command, shown.error());
  auto act = act_of(command);
  if (!act) return refuse(command, act.error());
  auto const own =
      record(make_fact(Queried{std::string{to_text(asked.query)}, asked.object, shown->shown,
                               std::move(shown->names), std::move(*act)}));
  auto in_words = text(own, [&](Moment const& moment, Screen const& screen) {
    auto const detail = language::has_option(command.line, "--wide") ? Detail::full : Detail::usual;
    return query_text(asked, detail, shown->data, moment, screen);
  });
  return done(command, std::move(shown->data), std::move(in_words), {own});
}

Answer Console::plan(OperatorCommand const& command) {
  auto act = act_of(command);
  if (!act) return refuse(command, act.error());
  auto plan = control::plan(world_.platform(), command);
  if (std::holds_alternative<Close>(command.verb)) {
    for (auto& text : hints::undone_at_close(help_.runbook, world_.platform(),
                                             world_.chain().entries(), act->refs)) {
      plan.lines.push_back({"not done", std::move(text), EntryId{}});
    }
  }
  EntryId const expected{world_.chain().size() + 1};
  auto shown = plan_answer(plan, context(), expected);
  auto const own = record(
      make_fact(Checked{std::string{language::words_of(command)}, language::object_of(command),
                        plan.finding, shown.shown, std::move(shown.names), std::move(*act)}));
  // Other entries may have come first.
  if (own != expected) shown.data = plan_answer(plan, context(), own).data;
  auto in_words = text(own, [&](Moment const& moment, Screen const& screen) {
    OperatorCommand planned;
    planned.verb = command.verb;
    return plan_text(language::line_of(planned), shown.data, moment, screen);
  });
  return done(command, std::move(shown.data), std::move(in_words), {own});
}

Answer Console::hint(OperatorCommand const& command) {
  auto const hint = hints::next_hint(help_.runbook, world_.platform(), world_.chain().entries());
  auto act = act_of(command);
  if (!hint) {
    return refuse(command, Refusal{RefusalCode::nothing_of_this_kind,
                                   "this phase has no further hint", "`help` lists the verbs"});
  }
  if (!act) return refuse(command, act.error());
  auto const own =
      record(make_fact(HintGiven{hint->phase, hint->step, hint->text, std::move(*act)}));
  language::Data data;
  data.open_row("hint");
  data.text("phase", to_text(hint->phase));
  data.number("step", hint->step);
  data.text("text", hint->text);
  data.number("points", hint->points);
  data.entry("entry", own);
  data.close();
  auto in_words = text(own, [&](Moment const& moment, Screen const& screen) {
    return hint_text(data, moment, screen);
  });
  return done(command, std::move(data), std::move(in_words), {own});
}

// The facts that the command appended, and the reports of the edge or host that it gave an order
// to.
std::vector<FactEntry> Console::brought_about(OperatorCommand const& command,
                                              std::uint32_t size) const {
  auto const edge = asked_edge(command);
  auto const host = asked_host(command);
  std::vector<FactEntry> facts;
  auto const& entries = world_.chain().entries();
  for (std::size_t n = size; n < entries.size(); ++n) {
    auto const* act = studylab::act_of(entries[n].fact);
    bool const own = act != nullptr && act->line == command.line;
    bool const reports = (edge && is_report_of(entries[n].fact, edge)) ||
                         (host && is_report_of(entries[n].fact, host));
    if (own || reports) facts.push_back(entries[n]);
  }
  return facts;
}

Answer Console::act(OperatorCommand const& command, Instant answered_at) {
  auto const size = world_.chain().size();
  auto const reply = world_.command(command);
  if (answered_at > world_.now()) world_.advance_to(answered_at);
  if (!world::wait_for(world_, reply, world_.now() + asking_time)) return unanswered(command);
  auto const& decision = reply.value();
  if (!decision) return refuse(command, decision.error());
  auto const edge = asked_edge(command);
  auto const host = asked_host(command);
  auto const facts = brought_about(command, size);
  std::vector<EntryId> entries;
  for (auto const& fact : facts) {
    if (studylab::act_of(fact.fact) != nullptr) entries.push_back(fact.id);
  }

  bool const resumes = std::holds_alternative<Resume>(command.verb);
  auto shown = done_answer(facts, context(), resumes ? EdgeId{} : edge);
  if (edge || host) {
    auto const finding =
        edge ? finding_of(command, world_.platform().edges.at(edge)) : finding_of(facts);
    auto const object = edge ? to_text(edge) : to_text(host);
    // The order has the command's reason and references. This fact records the result and what
    // the answer showed.
    entries.push_back(record(make_fact(Checked{
        std::string{language::words_of(command)}, object, std::string{finding}, shown.shown,
        std::move(shown.names), Act{{}, command.by, {}, {}, command.kind, command.reach}})));
  }
  auto const own = entries.empty() ? EntryId{} : entries.back();
  auto in_words = text(own, [&](Moment const& moment, Screen const& screen) {
    return done_text(facts, world_.platform(), shown.data, moment, screen);
  });
  return done(command, std::move(shown.data), std::move(in_words), std::move(entries));
}

namespace {

// The stage of an operation that was waited for, and whether it has ended there.
void put_awaited_stage(language::Data& data, control::State const& state,
                       std::string const& object) {
  auto const id = parse_id<OperationId>(object);
  auto const found = id ? state.operations.find(*id) : state.operations.end();
  if (found == state.operations.end()) return;
  data.text("stage", to_text(found->second.stage));
  data.flag("ended", ended(found->second.stage));
}

// Why the symptom is present: the run's own fence, which only its operator lifts, or what its
// reports say.
void put_reason(language::Data& data, control::State const& state, control::Symptom const& symptom,
                Instant now) {
  auto const* fenced = control::fence_over_threshold(state, *state.incident, now);
  if (fenced != nullptr) {
    auto const& name = fenced->registered.database.value();
    data.text("why", fmt::format("{} answers writes of {} with 503; `unfence {}` ends that",
                                 to_text(fenced->fence->ordered.hold), name, name));
  } else if (symptom.present && !symptom.why.empty()) {
    data.text("why", symptom.why);
  } else {
    data.nothing("why");
  }
}

}  // namespace

Answer Console::waited(OperatorCommand const& command, WaitFor until, WaitResult result,
                       CutShort cut_short) {
  auto act = act_of(command);
  if (!act) return refuse(command, act.error());
  auto const object = language::object_of(command);
  auto const own = record(make_fact(Waited{until, object, result, std::move(*act)}));
  auto const& state = world_.platform();
  language::Data data;
  data.open_row("waited");
  data.text("until", waited_for(until));
  data.text("result", cut_short == CutShort::yes      ? "time_limit"
                      : result == WaitResult::reached ? "reached"
                                                      : "at_most");
  if (object.empty()) {
    data.nothing("object");
  } else {
    data.text("object", object);
  }
  data.time("at", world_.now());
  put_awaited_stage(data, state, object);
  data.entry("entry", own);
  data.close();
  data.open_row("symptom");
  data.entry("entry", own);
  auto const symptom = control::symptom_of(state, *state.incident, world_.now());
  data.flag("present", symptom.present);
  put_reason(data, state, symptom, world_.now());
  data.close();
  auto in_words = text(own, [&](Moment const& moment, Screen const& screen) {
    return waited_text(data, moment, screen);
  });
  return done(command, std::move(data), std::move(in_words), {own});
}

Answer Console::refuse(OperatorCommand const& command, Refusal const& refusal) {
  auto const& row = row_of(refusal.code);
  auto refs = control::resolve_refs(world_.platform(), command.refs);
  Act act{command.line,    command.by,
          command.because, refs ? std::move(*refs) : std::vector<EntryId>{},
          command.kind,    command.reach};
  auto const own = record(make_fact(
      CommandRefused{std::string{language::words_of(command)}, language::object_of(command),
                     std::string{row.text}, std::string{row.rule}, row.kind, std::move(act)}));
  auto answer = language::refused_answer(command.line, refusal, world_.now(), {own});
  auto const* cost =
      row.kind == RefusalKind::forbidden ? " · forbidden, costs points" : " · free the first time";
  answer.text = refused_text(answer.text, cost, moment(own), screen_);
  return answer;
}

Answer Console::unanswered(OperatorCommand const& command) const {
  return usage(command.line, {"the platform has not answered", 0,
                              "`show operations` prints what it has done; repeat the line"});
}

Answer Console::usage(std::string_view line, language::UsageError const& error) const {
  return language::usage_answer(line, error, world_.now());
}

Answer Console::help(std::string_view line, language::HelpRequest const& request) const {
  return Answer{std::string{line},
                AnswerKind::done,
                {},
                {},
                language::help_text(request, help_),
                {},
                world_.now(),
                {},
                false};
}

}  // namespace studylab::console
