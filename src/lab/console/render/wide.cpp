#include "lab/console/render/wide.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "command_language/characters.h"

namespace studylab::console {
namespace {

namespace json = boost::json;

constexpr std::size_t max_value_width = 40;  // the entry of a wider value follows directly
constexpr std::size_t room_for_values = 30;  // with fewer, the values are not aligned in a column
constexpr std::size_t narrowest_text = 20;   // a column is wrapped to this width

constexpr char const* absent = "-";

bool is_row(json::value const& value) { return value.is_object(); }
bool is_list(json::value const& value) {
  return value.is_array() && !value.get_array().empty() && value.get_array()[0].is_object();
}

std::string words_of(std::string_view key) {
  std::string words{key};
  std::ranges::replace(words, '_', ' ');
  return words;
}

std::string value_text(json::value const& value) {
  if (value.is_null()) return std::string{absent};
  if (value.is_bool()) return value.get_bool() ? "yes" : "no";
  if (value.is_string()) return std::string{value.get_string()};
  if (value.is_array()) {
    std::string joined;
    for (auto const& item : value.get_array()) {
      if (!joined.empty()) joined += ", ";
      joined += value_text(item);
    }
    return joined.empty() ? "none" : joined;
  }
  return json::serialize(value);
}

std::string entry_text(json::object const& row) {
  auto const* entry = row.if_contains("entry");
  return entry == nullptr ? std::string{} : "[" + value_text(*entry) + "]";
}

// A column of a table: a value of the row, a value of a row within it, or the entry of either.
struct Column {
  std::string group;  // the key of the row within; empty: the row itself
  std::string key;    // empty: the entry
  std::string title;
  std::size_t width = 0;
};

json::object const* group_of(json::object const& row, std::string const& group) {
  if (group.empty()) return &row;
  auto const* within = row.if_contains(group);
  return within == nullptr ? nullptr : within->if_object();
}

std::string cell(json::object const& row, Column const& column) {
  auto const* group = group_of(row, column.group);
  if (group == nullptr) return std::string{column.key.empty() ? "" : absent};
  if (column.key.empty()) return entry_text(*group);
  auto const* value = group->if_contains(column.key);
  return value == nullptr ? std::string{absent} : value_text(*value);
}

// Rows in columns. If they do not fit the page, then in this order: columns that are absent in
// every row are left out, values that all rows share are printed once above, and the widest text is
// wrapped.
class Table {
 public:
  Table(json::array const& rows, std::size_t widest) : rows_(rows) {
    add_columns("");
    for (auto const& row : rows_) {
      for (auto const& [key, value] : row.get_object()) {
        if (is_row(value) && !has_group(key)) add_columns(std::string{key});
      }
    }
    fill();
    if (width() > widest) drop_absent();
    if (width() > widest && rows_.size() > 1) lift_common();
    if (width() > widest) wrap_widest(widest);
    fits_ = width() <= widest;
  }

  bool fits() const { return fits_; }
  // The values that all rows share: `environment shop/production, release rel-4`; empty: not moved
  // to the heading.
  std::string const& common() const { return common_; }
  bool is_common(std::string_view group, std::string_view key) const {
    return std::ranges::any_of(
        lifted_, [&](Column const& column) { return column.group == group && column.key == key; });
  }

  void head(std::string& out, std::size_t indent) const {
    std::vector<std::string> titles;
    for (auto const& column : columns_) titles.push_back(column.title);
    line(out, indent, titles);
  }
  void row(std::string& out, std::size_t indent, std::size_t n) const {
    line(out, indent, cells_[n]);
  }

 private:
  bool has_group(std::string_view group) const {
    return std::ranges::find(columns_, group, &Column::group) != columns_.end();
  }

  std::size_t width() const {
    std::size_t sum = 0;
    for (auto const& column : columns_) sum += column.width + 2;
    return sum < 2 ? 0 : sum - 2;
  }

  // The scalars of this part of the rows, in order of first occurrence, and the entry.
  void add_columns(std::string const& group) {
    std::vector<Column> added;
    for (auto const& row : rows_) {
      auto const* part = group_of(row.get_object(), group);
      if (part == nullptr) continue;
      for (auto const& [key, value] : *part) {
        if (key == "entry" || is_row(value) || is_list(value)) continue;
        if (group.empty() && value.is_null() && is_group_elsewhere(key)) continue;
        if (std::ranges::find(added, std::string_view{key}, &Column::key) != added.end()) continue;
        bool const own = group.empty() || group == key;
        added.push_back(
            {group, std::string{key}, own ? words_of(key) : words_of(group) + " " + words_of(key)});
      }
    }
    columns_.insert(columns_.end(), added.begin(), added.end());
    columns_.push_back({group, "", ""});
  }

