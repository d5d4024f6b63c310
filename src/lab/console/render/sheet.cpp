#include "lab/console/render/sheet.h"

#include <algorithm>
#include <limits>
#include <numeric>

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
  auto text = table.text(screen_.width);
  lines_.push_back(std::move(text.titles));
  auto& rows = tables_.emplace_back(Rows{.begin = lines_.size(), .fold = fold});
  for (auto const& row : text.rows) {
    rows.lengths.push_back(row.size());
    lines_.insert(lines_.end(), row.begin(), row.end());
  }
  // At a terminal, a wider window helps as well.
  if (text.left_out == 0 || screen_.output != Output::terminal) return;
  auto const note = fmt::format("  --wide shows {}", counted(text.left_out, "more column"));
  lines_.push_back(Styled{note, Style::dim}.shortened(screen_.width));
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
  auto const longest =
      std::ranges::max_element(tables_, {}, [](Rows const& rows) { return rows.lengths.size(); });
  if (longest == tables_.end()) return;
  auto& lengths = longest->lengths;
  bool const first = longest->fold == Fold::first_rows;
  std::size_t rows = 0;
  std::size_t lines = 0;
  // One line more, for the line with their number.
  for (; lines < excess + 1 && rows < lengths.size(); ++rows) {
    lines += lengths[first ? rows : lengths.size() - 1 - rows];
  }
  if (rows + 1 >= lengths.size()) return;
  auto const all = std::accumulate(lengths.begin(), lengths.end(), std::size_t{0});
  auto const from = first ? longest->begin : longest->begin + all - lines;
  auto const at = lines_.begin() + static_cast<std::ptrdiff_t>(from);
  auto const note = fmt::format("  … {} {}: --wide prints them", counted(rows),
                                first ? "earlier rows" : "more rows");
  *at = Styled{note, Style::dim}.shortened(screen_.width);
  lines_.erase(at + 1, at + static_cast<std::ptrdiff_t>(lines));
}

// Without an empty line for the prompt, the pager opens. On a screen that shows less than an answer
// may have, it opens anyway, and nothing is left out for it.
std::size_t Sheet::max_lines_here() const {
  auto const from = screen_.paged_from;
  if (from == 0 || from > max_lines) return max_lines;
  return from == max_lines ? max_lines - 1 : std::numeric_limits<std::size_t>::max();
}

std::string Sheet::text() {
  flush_fields();
  auto const closing = moment_.own ? 1U : 0U;
  auto const size = lines_.size() + closing;
  auto const all = lines_;
  if (size > max_lines_here()) fold(size - max_lines_here());
  // It goes through the pager all the same.
  if (screen_.paged_from != 0 && lines_.size() + closing >= screen_.paged_from) lines_ = all;
  if (moment_.own) lines_.push_back(closing_line(moment_));
  std::string out;
  for (auto const& line : lines_) out += line.stripped().on(screen_) + '\n';
  if (!out.empty()) out.pop_back();
  return out;
}

}  // namespace studylab::console
