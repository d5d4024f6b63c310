#include "world/sim/traffic.h"

#include <algorithm>
#include <utility>

namespace studylab::world::sim {
namespace {

// An address whose process has ended: the edge's connection is reset.
Behaviour const& dead_address() {
  static Behaviour const behaviour = [] {
    Behaviour reset;
    reset.failing = Permille{1000};
    reset.status = 502;
    reset.error = RequestError::reset;
    return reset;
  }();
  return behaviour;
}

// A program that is still starting fails its probe and every request.
Behaviour const& still_starting() {
  static Behaviour const behaviour = [] {
    Behaviour starting;
    starting.failing = Permille{1000};
    starting.status = still_starting_status;
    starting.code = "starting";
    return starting;
  }();
  return behaviour;
}

}  // namespace

Traffic::Declared Traffic::declared_in(Plan const& plan) {
  Declared declared;
  for (auto const& fact : plan.initial) {
    auto const* environment = std::get_if<EnvironmentDeclared>(&fact);
    if (environment != nullptr) declared.emplace(environment->route, environment);
  }
  return declared;
}

Traffic::Traffic(EdgeId edge, Truth truth, Declared const& declared) : edge_(edge), truth_(truth) {
  for (auto const& flow : truth_.plan.flows) {
    if (flow.edge != edge) continue;
    auto& state = flows_.emplace_back();
    state.flow = &flow;
    state.segments.reserve(4);
    auto const found = declared.find(flow.route);
    state.declared = found == declared.end() ? nullptr : found->second;
    begin(state, answered_by(ResponseMix::By::none), truth_.plan.began);
  }
  for (auto const& fact : truth_.plan.initial) {
    auto const* sleeps = std::get_if<SleepPolicyDeclared>(&fact);
    if (sleeps == nullptr) continue;
    for (auto const& [route, environment] : declared) {
      if (environment->environment == sleeps->environment) gate_route(route);
    }
  }
}

Traffic::ResponseMode Traffic::answered_by(ResponseMix::By by) {
  ResponseMode mode;
  mode.mix = ResponseMix{by};
  return mode;
}

Permille Traffic::threshold_of(FlowState const& flow) {
  return flow.declared == nullptr ? Permille{1000} : flow.declared->threshold;
}

Requests Traffic::total(world::Flow const& flow, Instant at) const {
  constexpr std::uint64_t minute = 60'000'000;
  auto const passed = static_cast<std::uint64_t>((at - truth_.plan.began).count());
  auto const all = passed * flow.per_minute / minute;
  return Requests{all, all * flow.unsafe.value() / 1000};
}

void Traffic::settle(edge::State& state, Instant now) {
  for (auto& gate : gates_) settle(gate, state, now);
  for (auto& flow : flows_) {
    if (flow.gated == FlowState::Gated::yes) continue;
    while (flow.holds_until < now) {
      count(flow, state, flow.holds_until);
      ask(flow, state, flow.holds_until);
    }
    count(flow, state, now);
  }
}

void Traffic::count(FlowState& flow, edge::State& state, Instant until) {
  count_to(flow, state, total(*flow.flow, until), until);
}

std::uint64_t Traffic::count_to(FlowState& flow, edge::State& state, Requests reached,
                                Instant until) {
  auto const more = reached - flow.counted;
  if (more.all == 0) return 0;
  auto const& mode = flow.mode();
  auto const& mix = mode.mix;
  auto const split = mix.split(reached);
  auto& observation = state.memory.observation;
  auto const add = [&](std::size_t row, std::uint64_t requests) {
    if (requests == 0) return;
    observation.add(flow.rows[row], static_cast<std::uint32_t>(requests), flow.flow->users);
  };
  if (mix.by() == ResponseMix::By::programs) {
    for (std::size_t i = 0; i < mix.shares(); ++i) add(i, split.failed[i] - flow.split.failed[i]);
    add(mix.shares(), split.well - flow.split.well);
  } else if (mix.by() == ResponseMix::By::edge) {
    add(0, more.all);
    if (by_gate(mode.reason)) count_at_gate(flow, state, reached, until);
  }
  unready_ += more.all * mode.unready / 1000;
  auto const failed = more.all - (split.well - flow.split.well);
  flow.counted = reached;
  flow.split = split;
  return failed;
}

bool Traffic::answers_as_before(edge::State const& state, Instant now) const {
  return state.version == edge_version_ && truth_.programs.version() == programs_version_ &&
         truth_.instances.version() == instances_version_ && now < holds_until_;
}

Traffic::Asked Traffic::refresh(edge::State& state, Instant now) {
  if (answers_as_before(state, now)) return Asked::no;
  settle(state, now);
  edge_version_ = state.version;
  programs_version_ = truth_.programs.version();
  instances_version_ = truth_.instances.version();
  holds_until_ = Instant::max();
  for (auto& flow : flows_) {
    ask(flow, state, now);
    holds_until_ = std::min(holds_until_, flow.holds_until);
  }
  for (auto& gate : gates_) {
    ask(gate.forwarded, state, now);
    holds_until_ = std::min(holds_until_, gate.forwarded.holds_until);
  }
  return Asked::yes;
}

Traffic::Asked Traffic::refresh(edge::State& state, Instant now,
                                EnvironmentName const& environment) {
  auto const changes =
      (state.version - edge_version_) + (truth_.instances.version() - instances_version_);
  bool const only_one =
      changes == 1 && truth_.programs.version() == programs_version_ && now < holds_until_;
  if (!only_one || !gates_.empty()) return refresh(state, now);
  edge_version_ = state.version;
  instances_version_ = truth_.instances.version();
  for (auto& flow : flows_) {
    if (flow.declared == nullptr || flow.declared->environment != environment) continue;
    count(flow, state, now);
    ask(flow, state, now);
    holds_until_ = std::min(holds_until_, flow.holds_until);
  }
  return Asked::yes;
}

void Traffic::ask(FlowState& flow, edge::State& state, Instant now) {
  auto mode = mode_of(flow, state, now);
  if (mode == flow.segments.back().mode) return;
  begin(flow, std::move(mode), now);
  take_rows(flow, state);
}

Traffic::ResponseMode Traffic::mode_of(FlowState& flow, edge::State const& state,
                                       Instant now) const {
  auto const& route = flow.flow->route;
  auto const answer = edge::answer(state, edge::RequestHead{route.value(), {}}, now);
  flow.holds_until = answer.holds_until;
  if (auto const* hold = std::get_if<edge::Hold>(&answer.what)) {
    auto const* gate = edge::find_gate(state, *hold->environment);
    if (gate == nullptr || !gate->refuses_all()) return answered_by(ResponseMix::By::gate);
    auto refused = answered_by(ResponseMix::By::edge);
    refused.status = 503;
    refused.reason = RequestError::wake_failed;
    return refused;
  }
  auto const* forward = std::get_if<edge::Forward>(&answer.what);
  if (forward == nullptr) {
    auto mode = answered_by(ResponseMix::By::edge);
    auto const* refuse = std::get_if<edge::Refuse>(&answer.what);
    mode.status = refuse != nullptr ? refuse->status : 503;
    mode.reason = refuse != nullptr ? refuse->reason : RequestError::none;
    return mode;
  }
  ResponseMode mode;
  mode.release = forward->release;
  auto const share = [&](Behaviour const& how, Permille failing) {
    auto const place = mode.mix.shares();
    mode.mix.add(failing, how.affects);
    mode.how[place] = &how;
  };
  auto const addresses = static_cast<std::uint32_t>(forward->candidates.size());
  std::uint32_t dead = 0, starting = 0, unready = 0;
  for (auto const& endpoint : forward->candidates) {
    auto const answers_from = truth_.instances.answers_from(endpoint.allocation);
    if (!answers_from) {
      ++dead;
    } else if (*answers_from > now) {
      ++starting;
      flow.holds_until = std::min(flow.holds_until, *answers_from);
    }
    if (!probe_passed(endpoint.probe_status)) ++unready;
  }
  if (dead > 0) share(dead_address(), Permille{dead * 1000 / addresses});
  // A share of the requests that the dead addresses left.
  if (starting > 0) share(still_starting(), Permille{starting * 1000 / (addresses - dead)});
  mode.unready = unready * 1000 / addresses;
  auto const answering = truth_.programs.answering(edge_, route, forward->release);
  for (std::size_t i = 0; i < answering.count; ++i) {
    share(*answering.failing[i].how, answering.failing[i].share);
  }
  if (flow.declared == nullptr) return mode;
  if (auto const* partition = state.journal.find(flow.declared->partition)) {
    auto const owner = truth_.routes.owner_at(partition->partition, partition->applied, route);
    mode.owner = owner == mode.release ? ResponseMode::Owner::right : ResponseMode::Owner::wrong;
  }
  return mode;
}

void Traffic::begin(FlowState& flow, ResponseMode mode, Instant now) {
  auto const failing = mode.mix.failing_per_million(flow.flow->unsafe);
  if (!flow.segments.empty() && flow.segments.back().from == now) flow.segments.pop_back();
  flow.split = mode.mix.split(flow.counted);
  flow.segments.push_back(Segment{now, std::move(mode), failing});
}

// The rows that count the answers of the present mode.
void Traffic::take_rows(FlowState& flow, edge::State& state) const {
  auto const& mode = flow.segments.back().mode;
  auto& observation = state.memory.observation;
  auto const& route = flow.flow->route;
  if (mode.mix.by() == ResponseMix::By::edge) {
    flow.rows[0] = observation.row({route, ReleaseId{}, mode.status, mode.reason, {}, {}});
    return;
  }
  for (std::size_t i = 0; i < mode.mix.shares(); ++i) {
    auto const& how = *mode.how[i];
    flow.rows[i] =
        observation.row({route, mode.release, how.status, how.error, how.binding, how.code});
  }
  flow.rows[mode.mix.shares()] =
      observation.row({route, mode.release, 200, RequestError::none, {}, {}});
}

void Traffic::go_down(edge::State& state, Instant now) {
  for (auto& gate : gates_) {
    settle(gate, state, now);
    begin(gate.forwarded, answered_by(ResponseMix::By::none), now);
    gate.forwarded.holds_until = Instant::max();
    lose_waiting(gate, state, now);
  }
  for (auto& flow : flows_) {
    flow.counted = total(*flow.flow, now);
    flow.holds_until = Instant::max();
    begin(flow, answered_by(ResponseMix::By::none), now);
  }
  edge_version_ = 0;
}

bool Traffic::over_and_unreported(edge::State const& state) const {
  return std::ranges::any_of(flows_, [&](FlowState const& flow) {
    auto const& segment = flow.segments.back();
    if (segment.failing_per_million <= threshold_of(flow).value() * std::uint64_t{1000})
      return false;
    if (by_gate(segment.mode.reason)) return false;
    auto const* route = edge::find_route(state, flow.flow->route);
    return route != nullptr && route->reported == Crossing::no;
  });
}

template <class Visit>
void Traffic::each_segment(RouteKey const& route, Span span, Visit&& visit) const {
  for (auto const& flow : flows_) {
    if (flow.flow->route != route) continue;
    auto const& segments = flow.segments;
    auto at = std::ranges::upper_bound(segments, span.from, {}, &Segment::from);
    if (at != segments.begin()) --at;
    for (; at != segments.end() && at->from < span.until; ++at) {
      bool const last = at + 1 == segments.end();
      Span const in{std::max(span.from, at->from),
                    last ? span.until : std::min(span.until, (at + 1)->from)};
      if (in.from < in.until) visit(flow, *at, in);
    }
  }
}

Tally Traffic::tally(RouteKey const& route, Span span) const {
  Tally tally;
  each_outcome(route, span, [&](Outcomes const& outcomes) {
    tally.requests += outcomes.answered;
    tally.failed += outcomes.failed;
    tally.refused += outcomes.refused;
    tally.wrong_release += outcomes.wrong_release;
  });
  each_segment(route, span, [&](FlowState const& flow, Segment const& segment, Span in) {
    if (segment.mode.mix.by() == ResponseMix::By::gate) return;
    auto const before = total(*flow.flow, in.from);
    auto const after = total(*flow.flow, in.until);
    auto const requests = after.all - before.all;
    auto const failed = segment.mode.mix.failed(after) - segment.mode.mix.failed(before);
    tally.requests += requests;
    tally.failed += failed;
    if (refused_on_purpose(segment.mode.reason)) tally.refused += failed;
    if (segment.mode.owner == ResponseMode::Owner::wrong) tally.wrong_release += requests;
  });
  return tally;
}

std::uint64_t Traffic::acknowledged(RouteKey const& route, Span span, ReleaseId only) const {
  std::uint64_t count = 0;
  each_segment(route, span, [&](FlowState const& flow, Segment const& segment, Span in) {
    if (only && segment.mode.release != only) return;
    auto const& mix = segment.mode.mix;
    count += mix.acknowledged(total(*flow.flow, in.until)) -
             mix.acknowledged(total(*flow.flow, in.from));
  });
  return count;
}

void Traffic::add_calls(RouteKey const& route, Span span, std::span<BindingCalls> of) const {
  each_segment(route, span, [&](FlowState const& flow, Segment const& segment, Span in) {
    auto const& mode = segment.mode;
    if (mode.mix.by() != ResponseMix::By::programs) return;
    auto const* manifest = truth_.programs.manifest_of(mode.release);
    if (manifest == nullptr) return;
    auto const before = total(*flow.flow, in.from);
    auto const after = total(*flow.flow, in.until);
    auto const split_before = mode.mix.split(before);
    auto const split_after = mode.mix.split(after);
    for (auto& [binding, calls] : of) {
      auto const& needs = manifest->needs;
      if (std::ranges::find(needs, binding) == needs.end()) continue;
      calls.all += after.all - before.all;
      for (std::size_t i = 0; i < mode.mix.shares(); ++i) {
        if (mode.how[i]->through != binding) continue;
        auto const failed = split_after.failed[i] - split_before.failed[i];
        calls.failed += failed;
        if (mode.how[i]->rejected) calls.rejected += failed;
      }
    }
  });
}

void Traffic::spans_over(RouteKey const& route, Span span, std::vector<Span>& out) const {
  each_segment(route, span, [&](FlowState const& flow, Segment const& segment, Span in) {
    if (segment.failing_per_million > threshold_of(flow).value() * std::uint64_t{1000})
      out.push_back(in);
  });
  add_gate_spans(route, span, Failing::over, out);
}

void Traffic::refused_spans(RouteKey const& route, Span span, std::vector<Span>& out) const {
  each_segment(route, span, [&](FlowState const&, Segment const& segment, Span in) {
    if (refused_on_purpose(segment.mode.reason)) out.push_back(in);
  });
  add_gate_spans(route, span, Failing::refused, out);
}

void Traffic::failing_spans(RouteKey const& route, Span span, std::vector<FailingSpan>& out) const {
  each_segment(route, span, [&](FlowState const&, Segment const& segment, Span in) {
    for (std::size_t i = 0; i < segment.mode.mix.shares(); ++i) {
      out.push_back(FailingSpan{in, segment.mode.release, segment.mode.how[i]});
    }
  });
}

}  // namespace studylab::world::sim
