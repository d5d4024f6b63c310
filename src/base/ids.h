#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/named.h"

namespace studylab {

// Identifiers of numbered objects. People read and type a prefix and a number (`op-12`), for edges
// a letter (`edge-b` is number 2). Number 0 means "none" and is never assigned.
template <class Tag>
struct NumberedId {
  using tag = Tag;
  std::uint32_t number = 0;

  constexpr explicit operator bool() const { return number != 0; }
  friend constexpr auto operator<=>(NumberedId const&, NumberedId const&) = default;
};

struct OperationTag {
  static constexpr std::string_view prefix = "op-";
};
struct AllocationTag {
  static constexpr std::string_view prefix = "alloc-";
};
struct ReleaseTag {
  static constexpr std::string_view prefix = "rel-";
};
struct HostTag {
  static constexpr std::string_view prefix = "host-";
};
struct HoldTag {
  static constexpr std::string_view prefix = "hold-";
};
struct NoticeTag {
  static constexpr std::string_view prefix = "notice-";
};
struct IncidentTag {
  static constexpr std::string_view prefix = "incident-";
};
struct PartitionTag {
  static constexpr std::string_view prefix = "partition-";
};
// An entry of the platform chain, numbered from 1.
struct EntryTag {
  static constexpr std::string_view prefix = "entry-";
};
// Edges are lettered: edge-a … edge-z, then edge-aa.
struct EdgeTag {
  static constexpr std::string_view prefix = "edge-";
};

using OperationId = NumberedId<OperationTag>;
using AllocationId = NumberedId<AllocationTag>;
using ReleaseId = NumberedId<ReleaseTag>;
using HostId = NumberedId<HostTag>;
using HoldId = NumberedId<HoldTag>;
using NoticeId = NumberedId<NoticeTag>;
using IncidentId = NumberedId<IncidentTag>;
using PartitionId = NumberedId<PartitionTag>;
using EntryId = NumberedId<EntryTag>;
using EdgeId = NumberedId<EdgeTag>;

// Text of a number with its prefix, and back. `parse_numbered` refuses leading zeros, signs, 0 and
// numbers past 2^32 - 1.
std::string numbered_text(std::string_view prefix, std::uint32_t number);
std::optional<std::uint32_t> parse_numbered(std::string_view prefix, std::string_view text);
std::string lettered_text(std::string_view prefix, std::uint32_t number);
std::optional<std::uint32_t> parse_lettered(std::string_view prefix, std::string_view text);

template <class Tag>
std::string to_text(NumberedId<Tag> id) {
  return numbered_text(Tag::prefix, id.number);
}
inline std::string to_text(EdgeId id) { return lettered_text(EdgeTag::prefix, id.number); }

template <class Id>
std::optional<Id> parse_id(std::string_view text) {
  auto const number = parse_numbered(Id::tag::prefix, text);
  return number ? std::optional{Id{*number}} : std::nullopt;
}
template <>
inline std::optional<EdgeId> parse_id<EdgeId>(std::string_view text) {
  auto const number = parse_lettered(EdgeTag::prefix, text);
  return number ? std::optional{EdgeId{*number}} : std::nullopt;
}

// Names. An environment is APP/LANE; a route key is a host name.
using AppName = Named<std::string, struct AppNameTag>;
using EnvironmentName = Named<std::string, struct EnvironmentNameTag>;
using RouteKey = Named<std::string, struct RouteKeyTag>;
using BindingName = Named<std::string, struct BindingNameTag>;
using ProviderName = Named<std::string, struct ProviderNameTag>;
using DatabaseName = Named<std::string, struct DatabaseNameTag>;
using PersonName = Named<std::string, struct PersonNameTag>;
using MigrationName = Named<std::string, struct MigrationNameTag>;
using BackupName = Named<std::string, struct BackupNameTag>;
using ConsumerName = Named<std::string, struct ConsumerNameTag>;
using RegionName = Named<std::string, struct RegionNameTag>;

template <class Tag>
std::string const& to_text(Named<std::string, Tag> const& name) {
  return name.value();
}

// Counters with a meaning.
// Of a route key's owner; from 1.
using KeyEpoch = Named<std::uint64_t, struct KeyEpochTag>;
// Of a partition's stream; from 1.
using BaselineEpoch = Named<std::uint32_t, struct BaselineEpochTag>;
// In a partition's stream; from 1.
using RouteSequence = Named<std::uint64_t, struct RouteSequenceTag>;
// Of a database.
using SchemaVersion = Named<std::uint32_t, struct SchemaVersionTag>;
// Of a database's writers.
using WriterEpoch = Named<std::uint32_t, struct WriterEpochTag>;
// Of an acknowledged write in a database's log, and of the event that it emits; from 1.
using CommitPosition = Named<std::uint64_t, struct CommitPositionTag>;
// Of an operation or effect; from 1.
using Attempt = Named<std::uint32_t, struct AttemptTag>;
using Term = Named<std::uint64_t, struct TermTag>;                  // of the leading control plane
using Boot = Named<std::uint32_t, struct BootTag>;                  // of a process; from 1
using ReportNumber = Named<std::uint64_t, struct ReportNumberTag>;  // within a boot; from 1

// Parts of a thousand. The only kind of rate in the pure libraries.
using Permille = Named<std::uint32_t, struct PermilleTag>;

}  // namespace studylab
