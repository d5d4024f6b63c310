#include "edge/gate.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/planted.h"

namespace studylab::edge {
namespace {

using std::chrono::seconds;

// Retry-After: while a wake is in progress, and when it has not succeeded.
constexpr seconds during_wake{5};
constexpr seconds after_wake{30};

// The unit of credit.
constexpr std::uint64_t one_request = 1'000'000;
constexpr Duration one_second = seconds{1};

// At high rates several requests are released together, so that a timer rings at most about 100
// times a second.
std::uint64_t burst_of(GatePolicy const& policy) {
  return std::max<std::uint64_t>(1, policy.release_per_second / 100) * one_request;
}

HoldBound within(HoldBound bound, Duration longest) {
  bound.requests = std::min(bound.requests, max_waiting);
  bound.bytes = std::min(bound.bytes, max_waiting_bytes);
  bound.time = std::clamp(bound.time, Duration{}, longest);
  return bound;
}

GatePolicy within_limits(GatePolicy policy) {
  policy.budget = std::clamp(policy.budget, Duration{}, max_wait);
  policy.safe = within(policy.safe, policy.budget);
  policy.idempotent = within(policy.idempotent, std::min(policy.budget, max_unsafe_wait));
  policy.release_per_second = std::clamp(policy.release_per_second, 1U, max_release_per_second);
  return policy;
}

std::string_view why(RequestError reason) {
  if (reason == RequestError::gate_full) return "too many requests wait for it";
  if (reason == RequestError::wake_expired) return "it did not become ready in time";
  if (reason == RequestError::wake_failed) return "it could not be started";
  return "this kind of request cannot wait for it";
}

}  // namespace

RequestClass class_of(std::string_view method, Upgrade upgrade, IdempotencyKey key) {
  if (upgrade == Upgrade::yes) return RequestClass::upgrade;
  if (method == "GET" || method == "HEAD" || method == "OPTIONS") return RequestClass::safe;
  return key == IdempotencyKey::present ? RequestClass::idempotent : RequestClass::unsafe;
}

std::string body_of(GateRefusal const& refusal) {
  auto const wake = refusal.operation ? to_text(refusal.operation) : std::string{"requested"};
  return fmt::format("{} is asleep and {}. Wake operation: {}. Try again in {} s.\n",
                     refusal.environment.value(), why(refusal.reason), wake,
                     refusal.retry_after.count());
}

std::string response_of(GateRefusal const& refusal) {
  auto const body = body_of(refusal);
  return fmt::format(
      "HTTP/1.1 503 Service Unavailable\r\nRetry-After: {}\r\nCache-Control: no-store\r\n"
      "Content-Type: text/plain; charset=utf-8\r\nContent-Length: {}\r\n\r\n{}",
      refusal.retry_after.count(), body.size(), body);
}

Gate::Gate(EnvironmentName environment, GatePolicy const& policy)
    : environment_(std::move(environment)), policy_(within_limits(policy)), credit_(one_request) {
  for (std::size_t i = 0; i < request_classes; ++i) {
    rows_[i].request_class = static_cast<RequestClass>(i);
  }
}

void Gate::declare(GatePolicy const& policy) {
  policy_ = within_limits(policy);
  credit_ = std::min(credit_, burst_of(policy_));
  for (auto& of_class : waiting_) {
    for (auto& cohort : of_class) {
      auto const until = cohort.arrived + bound(cohort.request_class).time;
      cohort.deadline = std::min(cohort.deadline, until);
    }
  }
}

HoldBound const& Gate::bound(RequestClass request_class) const {
  static constexpr HoldBound nothing{};
  if (request_class == RequestClass::safe) return policy_.safe;
  return request_class == RequestClass::idempotent ? policy_.idempotent : nothing;
}

GateRow& Gate::row(RequestClass request_class) {
  return rows_[static_cast<std::size_t>(request_class)];
}

Instant Gate::at_least_latest(Instant now) {
  latest_ = std::max(latest_, now);
  return latest_;
}

// --- admission ---

void Gate::begin_wake() {
  bound_seen_ = {};
  hold_seen_ = nothing_waits() ? Seen::no : Seen::yes;
}

void Gate::ask(RequestClass request_class, Instant now) {
  wake_ = Asked{now + policy_.budget};
  asks_for_ = request_class;
  begin_wake();
}

// Nothing was heard of a wake long after its time was spent: the message may be lost.
Instant Gate::forgets_wake() const {
  auto const until = wake_until();
  return until == Instant::max() ? until : until + wake_news_after;
}

bool Gate::knows_wake(Instant now) const {
  return now < forgets_wake() && !std::holds_alternative<Asleep>(wake_);
}

AtGate Gate::at_gate(RequestClass request_class, std::uint64_t bytes) const {
  auto const& held = rows_[static_cast<std::size_t>(request_class)];
  return {request_class, bound(request_class),
          held.waiting,  held.bytes,
          bytes,         refuses_all() ? WakeHope::failed : WakeHope::open,
          wake_until()};
}

std::uint32_t Gate::room_for(RequestClass request_class, std::uint64_t bytes) const {
  return edge::room_for(at_gate(request_class, bytes));
}

Admission Gate::admit(Arrival const& arrival, Instant now) {
  now = at_least_latest(now);
  auto const request_class = arrival.request_class;
  if (!knows_wake(now)) ask(request_class, now);
  Admission admission;
  auto const verdict = judge_request(at_gate(request_class, arrival.bytes), now);
  auto const room = std::min(arrival.count, verdict.room);
  if (room > 0) {
    admission.held = {next_ticket_, room};
    hold(arrival, room, now);
  }
  admission.refused = arrival.count - room;
  if (admission.refused == 0) return admission;
  row(request_class).refused += admission.refused;
  if (verdict.reason == RequestError::gate_full) {
    auto& seen = bound_seen_[static_cast<std::size_t>(request_class)];
    if (std::exchange(seen, Seen::yes) == Seen::no) crossing_ = GateCrossing::bound;
  }
  admission.reason = verdict.reason;
  return admission;
}

void Gate::hold(Arrival const& arrival, std::uint32_t count, Instant now) {
  auto& counted = row(arrival.request_class);
  if (counted.waiting == 0) counted.oldest = now;
  counted.waiting += count;
  counted.bytes += count * arrival.bytes;
  counted.joined += count;
  bool const first = std::exchange(hold_seen_, Seen::yes) == Seen::no;
  if (first && crossing_ == GateCrossing::none) crossing_ = GateCrossing::first_hold;
  auto const longest = planted(Guard::swn1) ? policy_.budget : bound(arrival.request_class).time;
  auto const deadline = std::min(now + longest, wake_until());
  Tickets const tickets{next_ticket_, count};
  next_ticket_ += count;
  auto& of_class = waiting_[static_cast<std::size_t>(arrival.request_class)];
  auto* last = of_class.empty() ? nullptr : &of_class.back();
  bool const together = last != nullptr && last->arrived == now && last->deadline == deadline &&
                        last->bytes == arrival.bytes &&
                        last->tickets.first + last->tickets.count == tickets.first;
  if (together) {
    last->tickets.count += count;
  } else {
    of_class.push_back({tickets, arrival.request_class, arrival.bytes, now, deadline});
  }
}

// --- departures ---

// Takes the first `count` requests out of a cohort; the caller removes empty cohorts.
void Gate::take_out(Cohort& cohort, std::uint32_t count) {
  cohort.tickets.first += count;
  cohort.tickets.count -= count;
  auto& counted = row(cohort.request_class);
  counted.waiting -= count;
  counted.bytes -= count * cohort.bytes;
}

bool Gate::nothing_waits() const {
  return std::ranges::all_of(waiting_, [](auto const& of_class) { return of_class.empty(); });
}

// The class whose first cohort arrived before those of the others; nullptr: nothing waits.
std::deque<Gate::Cohort>* Gate::earliest() {
  std::deque<Cohort>* found = nullptr;
  for (auto& of_class : waiting_) {
    if (of_class.empty()) continue;
    bool const before =
        found == nullptr || of_class.front().tickets.first < found->front().tickets.first;
    if (before) found = &of_class;
  }
  return found;
}

bool Gate::abandon(std::uint64_t ticket) {
  for (auto& of_class : waiting_) {
    auto const at = std::ranges::find_if(of_class, [&](Cohort const& c) {
      return c.tickets.first <= ticket && ticket < c.tickets.first + c.tickets.count;
    });
    if (at == of_class.end()) continue;
    auto const before = static_cast<std::uint32_t>(ticket - at->tickets.first);
    auto after = *at;
    after.tickets = {ticket + 1, at->tickets.count - before - 1};
    auto& counted = row(at->request_class);
    --counted.waiting;
    counted.bytes -= at->bytes;
    at->tickets.count = before;
    auto const place = before > 0 ? at + 1 : of_class.erase(at);
    if (after.tickets.count > 0) of_class.insert(place, after);
    note_oldest();
    return true;
  }
  return false;
}

void Gate::expire(Instant now, std::vector<Departure>& out) {
  if (planted(Guard::sw4)) return;
  auto const first = out.size();
  for (auto& of_class : waiting_) {
    while (!of_class.empty() && now >= of_class.front().deadline) {
      auto& cohort = of_class.front();
      out.push_back({cohort.tickets, cohort.request_class, refusal(spent_reason())});
      row(cohort.request_class).expired += cohort.tickets.count;
      take_out(cohort, cohort.tickets.count);
      of_class.pop_front();
    }
  }
  std::ranges::sort(out.begin() + static_cast<std::ptrdiff_t>(first), out.end(), {},
                    [](Departure const& d) { return d.tickets.first; });
}

void Gate::refill(Instant now) {
  bool const long_ago = credited_at_ == Instant::min() || now - credited_at_ > one_second;
  auto const passed = long_ago ? one_second : now - credited_at_;
  auto const more = static_cast<std::uint64_t>(passed.count()) * policy_.release_per_second;
  credit_ = std::min(credit_ + more, burst_of(policy_));
  credited_at_ = now;
}

// In the order of arrival, at most at the declared rate.
void Gate::release(Instant now, std::vector<Departure>& out) {
  if (now >= ready_until_) return;
  refill(now);
  while (auto* const of_class = earliest()) {
    auto& cohort = of_class->front();
    auto const allowed = std::min<std::uint64_t>(credit_ / one_request, cohort.tickets.count);
    if (allowed == 0) return;
    auto const count = static_cast<std::uint32_t>(allowed);
    out.push_back({{cohort.tickets.first, count}, cohort.request_class, std::nullopt});
    row(cohort.request_class).released += count;
    take_out(cohort, count);
    credit_ -= allowed * one_request;
    if (cohort.tickets.count == 0) of_class->pop_front();
  }
}

void Gate::advance(Instant now, std::vector<Departure>& out) {
  now = at_least_latest(now);
  if (nothing_waits()) return;
  expire(now, out);
  release(now, out);
  note_oldest();
}

void Gate::note_oldest() {
  for (std::size_t i = 0; i < request_classes; ++i) {
    auto& oldest = rows_[i].oldest;
    oldest.reset();
    if (!waiting_[i].empty()) oldest = waiting_[i].front().arrived;
  }
}

std::optional<Instant> Gate::next_due() const {
  std::optional<Instant> due;
  if (nothing_waits()) return due;
  for (auto const& of_class : waiting_) {
    if (of_class.empty() || planted(Guard::sw4)) continue;
    auto const deadline = of_class.front().deadline;
    if (!due || deadline < *due) due = deadline;
  }
  auto const rate = policy_.release_per_second;
  auto const missing = credit_ >= one_request ? 0 : one_request - credit_;
  auto const start = credited_at_ == Instant::min() ? latest_ : credited_at_;
  auto const wait = Duration{static_cast<std::int64_t>((missing + rate - 1) / rate)};
  auto const release = std::max(start + wait, latest_);
  if (release < ready_until_ && (!due || release < *due)) due = release;
  if (due) due = std::max(*due, latest_);
  return due;
}

// --- the wake and the app ---

Instant Gate::wake_until() const {
  if (auto const* asked = std::get_if<Asked>(&wake_)) return asked->until;
  if (auto const* waking = std::get_if<Waking>(&wake_)) return waking->until;
  return Instant::max();
}

OperationId Gate::operation() const {
  if (auto const* waking = std::get_if<Waking>(&wake_)) return waking->id.operation;
  if (auto const* failed = std::get_if<Failed>(&wake_)) return failed->operation;
  return {};
}

RequestError Gate::spent_reason() const {
  return refuses_all() ? RequestError::wake_failed : RequestError::wake_expired;
}

GateRefusal Gate::refusal(RequestError reason) const {
  bool const spent = reason == RequestError::wake_expired || reason == RequestError::wake_failed;
  return {reason, spent ? after_wake : during_wake, environment_, operation()};
}

// The requests that wait do so no longer than this.
void Gate::cut(Instant deadline) {
  for (auto& of_class : waiting_) {
    for (auto& cohort : of_class) cohort.deadline = std::min(cohort.deadline, deadline);
  }
}

void Gate::wake_started(WakeId wake, Instant deadline) {
  auto const* known = std::get_if<Waking>(&wake_);
  if (wake <= ended_ || (known != nullptr && wake < known->id)) return;
  if (refuses_all()) begin_wake();
  wake_ = Waking{wake, deadline};
  asks_for_.reset();
  cut(deadline);
}

// A hot wake changes nothing: requests go on when the endpoint is known.
void Gate::wake_ended(WakeId wake, WakeOutcome outcome, Instant now) {
  auto const* known = std::get_if<Waking>(&wake_);
  if (wake <= ended_ || (known != nullptr && wake < known->id)) return;
  ended_ = wake;
  if (outcome == WakeOutcome::hot) return;
  wake_ = Failed{wake.operation};
  asks_for_.reset();
  cut(at_least_latest(now));
}

void Gate::set_ready(Instant until, Instant now) {
  now = at_least_latest(now);
  bool const was_ready = now < ready_until_;
  ready_until_ = until;
  bool const ready = now < until;
  if (ready && !was_ready) {
    wake_ = Asleep{};
    asks_for_.reset();
  }
  // The app is gone again before all could go on.
  if (ready || !was_ready) return;
  if (auto const* const of_class = earliest()) ask(of_class->front().request_class, now);
}

// --- reports ---

bool Gate::has_rows() const {
  return std::ranges::any_of(rows_, [](GateRow const& row) {
    return row.waiting > 0 || row.joined > 0 || row.released > 0 || row.refused > 0 ||
           row.expired > 0;
  });
}

void Gate::reported() {
  crossing_ = GateCrossing::none;
  for (auto& row : rows_) row.joined = row.released = row.refused = row.expired = 0;
}

bool Gate::next_is_first(Instant now) const {
  return !refuses_all() && (!knows_wake(now) || hold_seen_ == Seen::no);
}

std::optional<RefusedSpan> Gate::refuses(RequestClass request_class, std::uint64_t bytes,
                                         Instant now) const {
  if (!knows_wake(now)) return std::nullopt;
  auto const verdict = judge_request(at_gate(request_class, bytes), now);
  if (verdict.room > 0) return std::nullopt;
  // A full gate refuses for another reason when the wake's time is spent.
  bool const full = verdict.reason == RequestError::gate_full;
  return RefusedSpan{verdict.reason, full ? wake_until() : forgets_wake()};
}

bool Gate::reached(RequestClass request_class) const {
  return bound_seen_[static_cast<std::size_t>(request_class)] == Seen::yes;
}

}  // namespace studylab::edge
