#pragma once

#include <concepts>
#include <cstdint>
#include <memory>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

#include "edge/edge.h"
#include "model/messages.h"
#include "provider/monitor.h"
#include "runner/runner.h"
#include "world/change.h"
#include "world/exec/receipts.h"
#include "world/sim/component.h"

// Every event of the simulated world. A message is named after what its sender did; the event is
// its arrival.
namespace studylab::world::sim {

// --- reports, from any process to the control plane ---
// Without a copy, the report is taken from the sender's outbox on arrival and cannot be lost on the
// way. A copy travels by itself and can be lost, duplicated or late.
struct ReportSent {
  Component from;
  Boot boot;
  ReportNumber number;
  std::shared_ptr<Report const> copy;
};
struct ReportAnswered {
  Component to;
  Boot boot;
  ReportNumber number;
  exec::Receipt receipt = exec::Receipt::taken;
};

// --- from the control plane ---
struct RunnerOrdered {
  HostId host;
  RunnerCommand command;
};
struct EdgeOrdered {
  EdgeId edge;
  EdgeCommand command;
};
struct ViewWanted {
  EdgeId edge;
};
struct GateViewWanted {
  EdgeId edge;
  EnvironmentName environment;
};
// A restarted edge asks for its declarations until they arrive.
struct DeclarationsWanted {
  EdgeId edge;
};
struct DeclarationsSent {
  EdgeId edge;
};
struct ProbeWanted {
  EnvironmentName environment;
};
struct MigrationWanted {
  OperationId operation;
};
struct NoticeSent {
  NoticeId notice;
};

struct DatabaseOrdered {
  DatabaseCommand command;
};
struct ProviderOrdered {
  ProviderCommand command;
};
struct ProviderWatchWanted {};

// --- the route log ---
enum class PublishOutcome : std::uint8_t { stored, equal, other, behind };
struct EventPublished {
  RouteEvent event;
};
struct PublishAnswered {
  PartitionId partition;
  RouteSequence sequence;
  PublishOutcome outcome = PublishOutcome::stored;
};
struct EventDelivered {
  EdgeId edge;
  RouteEvent event;
};
// A consumer's replay.
struct EventsDelivered {
  EdgeId edge;
  std::vector<RouteEvent> events;
};
struct EventAcknowledged {
  EdgeId edge;
  PartitionId partition;
  RouteSequence sequence;
};
struct ConsumerWanted {
  EdgeId edge;
  edge::OpenConsumer open;
};
struct ConsumerAnswered {
  EdgeId edge;
  edge::ConsumerOpened opened;
};
struct PullWanted {
  EdgeId edge;
  edge::PullEvents pull;
};
struct PullAnswered {
  EdgeId edge;
  edge::PullEvents pull;
};
// `consumer` numbers the consumers of one edge and partition.
struct RedeliveryDue {
  EdgeId edge;
  PartitionId partition;
  std::uint32_t consumer = 0;
};

// The stream has lost its end or is another one: the consumer's connection is gone.
struct ConsumerDropped {
  EdgeId edge;
  PartitionId partition;
};
// The leader compares the stream's end with what it has published, and publishes the rest again.
struct StreamCompared {
  PartitionId partition;
};

// --- snapshots ---
struct SnapshotWanted {
  EdgeId edge;
  edge::PullSnapshot pull;
};
struct SnapshotAnswered {
  EdgeId edge;
  edge::SnapshotArrived snapshot;
};
struct SnapshotRefused {
  EdgeId edge;
  edge::SnapshotUnavailable unavailable;
};

// --- endpoints ---
struct EndpointSent {
  EdgeId edge;
  EndpointReport report;
};
// Renewals are not events, except the one after a lost message.
struct RenewalDue {
  EdgeId edge;
  HostId host;
};
// An edge that missed the message about a leaving address has had no renewal of it for too long.
struct AddressExpires {
  EdgeId edge;
  HostId host;
  AllocationId allocation;
};
// Renewals have been missing for as long as edges wait. `edge` none: at every edge.
struct RenewalsStopped {
  HostId host;
  std::uint32_t life = 0;
  EdgeId edge;
};

// --- inside one process; `life` counts its starts: events of an earlier life are dropped ---
struct ControlWakes {};
struct EdgeTimer {
  EdgeId edge;
  edge::Timer timer = edge::Timer::audit;
  Instant at;
};
struct EvaluationDue {
  EdgeId edge;
};
struct GateCheckDue {
  EdgeId edge;
  Instant at;
};
struct RunnerTimer {
  HostId host;
  runner::Timer timer = runner::Timer::stages;
  Instant at;
};
struct StageDone {
  HostId host;
  std::uint32_t life = 0;
  runner::Effect effect;
};
// Clients of stored sessions have come back to an allocation of this host.
struct SessionsReturned {
  HostId host;
  AllocationId allocation;
  AllocationId from;
  std::uint32_t sessions = 0;
};
struct MonitorTimer {
  Instant at;
};
struct WatchDue {};  // the monitor restarted: send it what to watch, if it does not know
struct RoundAnswered {
  std::uint32_t life = 0;
  provider::ProbeRound round;
};
struct MigrationDone {
  OperationId operation;
};
// The database service has done what it was ordered to.
struct DatabaseWorked {
  DatabaseCommand command;
};
struct DatabaseCheckDue {
  DatabaseName database;
};
// A provider has done what it was ordered to.
struct ProviderWorked {
  ProviderCommand command;
};
struct ProbeTimer {
  Instant at;
};
struct ProbesAnswered {
  std::uint32_t life = 0;
  provider::ProbeProviders round;
};
struct NoticeWorked {
  NoticeId notice;
};
struct ResendDue {
  Component component;
};

// --- what the plan and the schedule do to the world ---
struct ChangeDue {
  WorldChange const* change = nullptr;
};
struct Crashes {
  Component component;
  Duration down{};
};
struct Restarts {
  Component component;
  std::uint32_t life = 0;
};
// One variant per group, and one over the groups: this compiles faster than one flat variant.
using ReportEvent = std::variant<ReportSent, ReportAnswered>;
using OrderEvent = std::variant<RunnerOrdered, EdgeOrdered, ViewWanted, GateViewWanted,
                                DeclarationsWanted, DeclarationsSent, ProbeWanted, MigrationWanted,
                                NoticeSent, DatabaseOrdered, ProviderOrdered, ProviderWatchWanted>;
using LogEvent = std::variant<EventPublished, PublishAnswered, EventDelivered, EventAcknowledged,
                              ConsumerWanted, ConsumerAnswered, PullWanted, PullAnswered,
                              RedeliveryDue, EventsDelivered, ConsumerDropped, StreamCompared,
                              SnapshotWanted, SnapshotAnswered, SnapshotRefused>;
using EndpointEvent = std::variant<EndpointSent, RenewalDue, AddressExpires, RenewalsStopped>;
using LocalEvent = std::variant<ControlWakes, EdgeTimer, EvaluationDue, GateCheckDue, RunnerTimer,
                                StageDone, MonitorTimer, WatchDue, RoundAnswered, MigrationDone,
                                NoticeWorked, ResendDue, SessionsReturned, DatabaseWorked,
                                DatabaseCheckDue, ProviderWorked, ProbeTimer, ProbesAnswered>;
using ChangeEvent = std::variant<ChangeDue, Crashes, Restarts>;
using Event =
    std::variant<ReportEvent, OrderEvent, LogEvent, EndpointEvent, LocalEvent, ChangeEvent>;

// The group of an event.
template <class E, class Group>
inline constexpr bool in_group = false;
template <class E, class... Es>
inline constexpr bool in_group<E, std::variant<Es...>> = (std::same_as<E, Es> || ...);
template <class E>
using GroupOf = std::conditional_t<
    in_group<E, ReportEvent>, ReportEvent,
    std::conditional_t<
        in_group<E, OrderEvent>, OrderEvent,
        std::conditional_t<in_group<E, LogEvent>, LogEvent,
                           std::conditional_t<in_group<E, EndpointEvent>, EndpointEvent,
                                              std::conditional_t<in_group<E, LocalEvent>,
                                                                 LocalEvent, ChangeEvent>>>>>;

}  // namespace studylab::world::sim
