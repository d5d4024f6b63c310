#include "lab/drill/load.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/check.h"
#include "base/limits.h"
#include "command_language/characters.h"
#include "command_language/classes.h"
#include "command_language/runbooks.h"
#include "lab/drill/read.h"
#include "lab/drill/runbook.h"
#include "lab/embedded.h"
#include "lab/grade/runbook.h"

namespace studylab::drill {
namespace {

// The limits of a simulated platform.
constexpr Range apps{1, 10};
constexpr Range environments{1, 3};
constexpr Range edges{2, 8};
constexpr Range hosts{1, 16};
constexpr Range replicas{1, 3};
// Three earlier releases are needed for the decoys, and one more serves well.
constexpr Range history{3, 12};
constexpr Range per_second{1, 100'000};
// Of a level, in parts of a thousand: slower work would outlast the waits of a run.
constexpr Range pace{250, 2000};

TopologyBounds read_topology(Value const& value) {
  TopologyBounds bounds;
  Fields const fields{
      value,
      {{"apps"}, {"environments"}, {"edges"}, {"hosts"}, {"replicas"}, {"history"}, {"live"}}};
  if (auto const v = fields["apps"]) take(v->range(apps), bounds.apps);
  if (auto const v = fields["environments"]) take(v->range(environments), bounds.environments);
  if (auto const v = fields["edges"]) take(v->range(edges), bounds.edges);
  if (auto const v = fields["hosts"]) take(v->range(hosts), bounds.hosts);
  if (auto const v = fields["replicas"]) take(v->range(replicas), bounds.replicas);
  if (auto const v = fields["history"]) take(v->range(history), bounds.history);
  if (auto const live = fields["live"]) {
    Fields const counts{*live, {{"edges"}, {"hosts"}}};
    if (auto const v = counts["edges"]) take(v->number(edges), bounds.live_edges);
    if (auto const v = counts["hosts"]) take(v->number(hosts), bounds.live_hosts);
  }
  return bounds;
}

// `min_incident`: see SymptomKind::min_traffic.
TrafficBounds read_traffic(Value const& value, std::uint32_t min_incident) {
  TrafficBounds bounds;
  Fields const fields{value, {{"incident"}, {"others"}, {"unsafe"}, {"users"}}};
  if (auto const v = fields["incident"])
    take(v->range({min_incident, per_second.high}), bounds.incident_per_second);
  if (auto const v = fields["others"]) take(v->range(per_second), bounds.others_per_second);
  if (auto const v = fields["unsafe"]) take(v->range({0, 1000}), bounds.unsafe);
  if (auto const v = fields["users"]) take(v->range({1, 1'000'000}), bounds.users);
  return bounds;
}

// The runbook determines which symptoms are valid.
SymptomTest read_symptom(Value const& value, RunbookDrawing const* runbook) {
  SymptomTest symptom;
  Fields const fields{value, {{"is"}, {"threshold"}}};
  if (auto const v = fields["is"]; v && runbook != nullptr) {
    auto const names = names_of(runbook->symptoms);
    if (auto const index = v->word("symptom", names)) symptom.is = runbook->symptoms[*index];
  }
  if (auto const v = fields["threshold"]) {
    if (auto const number = v->number({1, 50})) symptom.threshold = Permille{*number};
  }
  return symptom;
}

// The runbook determines whether something is checked.
void read_old_check(Value const& value, RunbookDrawing const* runbook, LevelBounds& level) {
  level.old_check = value.durations();
  if (runbook == nullptr || runbook->has_checks) return;
  value.wrong(fmt::format("nothing is checked in a drill of {}", runbook->id),
              "the key only in drills of runbooks that check a host or a database");
}

LevelBounds read_level(Value const& value, RunbookDrawing const* runbook) {
  LevelBounds level;
  Fields const fields{value,
                      {{"owners"},
                       {"promotions-elsewhere"},
                       {"noise-lines"},
                       {"apps", Needed::no},
                       {"pace", Needed::no},
                       {"silent-edge", Needed::no},
                       {"silent-monitor", Needed::no},
                       {"old-check", Needed::no},
                       {"statements", Needed::no}}};
  if (auto const v = fields["owners"]) take(v->durations(), level.owners);
  if (auto const v = fields["promotions-elsewhere"])
    take(v->range({0, 8}), level.promotions_elsewhere);
  if (auto const v = fields["noise-lines"]) take(v->range({0, 16}), level.noise_lines);
  if (auto const v = fields["apps"]) level.apps = v->range(apps);
  if (auto const v = fields["pace"]) take(v->number(pace), level.pace);
  if (auto const v = fields["silent-edge"]) level.silent_edge = v->durations();
  if (auto const v = fields["silent-monitor"]) level.silent_monitor = v->durations();
  if (auto const v = fields["old-check"]) read_old_check(*v, runbook, level);
  if (auto const v = fields["statements"]) take(v->range({0, 3}), level.statements);
  return level;
}

void read_levels(Value const& value, RunbookDrawing const* runbook, Drill& drill) {
  Fields const fields{value, {{"easy"}, {"normal"}, {"hard"}}};
  for (std::uint32_t n = 0; n < enum_size<Level>; ++n) {
    if (auto const v = fields[studylab::to_text(static_cast<Level>(n))])
      drill.levels[n] = read_level(*v, runbook);
  }
}

// A list of words, without duplicates.
template <class E>
std::vector<E> read_words(Value const& list, std::string_view noun,
                          std::span<std::string_view const> words) {
  std::vector<E> read;
  for (auto const& item : list.items()) {
    auto const index = item.word(noun, words);
    if (!index) continue;
    if (std::ranges::find(read, static_cast<E>(*index)) != read.end()) {
      item.wrong(fmt::format("'{}' appears twice", words[*index]), "each once");
    } else {
      read.push_back(static_cast<E>(*index));
    }
  }
  return read;
}

// The runbook determines which placeholders are valid.
void read_alert(Value const& value, RunbookDrawing const* runbook, Drill& drill) {
  take(value.text(), drill.alert);
  if (runbook == nullptr) return;
  std::vector<std::string_view> names{"{environment}", "{route}"};
  names.insert(names.end(), runbook->placeholders.begin(), runbook->placeholders.end());
  check_placeholders(value, drill.alert, std::move(names));
}

// A runbook that drills can be made of and graded.
std::optional<std::string> practised(Value const& value, std::string_view runbook) {
  if (find_runbook(runbook) != nullptr && grade::find_runbook(runbook) != nullptr)
    return std::string{runbook};
  std::vector<std::string_view> words;
  for (auto const* each : runbooks()) words.push_back(each->id);
  value.wrong(fmt::format("'{}' cannot be practised yet", runbook),
              fmt::format("one of {}", joined(words)));
  return std::nullopt;
}

// The runbook determines which decoys are valid.
void read_decoys(Value const& list, RunbookDrawing const* runbook, Drill& drill) {
  if (runbook == nullptr) return;
  for (auto const index : read_words<std::uint32_t>(list, "decoy", names_of(runbook->decoys))) {
    drill.decoys.push_back(runbook->decoys[index]);
  }
}

void read_head(Fields const& fields, Drill& drill) {
  if (auto const v = fields["drill"]) take(v->id(), drill.id);
  if (auto const v = fields["title"]) take(v->text(), drill.title);
  if (auto const v = fields["runbook"]) {
    std::vector<std::string_view> words;
    for (auto const& runbook : language::runbooks()) words.push_back(runbook.id);
    if (auto const index = v->word("runbook", words))
      take(practised(*v, words[*index]), drill.runbook);
  }
  if (auto const v = fields["worlds"]) {
    drill.worlds = read_words<World>(*v, "world", words_of<World>(enum_size<World>));
  }
  auto const* runbook = find_runbook(drill.runbook);
  if (auto const v = fields["alert"]) read_alert(*v, runbook, drill);
  if (auto const v = fields["topology"]) drill.topology = read_topology(*v);
  if (auto const v = fields["symptom"]) drill.symptom = read_symptom(*v, runbook);
  auto const* symptom = drill.symptom.is;
  if (auto const v = fields["traffic"]) {
    drill.traffic = read_traffic(*v, symptom == nullptr ? 1 : symptom->min_traffic);
  }
  if (auto const v = fields["decoys"]) read_decoys(*v, runbook, drill);
  if (auto const v = fields["limits"]) {
    Fields const limits{*v, {{"time"}}};
    if (auto const time = limits["time"]) {
      if (auto const length = time->duration()) drill.limits.time = *length;
    }
  }
  if (auto const v = fields["levels"]) read_levels(*v, runbook, drill);
}

// Once the classes of the variants are known.
void read_what_people_say(Fields const& fields, Drill& drill) {
  if (auto const v = fields["statements"]) {
    read_statements(*v, drill);
  } else if (auto const levels = fields["levels"]) {
    check_no_statements(*levels, drill);
  }
}

Drill read_drill(Reading& reading, YAML::Node const& root) {
  Drill drill;
  Fields const fields{Value{reading, root, ""},
                      {{"drill"},
                       {"title"},
                       {"runbook"},
                       {"worlds"},
                       {"alert"},
                       {"topology"},
                       {"traffic"},
                       {"symptom"},
                       {"variants"},
                       {"decoys"},
                       {"limits"},
                       {"levels"},
                       {"statements", Needed::no}}};
  read_head(fields, drill);
  auto const all = fields["variants"];
  // The runbook determines which pieces are valid.
  if (!all || drill.runbook.empty()) return drill;
  auto const& runbook = *find_runbook(drill.runbook);
  std::vector<Value> values;
  bool complete = true;
  for (auto const& item : all->items()) {
    auto const before = reading.mistakes.size();
    auto variant = read_variant(item, runbook);
    complete = complete && reading.mistakes.size() == before;
    if (!variant) continue;
    drill.variants.push_back(std::move(*variant));
    values.push_back(item);
  }
  // A variant that was only partly read would cause further, misleading mistakes.
  if (!complete || values.empty()) return drill;
  auto const before = reading.mistakes.size();
  check_whole(drill, *all, values);
  if (reading.mistakes.size() == before) read_what_people_say(fields, drill);
  return drill;
}

std::vector<Drill> load_embedded() {
  std::vector<Drill> loaded;
  for (auto const& file : embedded::drills()) {
    auto drill = load_drill(file.text, fmt::format("drills/{}.yaml", file.name));
    STUDYLAB_CHECK(drill.has_value());  // a test reads each of them
    loaded.push_back(std::move(*drill));
  }
  return loaded;
}

}  // namespace

std::string to_text(Mistake const& mistake) {
  return language::readable_line(
      fmt::format("{}:{}:{}: {}: {}; expected: {}", mistake.file, mistake.line, mistake.column,
                  mistake.key.empty() ? "the file" : mistake.key, mistake.what, mistake.right),
      limits::message);
}

std::expected<Drill, std::vector<Mistake>> load_drill(std::string_view text, std::string file) {
  Drill drill;
  auto mistakes = read_yaml(text, std::move(file), [&](Reading& reading, YAML::Node const& root) {
    drill = read_drill(reading, root);
  });
  if (!mistakes.empty()) return std::unexpected(std::move(mistakes));
  drill.digest = drill_digest(text);
  return drill;
}

std::span<Drill const> drills() {
  static std::vector<Drill> const loaded = load_embedded();
  return loaded;
}

Drill const* find_drill(std::string_view id) {
  auto const found = std::ranges::find(drills(), id, &Drill::id);
  return found == drills().end() ? nullptr : &*found;
}

}  // namespace studylab::drill
