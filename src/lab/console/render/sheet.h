#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "base/instant.h"
#include "lab/console/render/table.h"

namespace studylab::console {

// What every answer to a person is written from, beside its data.
struct Moment {
  EntryId own;    // the answer's own entry
  Instant now;    // when it is answered
  Instant alert;  // when the incident opened: times of that day are written without their date
};

// `entry 113, as of 18:23:34`; empty where the answer has no entry.
Styled closing_line(Moment const& moment);

// A screen of this many lines is not exceeded without saying how many lines follow.
inline constexpr std::size_t max_lines = 24;

// Which rows of a table are left out where the answer would be too long.
enum class Fold : std::uint8_t { first_rows, last_rows };

// One answer: a heading, tables, fields and sentences, and a closing line with its entry.
class Sheet {
 public:
  Sheet(Screen const& screen, Moment const& moment) : screen_(screen), moment_(moment) {}

  Instant now() const { return moment_.now; }
  std::string time(Instant at) const;                  // `18:23:24`
  std::string time(std::optional<Instant> at) const;   // empty where there is none
  std::string since(std::optional<Instant> at) const;  // `since 18:23:24`
  Duration age(Instant at) const { return moment_.now - at; }

  // What the answer is about, and what all its rows share: `errors · cart/production`.
  void heading(std::vector<Styled> const& parts);
  // Titles and rows; `nothing` if it does not have rows.
  void table(Table const& table, Fold fold, std::string_view nothing = {});
  // `label  value  entry`, in line with the fields before and after it; none without a value.
  void field(std::string_view label, Styled value, EntryId entry = {});
  void sentence(Styled const& text);
  void paragraph(Styled const& text);  // a sentence whose further lines are not indented
  void gap();                          // an empty line

  // The whole, with the closing line where the answer has an entry. At most `max_lines`: what is
  // left out is said.
  std::string text();

 private:
  struct Field {
    std::string label;
    Styled value;
    EntryId entry;
  };
  struct Rows {
    std::size_t begin = 0;  // of its first row in lines_
    std::size_t count = 0;
    Fold fold = Fold::first_rows;
  };

  void flush_fields();
  void fold(std::size_t excess);

  Screen screen_;
  Moment moment_;
  std::vector<Styled> lines_;
  std::vector<Field> fields_;
  std::vector<Rows> tables_;
};

}  // namespace studylab::console
