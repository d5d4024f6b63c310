#include "lab/desk/render.h"

#include <algorithm>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

namespace studylab::desk {
namespace {

namespace json = boost::json;

constexpr std::size_t widest_table = 240;  // columns; a wider one is told thing by thing

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

std::string text_of(json::value const& value) {
  if (value.is_null()) return std::string{absent};
  if (value.is_bool()) return value.get_bool() ? "yes" : "no";
  if (value.is_string()) return std::string{value.get_string()};
  if (value.is_array()) {
    std::string joined;
    for (auto const& item : value.get_array()) {
      if (!joined.empty()) joined += ", ";
      joined += text_of(item);
    }
    return joined.empty() ? "none" : joined;
  }
  return json::serialize(value);
}

std::string entry_mark(json::object const& row) {
  auto const* entry = row.if_contains("entry");
  return entry == nullptr ? std::string{} : "[" + text_of(*entry) + "]";
}

// A column of a table: a value of the row itself, of a row within it, or the mark that ends one of
// both.
struct Column {
  std::string group;  // key of the row within; empty: the row itself
  std::string key;    // empty: the mark
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
  if (column.key.empty()) return entry_mark(*group);
  auto const* value = group->if_contains(column.key);
  return value == nullptr ? std::string{absent} : text_of(*value);
}

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
    if (width() > widest) {
      drop_absent();
      fill();
    }
  }

  std::size_t width() const {
    std::size_t sum = 0;
    for (auto const& column : columns_) sum += column.width + 2;
    return sum;
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

  // The scalars of this part of the rows, in the order in which they first come, and the mark.
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
    for (auto const& row : rows_) {
      auto& cells = cells_.emplace_back();
      for (auto& column : columns_) {
        cells.push_back(cell(row.get_object(), column));
        column.width = std::max({column.width, cells.back().size(), column.title.size()});
      }
    }
  }

  // Where there is no room, columns that are absent in every row go first: they have nothing to
  // tell.
  void drop_absent() {
    std::erase_if(columns_, [&](Column const& column) {
      return !column.key.empty() && std::ranges::all_of(rows_, [&](json::value const& row) {
        return cell(row.get_object(), column) == absent;
      });
    });
  }

  // Absent in one row, a row of its own in another.
  bool is_group_elsewhere(std::string_view key) const {
    return std::ranges::any_of(rows_, [&](json::value const& row) {
      auto const* value = row.get_object().if_contains(key);
      return value != nullptr && (is_row(*value) || is_list(*value));
    });
  }

  void line(std::string& out, std::size_t indent, std::vector<std::string> const& cells) const {
    auto const start = out.size();
    out.append(indent, ' ');
    for (std::size_t n = 0; n < cells.size(); ++n) {
      out += cells[n];
      out.append(columns_[n].width - cells[n].size() + 2, ' ');
    }
    while (out.size() > start && out.back() == ' ') out.pop_back();
    out += '\n';
  }

  json::array const& rows_;
  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> cells_;
};

void put_record(std::string& out, json::object const& record, std::size_t indent);
void put_list(std::string& out, json::array const& rows, std::size_t indent);

void put_title(std::string& out, std::string_view title, std::size_t indent) {
  out.append(indent, ' ');
  out += title;
  out += '\n';
}

// The lists within a row, below it.
void put_lists_within(std::string& out, json::object const& row, std::size_t indent) {
  for (auto const& [key, value] : row) {
    if (is_list(value)) {
      put_title(out, words_of(key), indent);
      put_list(out, value.get_array(), indent + 2);
    } else if (is_row(value)) {
      put_lists_within(out, value.get_object(), indent);
    }
  }
}

void put_list(std::string& out, json::array const& rows, std::size_t indent) {
  Table const table{rows, widest_table - indent};
  bool const narrow = table.width() + indent <= widest_table;
  if (narrow) table.head(out, indent);
  for (std::size_t n = 0; n < rows.size(); ++n) {
    auto const& row = rows[n].get_object();
    if (narrow) {
      table.row(out, indent, n);
      put_lists_within(out, row, indent + 2);
    } else {
      if (n > 0) out += '\n';
      put_record(out, row, indent);
    }
  }
}

void put_record(std::string& out, json::object const& record, std::size_t indent) {
  std::size_t keys = 0;
  std::size_t values = 0;
  for (auto const& [key, value] : record) {
    if (key == "entry" || is_row(value) || is_list(value)) continue;
    keys = std::max(keys, key.size());
    values = std::max(values, std::min<std::size_t>(text_of(value).size(), 60));
  }
  auto const mark = entry_mark(record);
  for (auto const& [key, value] : record) {
    if (key == "entry" || is_row(value) || is_list(value)) continue;
    auto const text = text_of(value);
    out.append(indent, ' ');
    out += words_of(key);
    out.append(keys - key.size() + 2, ' ');
    out += text;
    if (!mark.empty()) {
      out.append(text.size() < values ? values - text.size() + 2 : 2, ' ');
      out += mark;
    }
    out += '\n';
  }
  for (auto const& [key, value] : record) {
    if (is_row(value)) {
      put_title(out, words_of(key), indent);
      put_record(out, value.get_object(), indent + 2);
    } else if (is_list(value)) {
      put_title(out, words_of(key), indent);
      put_list(out, value.get_array(), indent + 2);
    }
  }
}

void put_section(std::string& out, std::string_view key, json::value const& value) {
  if (is_row(value)) {
    put_title(out, words_of(key), 0);
    put_record(out, value.get_object(), 2);
  } else if (is_list(value)) {
    put_title(out, words_of(key), 0);
    put_list(out, value.get_array(), 2);
  } else {
    out += words_of(key) + ": " + text_of(value) + "\n";
  }
}

}  // namespace

std::string render(json::object const& data, EntryId own) {
  std::string out;
  if (auto const* as_of = data.if_contains("as_of")) {
    auto const& row = as_of->get_object();
    out += "as of " + text_of(row.at("entry")) + ", age " + text_of(row.at("age")) + "\n";
  }
  for (auto const& [key, value] : data) {
    if (key != "as_of" && key != "entry") put_section(out, key, value);
  }
  if (own) {
    out += "[" + to_text(own) + "]";
  } else if (!out.empty()) {
    out.pop_back();
  }
  return out;
}

}  // namespace studylab::desk
