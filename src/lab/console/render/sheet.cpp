#include "lab/console/render/sheet.h"

#include <algorithm>

#include <fmt/format.h>

#include "command_language/characters.h"
#include "lab/console/render/units.h"

namespace studylab::console {
namespace {

constexpr std::size_t indent = 2;
constexpr std::size_t between = 2;

}  // namespace

Styled closing_line(Moment const& moment) {
  if (!moment.own) return {};
  return {fmt::format("entry {}, as of {}", moment.own.number, time_of(moment.now, moment.alert)),
          Style::dim};
}

std::string Sheet::time(Instant at) const { return time_of(at, moment_.alert); }

std::string Sheet::time(std::optional<Instant> at) const { return at ? time(*at) : std::string{}; }

std::string Sheet::since(std::optional<Instant> at) const {
  return at ? "since " + time(*at) : std::string{};
}

void Sheet::heading(std::vector<Styled> const& parts) {
  flush_fields();
  for (auto& line : joined(parts, " · ").wrapped(screen_.width, indent)) {
    lines_.push_back(std::move(line));
  }
}

void Sheet::table(Table const& table, Fold fold, std::string_view nothing) {
  flush_fields();
  if (table.rows() == 0) {
    if (!nothing.empty()) lines_.push_back(Styled{"  "}.add(nothing, Style::dim));
    return;
  }
  auto lines = table.lines(screen_.width);
  tables_.push_back({lines_.size() + 1, lines.size() - 1, fold});
  lines_.insert(lines_.end(), lines.begin(), lines.end());
}

void Sheet::field(std::string_view label, Styled value, EntryId entry) {
  if (!value.empty()) fields_.push_back({std::string{label}, std::move(value), entry});
}

void Sheet::sentence(Styled const& text) {
  flush_fields();
  for (auto& line : text.wrapped(screen_.width, indent)) lines_.push_back(std::move(line));
}

void Sheet::paragraph(Styled const& text) {
  flush_fields();
  for (auto& line : text.wrapped(screen_.width, 0)) lines_.push_back(std::move(line));
}

void Sheet::gap() {
  flush_fields();
  lines_.emplace_back();
}

// Labels in one column, values wrapped in the next, entries at the end of each value's first line.
void Sheet::flush_fields() {
  if (fields_.empty()) return;
  std::size_t label = 0;
  std::size_t entry = 0;
  for (auto const& field : fields_) {
    label = std::max(label, language::columns_of(field.label));
    if (field.entry) entry = std::max(entry, std::to_string(field.entry.number).size());
  }
  auto const before = indent + label + between;
  auto const after = entry == 0 ? 0 : entry + between;
  auto const room = std::max<std::size_t>(screen_.width, before + after + 20) - before - after;
  std::vector<std::vector<Styled>> values;
  std::size_t used = 0;
  for (auto const& field : fields_) {
    values.push_back(field.value.wrapped(room, 2));
    for (auto const& line : values.back()) used = std::max(used, line.columns());
  }
  for (std::size_t n = 0; n < fields_.size(); ++n) {
    auto const& field = fields_[n];
    for (std::size_t row = 0; row < values[n].size(); ++row) {
      auto const name = row == 0 ? field.label : std::string{};
      Styled line{fmt::format("{:{}}", "", indent)};
      line.add(name, Style::dim);
      line.add(std::string(label - language::columns_of(name) + between, ' '));
      line.add(values[n][row]);
      if (row == 0 && field.entry) {
        auto const number = std::to_string(field.entry.number);
        line.add(
            std::string(used - values[n][row].columns() + between + entry - number.size(), ' '));
        line.add(number, Style::dim);
      }
      lines_.push_back(line.shortened(screen_.width));
    }
  }
  fields_.clear();
}

// Removes rows from the longest table, and states their number in one line.
void Sheet::fold(std::size_t excess) {
  auto const longest = std::ranges::max_element(tables_, {}, &Rows::count);
  if (longest == tables_.end() || longest->count <= excess + 2) return;
  auto const out = excess + 1;  // the line with their number
  bool const first = longest->fold == Fold::first_rows;
  auto const from = first ? longest->begin : longest->begin + longest->count - out;
  auto const at = lines_.begin() + static_cast<std::ptrdiff_t>(from);
  auto const note = fmt::format("  … {} {}: --wide prints them", counted(out),
                                first ? "earlier rows" : "more rows");
  *at = Styled{note, Style::dim}.shortened(screen_.width);
  lines_.erase(at + 1, at + static_cast<std::ptrdiff_t>(out));
}

std::string Sheet::text() {
  flush_fields();
  auto const closing = moment_.own ? 1U : 0U;
  if (lines_.size() + closing > max_lines) fold(lines_.size() + closing - max_lines);
  if (moment_.own) lines_.push_back(closing_line(moment_));
  std::string out;
  for (auto const& line : lines_) out += line.stripped().on(screen_) + '\n';
  if (!out.empty()) out.pop_back();
  return out;
}

}  // namespace studylab::console
