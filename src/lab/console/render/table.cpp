#include "lab/console/render/table.h"

#include <algorithm>

#include "base/check.h"
#include "command_language/characters.h"
#include "lab/console/render/bar.h"

namespace studylab::console {
namespace {

constexpr std::size_t row_indent = 2;
constexpr std::size_t reason_indent = 6;  // of a reason below its row
constexpr std::size_t column_gap = 2;
constexpr std::size_t bar_width = 17;
constexpr std::size_t min_bar_width = 6;
constexpr std::size_t min_text_width = 16;
constexpr std::size_t max_wanted_width = 44;

Styled padded(Styled text, std::size_t width, Align align) {
  auto const used = text.columns();
  if (used >= width) return text;
  std::string const spaces(width - used, ' ');
  if (align == Align::left) return text.add(spaces);
  Styled out{spaces};
  return out.add(text);
}

std::string entry_text(EntryId entry) { return entry ? std::to_string(entry.number) : ""; }

}  // namespace

Cell bar_of(std::uint64_t permille, Style style) {
  Cell cell;
  if (permille > 0) cell.bar = permille;
  cell.style = style;
  return cell;
}

// The columns that are shown, with their widths.
struct Table::Layout {
  struct Shown {
    std::size_t column = 0;
    std::size_t width = 0;
    std::size_t wanted = 0;  // other columns are left out before this one is narrowed
    std::size_t least = 0;
  };
  std::vector<Shown> shown;
  std::optional<std::size_t> below;  // the column of reasons that is written below the rows
  std::size_t left_out = 0;          // columns
  std::size_t entry = 0;

  std::size_t columns(std::size_t Shown::* measure) const {
    std::size_t sum = row_indent;
    for (auto const& one : shown) sum += one.*measure + column_gap;
    return entry == 0 && !shown.empty() ? sum - column_gap : sum + entry;
  }
};

void Table::add(std::vector<Cell> cells, EntryId entry) {
  STUDYLAB_CHECK(cells.size() == columns_.size());
  rows_.push_back({std::move(cells), entry});
}

bool Table::is_empty(std::size_t column) const {
  return std::ranges::all_of(rows_, [&](Row const& row) {
    return row.cells[column].text.empty() && !row.cells[column].bar;
  });
}

std::size_t Table::natural_width(std::size_t column) const {
  if (columns_[column].fit == Fit::bar) return bar_width;
  auto width = language::columns_of(columns_[column].title);
  for (auto const& row : rows_) width = std::max(width, row.cells[column].text.columns());
  return width;
}

std::vector<Table::SharedValue> Table::take_shared() {
  std::vector<SharedValue> shared;
  if (rows_.size() < 2) return shared;
  for (std::size_t n = 0; n < columns_.size();) {
    auto const first = rows_[0].cells[n].text.plain();
    bool const same = columns_[n].shared == Shared::in_heading && !first.empty() &&
                      std::ranges::all_of(rows_, [&](Row const& row) {
                        return row.cells[n].text.plain() == first;
                      });
    if (!same) {
      ++n;
      continue;
    }
    shared.push_back({columns_[n].title, first});
    auto const at = static_cast<std::ptrdiff_t>(n);
    columns_.erase(columns_.begin() + at);
    for (auto& row : rows_) row.cells.erase(row.cells.begin() + at);
  }
  return shared;
}

// Before any column is left out for them.
void Table::put_reasons_below(Layout& layout, std::size_t width) const {
  if (layout.columns(&Layout::Shown::wanted) <= width) return;
  auto const found = std::ranges::find_if(layout.shown, [&](Layout::Shown const& one) {
    return columns_[one.column].fit == Fit::reason;
  });
  if (found == layout.shown.end()) return;
  layout.below = found->column;
  layout.shown.erase(found);
}

Table::Layout Table::layout(std::size_t width) const {
  Layout layout;
  for (auto const& row : rows_) layout.entry = std::max(layout.entry, entry_text(row.entry).size());
  for (std::size_t n = 0; n < columns_.size(); ++n) {
    if (is_empty(n)) continue;
    auto const natural = natural_width(n);
    auto const title = language::columns_of(columns_[n].title);
    auto const fit = columns_[n].fit;
    auto const least = fit == Fit::whole || fit == Fit::reason ? natural
                       : fit == Fit::bar                       ? min_bar_width
                                         : std::min(natural, std::max(title, min_text_width));
    auto const wanted =
        fit == Fit::wanted ? std::max(least, std::min(natural, max_wanted_width)) : least;
    layout.shown.push_back({n, natural, wanted, least});
  }
  put_reasons_below(layout, width);
  using Shown = Layout::Shown;
  auto const rank = [&](Shown const& one) { return columns_[one.column].drop; };
  while (layout.columns(&Shown::wanted) > width) {
    auto const last = std::ranges::max_element(layout.shown, {}, rank);
    if (last == layout.shown.end() || rank(*last) == 0) break;
    layout.shown.erase(last);
    ++layout.left_out;
  }
  // Bars are narrowed before texts, and the widest text first.
  auto const room_of = [&](Shown const& one) {
    auto const spare = one.width - one.least;
    return columns_[one.column].fit == Fit::bar && spare > 0 ? spare + 10'000
           : spare > 0                                       ? one.width
                                                             : 0;
  };
  while (layout.columns(&Shown::width) > width) {
    auto const widest = std::ranges::max_element(layout.shown, {}, room_of);
    if (widest == layout.shown.end() || room_of(*widest) == 0) break;
    --widest->width;
  }
  return layout;
}

// The entry is never what is cut.
Styled Table::line(Layout const& layout, Row const& row, std::size_t width) const {
  Styled out{std::string(row_indent, ' ')};
  for (std::size_t n = 0; n < layout.shown.size(); ++n) {
    auto const& shown = layout.shown[n];
    auto const& cell = row.cells[shown.column];
    auto const text = cell.bar ? Styled{bar(*cell.bar, shown.width), cell.style} : cell.text;
    out.add(padded(text.shortened(shown.width), shown.width, columns_[shown.column].align));
    if (n + 1 < layout.shown.size() || layout.entry > 0) out.add(std::string(column_gap, ' '));
  }
  auto const before = std::max(width, layout.entry) - layout.entry;
  if (layout.entry > 0 && out.columns() > before) {
    out = out.shortened(before - std::min(before, column_gap));
    out.add(std::string(before - out.columns(), ' '));
  }
  out.add(padded(Styled{entry_text(row.entry), Style::dim}, layout.entry, Align::right));
  return out.shortened(width).stripped();
}

Table::Text Table::text(std::size_t width) const {
  auto const shape = layout(width);
  Row titles;
  for (auto const& column : columns_) titles.cells.emplace_back(Styled{column.title, Style::dim});
  Text text;
  text.titles = line(shape, titles, width);
  text.left_out = shape.left_out;
  Styled const indent{std::string(reason_indent, ' ')};
  for (auto const& row : rows_) {
    auto& lines = text.rows.emplace_back();
    lines.push_back(line(shape, row, width));
    if (!shape.below || row.cells[*shape.below].text.empty()) continue;
    auto const room = std::max(width, reason_indent + min_text_width) - reason_indent;
    for (auto const& part : row.cells[*shape.below].text.wrapped(room, 0)) {
      lines.push_back(Styled{indent}.add(part).stripped());
    }
  }
  return text;
}

std::vector<Styled> Table::lines(std::size_t width) const {
  auto text = this->text(width);
  std::vector<Styled> lines{std::move(text.titles)};
  for (auto const& row : text.rows) lines.insert(lines.end(), row.begin(), row.end());
  return lines;
}

}  // namespace studylab::console
