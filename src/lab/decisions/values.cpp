// The values of inputs as people write and read them.
#include <algorithm>
#include <charconv>
#include <optional>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/instant.h"
#include "lab/decisions/decision.h"

namespace studylab::decisions {
namespace {

std::unexpected<std::string> expected_instead(Control const& control, std::string const& what) {
  return std::unexpected(fmt::format("{}: expected {}", control.id, what));
}

std::string range_text(Control const& control) {
  auto const ends = fmt::format("from {} to {}", value_text(control, control.least),
                                value_text(control, control.greatest));
  if (control.step == 1) return ends;
  return fmt::format("{}, in steps of {}", ends, value_text(control, control.step));
}

std::expected<std::uint32_t, std::string> in_range(Control const& control, std::int64_t value) {
  auto const what = control.kind == ControlKind::duration ? "a duration" : "a whole number";
  bool const within = value >= control.least && value <= control.greatest &&
                      (value - control.least) % control.step == 0;
  if (!within) return expected_instead(control, fmt::format("{} {}", what, range_text(control)));
  return static_cast<std::uint32_t>(value);
}

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t value = 0;
  auto const* end = text.data() + text.size();
  auto const [rest, bad] = std::from_chars(text.data(), end, value);
  if (bad != std::errc{} || rest != end) return std::nullopt;
  return value;
}

std::expected<std::uint32_t, std::string> parse_length(Control const& control,
                                                       std::string_view text) {
  if (auto const seconds = whole_number(text)) return in_range(control, *seconds);
  auto const length = parse_duration(text);
  bool const whole = length && *length % std::chrono::seconds{1} == Duration{};
  if (!whole) return in_range(control, -1);
  return in_range(control, *length / std::chrono::seconds{1});
}

}  // namespace

Values initial_values(Description const& description) {
  Values values;
  for (auto const& control : description.controls) values.push_back(control.initial);
  return values;
}

std::expected<std::uint32_t, std::string> parse_value(Control const& control,
                                                      std::string_view text) {
  switch (control.kind) {
    case ControlKind::yes_no:
      if (text == "true" || text == "yes") return 1;
      if (text == "false" || text == "no") return 0;
      return expected_instead(control, "true or false");
    case ControlKind::choice: {
      auto const found = std::ranges::find(control.choices, text);
      if (found != control.choices.end()) {
        return static_cast<std::uint32_t>(found - control.choices.begin());
      }
      return expected_instead(control, fmt::format("one of {}", fmt::join(control.choices, ", ")));
    }
    case ControlKind::duration: return parse_length(control, text);
    case ControlKind::count: return in_range(control, whole_number(text).value_or(-1));
  }
  return expected_instead(control, "a value");
}

std::expected<Values, std::string> read_values(Description const& description,
                                               std::map<std::string, std::string> const& given) {
  auto values = initial_values(description);
  auto const& controls = description.controls;
  for (auto const& [name, text] : given) {
    auto const found = std::ranges::find(controls, name, &Control::id);
    if (found == controls.end()) {
      std::vector<std::string_view> names;
      for (auto const& control : controls) names.push_back(control.id);
      return std::unexpected(
          fmt::format("unknown input; {} has {}", description.id, fmt::join(names, ", ")));
    }
    auto const value = parse_value(*found, text);
    if (!value) return std::unexpected(value.error());
    values[static_cast<std::size_t>(found - controls.begin())] = *value;
  }
  return values;
}

std::string value_text(Control const& control, std::uint32_t value) {
  switch (control.kind) {
    case ControlKind::yes_no: return value != 0 ? "yes" : "no";
    case ControlKind::choice: return std::string{control.choices[value]};
    case ControlKind::duration: return to_text(Duration{std::chrono::seconds{value}});
    case ControlKind::count: return fmt::format("{}", value);
  }
  return {};
}

std::string text_of(Flip const& flip) {
  auto const& control = *flip.control;
  auto const from = value_text(control, flip.from);
  if (flip.from == flip.to) return fmt::format("{}: {}", control.label, from);
  return fmt::format("{}: {} to {}", control.label, from, value_text(control, flip.to));
}

}  // namespace studylab::decisions
