#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "model/enums.h"

namespace studylab::world::sim {

// One allocation's process and its sessions, as they really are, reported or not.
struct Instance {
  AllocationId allocation;
  EnvironmentName environment;
  ReleaseId release;
  Digest digest;
  enum class Process : std::uint8_t { none, running } process = Process::none;
  Instant answers_from{};  // a running process answers as still starting before this
  std::uint32_t sessions = 0;
  // Spans in which it ran, oldest first; the last is open while it runs.
  struct Span {
    Instant from;
    Instant until;
  };
  std::vector<Span> ran;
};

// The status with which a program that is still starting answers every request and probe.
inline constexpr std::uint16_t still_starting_status = 503;

class Instances {
 public:
  // Whether a session's state survives its allocation.
  enum class Continuity : std::uint8_t { resume, fresh };
  struct Moved {
    std::uint32_t resumed = 0;
    std::uint32_t fresh = 0;
  };

  void add(Instance instance);
  // `answers_from`: not before `now`.
  void start(AllocationId allocation, Instant now, Instant answers_from);
  void stop(AllocationId allocation, Instant now);
  // Moves all sessions of an allocation to the other running allocations of `to`, evenly. If there
  // is none, they start fresh.
  Moved move_sessions(AllocationId allocation, ReleaseId to, Continuity continuity);

  // Takes the sessions of an allocation away from it; how many there were.
  std::uint32_t take_sessions(AllocationId allocation);
  void add_sessions(AllocationId allocation, std::uint32_t sessions);

  Instance const* find(AllocationId allocation) const;
  bool running(AllocationId allocation) const {
    auto const* found = find(allocation);
    return found != nullptr && found->process == Instance::Process::running;
  }
  // When its process began or begins to answer; none: it has no running process.
  std::optional<Instant> answers_from(AllocationId allocation) const {
    auto const* found = find(allocation);
    if (found == nullptr || found->process == Instance::Process::none) return std::nullopt;
    return found->answers_from;
  }
  std::span<Instance const> all() const { return instances_; }
  // Counts the starts and stops that can change an answer.
  std::uint64_t version() const { return version_; }
  // The environment of the last of them.
  EnvironmentName const& changed_last() const { return changed_last_; }

 private:
  Instance* place_of(AllocationId allocation);
  void changed(Instance const& instance);

  std::vector<Instance> instances_;                            // ascending by allocation
  std::map<ReleaseId, std::vector<AllocationId>> by_release_;  // each ascending
  std::uint64_t version_ = 1;
  EnvironmentName changed_last_;
};

}  // namespace studylab::world::sim
