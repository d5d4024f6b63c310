#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "base/instant.h"
#include "lab/console/render/table.h"

namespace studylab::console {

// What the text of an answer needs beside its data.
struct Moment {
  EntryId own;    // the answer's own entry
  Instant now;    // the time of the answer
  Instant alert;  // when the incident opened; times on that day are written without their date
};

// `entry 113, as of 18:23:34`; empty if the answer has no entry.
Styled closing_line(Moment const& moment);

// A longer answer leaves out rows and states how many, unless it goes through a pager.
inline constexpr std::size_t max_lines = 24;

// Which rows of a table are left out if the answer is too long.
enum class Fold : std::uint8_t { first_rows, last_rows };

// One answer: a heading, tables, fields and sentences, and a closing line with its entry.
class Sheet {
 public:
  Sheet(Screen const& screen, Moment const& moment) : screen_(screen), moment_(moment) {}

  Instant now() const { return moment_.now; }
  std::string time(Instant at) const;                  // `18:23:24`
  std::string time(std::optional<Instant> at) const;   // empty if there is no time
  std::string since(std::optional<Instant> at) const;  // `since 18:23:24`
  Duration age(Instant at) const { return moment_.now - at; }

  // The subject of the answer, and what all its rows share: `errors · cart/production`.
  void heading(std::vector<Styled> const& parts);
  // Titles and rows; `nothing` if there are no rows.
  void table(Table const& table, Fold fold, std::string_view nothing = {});
  // `label  value  entry`, aligned with adjacent fields; skipped without a value.
  void field(std::string_view label, Styled value, EntryId entry = {});
  void sentence(Styled const& text);
  void paragraph(Styled const& text);  // a sentence; further lines are not indented
  void gap();                          // an empty line

  // The whole text; ends with the closing line if the answer has an entry. It has at most
  // `max_lines` lines, and states what it leaves out.
  std::string text();

 private:
  struct Field {
    std::string label;
    Styled value;
    EntryId entry;
  };
  struct Rows {
    std::size_t begin = 0;                  // the index of its first row in lines_
    std::vector<std::size_t> lengths = {};  // the number of lines of each row
    Fold fold = Fold::first_rows;
  };

  void flush_fields();
  void fold(std::size_t excess);
  std::size_t max_lines_here() const;

  Screen screen_;
  Moment moment_;
  std::vector<Styled> lines_;
  std::vector<Field> fields_;
  std::vector<Rows> tables_;
};

}  // namespace studylab::console
