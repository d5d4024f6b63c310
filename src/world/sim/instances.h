#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "model/nouns.h"

namespace studylab::sim {

// One allocation's process and the sessions it holds: what is really there, whoever knows of it.
struct Instance {
  AllocationId allocation;
  EnvironmentName environment;
  ReleaseId release;
  Digest digest;
  enum class Process : std::uint8_t { none, running } process = Process::none;
  Instant answers_from{};  // of a running one: until then it is still starting, and says so
  std::uint32_t sessions = 0;
  // Spans in which it ran, oldest first; the last is open while it runs.
  struct Span {
    Instant from;
    Instant until;
  };
  std::vector<Span> ran;
};

// What a program that is still starting answers, to its probe and to everybody.
inline constexpr std::uint16_t still_starting_status = 503;

class Instances {
 public:
  // A session's state outlives its allocation, or not.
  enum class Continuity : std::uint8_t { resume, fresh };
  struct Moved {
    std::uint32_t resumed = 0;
    std::uint32_t fresh = 0;
  };

  void add(Instance instance);
  // `answers_from`: not before `now`.
  void start(AllocationId allocation, Instant now, Instant answers_from);
  void stop(AllocationId allocation, Instant now);
  // All sessions of an allocation leave it and come back at the other running ones of `to`, shared
  // out evenly; where there is none they are fresh, wherever they begin again.
  Moved move_sessions(AllocationId allocation, ReleaseId to, Continuity continuity);

  Instance const* find(AllocationId allocation) const;
  bool running(AllocationId allocation) const {
    auto const* found = find(allocation);
    return found != nullptr && found->process == Instance::Process::running;
  }
  // Since or from when its process answers; none: there is none running.
  std::optional<Instant> answers_from(AllocationId allocation) const {
    auto const* found = find(allocation);
    if (found == nullptr || found->process == Instance::Process::none) return std::nullopt;
    return found->answers_from;
  }
  std::span<Instance const> all() const { return instances_; }
  // Counts the starts and stops that could change an answer.
  std::uint64_t version() const { return version_; }

 private:
  Instance* place_of(AllocationId allocation);

  std::vector<Instance> instances_;  // ascending by allocation
  std::uint64_t version_ = 1;
};

}  // namespace studylab::sim
