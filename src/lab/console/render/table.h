#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "lab/console/render/styled.h"

namespace studylab::console {

enum class Align : std::uint8_t { left, right };
// Whether a column may become narrower than its widest cell: never, as soon as space runs out, or
// only when no other column can be left out. A reason is never cut: where it does not fit beside
// the other columns, it is written below its row. A table has at most one column of reasons.
enum class Fit : std::uint8_t { whole, shortened, wanted, bar, reason };
// Where a value that all rows share is printed: in each row, or once in the heading.
enum class Shared : std::uint8_t { in_rows, in_heading };

struct Column {
  std::string title;
  Align align = Align::left;
  Fit fit = Fit::whole;
  int drop = 0;  // if space runs out, the column with the highest number is left out first; 0:
                 // never
  Shared shared = Shared::in_rows;
};

struct Cell {
  Cell() = default;
  Cell(Styled of) : text(std::move(of)) {}
  Cell(std::string const& of) : text(of) {}
  Cell(char const* of) : text(of) {}

  Styled text;
  std::optional<std::uint64_t> bar = {};  // a bar in place of a text: its length in permille
  Style style = Style::plain;             // of the bar
};
// A bar in a column of `Fit::bar`.
Cell bar_of(std::uint64_t permille, Style style);

// One line per object, in columns, ending with the number of the entry that the row comes from.
// Columns that are empty in every row are left out.
class Table {
 public:
  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

  void add(std::vector<Cell> cells, EntryId entry);
  std::size_t rows() const { return rows_.size(); }

  // Removes what all rows share from the columns that allow it, and returns it for the heading.
  struct SharedValue {
    std::string title;
    std::string value;
  };
  std::vector<SharedValue> take_shared();
  // The titles and the rows, in lines of at most `width` columns: a row has one, and more if its
  // reason is written below it.
  struct Text {
    Styled titles;
    std::vector<std::vector<Styled>> rows;
    std::size_t left_out = 0;  // columns
  };
  Text text(std::size_t width) const;
  // All of them.
  std::vector<Styled> lines(std::size_t width) const;

 private:
  struct Row {
    std::vector<Cell> cells;
    EntryId entry;
  };
  struct Layout;

  Layout layout(std::size_t width) const;
  void put_reasons_below(Layout& layout, std::size_t width) const;
  bool is_empty(std::size_t column) const;
  std::size_t natural_width(std::size_t column) const;
  Styled line(Layout const& layout, Row const& row, std::size_t width) const;

  std::vector<Column> columns_;
  std::vector<Row> rows_;
};

}  // namespace studylab::console