  void fill() {
    cells_.clear();
    for (auto& column : columns_) column.width = language::columns_of(column.title);
    for (auto const& row : rows_) {
      auto& cells = cells_.emplace_back();
      for (auto& column : columns_) {
        cells.push_back(cell(row.get_object(), column));
        column.width = std::max(column.width, language::columns_of(cells.back()));
      }
    }
  }

  template <class Value>
  bool in_every_row(Column const& column, Value const& value) const {
    return std::ranges::all_of(
        rows_, [&](json::value const& row) { return cell(row.get_object(), column) == value; });
  }

  void drop_absent() {
    std::erase_if(columns_, [&](Column const& column) {
      return !column.key.empty() && in_every_row(column, absent);
    });
    fill();
  }

  // The first column names the row and is never left out.
  void lift_common() {
    auto const& first_row = rows_[0].get_object();
    for (std::size_t n = 1; n < columns_.size();) {
      auto const& column = columns_[n];
      auto const value = cell(first_row, column);
      if (column.key.empty() || !in_every_row(column, value)) {
        ++n;
        continue;
      }
      common_ += fmt::format("{}{} {}", common_.empty() ? "" : ", ", column.title, value);
      lifted_.push_back(column);
      columns_.erase(columns_.begin() + static_cast<std::ptrdiff_t>(n));
    }
    fill();
  }

  void wrap_widest(std::size_t widest) {
    auto const at = std::ranges::max_element(columns_, {}, &Column::width);
    auto const others = width() - at->width;
    if (others + narrowest_text > widest) return;
    auto const column = static_cast<std::size_t>(at - columns_.begin());
    auto const room = widest - others;
    std::size_t used = language::columns_of(at->title);
    for (auto& cells : cells_) {
      std::string text;
      language::put_wrapped(text, cells[column], 0, room);
      for (auto const line : lines_of(text)) used = std::max(used, language::columns_of(line));
      cells[column] = std::move(text);
    }
    at->width = used;
  }

  static std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (true) {
      auto const end = text.find('\n');
      lines.push_back(text.substr(0, end));
      if (end == std::string_view::npos) return lines;
      text.remove_prefix(end + 1);
    }
  }

  // Null in one row, an object in another.
  bool is_group_elsewhere(std::string_view key) const {
    return std::ranges::any_of(rows_, [&](json::value const& row) {
      auto const* value = row.get_object().if_contains(key);
      return value != nullptr && (is_row(*value) || is_list(*value));
    });
  }

  void line(std::string& out, std::size_t indent, std::vector<std::string> const& cells) const {
    std::vector<std::vector<std::string_view>> lines;
    std::size_t height = 1;
    for (auto const& one : cells) {
      lines.push_back(lines_of(one));
      height = std::max(height, lines.back().size());
    }
    for (std::size_t row = 0; row < height; ++row) {
      auto const start = out.size();
      out.append(indent, ' ');
      for (std::size_t n = 0; n < cells.size(); ++n) {
        auto const text = row < lines[n].size() ? lines[n][row] : std::string_view{};
        out += text;
        out.append(columns_[n].width - language::columns_of(text) + 2, ' ');
      }
      while (out.size() > start && out.back() == ' ') out.pop_back();
      out += '\n';
    }
  }

  json::array const& rows_;
  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> cells_;
  std::string common_;
  std::vector<Column> lifted_;
  bool fits_ = false;
};

class FullPage {
 public:
  FullPage(std::string& out, std::size_t width) : out_(out), width_(width) {}

  void section(std::string_view key, json::value const& value) {
    if (is_row(value)) {
      title(key, 0);
      record(value.get_object(), 2);
    } else if (is_list(value)) {
      title(key, 0);
      list(value.get_array(), 2);
    } else {
      language::put_wrapped(out_, words_of(key) + ": " + value_text(value), 2, width_);
      out_ += '\n';
    }
  }

 private:
  void title(std::string_view key, std::size_t indent) {
    out_.append(indent, ' ');
    out_ += words_of(key);
    out_ += '\n';
  }

  // The lists within a row, below it.
  void lists_within(json::object const& row, std::size_t indent) {
    for (auto const& [key, value] : row) {
      if (is_list(value)) {
        title(key, indent);
        list(value.get_array(), indent + 2);
      } else if (is_row(value)) {
        lists_within(value.get_object(), indent);
      }
    }
  }

  // Rows with one value each share a line: `rel-1 [entry-45], rel-2 [entry-46]`.
  static bool is_plain(json::array const& rows) {
    return std::ranges::all_of(rows, [](json::value const& row) {
      auto const& object = row.get_object();
      auto const scalars = std::ranges::count_if(object, [](auto const& field) {
        return field.key() != "entry" && !is_row(field.value()) && !is_list(field.value());
      });
      return scalars == 1 && object.size() == 2 && object.contains("entry");
    });
  }

