// Releases and their artifacts.
#include <algorithm>

#include <fmt/format.h>

#include "lab/console/queries/rows.h"

namespace studylab::console {
namespace {

using control::Artifact;
using control::Release;
using control::RouteOwner;

// --- artifacts ---

Row<Artifact> const& store_row() {
  static Row<Artifact> const row{
      [](Artifact const& of) {
        if (of.view) return of.view_entry;
        return of.gone_entry ? of.gone_entry : of.entry;
      },
      {{"in_store", "whether the store still has the artifact", &Artifact::in_store},
       {"stored", "the digest of the bytes that the store has; null: none, or not checked",
        [](Artifact const& of) { return of.view ? of.view->stored : std::nullopt; }}}};
  return row;
}

std::optional<std::string> migration_text(Artifact const& artifact) {
  auto const& migration = artifact.stored.manifest.migration;
  if (!migration) return std::nullopt;
  return fmt::format("{} {}..{} {}", to_text(migration->name), migration->from.value(),
                     migration->to.value(), to_text(migration->kind));
}

template <class Member>
auto in_manifest(Member member) {
  return at(&Artifact::stored, &ArtifactStored::manifest, member);
}

std::vector<Field<Artifact>> manifest_fields() {
  return {
      {"digest", "the digest, which is the name of the artifact",
       at(&Artifact::stored, &ArtifactStored::digest)},
      {"reads", "schema versions that it reads; null: not recorded", in_manifest(&Manifest::reads)},
      {"writes", "schema versions that it writes; null: not recorded",
       in_manifest(&Manifest::writes)},
      {"state_schema",
       "the version of the session state; releases with equal versions can read each other's "
       "sessions",
       in_manifest(&Manifest::state_schema)},
      {"needs", "the bindings that it needs, each with its secret", in_manifest(&Manifest::needs)},
      {"readiness_path", "the path that the readiness probe requests",
       in_manifest(&Manifest::readiness_path)},
      {"source", "the source that it was built from", in_manifest(&Manifest::source)},
      {"migration", "the migration that runs before a release of it takes over; null: none",
       migration_text}};
}

Row<Artifact> const& manifest_row() {
  static Row<Artifact> const row{&Artifact::entry, Fields<Artifact>{manifest_fields(), {}}};
  return row;
}

Row<Artifact> const& artifact_row() {
  static Row<Artifact> const row{
      &Artifact::entry, Fields<Artifact>{manifest_fields(),
                                         {{"built_at", "when it was built",
                                           at(&Artifact::stored, &ArtifactStored::built_at)},
                                          {"store", "the artifact store", store_row()}}}};
  return row;
}

// --- releases ---

// A period in which a release owned the route.
struct ServedPeriod {
  EntryId ended_by;
  Service const& service;
};

// A period that ended in this run ended with the entry of the next owner.
EntryId ended_by(Page const& page, Release const& release, std::size_t period) {
  if (period < release.registered.served.size()) return release.entry;
  for (auto const& [id, operation] : page.state().operations) {
    if (operation.environment != release.registered.environment || !changes_owner(operation)) {
      continue;
    }
    auto const& change = owner_change(operation);
    if (change.moved_at == release.served[period].until) return change.moved_entry;
  }
  return release.entry;
}

std::vector<ServedPeriod> served_periods(Page const& page, Release const& release) {
  std::vector<ServedPeriod> periods;
  for (std::size_t n = 0; n < release.served.size(); ++n) {
    periods.push_back({ended_by(page, release, n), release.served[n]});
  }
  return periods;
}

Row<ServedPeriod> const& served_row() {
  static Row<ServedPeriod> const row{
      &ServedPeriod::ended_by,
      {{"from", "when the release became the route owner",
        [](ServedPeriod const& of) { return of.service.from; }},
       {"until", "when it was replaced", [](ServedPeriod const& of) { return of.service.until; }},
       {"epoch", "the route's epoch in that time",
        [](ServedPeriod const& of) { return of.service.epoch; }},
       {"operation", "the operation that made it the route owner",
        [](ServedPeriod const& of) { return of.service.operation; }},
       {"symptoms", "how often the threshold was crossed in that time",
        [](ServedPeriod const& of) { return of.service.symptoms; }}}};
  return row;
}

RouteOwner const* serving(Page const& page, Release const& release) {
  for (auto const& [route, owner] : page.state().routes) {
    if (owner.release == release.registered.release) return &owner;
  }
  return nullptr;
}

Row<RouteOwner> const& serving_row() {
  static Row<RouteOwner> const row{
      &RouteOwner::entry,
      {{"since", "when the release became the route owner", &RouteOwner::since},
       {"epoch", "the route's epoch", &RouteOwner::epoch},
       {"operation", "the operation that made it the route owner", &RouteOwner::operation}}};
  return row;
}

Artifact const* artifact_of(Page const& page, Release const& release) {
  auto const found = page.state().artifacts.find(release.registered.digest);
  return found == page.state().artifacts.end() ? nullptr : &found->second;
}

template <class Member>
auto registered(Member member) {
  return at(&Release::registered, member);
}

Field<Release> id_field() {
  return {"id", "the release's name", registered(&ReleaseRegistered::release)};
}
Field<Release> environment_field() {
  return {"environment", "the environment that it is a candidate for",
          registered(&ReleaseRegistered::environment)};
}
Field<Release> checks_field() {
  return {"checks", "evidence of the checks that it passed",
          registered(&ReleaseRegistered::checks)};
}

Row<Release> const& release_row() {
  static Row<Release> const row{
      &Release::entry,
      {id_field(),
       environment_field(),
       {"digest", "the digest of its artifact", registered(&ReleaseRegistered::digest)},
       {"registered", "when it was registered", registered(&ReleaseRegistered::at)},
       checks_field(),
       {"served", "periods in which it owned the route", served_row(), served_periods},
       {"serving", "the period in which it owns the route now; null: it does not own the route",
        serving_row(), serving},
       {"manifest", "what its build recorded", manifest_row(), artifact_of},
       {"store", "the artifact store", store_row(), artifact_of}}};
  return row;
}

// A release of a known artifact.
Row<Release> const& made_row() {
  static Row<Release> const row{&Release::entry, {id_field(), environment_field(), checks_field()}};
  return row;
}

std::expected<Artifact const*, Refusal> find_artifact(Page const& page, Query const& asked) {
  auto const prefix = parse_digest_prefix(asked.object);
  if (!prefix) return std::unexpected{no_such(asked)};
  Artifact const* found = nullptr;
  for (auto const& [digest, artifact] : page.state().artifacts) {
    if (!to_text(digest).starts_with(*prefix)) continue;
    if (found != nullptr) return std::unexpected{no_such(asked)};
    found = &artifact;
  }
  if (found == nullptr) return std::unexpected{no_such(asked)};
  return found;
}

}  // namespace

QueryTable const& releases_query() {
  static QueryTable const table{
      find_environments, Fields<AskedEnvironments>{
                             {"releases", "the releases of the environment", release_row(),
                              [](Page const& page, AskedEnvironments const& asked) {
                                return objects_of(page.state().releases, [&](Release const& one) {
                                  return asked.includes(one.registered.environment);
                                });
                              }}}};
  return table;
}

QueryTable const& release_query() {
  static QueryTable const table{[](Page const& page, Query const& asked) {
                                  return find_numbered(page.state().releases, asked);
                                },
                                Fields<Release>{{"release", "the release", release_row()}}};
  return table;
}

QueryTable const& artifacts_query() {
  static QueryTable const table{everything,
                                Fields<Everything>{{"artifacts", "every artifact", artifact_row(),
                                                    [](Page const& page, Everything const&) {
                                                      return objects_of(page.state().artifacts);
                                                    }}}};
  return table;
}

QueryTable const& artifact_query() {
  static QueryTable const table{
      find_artifact,
      Fields<Artifact>{{"artifact", "the artifact", artifact_row()},
                       {"releases", "releases of the artifact", made_row(),
                        [](Page const& page, Artifact const& artifact) {
                          return objects_of(page.state().releases, [&](Release const& one) {
                            return one.registered.digest == artifact.stored.digest;
                          });
                        }}}};
  return table;
}

}  // namespace studylab::console
