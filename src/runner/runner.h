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

// The runner's decider. It takes each allocation of one host through
//
//   planned ─▶ pulling ─▶ secrets ─▶ binding ─▶ starting ─▶ readiness ─▶ ready
//     ─▶ draining ─▶ stopped                          (any but stopped) ─▶ failed
//
// A restart in place stops the process and continues at `binding`, or at `pulling` if artifact and
// secrets are not on the host yet. Each stage's outcome arrives as an input with its evidence. A
// stage without evidence fails and names the reason.

// A failed readiness probe is repeated after this time, until the stage has lasted
// `readiness_budget`.
inline constexpr Duration probe_interval = std::chrono::seconds{1};
inline constexpr Duration readiness_budget = std::chrono::seconds{30};
// In the live world, the runner announces endpoints again this often. Edges drop them after 5 s.
inline constexpr Duration renew_interval = std::chrono::seconds{1};
static_assert(3 * renew_interval < std::chrono::seconds{5},
              "two lost renewals must not expire an endpoint");

enum class Outcome : std::uint8_t {
  done,
  repeat,         // the same command again; its result stays
  older_attempt,  // a later attempt has replaced it
  unknown_allocation,
  not_running,   // nothing to drain or restart
  stale_answer,  // the outcome of an effect that is no longer required
  not_due,       // a timer that elapsed too early
  not_started,   // an input before Started
};
std::string_view to_text(Outcome outcome);

// Counts the starts and restarts of an allocation. Effects and their outcomes carry it.
using StartGeneration = Named<std::uint32_t, struct StartGenerationTag>;

// --- inputs ---

struct Started {};  // the runner itself started, with a new boot
struct Commanded {
  RunnerCommand command;
};

// Outcomes of effects, with the effect's key (allocation, generation).
// `found` is the digest of the pulled artifact; none: the store does not have it.
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
  std::vector<BindingName> expired = {};
};
struct BindingsProbed {
  AllocationId allocation;
  StartGeneration generation;
  std::vector<BindingName> gone;
  std::vector<BindingName> refused = {};  // those that do not accept their secret
};
// `why` is empty if the process runs.
struct ProcessStarted {
  AllocationId allocation;
  StartGeneration generation;
  std::string why;
};
// The probe's answer; status 0: no answer in time. `running` is the digest of the program that
// answered.
struct ReadinessProbed {
  AllocationId allocation;
  StartGeneration generation;
  std::uint16_t status = 0;
  Digest running;
  std::uint32_t sessions = 0;
};
// `held` were there when the drain began. Of them, `ended` were left by their client; `resumed`
// have their state in the store, `fresh` lost it.
struct SessionsEnded {
  AllocationId allocation;
  StartGeneration generation;
  std::uint32_t resumed = 0;
  std::uint32_t fresh = 0;
  std::uint32_t held = 0;
  std::uint32_t ended = 0;
};
// Stored sessions have come back to an allocation of this host.
struct SessionsArrived {
  AllocationId allocation;
  AllocationId from;
  std::uint32_t sessions = 0;
};
struct ProcessStopped {
  AllocationId allocation;
  StartGeneration generation;
};
// The process ended without an order.
struct ProcessExited {
  AllocationId allocation;
  StartGeneration generation;
  std::string why;
};
// The answer to AskProcesses: the allocations of this host that have a process.
struct ProcessesFound {
  std::vector<AllocationId> running;
};
// The host's image, answered to InspectHost.
struct HostInspected {
  EntryId ordered_by;
  Digest image;
  std::vector<DriftedPath> drift = {};  // ascending by path
};
// Bootstrap automation has made the host again, answered to RebuildSelf.
struct Rebuilt {
  OperationId operation;
  Digest image;
};
// The announcement has been sent to the edges. Renewals make up for lost ones.
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

using Input =
    std::variant<Started, Commanded, ArtifactPulled, SecretsFetched, BindingsProbed, ProcessStarted,
                 ReadinessProbed, SessionsEnded, ProcessStopped, ProcessExited, ProcessesFound,
                 Announced, Elapsed, Acknowledged, HostInspected, SessionsArrived, Rebuilt>;

// --- effects ---

// Each effect stays required until its outcome arrives. The key is (allocation, generation), and
// every effect may be repeated: the world keeps the outcome by key, and starts a process once per
// generation.
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
// New sessions go elsewhere; existing ones leave by their continuity. Answered by SessionsEnded.
struct DrainSessions {
  AllocationId allocation;
  StartGeneration generation;
  Instant deadline;
};
// The deadline has come: the remaining sessions are cut. Answered by SessionsEnded.
struct CutSessions {
  AllocationId allocation;
  StartGeneration generation;
};
// Any process of the allocation, of this generation or an earlier one.
struct StopProcess {
  AllocationId allocation;
  StartGeneration generation;
};
struct AskProcesses {};
// Key: the order.
struct InspectHost {
  EntryId ordered_by;
};
// Hands the host to bootstrap automation. Key: the operation.
struct RebuildSelf {
  OperationId operation;
  Digest declared;
};
// Sent to every edge. Key: its (boot, number).
struct AnnounceEndpoint {
  EndpointReport endpoint;
};
// Replaces an earlier timer of the same kind.
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
                            SetTimer, SendReport, InspectHost, RebuildSelf>;

