#include "world/sim/sim_database.h"

#include <utility>

namespace studylab::world::sim {
namespace {

// The migration of an operation's release, as it must be run on its environment's database.
std::optional<MigrationApplied> wanted_by(control::State const& platform, OperationId id) {
  auto const operation = platform.operations.find(id);
  if (operation == platform.operations.end()) return std::nullopt;
  auto const release = platform.releases.find(release_of(operation->second));
  auto const environment = platform.environments.find(operation->second.environment);
  if (release == platform.releases.end() || environment == platform.environments.end()) {
    return std::nullopt;
  }
  auto const artifact = platform.artifacts.find(release->second.registered.digest);
  if (artifact == platform.artifacts.end()) return std::nullopt;
  auto const& migration = artifact->second.stored.manifest.migration;
  if (!migration) return std::nullopt;
  return MigrationApplied{environment->second.declared.database, *migration, id, 0, {}};
}

}  // namespace

void SimDatabase::migrate(MigrationWanted const& wanted) {
  if (begun_.contains(wanted.operation)) return;
  auto applied = wanted_by(platform_, wanted.operation);
  if (!applied) return;
  begun_.emplace(wanted.operation, std::move(*applied));
  context_.queue.put(context_.now() + drawn(times_, context_.plan.timings.migrate),
                     MigrationDone{wanted.operation});
}

// A migration that was scheduled by itself fails if the database's provider does not answer. A
// promotion's is not begun then.
void SimDatabase::done(MigrationDone const& done) {
  auto const& operation = platform_.operations.at(done.operation);
  auto const& wanted = begun_.at(done.operation);
  auto const provider = platform_.databases.at(wanted.database).registered.provider;
  bool const alone = std::holds_alternative<control::kinds::Migration>(operation.as);
  if (alone && !context_.programs.answers(provider)) {
    report([&](Origin const& origin) {
      return JobEnded{done.operation, JobResult::failed, provider.value() + " does not answer",
                      origin};
    });
    return;
  }
  report([&](Origin const& origin) {
    auto fact = begun_.at(done.operation);
    fact.origin = origin;
    return fact;
  });
}

void SimDatabase::send(Outbox::Waiting const& waiting) {
  context_.send_report(database, waiting.boot, waiting.number, &waiting.report);
  resend_.arm();
}

void SimDatabase::resend() {
  resend_.rang();
  for (auto const& waiting : reports_.waiting()) send(waiting);
}

}  // namespace studylab::world::sim
