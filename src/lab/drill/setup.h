#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "lab/drill/drill.h"
#include "model/facts.h"
#include "model/lab_facts.h"
#include "world/plan.h"

// What a seed makes of a drill. All random choices come from named streams that do not depend on
// the variant. For one seed, every variant has the same names, kinds and numbers of objects; only
// field values differ.
namespace studylab::drill {

// `live`: exactly 2 edges and 3 hosts, as the live world has.
enum class Topology : std::uint8_t { drawn, live };

struct DrawnRun {
  Variant const* variant = nullptr;  // of the drill that was given
  world::Plan plan;  // `opened` lacks what the session adds: clock, operator, commitment
  // Of the incident.
  EnvironmentName environment;
  RouteKey route;
  Instant alert_at{};
  std::vector<FaultInjected> faults;
  // Whether the fault becomes visible in this fact. A run is valid only if it has one.
  std::function<bool(Fact const& fact)> is_witness;
  std::string alert;           // the drill's alert with the incident's names filled in
  std::size_t statements = 0;  // that people make when the alert opens
};

// The variant that the seed draws; all are equally likely.
Variant const& drawn_variant(Drill const& drill, Seed const& seed);

// `variant` is one of the drill's.
DrawnRun draw(Drill const& drill, Seed const& seed, Variant const& variant, Level level,
              Topology topology);

// --- for the runbooks' own `draw` ---

struct Times;
struct DrawnTopology;

// The parts that no fault changes: the initial facts, the traffic, the noise, the timings, and the
// alert with {environment} and {route} filled in.
DrawnRun draw_calm(DrawnTopology const& drawn, Drill const& drill, Seed const& seed,
                   Variant const& variant, Level level, Times const& times);

// What the level adds to every variant alike. A healthy edge that stops reporting after the alert,
// never the one that raised it, or a monitor that is down:
void mislead(LevelBounds const& level, Seed const& seed, DrawnTopology const& drawn,
             Times const& times, DrawnRun& run);
// and people who say what they believe.
void let_people_speak(Drill const& drill, LevelBounds const& level, Seed const& seed,
                      Times const& times, DrawnRun& run);

// The last check of the incident's host or database, if the level has an old one; `of` names the
// object. It is the same in every variant.
void add_last_check(LevelBounds const& level, Seed const& seed, Times const& times,
                    world::LastCheck of, DrawnRun& run);

// The text with every `name` in it replaced by `value`.
std::string filled(std::string text, std::string_view name, std::string_view value);

}  // namespace studylab::drill
