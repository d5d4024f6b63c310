// The two separate gates of a change of owner: its sessions, and its database.
#include <fmt/format.h>

#include "control/allocations/continuity.h"
#include "control/databases/databases.h"
#include "lab/decisions/shared.h"

namespace studylab::decisions {
namespace {

constexpr std::string_view change_kinds[] = {"promotion", "forward_fix", "rollback"};
constexpr std::string_view change_stores[] = {"none", "durable"};
constexpr std::string_view range_records[] = {"recorded", "not_recorded"};

SchemaVersion version(std::uint32_t number) { return SchemaVersion{number}; }

Manifest manifest_from(Inputs const& in) {
  Manifest manifest;
  VersionRange const range{version(in.count("fits_from")), version(in.count("fits_to"))};
  if (in.word("ranges") == "recorded") manifest.reads = manifest.writes = range;
  if (in.yes("migration")) {
    auto const schema = in.count("schema");
    manifest.migration = Migration{MigrationName{"next"}, version(schema), version(schema + 1),
                                   MigrationKind::additive};
  }
  return manifest;
}

std::string database_reason(control::DatabaseCheck const& check, Inputs const& in) {
  auto const schema = fmt::format(
      "schema {}{}", check.schema.value(),
      check.schema == version(in.count("schema")) ? "" : ", after the release's own migration");
  if (check.verdict == DatabaseVerdict::unknown) {
    return "Database: unknown. The release's ranges are not recorded.";
  }
  return fmt::format("Database: {}. The release reads and writes {} to {}; {}.",
                     to_text(check.verdict), in.count("fits_from"), in.count("fits_to"), schema);
}

std::string sessions_reason(control::SessionCheck const& check, Inputs const& in) {
  if (check.impact == SessionImpact::cold) {
    return fmt::format("Sessions: cold. {} would start afresh.", check.fresh);
  }
  return in.count("sessions") == 0 ? "Sessions: warm. There is no live session."
                                   : "Sessions: warm. They are stored, and the release reads them.";
}

Outcome evaluate_change(Inputs const& in) {
  auto const manifest = manifest_from(in);
  auto const kind =
      in.word("kind") == "promotion" ? OperationKind::promotion : OperationKind::rollback;
  auto const schema = control::schema_after(manifest, version(in.count("schema")), kind);
  auto const database = control::check_database(manifest, control::Database{}, schema);
  auto const sessions = control::check_sessions(
      static_cast<SessionStore>(in.index("store")),
      in.yes("reads_state") ? control::ReadsState::yes : control::ReadsState::no,
      in.count("sessions"));
  std::vector<std::string> reasons{database_reason(database, in), sessions_reason(sessions, in)};
  if (database.verdict != DatabaseVerdict::compatible) {
    reasons.push_back("What happens to sessions says nothing about the database.");
    return {std::string{to_text(database.verdict)}, std::move(reasons)};
  }
  return {std::string{to_text(sessions.impact)}, std::move(reasons)};
}

}  // namespace

Description change_of_owner() {
  return {"promotion",
          DecisionKind::decision,
          "Promotion or rollback",
          "The two gates of a change of owner: whether the release fits the database, and whether "
          "live sessions keep their state. They are separate.",
          "control::check_database, control::check_sessions (control/databases/databases.h, "
          "control/allocations/continuity.h)",
          {choice("kind", "Change", change_kinds),
           count("schema", "Schema version of the database", 10, 20, 16),
           choice("ranges", "The release's schema versions", range_records),
           count("fits_from", "It reads and writes from version", 10, 20, 15),
           count("fits_to", "It reads and writes up to version", 10, 20, 17),
           yes_no("migration", "It brings a migration to the next version"),
           choice("store", "Session store of the environment", change_stores, 1),
           yes_no("reads_state", "It reads the state of the present sessions", true),
           count("sessions", "Live sessions", 0, 400, 40)},
          {{"warm", "May proceed, warm: sessions keep their state"},
           {"cold", "May proceed, cold: live sessions start afresh"},
           {"incompatible", "Refused: the release does not fit the database"},
           {"unknown", "Refused: it is not known whether the release fits the database"}},
          &evaluate_change};
}

}  // namespace studylab::decisions