// --- state ---

// The readiness probe's answer, which an endpoint requires.
struct Evidence {
  std::uint16_t status = 0;
  Digest running;
  std::uint32_t sessions = 0;
};
enum class Process : std::uint8_t {
  none,
  running,
  unknown,   // after a restart of the runner, until ProcessesFound
  starting,  // a start of an earlier generation has not answered yet
};

enum class Staged : std::uint8_t { no, yes };  // whether artifact and secrets are on this host

struct Allocation {
  StartAllocation command;
  StartGeneration generation;
  OperationId operation;  // of the command that began this generation, with its attempt
  Attempt attempt;
  AllocationStage stage = AllocationStage::planned;
  Process process = Process::none;
  StartGeneration starting_generation;  // of the unanswered start, while `starting`
  Staged staged = Staged::no;
  std::optional<Evidence> evidence;  // of this generation
  Instant since;                     // in this stage
  Instant deadline;                  // while draining
  std::vector<StageSeen> stages;     // of this generation, while they are to be reported
  std::uint32_t resumed = 0;
  std::uint32_t fresh = 0;
  std::uint32_t held = 0;                               // when the drain began
  std::uint32_t ended = 0;                              // of those, left by their client
  SessionReports session_reports = SessionReports::no;  // of this drain
  enum class Sessions : std::uint8_t { held, ended } sessions = Sessions::held;  // while draining
};

// The fold of the synced journal: what survives a crash.
struct Journal {
  Boot boot;
  std::vector<Allocation> allocations;  // ascending by id
  Outbox reports;
  std::optional<CheckHost> check;      // ordered and not answered
  EntryId last_check;                  // the latest order that was taken
  std::optional<RebuildHost> rebuild;  // ordered and not done
  OperationId last_rebuild;            // the latest order that was taken

  std::optional<std::size_t> index_of(AllocationId id) const;
  Allocation const* find(AllocationId id) const;
  Allocation* find(AllocationId id);
};

struct Booted {
  Boot boot;
};
// A generation began, by a new command or a restart in place.
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
  SessionReports session_reports = SessionReports::no;
};
struct SessionsGone {
  AllocationId allocation;
  std::uint32_t resumed = 0;
  std::uint32_t fresh = 0;
  std::uint32_t held = 0;
  std::uint32_t ended = 0;
};
// A stage of a start that ended, passed or failed.
struct StageEnded {
  AllocationId allocation;
  StageSeen seen;
};
struct CheckTaken {
  CheckHost check;
};
struct CheckDone {};
struct RebuildTaken {
  RebuildHost rebuild;
};
struct RebuildDone {};
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
                 SessionsGone, ReportQueued, ReportTaken, StageEnded, CheckTaken, CheckDone,
                 RebuildTaken, RebuildDone>;
// Total: a record of an unknown allocation changes nothing.
void evolve(Journal& journal, JournalRecord const& record);

// What a crash loses.
enum class AnnouncedState : std::uint8_t { none, ready, draining };
struct AllocationMemory {
  std::uint32_t probe = 1;                                  // number of the next readiness probe
  std::optional<Instant> probe_at;                          // not before; none: now
  enum class Cut : std::uint8_t { no, yes } cut = Cut::no;  // the drain's deadline has come
  AnnouncedState announced_state = AnnouncedState::none;    // of its endpoint, in this boot
  ReportNumber announce;                                    // of the announcement to send
  ReportNumber announced;                                   // of the last one sent
};
struct State {
  HostId host;
  std::string process;  // `runner-host-2`, as in every Origin
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

// A runner that has never run. Send it Started.
State initial_state(HostId host);
// A runner that was up before the lab's run began. It reports nothing.
State already_running(HostId host, Boot boot, Instant now);
// Adds an allocation that was ready before the lab's run began, with its process. It is announced
// like any other.
void add_initial(State& state, StartAllocation const& command, Evidence const& evidence,
                 Instant ready_at);
// A check of the host that was made before the platform knew the runner, and is not reported yet.
void keep_report(State& state, HostPostchecked checked, Instant made_at);
// What a crash leaves. Send it Started.
State after_crash(State state);

// Total: every input in every stage has an outcome. The world syncs `Output::journal` before it
// starts any effect that `react` returns after it.
Output step(State& state, Input const& input, Instant now);
// Level-triggered: every effect that the state requires, whether in progress or not. An endpoint is
// announced only after a readiness probe of this generation has passed.
std::vector<Effect> react(State const& state);

// The report that SendReport names; nullptr once acknowledged.
Report const* find_report(State const& state, Boot boot, ReportNumber number);
// Acknowledges a report and moves it out. Adds the records to sync to `journal`.
std::optional<Report> take_report(State& state, Boot boot, ReportNumber number,
                                  std::vector<JournalRecord>& journal);

}  // namespace studylab::runner
