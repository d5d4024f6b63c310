#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/ids.h"

namespace studylab::world::sim {

// A process of the simulated platform. Links connect components, and components can crash.
enum class ComponentKind : std::uint8_t {
  control,
  route_log,
  edge,
  runner,
  monitor,
  database,
  people
};

struct Component {
  ComponentKind kind = ComponentKind::control;
  std::uint32_t number = 0;  // of an edge or a runner's host; 0 for the others

  friend constexpr auto operator<=>(Component const&, Component const&) = default;
};

inline constexpr Component control_plane{ComponentKind::control};
inline constexpr Component route_log{ComponentKind::route_log};
inline constexpr Component monitor{ComponentKind::monitor};
inline constexpr Component database{ComponentKind::database};
inline constexpr Component people{ComponentKind::people};
constexpr Component component_of(EdgeId edge) { return {ComponentKind::edge, edge.number}; }
constexpr Component component_of(HostId host) { return {ComponentKind::runner, host.number}; }

// `control`, `route-log`, `edge-b`, `runner-host-2`, `monitor`, `database`, `people`.
std::string to_text(Component component);
std::optional<Component> parse_component(std::string_view text);

}  // namespace studylab::world::sim
