// Databases, bindings and their providers.
#include <algorithm>

#include "lab/console/queries/rows.h"

namespace studylab::console {
namespace {

std::vector<Row> migration_rows(Page& page, control::Database const& database) {
  std::vector<Row> rows;
  for (auto const& applied : database.migrations) {
    auto& row = rows.emplace_back(page.row(applied.entry));
    row.put("name", applied.migration.name)
        .put("from", applied.migration.from)
        .put("to", applied.migration.to)
        .put("kind", applied.migration.kind)
        .put("rows_lost", applied.rows_lost);
    auto const* in_run = page.fact<MigrationApplied>(applied.entry);
    row.put("operation", in_run != nullptr ? in_run->operation : OperationId{});
  }
  return rows;
}

Row database_row(Page& page, control::Database const& database) {
  auto const& registered = database.registered;
  auto row = page.row(database.entry);
  row.put("name", registered.database)
      .put("environment", registered.environment)
      .put("provider", registered.provider)
      .put("data_class", registered.data_class)
      .put("rpo", registered.rpo)
      .put("rto", registered.rto)
      .put("writer_epoch", registered.writer_epoch)
      .put("rows", registered.rows);
  auto schema = page.row(database.schema_entry);
  schema.put("version", database.schema);
  row.put("schema", std::move(schema));
  return row;
}

// The monitor's latest probe and its result; null if there is none.
void put_probe(Page& page, Row& row, control::Binding const& binding) {
  if (!binding.probed) {
    row.null("probe");
    return;
  }
  auto probe = page.row(binding.probed_entry);
  probe.put("state", binding.probed->state)
      .put("since", binding.probed->since)
      .age("age", page.entry(binding.probed_entry).at);
  row.put("probe", std::move(probe));
}

std::vector<Row> needed_rows(Page& page, control::Binding const& binding) {
  std::vector<Row> rows;
  for (auto const& [id, release] : page.state().releases) {
    if (release.registered.environment != binding.declared.environment) continue;
    auto const artifact = page.state().artifacts.find(release.registered.digest);
    if (artifact == page.state().artifacts.end()) continue;
    auto const& needs = artifact->second.stored.manifest.needs;
    if (std::ranges::find(needs, binding.declared.binding) == needs.end()) continue;
    auto& row = rows.emplace_back(page.row(artifact->second.entry));
    row.put("release", id);
  }
  return rows;
}

Row binding_row(Page& page, control::Binding const& binding) {
  auto row = page.row(binding.entry);
  row.put("name", binding.declared.binding)
      .put("environment", binding.declared.environment)
      .put("provider", binding.declared.provider);
  put_probe(page, row, binding);
  row.put("needed_by", needed_rows(page, binding));
  return row;
}

Row provider_row(Page& page, control::Provider const& provider) {
  auto row = page.row(provider.entry);
  row.put("name", provider.registered.provider).put("kind", provider.registered.kind);
  return row;
}

}  // namespace

Shown show_databases(Page& page, Query const&) {
  std::vector<Row> rows;
  for (auto const& [name, database] : page.state().databases) {
    rows.push_back(database_row(page, database));
  }
  page.put("databases", std::move(rows));
  return {};
}

Shown show_database(Page& page, Query const& asked) {
  auto const found = find_in(page.state().databases, DatabaseName{asked.object}, asked);
  if (!found) return std::unexpected{found.error()};
  page.put("database", database_row(page, **found));
  page.put("migrations", migration_rows(page, **found));
  return {};
}

Shown show_bindings(Page& page, Query const& asked) {
  auto const only = environment_filter(page, asked);
  if (!only) return std::unexpected{only.error()};
  std::vector<Row> rows;
  for (auto const& [name, binding] : page.state().bindings) {
    if (*only != nullptr && binding.declared.environment != (*only)->declared.environment) continue;
    rows.push_back(binding_row(page, binding));
  }
  page.put("bindings", std::move(rows));
  return {};
}

Shown show_providers(Page& page, Query const&) {
  std::vector<Row> rows;
  for (auto const& [name, provider] : page.state().providers) {
    rows.push_back(provider_row(page, provider));
  }
  page.put("providers", std::move(rows));
  return {};
}

Shown show_provider(Page& page, Query const& asked) {
  auto const found = find_in(page.state().providers, ProviderName{asked.object}, asked);
  if (!found) return std::unexpected{found.error()};
  page.put("provider", provider_row(page, **found));
  std::vector<Row> rows;
  for (auto const& [name, binding] : page.state().bindings) {
    if (binding.declared.provider != (*found)->registered.provider) continue;
    auto& row = rows.emplace_back(page.row(binding.entry));
    row.put("name", name).put("environment", binding.declared.environment);
    put_probe(page, row, binding);
  }
  page.put("bindings", std::move(rows));
  return {};
}

}  // namespace studylab::console
