#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "model/messages.h"
#include "model/outbox.h"

namespace studylab::runner {

// The runner's decider: the allocations of one host, each through
//
//   planned ─▶ pulling ─▶ secrets ─▶ binding ─▶ starting ─▶ readiness ─▶ ready
//     ─▶ draining ─▶ stopped                          (any but stopped) ─▶ failed
//
// A restart in place takes the process down and goes on at `binding` (at `pulling` where it never
// got past the secrets). Each stage's outcome comes back as an input with its evidence; the stage
// fails by name where the evidence is missing.

// A probe that says no is asked again this much later, until the stage has lasted
// `readiness_budget`.
inline constexpr Duration probe_interval = std::chrono::seconds{1};
inline constexpr Duration readiness_budget = std::chrono::seconds{30};
// In the live world endpoints are announced again this often; edges drop them after 5 s.
inline constexpr Duration renew_interval = std::chrono::seconds{1};
static_assert(3 * renew_interval < std::chrono::seconds{5}, "two lost renewals are no absence");

enum class Outcome : std::uint8_t {
  done,
  repeat,         // the same command again: what it led to stands
  older_attempt,  // of an operation's attempt that a later one has replaced
  unknown_allocation,
  not_running,   // nothing to drain or restart
  stale_answer,  // an outcome that nobody waits for: of another attempt or stage
  not_due,       // a timer before its time
  not_started,   // the runner has not started
};
std::string_view to_text(Outcome outcome);

// One run of an allocation's stages; counts up with each start and restart. Effects and their
// outcomes carry it.
using StartGeneration = Named<std::uint32_t, struct StartGenerationTag>;

// --- inputs ---

struct Started {};  // the runner itself has started (again): a new boot
struct Commanded {
  RunnerCommand command;
};

// Outcomes, with the key of their effect: (allocation, run), one effect at a time.
// `found` none: the store does not have it; else the digest of what was pulled.
struct ArtifactPulled {
  AllocationId allocation;
  StartGeneration generation;
  std::optional<Digest> found;
  std::string why;
};
struct SecretsFetched {
  AllocationId allocation;
  StartGeneration generation;
  std::vector<BindingName> missing;
};
struct BindingsProbed {
  AllocationId allocation;
  StartGeneration generation;
  std::vector<BindingName> gone;
};
// `why` empty: it runs.
struct ProcessStarted {
  AllocationId allocation;
  StartGeneration generation;
  std::string why;
};
// The probe's answer; status 0: none within the probe's time. `running` is the digest of what
// answered.
struct ReadinessProbed {
  AllocationId allocation;
  StartGeneration generation;
  std::uint16_t status = 0;
  Digest running;
  std::uint32_t sessions = 0;
};
struct SessionsEnded {
  AllocationId allocation;
  StartGeneration generation;
  std::uint32_t resumed = 0;
  std::uint32_t fresh = 0;
};
struct ProcessStopped {
  AllocationId allocation;
  StartGeneration generation;
};
// It ended by itself.
struct ProcessExited {
  AllocationId allocation;
  StartGeneration generation;
  std::string why;
};
// Which of this host's allocations have a process: the answer to AskProcesses.
struct ProcessesFound {
  std::vector<AllocationId> running;
};
// The edges have been told (or the message is on its way: it is renewed).
struct Announced {
  AllocationId allocation;
  ReportNumber number;
};
enum class Timer : std::uint8_t { stages, renew };
struct Elapsed {
  Timer timer = Timer::stages;
};
struct Acknowledged {
  Boot boot;
  ReportNumber number;
};

using Input = std::variant<Started, Commanded, ArtifactPulled, SecretsFetched, BindingsProbed,
                           ProcessStarted, ReadinessProbed, SessionsEnded, ProcessStopped,
                           ProcessExited, ProcessesFound, Announced, Elapsed, Acknowledged>;

// --- effects ---

// Each is wanted until its outcome is fed back. All are keyed by (allocation, run) and may be
// repeated: a world keeps the outcome by key (a process is started once a run).
struct PullArtifact {
  AllocationId allocation;
  StartGeneration generation;
  Digest digest;
};
struct FetchSecrets {
  AllocationId allocation;
  StartGeneration generation;
  std::vector<BindingName> bindings;
};
struct ProbeBindings {
  AllocationId allocation;
  StartGeneration generation;
  std::vector<BindingName> bindings;
};
struct StartProcess {
  AllocationId allocation;
  StartGeneration generation;
  ReleaseId release;
  Digest digest;
};
struct ProbeReadiness {
  AllocationId allocation;
  StartGeneration generation;
  std::uint32_t probe = 1;
  std::string path;
};
// New sessions go elsewhere; what stays leaves by its continuity. Answered by SessionsEnded.
struct DrainSessions {
  AllocationId allocation;
  StartGeneration generation;
  Instant deadline;
};
// The deadline has come: what is left is cut. Answered by SessionsEnded.
struct CutSessions {
  AllocationId allocation;
  StartGeneration generation;
};
// Whatever process the allocation has, of this run or an earlier one.
struct StopProcess {
  AllocationId allocation;
  StartGeneration generation;
};
struct AskProcesses {};
// To every edge. Key: (boot, number) in it.
struct AnnounceEndpoint {
  EndpointReport endpoint;
};
// Replaces an earlier one of the same kind.
struct SetTimer {
  Timer timer = Timer::stages;
  Instant at;
};
// The report is at `find_report`.
struct SendReport {
  Boot boot;
  ReportNumber number;
};
using Effect = std::variant<PullArtifact, FetchSecrets, ProbeBindings, StartProcess, ProbeReadiness,
                            DrainSessions, CutSessions, StopProcess, AskProcesses, AnnounceEndpoint,
                            SetTimer, SendReport>;

// --- state ---

// The readiness probe's own answer: what an endpoint rests on.
struct Evidence {
  std::uint16_t status = 0;
  Digest running;
  std::uint32_t sessions = 0;
};
enum class Process : std::uint8_t {
  none,
  running,
  unknown,   // after a restart of the runner, until the world has reported what runs
  starting,  // it was to be started when its run was left: there may be one when the start answers
};

enum class Staged : std::uint8_t { no, yes };  // artifact and secrets on this host

struct Allocation {
  StartAllocation command;
  StartGeneration generation;
  OperationId operation;  // of the command that the run is of, with its attempt
  Attempt attempt;
  AllocationStage stage = AllocationStage::planned;
  Process process = Process::none;
  StartGeneration starting_generation;  // of the start whose answer is waited for, while `starting`
  Staged staged = Staged::no;
  std::optional<Evidence> evidence;  // of this run
  Instant since;                     // in this stage
  Instant deadline;                  // while draining
  std::uint32_t resumed = 0;
  std::uint32_t fresh = 0;
  enum class Sessions : std::uint8_t { held, ended } sessions = Sessions::held;  // while draining
};

// The synced journal, folded: what a crash leaves.
struct Journal {
  Boot boot;
  std::vector<Allocation> allocations;  // ascending by id
  Outbox reports;

