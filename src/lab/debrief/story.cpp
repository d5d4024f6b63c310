#include "lab/debrief/story.h"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

#include "command_language/tokenizer.h"
#include "lab/debrief/rerun.h"
#include "lab/debrief/timeline.h"

namespace studylab::debrief {
namespace {

using console::Style;
using console::Styled;

constexpr std::size_t time_width = 6;   // +03:25
constexpr std::size_t entry_width = 5;  // 12345
constexpr std::size_t gap = 3;          // between the two columns
constexpr std::size_t min_two_columns = 72;

struct Row {
  Instant at{};
  EntryId entry;  // none: a row of the expert, which has no entry in this run
  std::string text;
  Style style = Style::plain;
};

Styled padded(Styled text, std::size_t width) {
  auto const used = text.columns();
  return used < width ? text.add(std::string(width - used, ' '), Style::plain) : text;
}

// Time, text and entry in `width` columns.
Styled row_line(Row const& row, Instant alert, std::size_t width) {
  Styled line{since_alert(row.at, alert) + " ", Style::dim};
  auto const room = width - time_width - 1 - (row.entry ? entry_width + 1 : 0);
  line.add(padded(Styled{row.text, row.style}.shortened(room), room));
  if (row.entry) line.add(fmt::format(" {:>5}", row.entry.number), Style::dim);
  return line;
}

FactEntry const& entry_of(Debrief const& debrief, EntryId id) {
  return debrief.platform[id.number - 1];
}

Row command_row(Debrief const& debrief, Given const& given, IncidentNames const& names) {
  Row row{given.at, given.last, short_command(given.line, names), Style::plain};
  if (fact_if<CommandRefused>(entry_of(debrief, given.first).fact) != nullptr) {
    row.text = "refused: " + row.text;
    row.style = Style::red;
  }
  return row;
}

enum class Room : std::uint8_t { wide, narrow };

// What happened, without the reason: there is no space for it.
std::string beginning(std::string_view what) {
  auto const end = std::min(what.find(": "), what.find(" ("));
  return std::string{what.substr(0, end)};
}

// What the row of the command or operation before it states already.
bool is_detail(EntryId entry, Debrief const& debrief) {
  auto const& fact = entry_of(debrief, entry).fact;
  return fact_if<PolicyChecked>(fact) != nullptr || fact_if<BindingsProbed>(fact) != nullptr;
}

// Scheduled operations of other environments, which have nothing to do with the incident.
std::set<OperationId> elsewhere(Debrief const& debrief, FactEntry const& alert,
                                IncidentNames const& names) {
  std::set<OperationId> found;
  for (auto const& entry : debrief.platform) {
    if (entry.id > alert.id) break;
    auto const* recorded = fact_if<OperationRecorded>(entry.fact);
    bool const other =
        recorded != nullptr && environment_of(recorded->request).value() != names.environment;
    if (other) found.insert(recorded->operation);
  }
  return found;
}

OperationId operation_of(Fact const& fact) {
  if (auto const* moved = fact_if<RouteOwnerMoved>(fact)) return moved->operation;
  auto const* subject = std::get_if<OperationFact>(&fact);
  if (subject == nullptr) return {};
  return std::visit([](auto const& one) { return one.operation; }, *subject);
}

// Commands, and what the platform and people did in between.
std::vector<Row> own_rows(Debrief const& debrief, FactEntry const& alert, Room room) {
  auto const names = incident_names(debrief);
  std::vector<Row> rows;
  for (auto const& given : commands_of(debrief.platform)) {
    rows.push_back(command_row(debrief, given, names));
  }
  auto const others = elsewhere(debrief, alert, names);
  for (auto const& event : timeline(debrief.platform)) {
    if (event.by_operator || event.entry <= alert.id) continue;
    if (others.contains(operation_of(entry_of(debrief, event.entry).fact))) continue;
    if (room == Room::narrow && is_detail(event.entry, debrief)) continue;
    auto what = room == Room::narrow ? beginning(event.what) : event.what;
    rows.push_back({event.at, event.entry, std::move(what), Style::dim});
  }
  std::ranges::stable_sort(rows, {}, &Row::entry);
  return rows;
}

std::vector<Row> expert_rows(Debrief const& debrief) {
  auto const names = incident_names(debrief);
  std::vector<Row> rows;
  for (auto const& command : debrief.counterfactual->commands) {
    rows.push_back({command.at, EntryId{}, short_command(command.line, names), Style::plain});
  }
  return rows;
}

// Options whose value is a reason and not an action.
bool is_wording(std::string_view option) {
  constexpr std::array<std::string_view, 6> wording{"--because", "--summary", "--says",
                                                    "--data",    "--ref",     "--approved-by"};
  return std::ranges::find(wording, option) != wording.end();
}

class Story {
 public:
  Story(Debrief const& debrief, FactEntry const& alert, std::size_t width)
      : debrief_(debrief),
        alert_(alert),
        width_(width),
        own_(own_rows(debrief, alert, debrief.counterfactual ? Room::narrow : Room::wide)) {}

