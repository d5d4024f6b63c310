#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/check.h"
#include "control/control.h"
#include "evidence/chain.h"
#include "model/lab_facts.h"

// The port between a session and the platform that it operates.
namespace studylab::world {

// The answer to a question. A world gives it once: before the asking function returns, or later
// while the clock moves. Never assume the former. Copies share the answer.
template <class T>
class Reply {
 public:
  Reply() : value_(std::make_shared<std::optional<T>>()) {}

  bool arrived() const { return value_->has_value(); }
  // The answer, which must have arrived.
  T const& value() const {
    STUDYLAB_CHECK(arrived());
    return **value_;
  }
  // For the world.
  void give(T value) {
    STUDYLAB_CHECK(!arrived());
    value_->emplace(std::move(value));
  }

 private:
  std::shared_ptr<std::optional<T>> value_;
};

// A line that a program wrote.
struct LogLine {
  Instant at;
  AllocationId allocation;
  std::string text;

  friend bool operator==(LogLine const&, LogLine const&) = default;
};

// What really happened to the requests that an incident is about, reported or not: those of its
// route, at every edge.
struct Truth {
  Measured measured;
  // Requests of the whole run, to any environment, that edges forwarded to an allocation without a
  // passed probe.
  std::uint64_t unready_answers = 0;
};

// A running platform: control plane, edges, runners, monitor, databases, people and traffic. It is
// defined by a Plan (plan.h), and its behaviour by world_conformance_testing.h.
class World {
 public:
  using Condition = std::function<bool(control::State const&, Instant now)>;

  World() = default;
  World(World const&) = delete;
  World& operator=(World const&) = delete;
  virtual ~World() = default;

  // Never goes back.
  virtual Instant now() const = 0;
  // Lets everything happen up to and including `at`, which is not before now(). Then now() is `at`.
  virtual void advance_to(Instant at) = 0;
  // Lets time pass until `reached` holds, or to `limit`, which is not before now(). True: reached.
  // The condition is tested at once, and then whenever something has happened.
  virtual bool advance_until(Condition const& reached, Instant limit) = 0;

  // The fold of the chain, and the platform chain from the run's start. Valid until the clock moves
  // or the world is given something.
  virtual control::State const& platform() const = 0;
  virtual evidence::Chain const& chain() const = 0;

  // Gives an operator's command to the control plane now; while that is down, time passes until it
  // is up. The answer is the appended facts, or a refusal, which appends nothing: the caller
  // records it.
  virtual Reply<control::Decision> command(OperatorCommand const& command) = 0;
  // Appends a fact of the console (Queried, Checked, CommandRefused, RunEnded, …), in the order of
  // the calls. The answer is its entry.
  virtual Reply<EntryId> record(Fact fact) = 0;

  // Asks every edge for its view. The views arrive as facts while the clock moves.
  virtual void ask_views() = 0;
  // Asks every edge for the state of its gate of this environment; they arrive in the same way. An
  // environment that never sleeps has no gates.
  virtual void ask_gates(EnvironmentName const& environment) = 0;
  // Asks for the lines that the programs of an allocation, or without one, of an environment's
  // allocations, wrote since `from`; oldest first. Reading them changes nothing.
  virtual Reply<std::vector<LogLine>> logs(EnvironmentName const& environment,
                                           AllocationId allocation, Instant from) = 0;
  // Measures the harm of an incident with this subject from `since` to now(), from the traffic and
  // not from reports.
  virtual Reply<Truth> measure(IncidentSubject const& subject, Instant since) = 0;
};

// Lets time pass until the answer has arrived, or to `limit`. True: it has arrived.
template <class T>
bool wait_for(World& world, Reply<T> const& reply, Instant limit) {
  if (reply.arrived()) return true;
  return world.advance_until([&](control::State const&, Instant) { return reply.arrived(); },
                             limit);
}

}  // namespace studylab::world
