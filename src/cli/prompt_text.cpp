#include "cli/prompt_text.h"

#include <algorithm>
#include <array>
#include <span>
#include <vector>

#include <fmt/format.h>
#include <langinfo.h>

#include "command_language/characters.h"
#include "control/state.h"
#include "lab/console/picture.h"

namespace studylab::cli {
namespace {

std::string in_short(Duration length) {
  auto const seconds =
      std::max<std::int64_t>(0, std::chrono::duration_cast<std::chrono::seconds>(length).count());
  if (seconds < 60) return fmt::format("{}s", seconds);
  if (seconds < 3600) return fmt::format("{}m{:02}s", seconds / 60, seconds % 60);
  return fmt::format("{}h{:02}m", seconds / 3600, seconds / 60 % 60);
}

std::string trend_text(std::span<std::uint64_t const> rates, Glyphs glyphs) {
  static constexpr std::array utf8{"▁", "▂", "▃", "▄", "▅", "▆", "▇"};
  static constexpr std::array ascii{"_", ".", "-", "=", "+", "*", "#"};
  if (rates.size() < 2) return {};
  auto const highest = std::max<std::uint64_t>(1, *std::ranges::max_element(rates));
  std::string text = " ";
  for (auto const rate : rates) {
    auto const step = (rate * (utf8.size() - 1) + highest / 2) / highest;
    text += glyphs == Glyphs::utf8 ? utf8[step] : ascii[step];
  }
  return text;
}

std::string counted(std::size_t number, std::string_view noun) {
  return fmt::format("{} {}{}", number, noun, number == 1 ? "" : "s");
}

// The operator knows the holds that this run placed.
std::size_t own_holds(control::State const& state) {
  return static_cast<std::size_t>(std::ranges::count_if(
      state.holds, [&](auto const& hold) { return hold.second.entry > state.incident->entry; }));
}

}  // namespace

Glyphs locale_glyphs() {
  return std::string_view{nl_langinfo(CODESET)} == "UTF-8" ? Glyphs::utf8 : Glyphs::ascii;
}

std::string prompt_text(console::Session const& session, Glyphs glyphs, std::size_t width) {
  std::vector<std::string> parts{"+" + in_short(session.now() - session.alert())};
  auto const& state = session.platform();
  if (auto const* picture = session.picture()) {
    auto const& rate = picture->rate();
    parts.push_back(fmt::format("err {}% ({})", (rate.permille + 5) / 10,
                                in_short(session.now() - rate.until)));
    parts.back() += trend_text(rate.trend, glyphs);
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
  return text + (glyphs == Glyphs::utf8 ? " ▸ " : " > ");
}

}  // namespace studylab::cli
