#pragma once

#include <vector>

#include "base/codec.h"
#include "model/facts.h"
#include "runner/runner.h"

namespace studylab::runner::testing {

using namespace std::chrono_literals;

inline Instant at(Duration after_start) {
  return Instant{std::chrono::hours{480'000}} + after_start;
}
inline constexpr AllocationId a7{7};

Digest digest(std::uint8_t first);
// Of rel-3 with digest(3), needing the bindings `db` and `pay`.
StartAllocation start(std::uint32_t allocation = 7, std::uint32_t operation = 12,
                      std::uint32_t attempt = 1);

// A runner on host-2 that has started.
struct TestRunner {
  TestRunner();

  Output feed(Input const& input, Duration after_start);
  Outcome command(RunnerCommand const& command, Duration after_start) {
    return feed(Commanded{command}, after_start).outcome;
  }
  // Answers the first effect that has an outcome with success; false: there is none.
  bool answer_one(Duration after_start);
  // Answers effects until alloc-7 is in `stage` or no effect is left to answer.
  void bring(AllocationStage stage, Duration after_start = 1s);
  Allocation const& a() const { return *state.journal.find(a7); }

  std::vector<JournalRecord> records;
  State state;
};

// The successful outcome of an effect; none for reports and timers.
std::optional<Input> successful_outcome(TestRunner const& runner, Effect const& effect);
// All fields of a journal, to compare two.
std::string fingerprint(Journal const& journal);

template <class F>
std::vector<F> reported(State const& state) {
  std::vector<F> facts;
  for (auto const& waiting : state.journal.reports.waiting()) {
    if (auto const* fact = fact_if<F>(waiting.report.fact)) facts.push_back(*fact);
  }
  return facts;
}

template <class E>
std::vector<E> wanted(State const& state) {
  std::vector<E> effects;
  for (auto const& effect : react(state)) {
    if (auto const* e = std::get_if<E>(&effect)) effects.push_back(*e);
  }
  return effects;
}

inline Digest digest(std::uint8_t first) {
  Digest digest;
  digest.bytes[0] = first;
  return digest;
}

inline StartAllocation start(std::uint32_t allocation, std::uint32_t operation,
                             std::uint32_t attempt) {
  StartAllocation command;
  command.allocation = AllocationId{allocation};
  command.environment = EnvironmentName{"shop/production"};
  command.release = ReleaseId{3};
  command.digest = digest(3);
  command.needs = {BindingName{"db"}, BindingName{"pay"}};
  command.readiness_path = "/ready";
  command.operation = OperationId{operation};
  command.attempt = Attempt{attempt};
  return command;
}

inline TestRunner::TestRunner() : state(initial_state(HostId{2})) { feed(Started{}, 0s); }

inline Output TestRunner::feed(Input const& input, Duration after_start) {
  auto out = step(state, input, at(after_start));
  records.insert(records.end(), out.journal.begin(), out.journal.end());
  return out;
}

inline std::optional<Input> successful_outcome(TestRunner const& runner, Effect const& effect) {
  using Maybe = std::optional<Input>;
  return match(
      effect,
      [](PullArtifact const& e) -> Maybe {
        return ArtifactPulled{e.allocation, e.generation, e.digest, {}};
      },
      [](FetchSecrets const& e) -> Maybe { return SecretsFetched{e.allocation, e.generation, {}}; },
      [](ProbeBindings const& e) -> Maybe {
        return BindingsProbed{e.allocation, e.generation, {}};
      },
      [](StartProcess const& e) -> Maybe { return ProcessStarted{e.allocation, e.generation, {}}; },
      [&](ProbeReadiness const& e) -> Maybe {
        auto const& command = runner.state.journal.find(e.allocation)->command;
        return ReadinessProbed{e.allocation, e.generation, 200, command.digest, 0};
      },
      [](DrainSessions const& e) -> Maybe {
        return SessionsEnded{e.allocation, e.generation, 4, 1};
      },
      [](CutSessions const& e) -> Maybe { return SessionsEnded{e.allocation, e.generation, 2, 3}; },
      [](StopProcess const& e) -> Maybe { return ProcessStopped{e.allocation, e.generation}; },
      [](AskProcesses const&) -> Maybe { return ProcessesFound{}; },
      [](AnnounceEndpoint const& e) -> Maybe {
        return Announced{e.endpoint.allocation, e.endpoint.number};
      },
      [](SetTimer const&) -> Maybe { return std::nullopt; },
      [](SendReport const&) -> Maybe { return std::nullopt; },
      [](InspectHost const& e) -> Maybe { return HostInspected{e.ordered_by, digest(9), {}}; },
      [](RebuildSelf const& e) -> Maybe { return Rebuilt{e.operation, e.declared}; });
}

inline bool TestRunner::answer_one(Duration after_start) {
  for (auto const& effect : react(state)) {
    if (auto const outcome = successful_outcome(*this, effect)) {
      feed(*outcome, after_start);
      return true;
    }
  }
  return false;
}

inline void TestRunner::bring(AllocationStage stage, Duration after_start) {
  while (a().stage != stage && answer_one(after_start)) continue;
}

inline std::string fingerprint(Journal const& journal) {
  std::string bytes;
  Encoder out{bytes};
  out.put(journal.boot);
  for (auto const& a : journal.allocations) {
    out.put(a.command.allocation);
    out.put(a.command.digest);
    out.put(a.generation);
    out.put(a.operation);
    out.put(a.attempt);
    out.put(a.stage);
    out.put(static_cast<std::uint8_t>(a.process));
    out.put(a.starting_generation);
    out.put(static_cast<std::uint8_t>(a.staged));
    out.put(static_cast<std::uint32_t>(a.evidence ? a.evidence->status : 0));
    out.put(a.since);
    out.put(a.deadline);
    out.put(a.resumed);
    out.put(a.fresh);
    out.put(static_cast<std::uint8_t>(a.sessions));
  }
  for (auto const& waiting : journal.reports.waiting()) {
    out.put(waiting.boot);
    out.put(waiting.number);
    out.put(fact_name(waiting.report.fact));
  }
  return bytes;
}

}  // namespace studylab::runner::testing
