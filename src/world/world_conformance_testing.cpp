#include "world/world_conformance_testing.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <vector>

#include <fmt/format.h>

#include "model/symptom.h"
#include "world/plan_testing.h"

namespace studylab::world {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr Duration answer_time = seconds{10};

bool has_incident(control::State const& state, Instant) { return state.incident.has_value(); }

// At the alert; none: there was none.
std::unique_ptr<World> at_alert(MakeWorld const& make) {
  auto world = make(tiny_plan(), {});
  bool const reached = world->advance_until(has_incident, Tiny{}.began + minutes{5});
  return reached ? std::move(world) : nullptr;
}

OperatorCommand rollback_to(std::string const& release) {
  return given(Rollback{Tiny{}.environment, release}, "rollback shop/production --to " + release);
}

Fact queried(std::string object) {
  return make_fact(Queried{"releases", std::move(object), {}, {}, {}});
}

// Whether the entry holds this fact, compared as bytes.
bool holds(evidence::Chain const& chain, EntryId id, Fact const& fact) {
  evidence::Chain alone;
  auto const written = alone.append(Instant{}, Fact{fact});
  auto const expected = alone.raw(written);
  auto const raw = chain.raw(id);
  return raw.kind == expected.kind && raw.payload == expected.payload;
}

// What a state requires and would decide, as text: equal states give equal texts.
std::string conclusions(control::State const& state, Instant now) {
  std::vector<control::Effect> effects;
  control::react(state, effects);
  auto text = fmt::format("{} at {};", to_text(state.last_entry), to_text(state.last_at));
  for (auto const& effect : effects) {
    text += fmt::format(" {}/{}/{}/{}", effect.key.kind, effect.key.a, effect.key.b, effect.key.c);
  }
  for (auto const* release : {"rel-1", "rel-2"}) {
    auto const plan = control::plan(state, rollback_to(release));
    text += fmt::format("; {}", plan.finding);
    for (auto const& line : plan.lines) {
      text += fmt::format(", {} {} {}", line.what, line.value, to_text(line.entry));
    }
    auto const decision = control::decide(state, rollback_to(release), now);
    text += decision ? fmt::format("; {} facts", decision->size()) : "; " + decision.error().why;
  }
  return text;
}

std::string time_passes_exactly(MakeWorld const& make) {
  auto const world = make(tiny_plan(), {});
  if (world->now() != Tiny{}.began) return "the clock does not start with the run";
  auto at = world->now();
  for (int step = 0; step < 60; ++step) {
    at += milliseconds{350} * (step % 3);
    world->advance_to(at);
    if (world->now() != at) {
      return fmt::format("advanced to {}, and now is {}", to_text(at), to_text(world->now()));
    }
    Instant last{};
    for (auto const& entry : world->chain().entries()) {
      if (entry.at < last) return to_text(entry.id) + " is earlier than the entry before it";
      if (entry.at > at) return to_text(entry.id) + " is later than now";
      last = entry.at;
    }
  }
  return {};
}

std::string conditions_end_an_advance(MakeWorld const& make) {
  auto const world = make(tiny_plan(), {});
  auto const limit = Tiny{}.began + minutes{5};
  if (!world->advance_until(has_incident, limit)) return "the condition is not reached";
  if (!has_incident(world->platform(), world->now())) return "reached, but it does not hold";
  auto const late = world->now() - world->platform().last_at;
  if (late > seconds{1}) return fmt::format("stopped {} after the entry", to_text(late));
  auto const reached_at = world->now();
  if (!world->advance_until(has_incident, limit) || world->now() != reached_at) {
    return "time passed although the condition held";
  }
  auto const never = [](control::State const&, Instant) { return false; };
  auto const soon = world->now() + seconds{3};
  if (world->advance_until(never, soon)) return "a condition that never holds was reached";
  return world->now() == soon ? "" : "without the condition, the advance does not end at its limit";
}

std::string commands_append_their_facts(MakeWorld const& make) {
  auto const world = at_alert(make);
  if (world == nullptr) return "no alert";
  auto const before = world->chain().size();
  auto const reply = world->command(rollback_to("rel-1"));
  if (!wait_for(*world, reply, world->now() + answer_time)) return "no answer";
  if (!reply.value()) return "refused: " + reply.value().error().why;
  auto const& facts = *reply.value();
  auto const& chain = world->chain();
  auto const size = static_cast<std::uint32_t>(facts.size());
  for (auto first = before + 1; size > 0 && first + size - 1 <= chain.size(); ++first) {
    std::uint32_t same = 0;
    while (same < size && holds(chain, EntryId{first + same}, facts[same])) ++same;
    if (same == size) return {};
  }
  return "the facts of the answer are not consecutive entries of the chain";
}

std::string refusals_append_nothing(MakeWorld const& make) {
  auto const world = at_alert(make);
  if (world == nullptr) return "no alert";
  auto const command = rollback_to("rel-99");
  auto const reply = world->command(command);
  if (!wait_for(*world, reply, world->now() + answer_time)) return "no answer";
  if (reply.value()) return "a release that does not exist is accepted";
  for (auto const& entry : world->chain().entries()) {
    auto const* act = act_of(entry.fact);
    if (act != nullptr && act->line == command.line) return to_text(entry.id) + " records it";
  }
  return {};
}

std::string the_state_is_a_fold_of_the_chain(MakeWorld const& make) {
  auto const world = make(tiny_plan(), {});
  for (int round = 0; round < 12; ++round) {
    if (round == 6) (void)world->command(rollback_to("rel-1"));
    control::State folded;
    for (auto const& entry : world->chain().entries()) control::evolve(folded, entry);
    auto const expected = conclusions(folded, world->now());
    auto const found = conclusions(world->platform(), world->now());
    if (found != expected) return fmt::format("'{}' is not '{}'", found, expected);
    world->advance_to(world->now() + milliseconds{2300});
  }
  return {};
}

std::string records_are_kept_in_order(MakeWorld const& make) {
  auto const world = at_alert(make);
  if (world == nullptr) return "no alert";
  std::vector<Reply<EntryId>> replies;
  for (auto const* object : {"one", "two", "three"}) {
    replies.push_back(world->record(queried(object)));
  }
  EntryId last;
  std::size_t place = 0;
  for (auto const* object : {"one", "two", "three"}) {
    auto const& reply = replies[place++];
    if (!wait_for(*world, reply, world->now() + answer_time)) return "no answer";
    auto const id = reply.value();
    if (id <= last) return fmt::format("'{}' is {}, after {}", object, to_text(id), to_text(last));
    if (id.number > world->chain().size()) return to_text(id) + " does not exist";
    if (!holds(world->chain(), id, queried(object))) return to_text(id) + " is another fact";
    last = id;
  }
  return {};
}

std::string views_arrive_as_facts(MakeWorld const& make) {
  auto const world = at_alert(make);
  if (world == nullptr) return "no alert";
  auto const asked = world->chain().size();
  world->ask_views();
  world->advance_to(world->now() + seconds{2});
  std::set<EdgeId> seen;
  for (auto id = EntryId{asked + 1}; id.number <= world->chain().size(); ++id.number) {
    auto const* view = fact_if<EdgeViewReported>(world->chain().entry(id).fact);
    if (view != nullptr) seen.insert(view->edge);
  }
  return seen.size() == Tiny::edges ? "" : fmt::format("{} edges reported a view", seen.size());
}

std::string logs_can_be_read_again(MakeWorld const& make) {
  Tiny const tiny;
  auto const world = at_alert(make);
  if (world == nullptr) return "no alert";
  world->advance_to(world->now() + seconds{90});
  auto const read = [&](Instant from) -> std::optional<std::vector<LogLine>> {
    auto const reply = world->logs(tiny.environment, {}, from);
    if (!wait_for(*world, reply, world->now() + answer_time)) return std::nullopt;
    return reply.value();
  };
  auto const before = world->now();
  auto const from = before - seconds{60};
  auto const first = read(from);
  auto const again = read(from);
  auto const later = read(before - seconds{20});
  if (!first || !again || !later) return "no answer";
  if (first->empty()) return "nothing is logged";
  for (auto const& line : *first) {
    if (line.at < from || line.at > world->now()) return "a line of another time: " + line.text;
    if (!world->platform().allocations.contains(line.allocation)) return "of nothing: " + line.text;
  }
  if (!std::ranges::is_sorted(*first, {}, &LogLine::at)) return "the lines are not in order";
  // The second reading may have lines that were written in the meantime.
  if (again->size() < first->size() || !std::equal(first->begin(), first->end(), again->begin())) {
    return "the same lines read differently the second time";
  }
  for (auto const& line : *later) {
    if (line.at < before - seconds{20}) return "a line from before the asked time: " + line.text;
  }
  return {};
}

// Requests to the tiny app that failed, by the edges' observations that ended by `until`.
std::uint64_t reported_failures(evidence::Chain const& chain, Instant until) {
  std::uint64_t sum = 0;
  for (auto const& entry : chain.entries()) {
    auto const* observed = fact_if<RequestsObserved>(entry.fact);
    if (observed == nullptr || observed->until > until) continue;
    for (auto const& row : observed->rows) {
      if (row.route == Tiny{}.route && failed(row)) sum += row.requests;
    }
  }
  return sum;
}

std::string measurement_agrees_with_the_traffic(MakeWorld const& make) {
  Tiny const tiny;
  constexpr Duration interval = seconds{10};
  auto const world = make(tiny_plan(), {});
  // The edges' observations end at whole intervals.
  auto const boundary = tiny.began + 5 * interval - tiny.began.time_since_epoch() % interval;
  world->advance_to(boundary);
  auto const truth = world->measure(tiny.errors(), tiny.began);
  if (!wait_for(*world, truth, world->now() + answer_time)) return "no answer";
  world->advance_to(world->now() + seconds{2});
  auto const reported = reported_failures(world->chain(), boundary);
  auto const measured = truth.value().measured.failed_requests;
  if (reported == 0) return "the failing release fails no request";
  return measured == reported
             ? ""
             : fmt::format("{} failed requests measured, {} reported", measured, reported);
}

std::string harm_is_the_subjects(MakeWorld const& make) {
  Tiny const tiny;
  auto const world = at_alert(make);
  if (world == nullptr) return "no alert";
  world->advance_to(world->now() + seconds{20});
  auto const failures = [&](IncidentSubject const& subject) -> std::optional<std::uint64_t> {
    auto const truth = world->measure(subject, tiny.began);
    if (!wait_for(*world, truth, world->now() + answer_time)) return std::nullopt;
    return truth.value().measured.failed_requests;
  };
  RouteKey const other{"other.example"};
  for (auto const& [own, others] :
       {std::pair{tiny.errors(), tiny.errors(other)}, std::pair{tiny.gap(), tiny.gap(other)}}) {
    auto const harm = failures(own);
    auto const harm_elsewhere = failures(others);
    if (!harm || !harm_elsewhere) return "no answer";
    if (*harm == 0) return "the requests of the failing route are not counted";
    if (*harm_elsewhere != 0) return fmt::format("{} failures of another route", *harm_elsewhere);
  }
  return {};
}

std::string changes_happen_at_their_instant(MakeWorld const& make) {
  Tiny const tiny;
  auto plan = tiny_plan();
  auto const at = tiny.began + seconds{30};
  plan.changes = {{at, BindingChange{tiny.binding, BindingState::gone}}};
  auto const world = make(plan, {});
  auto const failures = [&]() -> std::optional<std::uint64_t> {
    auto const truth = world->measure(tiny.errors(), tiny.began);
    if (!wait_for(*world, truth, world->now() + answer_time)) return std::nullopt;
    return truth.value().measured.failed_requests;
  };
  world->advance_to(at - seconds{2});
  auto const before = failures();
  world->advance_to(at + seconds{10});
  auto const after = failures();
  if (!before || !after) return "no answer";
  if (*before != 0) return fmt::format("{} requests failed before the change", *before);
  return *after != 0 ? "" : "no request failed after the change";
}

std::string a_crashed_control_plane_answers_later(MakeWorld const& make) {
  Tiny const tiny;
  auto const down_at = tiny.began + seconds{20};
  Duration const down = seconds{2};
  Schedule schedule;
  schedule.crashes.push_back({"control", std::nullopt, down_at, down});
  auto const world = make(tiny_plan(), schedule);
  world->advance_to(down_at + milliseconds{500});
  auto const reply = world->record(queried("while it is down"));
  if (!wait_for(*world, reply, world->now() + answer_time)) return "no answer";
  if (world->now() < down_at + down) return "a process that is down has answered";
  return holds(world->chain(), reply.value(), queried("while it is down")) ? "" : "not recorded";
}

std::string equal_runs_are_equal(MakeWorld const& make) {
  auto const head = [&] {
    auto const world = at_alert(make);
    if (world == nullptr) return Hash{};
    world->advance_to(world->now() + seconds{20});
    (void)world->command(rollback_to("rel-1"));
    world->advance_to(world->now() + seconds{40});
    return world->chain().head();
  };
  return head() == head() ? "" : "the heads differ";
}

constexpr std::array rules{
    WorldRule{"time passes exactly", time_passes_exactly},
    WorldRule{"conditions end an advance", conditions_end_an_advance},
    WorldRule{"commands append their facts", commands_append_their_facts},
    WorldRule{"refusals append nothing", refusals_append_nothing},
    WorldRule{"the state is a fold of the chain", the_state_is_a_fold_of_the_chain},
    WorldRule{"records are kept in order", records_are_kept_in_order},
    WorldRule{"views arrive as facts", views_arrive_as_facts},
    WorldRule{"logs can be read again", logs_can_be_read_again},
    WorldRule{"measurement agrees with the traffic", measurement_agrees_with_the_traffic},
    WorldRule{"harm is of the incident's subject", harm_is_the_subjects},
    WorldRule{"changes happen at their instant", changes_happen_at_their_instant},
    WorldRule{"a crashed control plane answers later", a_crashed_control_plane_answers_later},
};

constexpr WorldRule reproducible{"equal runs are equal", equal_runs_are_equal};

}  // namespace

std::span<WorldRule const> world_rules() { return rules; }
WorldRule const& reproducible_rule() { return reproducible; }

}  // namespace studylab::world