  std::optional<std::size_t> index_of(AllocationId id) const;
  Allocation const* find(AllocationId id) const;
  Allocation* find(AllocationId id);
};

struct Booted {
  Boot boot;
};
// A run of the stages began: with a new command, or in place.
struct GenerationBegan {
  StartAllocation command;
  StartGeneration generation;
  OperationId operation;
  Attempt attempt;
  AllocationStage stage = AllocationStage::pulling;
  Instant at;
};
struct StageEntered {
  AllocationId allocation;
  AllocationStage stage = AllocationStage::pulling;
  Instant at;
};
struct ProcessSeen {
  AllocationId allocation;
  Process process = Process::none;
};
struct ReadinessSeen {
  AllocationId allocation;
  Evidence evidence;
};
struct DrainBegan {
  AllocationId allocation;
  Instant deadline;
  Instant at;
};
struct SessionsGone {
  AllocationId allocation;
  std::uint32_t resumed = 0;
  std::uint32_t fresh = 0;
};
struct ReportQueued {
  Boot boot;
  ReportNumber number;
  Report report;
};
struct ReportTaken {
  Boot boot;
  ReportNumber number;
};
using JournalRecord =
    std::variant<Booted, GenerationBegan, StageEntered, ProcessSeen, ReadinessSeen, DrainBegan,
                 SessionsGone, ReportQueued, ReportTaken>;
// Total: a record that does not fit changes nothing.
void evolve(Journal& journal, JournalRecord const& record);

// What a crash loses.
enum class AnnouncedState : std::uint8_t { none, ready, draining };
struct AllocationMemory {
  std::uint32_t probe = 1;                                  // the readiness probe that is wanted
  std::optional<Instant> probe_at;                          // not before; none: now
  enum class Cut : std::uint8_t { no, yes } cut = Cut::no;  // the drain's deadline has come
  AnnouncedState announced_state = AnnouncedState::none;    // of its endpoint, in this boot
  ReportNumber announce;                                    // of the announcement that is to go out
  ReportNumber announced;                                   // of the last one that went out
};
struct State {
  HostId host;
  std::string process;  // `runner-host-2`, in every Origin
  Journal journal;
  std::vector<AllocationMemory> memory;  // beside the journal's allocations, in the same order
  ReportNumber last_number;              // of this boot, for reports and endpoints alike
  Life life = Life::down;                // up since Started
  Instant next_renew;
};

struct Output {
  Outcome outcome = Outcome::done;
  std::vector<JournalRecord> journal;
};

// A runner that has never run; feed it Started.
State initial_state(HostId host);
// A runner that was up before the run began: nothing is reported.
State already_running(HostId host, Boot boot, Instant now);
// Adds an allocation that was ready before the run began, its process running; it is announced as
// any other.
void add_initial(State& state, StartAllocation const& command, Evidence const& evidence,
                 Instant ready_at);
// What a crash leaves of it; feed it Started.
State after_crash(State state);

// Total: every stage × input is a step or a name. `Output::journal` is to be synced before any
// effect that `react` names afterwards.
Output step(State& state, Input const& input, Instant now);
// Level-triggered: all that is wanted now, whether under way or not. An endpoint is announced only
// on a readiness probe that passed in this run.
std::vector<Effect> react(State const& state);

// What SendReport names; nullptr once acknowledged.
Report const* find_report(State const& state, Boot boot, ReportNumber number);
// Acknowledged, and handed over without a copy; records to be synced are added to `journal`.
std::optional<Report> take_report(State& state, Boot boot, ReportNumber number,
                                  std::vector<JournalRecord>& journal);

}  // namespace studylab::runner
