#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "model/nouns.h"

namespace studylab {

// What stood before the run began: one entry a noun.
// Kinds 200 to 299 are this subject's; a kind's number and fields never change.

struct AppRegistered {
  static constexpr std::uint16_t kind_number = 201;
  static constexpr std::string_view kind_name = "AppRegistered";

  AppName app;
  PersonName owner;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("app", self.app);
    visit("owner", self.owner);
  }
};

// Policy of one lane of an app. `threshold` is the error rate over which an edge reports at once.
struct EnvironmentDeclared {
  static constexpr std::uint16_t kind_number = 202;
  static constexpr std::string_view kind_name = "EnvironmentDeclared";

  EnvironmentName environment;
  AppName app;
  Lane lane = Lane::production;
  RouteKey route;
  PartitionId partition;
  DatabaseName database;
  std::uint32_t replicas = 1;
  std::uint32_t quorum = 1;
  GapPolicy gap_policy;
  SessionStore session_store = SessionStore::none;
  Permille threshold;
  Duration drain_grace;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("environment", self.environment);
    visit("app", self.app);
    visit("lane", self.lane);
    visit("route", self.route);
    visit("partition", self.partition);
    visit("database", self.database);
    visit("replicas", self.replicas);
    visit("quorum", self.quorum);
    visit("gap_policy", self.gap_policy);
    visit("session_store", self.session_store);
    visit("threshold", self.threshold);
    visit("drain_grace", self.drain_grace);
  }
};

struct ArtifactStored {
  static constexpr std::uint16_t kind_number = 203;
  static constexpr std::string_view kind_name = "ArtifactStored";

  Digest digest;
  Manifest manifest;
  Instant built_at;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("digest", self.digest);
    visit("manifest", self.manifest);
    visit("built_at", self.built_at);
  }
};

// The store no longer has it.
struct ArtifactGone {
  static constexpr std::uint16_t kind_number = 204;
  static constexpr std::string_view kind_name = "ArtifactGone";

  Digest digest;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("digest", self.digest);
  }
};

// An artifact made a candidate of one environment. `served` is its history there, oldest first;
// empty: never promoted here.
struct ReleaseRegistered {
  static constexpr std::uint16_t kind_number = 205;
  static constexpr std::string_view kind_name = "ReleaseRegistered";

  ReleaseId release;
  EnvironmentName environment;
  Digest digest;
  Instant at;
  std::string checks;
  std::vector<Service> served;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("release", self.release);
    visit("environment", self.environment);
    visit("digest", self.digest);
    visit("at", self.at);
    visit("checks", self.checks);
    visit("served", self.served);
  }
};

struct ProviderRegistered {
  static constexpr std::uint16_t kind_number = 206;
  static constexpr std::string_view kind_name = "ProviderRegistered";

  ProviderName provider;
  ProviderKind kind = ProviderKind::database;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("provider", self.provider);
    visit("kind", self.kind);
  }
};

struct BindingDeclared {
  static constexpr std::uint16_t kind_number = 207;
  static constexpr std::string_view kind_name = "BindingDeclared";

  BindingName binding;
  EnvironmentName environment;
  ProviderName provider;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("binding", self.binding);
    visit("environment", self.environment);
    visit("provider", self.provider);
  }
};

// `migrations` oldest first; the last one's `to` is `schema`.
struct DatabaseRegistered {
  static constexpr std::uint16_t kind_number = 208;
  static constexpr std::string_view kind_name = "DatabaseRegistered";

  DatabaseName database;
  EnvironmentName environment;
  ProviderName provider;
  SchemaVersion schema;
  std::vector<Migration> migrations;
  DataClass data_class = DataClass::customer_data;
  Duration rpo;
  Duration rto;
  WriterEpoch writer_epoch;
  std::uint64_t rows = 0;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("database", self.database);
    visit("environment", self.environment);
    visit("provider", self.provider);
    visit("schema", self.schema);
    visit("migrations", self.migrations);
    visit("data_class", self.data_class);
    visit("rpo", self.rpo);
    visit("rto", self.rto);
    visit("writer_epoch", self.writer_epoch);
    visit("rows", self.rows);
  }
};

struct HostRegistered {
  static constexpr std::uint16_t kind_number = 209;
  static constexpr std::string_view kind_name = "HostRegistered";

  HostId host;
  Digest image;
  std::uint32_t slots = 0;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("host", self.host);
    visit("image", self.image);
    visit("slots", self.slots);
  }
};

// Sequence 1 of a partition's stream.
struct PartitionOpened {
  static constexpr std::uint16_t kind_number = 210;
  static constexpr std::string_view kind_name = "PartitionOpened";

  PartitionId partition;
  BaselineEpoch baseline;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("partition", self.partition);
    visit("baseline", self.baseline);
  }
};

// An owner from before the run, with its place in the partition's stream.
struct RouteOwnerRecorded {
  static constexpr std::uint16_t kind_number = 211;
  static constexpr std::string_view kind_name = "RouteOwnerRecorded";

  RouteKey route;
  EnvironmentName environment;
  PartitionId partition;
  RouteSequence sequence;
  ReleaseId release;
  KeyEpoch epoch;
  OperationId operation;
  Instant since;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("route", self.route);
    visit("environment", self.environment);
    visit("partition", self.partition);
    visit("sequence", self.sequence);
    visit("release", self.release);
    visit("epoch", self.epoch);
    visit("operation", self.operation);
    visit("since", self.since);
  }
};

struct EdgeRegistered {
  static constexpr std::uint16_t kind_number = 212;
  static constexpr std::string_view kind_name = "EdgeRegistered";

  EdgeId edge;
  Boot boot;
  Instant started;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("edge", self.edge);
    visit("boot", self.boot);
    visit("started", self.started);
  }
};

// Ready before the run began.
struct AllocationStood {
  static constexpr std::uint16_t kind_number = 213;
  static constexpr std::string_view kind_name = "AllocationStood";

  AllocationId allocation;
  EnvironmentName environment;
  ReleaseId release;
  Digest digest;
  HostId host;
  Instant ready_at;
  std::uint32_t sessions = 0;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("allocation", self.allocation);
    visit("environment", self.environment);
    visit("release", self.release);
    visit("digest", self.digest);
    visit("host", self.host);
    visit("ready_at", self.ready_at);
    visit("sessions", self.sessions);
  }
};

// An operation that had ended, or waits, before the run.
struct OperationRecorded {
  static constexpr std::uint16_t kind_number = 214;
  static constexpr std::string_view kind_name = "OperationRecorded";

  OperationId operation;
  OperationKind kind = OperationKind::promotion;
  EnvironmentName environment;
  ReleaseId release;
  Stage stage = Stage::healthy;
  Instant requested_at;
  Instant not_before;
  PersonName by;
  std::string because;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("operation", self.operation);
    visit("kind", self.kind);
    visit("environment", self.environment);
    visit("release", self.release);
    visit("stage", self.stage);
    visit("requested_at", self.requested_at);
    visit("not_before", self.not_before);
    visit("by", self.by);
    visit("because", self.because);
  }
};

using StandingFact =
    std::variant<AppRegistered, EnvironmentDeclared, ArtifactStored, ArtifactGone,
                 ReleaseRegistered, ProviderRegistered, BindingDeclared, DatabaseRegistered,
                 HostRegistered, PartitionOpened, RouteOwnerRecorded, EdgeRegistered,
                 AllocationStood, OperationRecorded>;

}  // namespace studylab
