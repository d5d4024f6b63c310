// What environments served before the run: releases, their spans of service, and the operations
// behind them.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "lab/drill/topology.h"

namespace studylab::drill {
namespace {

using namespace std::chrono_literals;
using namespace std::string_view_literals;

constexpr std::array reasons{"weekly release"sv, "copy changes"sv,     "faster list pages"sv,
                             "library update"sv, "new empty states"sv, "clean-up of old flags"sv};
constexpr std::array checks{"unit 412/412, smoke 9/9"sv, "unit 388/388, smoke 9/9"sv,
                            "unit 405/405, smoke 8/8, a11y 3/3"sv};

// The decoys in the incident's history, as indices of earlier releases; other environments have
// none.
struct Traps {
  std::optional<std::size_t> gone;
  std::optional<std::size_t> unrecorded;
  std::optional<std::size_t> symptoms;
};

Traps draw_traps(Drill const& drill, Random& random, std::size_t earlier) {
  std::vector<std::size_t> places(earlier);
  for (std::size_t i = 0; i < earlier; ++i) places[i] = i;
  random.shuffle(std::span<std::size_t>{places});
  // A release that was rolled back is never the first, because there was a release to return to.
  if (places[0] == 0) std::swap(places[0], places[1]);
  Traps traps;
  if (drill.has(served_with_symptoms)) traps.symptoms = places[0];
  if (drill.has(artifact_gone)) traps.gone = places[1];
  if (drill.has(ranges_unrecorded)) traps.unrecorded = places[2];
  return traps;
}

class History {
 public:
  History(DrawnEnvironment& environment, Random& random, Instant began)
      : environment_(environment), random_(random), began_(began) {}

  void draw(std::size_t earlier, Traps const& traps) {
    traps_ = traps;
    // Periods are drawn backwards from the present and listed from the oldest on.
    std::vector<Duration> lengths;
    Duration total{};
    for (std::size_t i = 0; i <= earlier; ++i) {
      bool const owns_now = i == earlier;
      lengths.push_back(std::chrono::minutes{owns_now ? random_.between(6 * 60, 72 * 60)
                                                      : random_.between(20 * 60, 140 * 60)});
      total += lengths.back();
    }
    auto from = began_ - total - std::chrono::seconds{random_.between(0, 59)};
    for (std::size_t i = 0; i <= earlier; ++i) {
      add_release(from);
      serve(i, from, i == traps.symptoms ? rolled_back_after() : lengths[i]);
      if (i == traps.symptoms) serve_again(i - 1, from + lengths[i]);
      from += lengths[i];
    }
    leave_current(earlier);
  }

 private:
  Duration rolled_back_after() { return std::chrono::seconds{random_.between(180, 1500)}; }

  void add_release(Instant first_served) {
    DrawnRelease release;
    auto const index = environment_.releases.size();
    release.digest = Digest{random_.hash().bytes};
    release.registered_at = first_served - std::chrono::minutes{random_.between(5, 90)};
    release.built_at = release.registered_at - std::chrono::minutes{random_.between(2, 15)};
    release.checks = std::string{random_.pick(std::span<std::string_view const>{checks})};
    auto& manifest = release.manifest;
    auto const schema = schema_of(environment_).value();
    auto const low = static_cast<std::uint32_t>(random_.between(2, 4));
    manifest.reads = VersionRange{SchemaVersion{schema - low}, SchemaVersion{schema + 1}};
    manifest.writes = VersionRange{SchemaVersion{schema - low + 1}, SchemaVersion{schema + 1}};
    manifest.state_schema = 3;
    manifest.needs.reserve(environment_.bindings.size());
    for (auto const& binding : environment_.bindings) manifest.needs.push_back(binding.name);
    manifest.readiness_path = "/healthz";
    manifest.source = fmt::format("main@{:07x}", random_.below(1U << 28));
    if (index == traps_.gone) release.artifact = DrawnRelease::Artifact::gone;
    if (index == traps_.unrecorded) manifest.reads = manifest.writes = std::nullopt;
    environment_.releases.push_back(std::move(release));
  }

  // The release owns the route from `from` on; an operation of its own moved the route.
  std::size_t bring(OperationKind kind, std::size_t release, Instant from, std::string because) {
    auto const requested = from - std::chrono::seconds{random_.between(4, 9)};
    environment_.operations.push_back({OperationId{}, kind, release, Stage::healthy, requested,
                                       requested, environment_.owner, std::move(because)});
    environment_.epoch = next(environment_.epoch);
    return environment_.operations.size() - 1;
  }

  void serve(std::size_t release, Instant from, Duration length) {
    auto const by = bring(OperationKind::promotion, release, from,
                          std::string{random_.pick(std::span<std::string_view const>{reasons})});
    Service service{from, from + length, environment_.epoch, index_as_id(by), 0};
    if (release == traps_.symptoms) {
      service.symptoms = static_cast<std::uint32_t>(random_.between(1, 3));
      environment_.operations[by].stage = Stage::rolled_back;
    }
    environment_.releases[release].served.push_back(service);
  }

  // After the rollback, the release before it served until the next promotion.
  void serve_again(std::size_t release, Instant until) {
    auto const from = environment_.releases.back().served.back().until;
    auto const by = bring(OperationKind::rollback, release, from, "errors after the promotion");
    environment_.releases[release].served.push_back(
        Service{from, until, environment_.epoch, index_as_id(by), 0});
  }

  // The current owner's period has not ended, so it is not listed.
  void leave_current(std::size_t release) {
    auto const service = environment_.releases[release].served.back();
    environment_.releases[release].served.pop_back();
    environment_.current = release;
    environment_.since = service.from;
    environment_.current_by = service.operation.number - 1;
  }

  static OperationId index_as_id(std::size_t index) {
    return OperationId{static_cast<std::uint32_t>(index + 1)};
  }

  DrawnEnvironment& environment_;
  Random& random_;
  Instant began_;
  Traps traps_;
};

}  // namespace

void draw_history(DrawnTopology& topology, Drill const& drill, Seed const& seed, Instant began) {
  Random random{seed, "history"};
  for (std::size_t i = 0; i < topology.environments.size(); ++i) {
    auto const& bounds = drill.topology.history;
    auto const earlier = static_cast<std::size_t>(random.between(bounds.low, bounds.high));
    auto const traps = draw_traps(drill, random, earlier);
    History{topology.environments[i], random, began}.draw(earlier,
                                                          i == topology.incident ? traps : Traps{});
  }
}

}  // namespace studylab::drill
