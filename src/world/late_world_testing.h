#pragma once

#include <algorithm>
#include <deque>
#include <functional>
#include <memory>

#include "world/world.h"

namespace studylab::world {

// A world whose calls go to another one: the base of worlds that differ from it in one way.
class WrappedWorld : public World {
 public:
  explicit WrappedWorld(std::unique_ptr<World> inner) : inner_(std::move(inner)) {}

  Instant now() const override { return inner_->now(); }
  void advance_to(Instant at) override { inner_->advance_to(at); }
  bool advance_until(Condition const& reached, Instant limit) override {
    return inner_->advance_until(reached, limit);
  }
  control::State const& platform() const override { return inner_->platform(); }
  evidence::Chain const& chain() const override { return inner_->chain(); }
  Reply<control::Decision> command(OperatorCommand const& command) override {
    return inner_->command(command);
  }
  Reply<EntryId> record(Fact fact) override { return inner_->record(std::move(fact)); }
  void ask_views() override { inner_->ask_views(); }
  void ask_gates(EnvironmentName const& environment) override { inner_->ask_gates(environment); }
  Reply<std::vector<LogLine>> logs(EnvironmentName const& environment, AllocationId allocation,
                                   Instant from) override {
    return inner_->logs(environment, allocation, from);
  }
  Reply<Truth> measure(IncidentSubject const& subject, Instant since) override {
    return inner_->measure(subject, since);
  }

 protected:
  World& inner() { return *inner_; }
  World const& inner() const { return *inner_; }

 private:
  std::unique_ptr<World> inner_;
};

// A world that answers no question at once, as a world on a wall clock does.
class LateWorld final : public WrappedWorld {
 public:
  static constexpr Duration delay = std::chrono::milliseconds{40};

  using WrappedWorld::WrappedWorld;

  void advance_to(Instant at) override {
    while (!waiting_.empty() && waiting_.front().at <= at) answer_next();
    // A question may have waited for a process that is down.
    if (at > now()) inner().advance_to(at);
  }
  bool advance_until(Condition const& reached, Instant limit) override {
    while (!waiting_.empty() && waiting_.front().at <= limit) {
      if (reached(platform(), now())) return true;
      if (now() < waiting_.front().at && inner().advance_until(reached, waiting_.front().at)) {
        return true;
      }
      answer_next();
    }
    return inner().advance_until(reached, std::max(limit, now()));
  }
  Reply<control::Decision> command(OperatorCommand const& command) override {
    return later<control::Decision>([this, command] { return inner().command(command); });
  }
  Reply<EntryId> record(Fact fact) override {
    return later<EntryId>([this, fact = std::move(fact)] { return inner().record(fact); });
  }
  Reply<std::vector<LogLine>> logs(EnvironmentName const& environment, AllocationId allocation,
                                   Instant from) override {
    return later<std::vector<LogLine>>([this, environment, allocation, from] {
      return inner().logs(environment, allocation, from);
    });
  }
  // Of what has happened when it is asked for.
  Reply<Truth> measure(IncidentSubject const& subject, Instant since) override {
    return later<Truth>([truth = inner().measure(subject, since)] { return truth; });
  }

 private:
  struct Waiting {
    Instant at;
    std::function<void()> answer;
  };

  template <class T>
  Reply<T> later(std::function<Reply<T>()> ask) {
    Reply<T> reply;
    waiting_.push_back(
        {now() + delay, [reply, ask = std::move(ask)]() mutable { reply.give(ask().value()); }});
    return reply;
  }
  void answer_next() {
    auto next = std::move(waiting_.front());
    waiting_.pop_front();
    if (next.at > now()) inner().advance_to(next.at);
    next.answer();
  }

  std::deque<Waiting> waiting_;
};

}  // namespace studylab::world
