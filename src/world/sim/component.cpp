#include "world/sim/component.h"

#include <array>
#include <utility>

namespace studylab::world::sim {
namespace {

constexpr std::string_view runner_prefix = "runner-";
constexpr std::array<std::pair<Component, std::string_view>, 5> single{{
    {control_plane, "control"},
    {route_log, "route-log"},
    {monitor, "monitor"},
    {database, "database"},
    {people, "people"},
}};

}  // namespace

std::string to_text(Component component) {
  if (component.kind == ComponentKind::edge) return to_text(EdgeId{component.number});
  if (component.kind == ComponentKind::runner) {
    return std::string{runner_prefix} + to_text(HostId{component.number});
  }
  for (auto const& [one, text] : single) {
    if (one == component) return std::string{text};
  }
  return {};
}

std::optional<Component> parse_component(std::string_view text) {
  for (auto const& [one, name] : single) {
    if (name == text) return one;
  }
  if (auto const edge = parse_id<EdgeId>(text)) return component_of(*edge);
  if (!text.starts_with(runner_prefix)) return std::nullopt;
  auto const host = parse_id<HostId>(text.substr(runner_prefix.size()));
  return host ? std::optional{component_of(*host)} : std::nullopt;
}

}  // namespace studylab::world::sim
