#include "lab/console/picture.h"

#include <algorithm>
#include <array>
#include <tuple>

#include <fmt/format.h>

#include "command_language/parse.h"
#include "command_language/verbs.h"
#include "lab/console/console.h"
#include "lab/console/render/table.h"
#include "lab/console/render/units.h"
#include "model/enums.h"

namespace studylab::console {
namespace {

namespace json = boost::json;

// A part of a row's state: a value with a label before it, or a flag's word.
struct Part {
  std::string_view path;            // `stage.stage`
  std::string_view label;           // before the value; the whole of it where the value is a flag
  std::string_view otherwise = {};  // where the flag is not set
};

// The rows of an answer that describe objects: where they are in the data, and what makes up their
// state.
struct Rule {
  std::string_view section;
  std::string_view kind;
  std::string_view key;  // the key of the object's name
  std::array<Part, 3> parts;
};

constexpr Part owner{"owner.release", "owner "};
constexpr Part stage{"stage.stage", ""};
constexpr Part release{"release", ""};
constexpr Part kind{"kind", ""};
constexpr Part none{};

constexpr Rule rules[] = {
    {"incident", "incident", "id", {Part{"status.status", ""}, none, none}},
    {"environments", "environment", "name", {owner, Part{"freeze.frozen", "frozen"}, none}},
    {"environment", "environment", "name", {owner, Part{"freeze.frozen", "frozen"}, none}},
    {"operations", "operation", "id", {stage, kind, release}},
    {"open_operations", "operation", "id", {stage, kind, release}},
    {"operation", "operation", "id", {stage, kind, release}},
    {"routes", "route", "route", {Part{"release", "owner "}, Part{"epoch", "epoch "}, none}},
    {"route", "route", "route", {Part{"release", "owner "}, Part{"epoch", "epoch "}, none}},
    {"releases",
     "release",
     "id",
     {Part{"serving", "serving"}, Part{"manifest.reads", "reads "}, none}},
    {"release",
     "release",
     "id",
     {Part{"serving", "serving"}, Part{"manifest.reads", "reads "}, none}},
    {"artifacts", "artifact", "digest", {Part{"store.in_store", "in store", "gone"}, none, none}},
    {"artifact", "artifact", "digest", {Part{"store.in_store", "in store", "gone"}, none, none}},
    {"allocations", "allocation", "id", {stage, release, none}},
    {"allocation", "allocation", "id", {stage, release, none}},
    {"edges", "edge", "edge", {Part{"release", "has "}, Part{"behind", "behind"}, none}},
    {"databases", "database", "name", {Part{"schema.version", "schema "}, none, none}},
    {"database", "database", "name", {Part{"schema.version", "schema "}, none, none}},
    {"hosts", "host", "id", {Part{"load.used", "slots used "}, Part{"load.free", "free "}, none}},
    {"host", "host", "id", {Part{"load.used", "slots used "}, Part{"load.free", "free "}, none}},
    {"providers", "provider", "name", {kind, none, none}},
    {"provider", "provider", "name", {kind, none, none}},
    {"bindings", "binding", "name", {Part{"probe.state", ""}, Part{"environment", "of "}, none}},
    {"holds", "hold", "id", {kind, Part{"environment", "on "}, none}},
    {"notices", "notice", "id", {Part{"to", "to "}, Part{"answer.said", ""}, none}},
};

// The value at a dotted path; in an array, the value of the first row.
json::value const* value_at(json::value const& from, std::string_view path) {
  auto const* at = &from;
  while (!path.empty()) {
    auto const step = path.substr(0, path.find('.'));
    path.remove_prefix(std::min(step.size() + 1, path.size()));
    if (auto const* rows = at->if_array()) {
      if (rows->empty()) return nullptr;
      at = &rows->front();
    }
    auto const* object = at->if_object();
    at = object == nullptr ? nullptr : object->if_contains(step);
    if (at == nullptr) return nullptr;
  }
  return at;
}

json::value const* value_at(json::object const& from, std::string_view path) {
  auto const dot = path.find('.');
  auto const* at = from.if_contains(path.substr(0, dot));
  bool const last = at == nullptr || dot == std::string_view::npos;
  return last ? at : value_at(*at, path.substr(dot + 1));
}

std::string text_of(json::value const& value) {
  if (auto const* text = value.if_string()) return std::string{std::string_view{*text}};
  if (value.is_int64()) return fmt::to_string(value.get_int64());
  if (value.is_uint64()) return fmt::to_string(value.get_uint64());
  return {};
}

// In words, as `edge propagating`.
std::string part_of(json::value const& value, Part const& part) {
  if (value.is_bool()) return std::string{value.get_bool() ? part.label : part.otherwise};
  if (value.is_object()) return std::string{part.label};
  auto text = text_of(value);
  if (text.empty() || text == "none") return {};
  std::ranges::replace(text, '_', ' ');
  return std::string{part.label} + text;
}

EntryId entry_of(json::value const& row) {
  auto const* entry = value_at(row, "entry");
  return entry == nullptr ? EntryId{} : parse_id<EntryId>(text_of(*entry)).value_or(EntryId{});
}

std::string text_at(json::value const& row, std::string_view path) {
  auto const* value = value_at(row, path);
  return value == nullptr ? std::string{} : text_of(*value);
}

std::uint64_t number_at(json::value const& row, std::string_view path) {
  auto const* value = value_at(row, path);
  if (value == nullptr) return 0;
  if (value->is_uint64()) return value->get_uint64();
  return value->is_int64() ? static_cast<std::uint64_t>(value->get_int64()) : 0;
}

// The command without its reason and references.
std::string bare(OperatorCommand const& command) {
  return language::line_of({command.verb, command.plan, {}, {}, {}, {}});
}

bool is_query(OperatorCommand const& command) {
  return std::holds_alternative<Query>(command.verb) || only_plans(command);
}

Style style_of(std::string_view state) {
  auto const has = [&](std::string_view word) { return state.find(word) != state.npos; };
  if (has("gone") || has("behind") || has("gap") || has("failed")) return Style::red;
  if (has("in force") || has("frozen") || has("requested") || has("sent")) return Style::amber;
  return Style::plain;
}

constexpr std::size_t max_trend = 8;
constexpr std::string_view has_ended = "ended";

}  // namespace

// `op-9` before `op-10`.
bool ByNumber::operator()(Key const& a, Key const& b) const {
  auto const split = [](std::string_view name) {
    auto const digits = name.find_last_not_of("0123456789") + 1;
    return std::pair{name.substr(0, digits), name.substr(digits)};
  };
  auto const key = [&](Key const& of) {
    auto const [stem, number] = split(of.second);
    return std::tuple{std::string_view{of.first}, stem, number.size(), number};
  };
  return key(a) < key(b);
}

// --- what is seen ---

void Picture::see(OperatorCommand const& command, language::Answer const& answer) {
  if (answer.kind != language::AnswerKind::done || answer.entries.empty()) return;
  auto const own = answer.entries.back();
  commands_.emplace_back(own, bare(command));
  if (is_query(command)) {
    Shown now{bare(command), answer.text, answer.clock, own};
    std::erase_if(shown_, [&](Shown const& shown) { return shown.command == now.command; });
    shown_.push_back(std::move(now));
  }
  auto const* query = std::get_if<Query>(&command.verb);
  auto const data = language::json_of(answer.data);
  if (query != nullptr) know_rows(data, answer.clock);
  if (query != nullptr) know_edges(data, answer.clock);
  if (query != nullptr && query->query == QueryKind::errors) know_errors(data, answer.clock);
  know_done(data, answer.clock);
  know_wait(data, answer.clock);
}

void Picture::know(std::string_view kind, std::string name, std::string state, Instant at,
                   EntryId entry) {
  if (name.empty()) return;
  auto key = std::pair{std::string{kind}, name};
  auto& thing = things_[std::move(key)];
  // An answer that shows an object without its state does not discard the known state.
  bool const keeps = state.empty() && !thing.state.empty();
  if (keeps) return;
  thing = {std::string{kind}, std::move(name), std::move(state), at, entry};
}

void Picture::know_rows(json::object const& data, Instant at) {
  auto const know_row = [&](Rule const& rule, json::value const& row, bool alone) {
    std::string state;
    for (auto const& part : rule.parts) {
      if (part.path.empty()) continue;
      auto const* value = value_at(row, part.path);
      // The sections beside a single object describe it too.
      if (value == nullptr && alone) value = value_at(data, part.path);
      auto const words = value == nullptr ? std::string{} : part_of(*value, part);
      if (!words.empty()) state += (state.empty() ? "" : ", ") + words;
    }
    know(rule.kind, text_at(row, rule.key), std::move(state), at, entry_of(row));
  };
  for (auto const& rule : rules) {
    auto const* section = data.if_contains(rule.section);
    if (section == nullptr) continue;
    if (section->is_object()) know_row(rule, *section, true);
    if (!section->is_array()) continue;
    for (auto const& row : section->get_array()) know_row(rule, row, false);
  }
}

// An edge is as far as its partition that is furthest behind.
void Picture::know_edges(json::object const& data, Instant at) {
  std::map<std::string, std::uint64_t> latest;
  auto const rows_of = [](json::value const* section) -> json::array {
    return section != nullptr && section->is_array() ? section->get_array() : json::array{};
  };
  for (auto const& row : rows_of(data.if_contains("ledger"))) {
    latest[text_at(row, "partition")] = number_at(row, "sequence");
  }
  auto const know_edge = [&](json::value const& edge, json::value const* view) {
    if (view == nullptr) return;
    auto const partitions = rows_of(value_at(*view, "partitions"));
    if (partitions.empty()) return;
    std::string state{"current"};
    for (auto const& partition : partitions) {
      auto const gap = part_of(json::value(text_at(partition, "gap")), Part{{}, "in a gap: "});
      if (!gap.empty()) state = gap;
      bool const behind = number_at(partition, "applied") < latest[text_at(partition, "partition")];
      if (behind && state == "current") state = "behind";
    }
    know("edge", text_at(edge, "id"), std::move(state), at, entry_of(*view));
  };
  for (auto const& edge : rows_of(data.if_contains("edges"))) {
    know_edge(edge, value_at(edge, "view"));
  }
  if (auto const* edge = data.if_contains("edge")) know_edge(*edge, data.if_contains("view"));
}

void Picture::know_done(json::object const& data, Instant at) {
  auto const* done = data.if_contains("done");
  if (done == nullptr || !done->is_array()) return;
  for (auto const& row : done->get_array()) {
    auto const fact = text_at(row, "fact");
    bool const lifts = fact == "EnvironmentUnfrozen" || fact == "StatusResolved";
    know("hold", text_at(row, "hold"), lifts ? "lifted" : "in force", at, entry_of(row));
    know("notice", text_at(row, "notice"), "sent", at, entry_of(row));
    if (fact != "OperationRequested") continue;
    auto const operation = text_at(row, "operation");
    requested_.push_back(operation);
    know("operation", operation, "requested", at, entry_of(row));
  }
}

void Picture::know_wait(json::object const& data, Instant at) {
  auto const* waited = data.if_contains("waited");
  if (waited == nullptr || text_at(*waited, "result") != "reached") return;
  auto const until = text_at(*waited, "until");
  if (until == "operation") {
    know("operation", text_at(*waited, "object"), std::string{has_ended}, at, entry_of(*waited));
  }
  if (until == "notice") {
    know("notice", text_at(*waited, "object"), "answered", at, entry_of(*waited));
  }
}

void Picture::know_errors(json::object const& data, Instant at) {
  auto const* observations = data.if_contains("observations");
  auto const* threshold = data.if_contains("threshold");
  if (observations == nullptr || threshold == nullptr || !observations->is_array()) return;
  std::map<std::string, KnownRate> by_edge;
  EntryId newest;
  for (auto const& row : observations->get_array()) {
    auto const requests = number_at(row, "requests");
    auto const until = parse_instant(text_at(row, "until"));
    if (requests == 0 || !until) continue;
    auto& rate = by_edge[text_at(row, "edge")];
    rate.permille = number_at(row, "errors") * 1000 / requests;
    auto const* over = value_at(row, "over");
    rate.over = over != nullptr && over->is_bool() && over->get_bool();
    rate.until = *until;
    rate.trend.push_back(rate.permille);
    if (rate.trend.size() > max_trend) rate.trend.erase(rate.trend.begin());
    newest = std::max(newest, entry_of(row));
  }
  // Of edges that are equally off, the one that was worse: its trend shows what happened.
  auto const how_bad = [](auto const& edge) {
    return std::pair{edge.second.permille, std::ranges::max(edge.second.trend)};
  };
  auto const worst = std::ranges::max_element(by_edge, {}, how_bad);
  if (worst == by_edge.end()) return;
  auto const& [edge, rate] = *worst;
  auto const environment = text_at(*threshold, "environment");
  know("errors", environment,
       fmt::format("{}.{}% at {}", rate.permille / 10, rate.permille % 10, edge), at, newest);
  if (environment == environment_) rate_ = rate;
}

// --- what recall prints ---

std::vector<std::string> Picture::open_operations() const {
  std::vector<std::string> open;
  for (auto const& operation : requested_) {
    auto const found = things_.find({"operation", operation});
    if (found == things_.end()) continue;
    auto first = found->second.state.substr(0, found->second.state.find(", "));
    std::ranges::replace(first, ' ', '_');
    auto const stage = parse_enum<Stage>(first);
    if (first == has_ended || (stage && ended(*stage))) continue;
    open.push_back(operation);
  }
  return open;
}

std::string_view Picture::command_of(EntryId entry) const {
  auto const found = std::ranges::lower_bound(commands_, entry, {},
                                              [](auto const& command) { return command.first; });
  return found != commands_.end() && found->first == entry ? found->second : std::string_view{};
}

std::vector<EntryId> Picture::latest_entries(std::size_t at_most) const {
  std::vector<EntryId> entries;
  for (auto at = commands_.rbegin(); at != commands_.rend() && entries.size() < at_most; ++at) {
    entries.push_back(at->first);
  }
  return entries;
}

// The answers to commands that contain the word; if there are none, answers whose text contains it.
std::vector<Picture::Shown const*> Picture::about(std::string_view word) const {
  auto const has_word = [&](Shown const& shown) {
    auto const padded = " " + shown.command + " ";
    return padded.find(fmt::format(" {} ", word)) != std::string::npos;
  };
  std::vector<Shown const*> found;
  for (auto const& shown : shown_) {
    if (has_word(shown)) found.push_back(&shown);
  }
  if (!found.empty()) return found;
  for (auto const& shown : shown_) {
    if (shown.text.find(word) != std::string::npos) found.push_back(&shown);
  }
  return found;
}

std::string Picture::list(Screen const& screen, Instant now) const {
  if (things_.empty()) return "nothing has been shown yet; begin with `show incident`";
  Table table{{{"kind", Align::left, Fit::whole, 2},
               {"name"},
               {"last state", Align::left, Fit::shortened},
               {"shown", Align::right, Fit::whole, 1}}};
  for (auto const& [key, thing] : things_) {
    table.add({thing.kind, thing.name, Styled{thing.state, style_of(thing.state)},
               Styled{ago(now - thing.at), Style::dim}},
              thing.entry);
  }
  std::string text;
  for (auto const& line : table.lines(screen.width)) {
    text += (text.empty() ? "" : "\n") + line.on(screen);
  }
  return text;
}

std::string Picture::recall(std::string_view word, Instant now) const {
  auto const found = about(word);
  if (found.empty()) return fmt::format("nothing that was shown contains '{}'", word);
  bool const by_command = found.front()->command.find(word) != std::string::npos;
  std::string text;
  for (auto const* shown : found) {
    if (!text.empty()) text += "\n\n";
    text += fmt::format("{}, shown {} ago\n", shown->command, in_short(now - shown->at));
    if (by_command) {
      text += shown->text;
      continue;
    }
    std::string lines;
    for (std::string_view rest = shown->text; !rest.empty();) {
      auto const line = rest.substr(0, rest.find('\n'));
      rest.remove_prefix(std::min(line.size() + 1, rest.size()));
      if (line.find(word) == std::string_view::npos) continue;
      lines += (lines.empty() ? "" : "\n") + std::string{line};
    }
    text += lines;
  }
  return text;
}

language::Data Picture::data(std::string_view word, Instant now) const {
  language::Data data;
  data.open_list("recalled");
  if (word.empty()) {
    for (auto const& [key, thing] : things_) {
      data.open_row();
      if (thing.entry) {
        data.entry("entry", thing.entry);
      } else {
        data.nothing("entry");
      }
      data.text("kind", thing.kind);
      data.text("name", thing.name);
      data.text("state", thing.state);
      data.duration("age", age(thing.at, now));
      data.close();
    }
  } else {
    for (auto const* shown : about(word)) {
      data.open_row();
      data.entry("entry", shown->own);
      data.text("command", shown->command);
      data.duration("age", age(shown->at, now));
      data.text("text", shown->text);
      data.close();
    }
  }
  data.close();
  return data;
}

}  // namespace studylab::console
