#include "cli/prompt_text.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "control/restores/restores.h"
#include "control/state.h"
#include "lab/console/picture.h"
#include "lab/console/render/bar.h"
#include "lab/console/render/units.h"

namespace studylab::cli {
namespace {

// Edges report every ten seconds.
constexpr Duration old_rate = std::chrono::seconds{60};

// Only the holds that this run placed; the operator knows those.
std::size_t own_holds(control::State const& state) {
  return static_cast<std::size_t>(std::ranges::count_if(
      state.holds, [&](auto const& hold) { return hold.second.entry > state.incident->entry; }));
}

console::Styled rate_text(console::KnownRate const& rate, Duration age) {
  using console::Style;
  auto const style = rate.over ? Style::red : Style::plain;
  auto const text = fmt::format("errors {}%", (rate.permille + 5) / 10);
  // An old rate says nothing about now.
  if (age >= old_rate) {
    return {fmt::format("{} {} ago", text, console::in_short(age)), Style::dim};
  }
  return console::Styled{text, style}.add(fmt::format(" ({})", console::in_short(age)));
}

// What the platform knows of an operation of this run: a prompt does not call it running when it
// has ended, or waits for the operator.
console::Styled operation_text(control::State const& state, std::string const& name) {
  using console::Style;
  auto const id = parse_id<OperationId>(name);
  auto const found = id ? state.operations.find(*id) : state.operations.end();
  if (found == state.operations.end()) return {name + " running", Style::amber};
  auto const& operation = found->second;
  if (ended(operation.stage)) return {name + " ended", Style::green};
  if (!control::awaits_operator(operation)) return {name + " running", Style::amber};
  auto stage = std::string{to_text(operation.stage)};
  std::ranges::replace(stage, '_', ' ');
  return {name + " " + stage, Style::amber};
}

}  // namespace

console::Styled prompt_text(console::Session const& session, std::size_t width) {
  using console::Style;
  using console::Styled;
  std::vector<Styled> parts{"+" + console::in_short(session.now() - session.alert())};
  Styled trend;
  auto const& state = session.platform();
  if (auto const* picture = session.picture()) {
    auto const& rate = picture->rate();
    // An incident without errors has no rate until a query of errors shows one.
    if (rate.until != Instant{}) parts.push_back(rate_text(rate, session.now() - rate.until));
    if (rate.trend.size() > 1) trend = {" " + console::trend(rate.trend)};
    if (auto const holds = own_holds(state); holds > 0) {
      parts.emplace_back(console::counted(holds, "hold"), Style::amber);
    }
    for (auto const& operation : picture->open_operations()) {
      parts.push_back(operation_text(state, operation));
    }
  }
  for (auto const& [id, notice] : state.notices) {
    if (!notice.answer_entry || control::was_shown(state, notice.answer_entry)) continue;
    parts.emplace_back(to_text(id) + " answered", Style::green);
  }
  auto const room = width / 2 + 10;
  auto const fits = [&](Styled const& text) { return text.columns() + 3 <= room; };
  if (fits(Styled{console::joined(parts, "  ")}.add(trend)) && parts.size() > 1) {
    parts[1].add(trend);
  }
  Styled text{parts.front()};
  for (std::size_t n = 1; n < parts.size(); ++n) {
    auto const longer = Styled{text}.add("  ").add(parts[n]);
    if (!fits(longer)) break;
    text = longer;
  }
  return text.add(" ▸ ");
}

std::string with_literals(std::string_view text) {
  std::string out;
  bool within = false;
  while (!text.empty()) {
    bool const escape = text.starts_with('\x1b');
    if (escape != within) out += literal;
    within = escape;
    auto const size = escape ? std::min(text.find('m'), text.size() - 1) + 1
                             : std::min(text.find('\x1b'), text.size());
    out += text.substr(0, size);
    text.remove_prefix(size);
  }
  if (within) out += literal;
  return out;
}

}  // namespace studylab::cli