  std::vector<Styled> lines() && {
    auto const& counterfactual = debrief_.counterfactual;
    if (!counterfactual) {
      add(own_, width_);
      return std::move(lines_);
    }
    auto const split = std::ranges::find_if(
        own_, [&](Row const& row) { return row.entry >= counterfactual->from_entry; });
    std::vector<Row> const common{own_.begin(), split};
    std::vector<Row> const rest{split, own_.end()};
    width_ >= min_two_columns ? beside(common, rest) : below(common, rest);
    return std::move(lines_);
  }

 private:
  void add(std::vector<Row> const& rows, std::size_t width) {
    for (auto const& row : rows) lines_.push_back(row_line(row, alert_.at, width));
  }
  void mark() {
    auto const text = fmt::format("---- from here the expert continues differently (entry {}) ",
                                  debrief_.counterfactual->from_entry.number);
    auto const fill = width_ > text.size() ? width_ - text.size() : 0;
    lines_.emplace_back(Styled{text + std::string(fill, '-'), Style::amber}.shortened(width_));
  }

  void beside(std::vector<Row> const& common, std::vector<Row> const& rest) {
    auto const left = (width_ - gap) / 2 + 1;
    auto const right = width_ - gap - left;
    lines_.push_back(padded(Styled{"you", Style::strong}, left)
                         .add(" | ", Style::plain)
                         .add("the expert", Style::strong));
    for (auto const& row : common) {
      lines_.push_back(
          row_line(row, alert_.at, left).add(" | ", Style::plain).add("the same", Style::dim));
    }
    mark();
    auto const expert = expert_rows(debrief_);
    for (std::size_t n = 0; n < std::max(rest.size(), expert.size()); ++n) {
      auto line =
          n < rest.size() ? row_line(rest[n], alert_.at, left) : Styled{std::string(left, ' ')};
      line.add(" |", Style::plain);
      if (n < expert.size()) line.add(" ", Style::plain).add(row_line(expert[n], alert_.at, right));
      lines_.push_back(line.stripped());
    }
  }

  void below(std::vector<Row> const& common, std::vector<Row> const& rest) {
    add(common, width_);
    mark();
    lines_.emplace_back("you", Style::strong);
    add(rest, width_);
    lines_.emplace_back("the expert", Style::strong);
    add(expert_rows(debrief_), width_);
  }

  Debrief const& debrief_;
  FactEntry const& alert_;
  std::size_t width_;
  std::vector<Row> own_;
  std::vector<Styled> lines_;
};

}  // namespace

std::string short_command(std::string_view line, IncidentNames const& names) {
  auto const words = language::split_words(line);
  if (!words) return std::string{line};
  std::string text;
  bool wording = false;
  for (auto const& word : *words) {
    if (word.is_option()) wording = is_wording(word.text);
    if (wording || word.text == names.environment || word.text == names.route) continue;
    text += (text.empty() ? "" : " ") + word.text;
  }
  return text;
}

std::vector<Styled> story(Debrief const& debrief, std::size_t width) {
  auto const* alert = alert_of(debrief.platform);
  if (alert == nullptr) return {};
  return Story{debrief, *alert, width}.lines();
}

}  // namespace studylab::debrief
