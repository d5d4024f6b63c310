// Releases and their artifacts.
#include <algorithm>

#include <fmt/format.h>

#include "lab/console/queries/rows.h"

namespace studylab::console {
namespace {

Row store_row(Page& page, control::Artifact const& artifact) {
  auto row = page.row(artifact.gone_entry ? artifact.gone_entry : artifact.entry);
  row.put("in_store", artifact.in_store);
  return row;
}

// A period that ended in this run ended with the entry of the next owner.
EntryId ended_by(Page const& page, control::Release const& release, std::size_t span) {
  if (span < release.registered.served.size()) return release.entry;
  for (auto const& [id, operation] : page.state().operations) {
    if (operation.environment != release.registered.environment || !changes_owner(operation)) {
      continue;
    }
    auto const& change = owner_change(operation);
    if (change.moved_at == release.served[span].until) return change.moved_entry;
  }
  return release.entry;
}

std::vector<Row> served_rows(Page& page, control::Release const& release) {
  std::vector<Row> rows;
  for (std::size_t n = 0; n < release.served.size(); ++n) {
    auto const& span = release.served[n];
    auto& row = rows.emplace_back(page.row(ended_by(page, release, n)));
    row.put("from", span.from)
        .put("until", span.until)
        .put("epoch", span.epoch)
        .put("operation", span.operation)
        .put("symptoms", span.symptoms);
  }
  return rows;
}

// The period in which it owns the environment's route now, if it does.
void put_serving(Page& page, Row& row, control::Release const& release) {
  for (auto const& [route, owner] : page.state().routes) {
    if (owner.release == release.registered.release) {
      auto serving = page.row(owner.entry);
      serving.put("since", owner.since).put("epoch", owner.epoch).put("operation", owner.operation);
      row.put("serving", std::move(serving));
      return;
    }
  }
  row.null("serving");
}

control::Artifact const* find_artifact(Page const& page, std::string_view text) {
  auto const prefix = parse_digest_prefix(text);
  if (!prefix) return nullptr;
  control::Artifact const* found = nullptr;
  for (auto const& [digest, artifact] : page.state().artifacts) {
    if (!to_text(digest).starts_with(*prefix)) continue;
    if (found != nullptr) return nullptr;
    found = &artifact;
  }
  return found;
}

Row artifact_row(Page& page, control::Artifact const& artifact) {
  auto row = manifest_row(page, artifact);
  row.put("built_at", artifact.stored.built_at).put("store", store_row(page, artifact));
  return row;
}

}  // namespace

Row manifest_row(Page& page, control::Artifact const& artifact) {
  auto const& manifest = artifact.stored.manifest;
  auto row = page.row(artifact.entry);
  row.put("digest", artifact.stored.digest)
      .put("reads", manifest.reads)
      .put("writes", manifest.writes)
      .put("state_schema", manifest.state_schema)
      .put("needs", manifest.needs)
      .put("readiness_path", manifest.readiness_path)
      .put("source", manifest.source);
  if (auto const& migration = manifest.migration) {
    row.put("migration",
            fmt::format("{} {}..{} {}", to_text(migration->name), migration->from.value(),
                        migration->to.value(), to_text(migration->kind)));
  } else {
    row.null("migration");
  }
  return row;
}

Row release_row(Page& page, control::Release const& release) {
  auto const& registered = release.registered;
  auto row = page.row(release.entry);
  row.put("id", registered.release)
      .put("environment", registered.environment)
      .put("digest", registered.digest)
      .put("registered", registered.at)
      .put("checks", registered.checks)
      .put("served", served_rows(page, release));
  put_serving(page, row, release);
  auto const artifact = page.state().artifacts.find(registered.digest);
  if (artifact != page.state().artifacts.end()) {
    row.put("manifest", manifest_row(page, artifact->second))
        .put("store", store_row(page, artifact->second));
  } else {
    row.null("manifest").null("store");
  }
  return row;
}

Shown show_releases(Page& page, Query const& asked) {
  auto const only = environment_filter(page, asked);
  if (!only) return std::unexpected{only.error()};
  std::vector<Row> rows;
  for (auto const& [id, release] : page.state().releases) {
    if (*only != nullptr && release.registered.environment != (*only)->declared.environment)
      continue;
    rows.push_back(release_row(page, release));
  }
  page.put("releases", std::move(rows));
  return {};
}

Shown show_release(Page& page, Query const& asked) {
  auto const found = find_numbered(page.state().releases, asked);
  if (!found) return std::unexpected{found.error()};
  page.put("release", release_row(page, **found));
  return {};
}

Shown show_artifacts(Page& page, Query const&) {
  std::vector<Row> rows;
  for (auto const& [digest, artifact] : page.state().artifacts) {
    rows.push_back(artifact_row(page, artifact));
  }
  page.put("artifacts", std::move(rows));
  return {};
}

Shown show_artifact(Page& page, Query const& asked) {
  auto const* artifact = find_artifact(page, asked.object);
  if (artifact == nullptr) return std::unexpected{no_such(asked)};
  page.put("artifact", artifact_row(page, *artifact));
  std::vector<Row> rows;
  for (auto const& [id, release] : page.state().releases) {
    if (release.registered.digest != artifact->stored.digest) continue;
    auto& row = rows.emplace_back(page.row(release.entry));
    row.put("id", id)
        .put("environment", release.registered.environment)
        .put("checks", release.registered.checks);
  }
  page.put("releases", std::move(rows));
  return {};
}

}  // namespace studylab::console