  void plain_list(json::array const& rows, std::size_t indent) {
    out_.append(indent, ' ');
    for (std::size_t n = 0; n < rows.size(); ++n) {
      auto const& row = rows[n].get_object();
      for (auto const& [key, value] : row) {
        if (key == "entry") continue;
        auto const* between = n == 0 ? "" : " ";
        auto const* comma = n + 1 == rows.size() ? "" : ",";
        language::put_wrapped(
            out_, fmt::format("{}{} {}{}", between, value_text(value), entry_text(row), comma),
            indent, width_);
      }
    }
    out_ += '\n';
  }

  void list(json::array const& rows, std::size_t indent) {
    if (rows.size() > 1 && is_plain(rows)) return plain_list(rows, indent);
    Table const table{rows, width_ - indent};
    if (!table.common().empty()) {
      out_.append(indent, ' ');
      language::put_wrapped(out_, "each: " + table.common(), indent + 2, width_);
      out_ += '\n';
    }
    if (table.fits()) table.head(out_, indent);
    for (std::size_t n = 0; n < rows.size(); ++n) {
      auto const& row = rows[n].get_object();
      if (table.fits()) {
        table.row(out_, indent, n);
      } else {
        block(table, row, indent);
      }
      lists_within(row, indent + 2);
    }
  }

  // A row as a list of `key: value`, with at least one line for the row and for each row within.
  // Absent and shared values are left out.
  void block(Table const& table, json::object const& row, std::size_t indent) {
    out_.append(indent, ' ');
    pairs(table, row, "", indent + 2);
    for (auto const& [key, value] : row) {
      if (!is_row(value)) continue;
      out_.append(indent + 2, ' ');
      auto const& within = value.get_object();
      // A stage's own stage needs no second name.
      if (!within.contains(key)) item(words_of(key), indent + 4);
      pairs(table, within, key, indent + 4);
    }
  }

  void pairs(Table const& table, json::object const& row, std::string_view group,
             std::size_t hanging) {
    for (auto const& [key, value] : row) {
      if (key == "entry" || value.is_null() || is_row(value) || is_list(value)) continue;
      if (table.is_common(group, key)) continue;
      bool const is_name = key == "id" || key == "name";
      item(is_name ? value_text(value) : words_of(key) + ": " + value_text(value), hanging);
    }
    if (auto const entry = entry_text(row); !entry.empty()) item(entry, hanging);
    out_ += '\n';
  }

  // A value that does not fit has a line of its own.
  void item(std::string_view text, std::size_t hanging) {
    auto const line = std::string_view{out_}.substr(out_.rfind('\n') + 1);
    bool const first = line.find_first_not_of(' ') == std::string_view::npos;
    if (!first && language::columns_of(line) + 2 + language::columns_of(text) > width_) {
      out_ += '\n';
      out_.append(hanging, ' ');
    } else if (!first) {
      out_ += "  ";
    }
    language::put_wrapped(out_, text, hanging + 2, width_);
  }

  void record(json::object const& record, std::size_t indent) {
    std::size_t keys = 0;
    std::size_t values = 0;
    for (auto const& [key, value] : record) {
      if (key == "entry" || is_row(value) || is_list(value)) continue;
      keys = std::max(keys, key.size());
      values = std::max(values, std::min(language::columns_of(value_text(value)), max_value_width));
    }
    auto const entry = entry_text(record);
    bool const aligned = indent + keys + 2 + room_for_values <= width_;
    for (auto const& [key, value] : record) {
      if (key == "entry" || is_row(value) || is_list(value)) continue;
      auto text = value_text(value);
      auto const columns = language::columns_of(text);
      if (!entry.empty())
        text += std::string(columns < values ? values - columns + 2 : 2, ' ') + entry;
      out_.append(indent, ' ');
      out_ += words_of(key);
      out_.append(aligned ? keys - key.size() + 2 : 2, ' ');
      language::put_wrapped(out_, text, indent + (aligned ? keys + 2 : 4), width_);
      out_ += '\n';
    }
    for (auto const& [key, value] : record) {
      if (is_row(value)) {
        title(key, indent);
        this->record(value.get_object(), indent + 2);
      } else if (is_list(value)) {
        title(key, indent);
        list(value.get_array(), indent + 2);
      }
    }
  }

  std::string& out_;
  std::size_t width_;
};

}  // namespace

std::string wide_text(json::object const& data, Moment const& moment, Screen const& screen) {
  std::string out;
  FullPage page{out, screen.width};
  if (auto const* as_of = data.if_contains("as_of")) {
    auto const& row = as_of->get_object();
    out += "as of " + value_text(row.at("entry")) + ", age " + value_text(row.at("age")) + "\n";
  }
  for (auto const& [key, value] : data) {
    if (key != "as_of" && key != "entry") page.section(key, value);
  }
  if (!moment.own && !out.empty()) out.pop_back();
  return printable(out, screen) + closing_line(moment).on(screen);
}

}  // namespace studylab::console
