// Databases, bindings and their providers.
#include <algorithm>

#include "lab/console/queries/rows.h"

namespace studylab::console {
namespace {

using control::AppliedMigration;
using control::Binding;
using control::Database;
using control::Provider;

// --- databases ---

Row<AppliedMigration> const& migration_row() {
  static Row<AppliedMigration> const row{
      &AppliedMigration::entry,
      {{"name", "the migration's name", at(&AppliedMigration::migration, &Migration::name)},
       {"from", "the schema version before", at(&AppliedMigration::migration, &Migration::from)},
       {"to", "the schema version after", at(&AppliedMigration::migration, &Migration::to)},
       {"kind", "additive, contracting or destructive",
        at(&AppliedMigration::migration, &Migration::kind)},
       {"rows_lost", "rows that the migration removed", &AppliedMigration::rows_lost},
       {"operation", "the operation that ran it; null: it ran before the run began",
        [](Page const& page, AppliedMigration const& applied) {
          auto const* in_run = page.fact<MigrationApplied>(applied.entry);
          return in_run != nullptr ? in_run->operation : OperationId{};
        }}}};
  return row;
}

Row<Database> const& schema_row() {
  static Row<Database> const row{&Database::schema_entry,
                                 {{"version", "the schema version", &Database::schema}}};
  return row;
}

Row<Database> const& database_row() {
  using Registered = DatabaseRegistered;
  static Row<Database> const row{
      &Database::entry,
      {{"name", "the database's name", at(&Database::registered, &Registered::database)},
       {"environment", "the environment whose data it holds",
        at(&Database::registered, &Registered::environment)},
       {"provider", "the provider that runs it", at(&Database::registered, &Registered::provider)},
       {"data_class", "public-content, customer-data or payments",
        at(&Database::registered, &Registered::data_class)},
       {"rpo", "how much data may be lost, as a duration",
        at(&Database::registered, &Registered::rpo)},
       {"rto", "how long a restore may take", at(&Database::registered, &Registered::rto)},
       {"writer_epoch", "the epoch of the login that may write",
        [](Database const& database) { return database.writer_epoch; }},
       {"rows", "rows when the run began", at(&Database::registered, &Registered::rows)},
       {"schema", "the schema after the latest migration", schema_row()}}};
  return row;
}

// --- its data ---

Row<Database> const& check_row() {
  static Row<Database> const row{
      [](Database const& database) { return database.checked_at.id; },
      {{"finding", "damaged, or passed",
        [](Database const& database) {
          return std::string_view{database.checked->damage.empty() ? "passed" : "damaged"};
        }},
       {"at", "when it was made", [](Database const& database) { return database.checked_at.at; }},
       {"age", "the age of the check",
        [](Page const& page, Database const& database) {
          return age(page, database.checked_at.at);
        }},
       {"position", "the last write of the copy that serves",
        [](Database const& database) { return database.checked->position; }},
       {"replica_lag", "how far the replica is behind it",
        [](Database const& database) { return database.checked->replica_lag; }},
       {"cut_over",
        "when another copy took over, of which there is no check yet; null: the check is of the "
        "copy that serves",
        [](Database const& database) {
          bool const newer = database.cut_over.id > database.checked_at.id;
          return newer ? std::optional{database.cut_over.at} : std::nullopt;
        }}}};
  return row;
}

struct FoundDamage {
  Damage damage;
  EntryId entry;
};
std::optional<std::vector<FoundDamage>> damage_of(Database const& database) {
  if (!database.checked) return std::nullopt;
  std::vector<FoundDamage> found;
  for (auto const& one : database.checked->damage) found.push_back({one, database.checked_at.id});
  return found;
}

Row<FoundDamage> const& damage_row() {
  static auto const field = [](auto member) { return at(&FoundDamage::damage, member); };
  static Row<FoundDamage> const row{
      &FoundDamage::entry,
      {{"kind", "wrong, gone, missing, foreign or doubled", field(&Damage::kind)},
       {"rows", "how many rows", field(&Damage::rows)},
       {"users", "users whose rows they are", field(&Damage::users)},
       {"first", "the first write that is affected", field(&Damage::first)},
       {"since", "when that was written", field(&Damage::since)},
       {"release", "the release whose program wrote them; null: none", field(&Damage::release)},
       {"consumer", "the consumer whose events wrote them; null: none", field(&Damage::consumer)},
       {"operation", "the operation that did it; null: none", field(&Damage::operation)},
       {"migration", "the migration that did it; null: none", field(&Damage::migration)},
       {"source", "the environment whose rows they are; null: its own", field(&Damage::source)}}};
  return row;
}

Row<Database> const& fence_row() {
  static Row<Database> const row{
      [](Database const& database) {
        auto const& fence = *database.fence;
        return fence.in_force ? fence.in_force_at.id : fence.at.id;
      },
      {{"hold", "the hold", [](Database const& of) { return of.fence->ordered.hold; }},
       {"epoch", "the writer epoch that it raised to",
        [](Database const& of) { return of.fence->ordered.epoch; }},
       {"in_force", "whether every writer is stopped",
        [](Database const& of) { return of.fence->in_force.has_value(); }},
       {"position", "the last write before it; null: not in force yet",
        [](Database const& of) -> std::optional<CommitPosition> {
          if (!of.fence->in_force) return std::nullopt;
          return of.fence->in_force->position;
        }}}};
  return row;
}

// --- bindings ---

Row<Binding> const& probe_row() {
  static Row<Binding> const row{
      &Binding::probed_entry,
      {{"state", "answers or gone", [](Binding const& binding) { return binding.probed->state; }},
       {"since", "when this state began",
        [](Binding const& binding) { return binding.probed->since; }},
       {"age", "the age of the latest probe", [](Page const& page, Binding const& binding) {
          return age(page, page.entry(binding.probed_entry).at);
        }}}};
  return row;
}

Row<Binding> const& secret_row() {
  static Row<Binding> const row{
      &Binding::secret_entry,
      {{"state", "present, missing or expired",
        [](Binding const& binding) { return binding.secret->state; }},
       {"since", "when this state began",
        [](Binding const& binding) { return binding.secret->since; }},
       {"age", "the age of the latest report of it", [](Page const& page, Binding const& binding) {
          return age(page, page.entry(binding.secret_entry).at);
        }}}};
  return row;
}

Binding const* if_probed(Binding const& binding) { return binding.probed ? &binding : nullptr; }

// A release whose artifact needs a binding.
struct Needing {
  ReleaseId release;
  EntryId entry;  // that stored the artifact
};

std::vector<Needing> needed_by(Page const& page, Binding const& binding) {
  std::vector<Needing> found;
  for (auto const& [id, release] : page.state().releases) {
    if (release.registered.environment != binding.declared.environment) continue;
    auto const artifact = page.state().artifacts.find(release.registered.digest);
    if (artifact == page.state().artifacts.end()) continue;
    auto const& needs = artifact->second.stored.manifest.needs;
    if (std::ranges::find(needs, binding.declared.binding) == needs.end()) continue;
    found.push_back({id, artifact->second.entry});
  }
  return found;
}

Row<Needing> const& needing_row() {
  static Row<Needing> const row{
      &Needing::entry,
      {{"release", "a release of the environment whose manifest needs the binding",
        &Needing::release}}};
  return row;
}

Row<Binding> const& binding_row() {
  static Row<Binding> const row{
      &Binding::entry,
      {{"name", "the binding's name", at(&Binding::declared, &BindingDeclared::binding)},
       {"environment", "the environment that it belongs to",
        at(&Binding::declared, &BindingDeclared::environment)},
       {"provider", "the provider that it connects to",
        at(&Binding::declared, &BindingDeclared::provider)},
       {"probe", "the monitor's latest probe; null: none yet", probe_row(), if_probed},
       {"secret", "its secret; null: not reported, as for an environment that never sleeps",
        secret_row(), [](Binding const& binding) { return binding.secret ? &binding : nullptr; }},
       {"calls", "what the proxies counted lately; null: its provider is not watched", calls_row(),
        calls_of},
       {"needed_by", "the releases that need it", needing_row(), needed_by}}};
  return row;
}

// --- providers ---

std::vector<Binding const*> bindings_to(Page const& page, Provider const& provider) {
  return objects_of(page.state().bindings, [&](Binding const& one) {
    return one.declared.provider == provider.registered.provider;
  });
}

Row<Provider> const& provider_row() {
  static Row<Provider> const row{
      &Provider::entry,
      {{"name", "the provider's name", at(&Provider::registered, &ProviderRegistered::provider)},
       {"kind", "database, object-store, queue, payment, search or mail",
        at(&Provider::registered, &ProviderRegistered::kind)},
       {"watch", "the monitor's probes; null: it is not watched", watch_row(), if_watched},
       {"bindings", "how many bindings use it",
        [](Page const& page, Provider const& of) { return bindings_to(page, of).size(); }}}};
  return row;
}

Row<Binding> const& bound_row() {
  static Row<Binding> const row{
      &Binding::entry,
      {{"name", "the binding's name", at(&Binding::declared, &BindingDeclared::binding)},
       {"environment", "the environment that it belongs to",
        at(&Binding::declared, &BindingDeclared::environment)},
       {"probe", "the monitor's latest probe; null: none yet", probe_row(), if_probed},
       {"calls", "what the proxies counted lately; null: its provider is not watched", calls_row(),
        calls_of}}};
  return row;
}

}  // namespace

QueryTable const& databases_query() {
  static QueryTable const table{everything,
                                Fields<Everything>{{"databases", "every database", database_row(),
                                                    [](Page const& page, Everything const&) {
                                                      return objects_of(page.state().databases);
                                                    }}}};
  return table;
}

QueryTable const& database_query() {
  static QueryTable const table{
      [](Page const& page, Query const& asked) {
        return find_in(page.state().databases, DatabaseName{asked.object}, asked);
      },
      Fields<Database>{{"database", "the database", database_row()},
                       {"migrations", "applied migrations, oldest first", migration_row(),
                        &Database::migrations},
                       {"check", "the latest check of its data", check_row(),
                        [](Database const& of) { return of.checked ? &of : nullptr; }},
                       {"damage", "what that check found", damage_row(), damage_of},
                       {"fence", "the fence of its writers", fence_row(),
                        [](Database const& of) { return of.fence ? &of : nullptr; }}}};
  return table;
}

QueryTable const& bindings_query() {
  static QueryTable const table{
      find_environments, Fields<AskedEnvironments>{
                             {"bindings", "bindings of all environments, or of one", binding_row(),
                              [](Page const& page, AskedEnvironments const& asked) {
                                return objects_of(page.state().bindings, [&](Binding const& one) {
                                  return asked.includes(one.declared.environment);
                                });
                              }}}};
  return table;
}

QueryTable const& providers_query() {
  static QueryTable const table{everything,
                                Fields<Everything>{{"providers", "every provider", provider_row(),
                                                    [](Page const& page, Everything const&) {
                                                      return objects_of(page.state().providers);
                                                    }}}};
  return table;
}

QueryTable const& provider_query() {
  static QueryTable const table{
      [](Page const& page, Query const& asked) {
        return find_in(page.state().providers, ProviderName{asked.object}, asked);
      },
      Fields<Provider>{provider_sections(),
                       {{"provider", "the provider", provider_row()},
                        {"bindings", "the bindings to it", bound_row(), bindings_to}}}};
  return table;
}

}  // namespace studylab::console
