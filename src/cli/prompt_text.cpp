#include "cli/prompt_text.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "command_language/characters.h"
#include "control/state.h"
#include "lab/console/picture.h"
#include "lab/console/render/bar.h"
#include "lab/console/render/styled.h"
#include "lab/console/render/units.h"

namespace studylab::cli {
namespace {

// Only the holds that this run placed; the operator knows those.
std::size_t own_holds(control::State const& state) {
  return static_cast<std::size_t>(std::ranges::count_if(
      state.holds, [&](auto const& hold) { return hold.second.entry > state.incident->entry; }));
}

}  // namespace

std::string prompt_text(console::Session const& session, console::Charset charset,
                        std::size_t width) {
  using console::counted;
  using console::in_short;
  std::vector<std::string> parts{"+" + in_short(session.now() - session.alert())};
  auto const& state = session.platform();
  if (auto const* picture = session.picture()) {
    auto const& rate = picture->rate();
    parts.push_back(fmt::format("err {}% ({})", (rate.permille + 5) / 10,
                                in_short(session.now() - rate.until)));
    if (rate.trend.size() > 1) parts.back() += " " + console::trend(rate.trend);
    if (auto const holds = own_holds(state); holds > 0) parts.push_back(counted(holds, "hold"));
    for (auto const& operation : picture->open_operations()) {
      parts.push_back(operation + " running");
    }
  }
  for (auto const& [id, notice] : state.notices) {
    if (!notice.answer_entry || control::was_shown(state, notice.answer_entry)) continue;
    parts.push_back(to_text(id) + " answered");
  }
  std::string text;
  for (auto const& part : parts) {
    auto const longer = text.empty() ? part : text + "  " + part;
    if (!text.empty() && language::columns_of(longer) + 3 > width / 2 + 10) break;
    text = longer;
  }
  console::Screen screen;
  screen.charset = charset;
  return console::printable(text + " ▸ ", screen);
}

}  // namespace studylab::cli
