// Reads exam files.
#include <algorithm>
#include <charconv>
#include <optional>
#include <set>
#include <span>
#include <tuple>

#include <fmt/format.h>

#include "base/limits.h"
#include "evidence/file_write.h"
#include "lab/console/options.h"
#include "lab/console/seeds.h"
#include "lab/drill/read.h"
#include "lab/exam/exam.h"

namespace studylab::exam {
namespace {

using drill::Fields;
using drill::Needed;
using drill::Value;

constexpr std::uint64_t min_memory = 16 * limits::mib;
constexpr std::uint64_t max_memory = 64 * 1024 * limits::mib;

// `512M` or `2G`, in bytes.
std::optional<std::uint64_t> parse_size(std::string_view text) {
  auto const unit = text.ends_with('G') ? 1024 * limits::mib : limits::mib;
  if (!text.ends_with('G') && !text.ends_with('M')) return std::nullopt;
  text.remove_suffix(1);
  std::uint32_t number = 0;
  auto const [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || rest != text.data() + text.size()) return std::nullopt;
  return number * unit;
}

void read_memory(Value const& value, std::uint64_t& memory) {
  auto const given = value.text();
  if (!given) return;
  auto const size = parse_size(*given);
  if (size && min_memory <= *size && *size <= max_memory) {
    memory = *size;
  } else {
    value.wrong(fmt::format("'{}' is not a valid size", *given),
                "a size such as 512M or 2G, 16M to 64G");
  }
}

void read_time(Value const& value, std::chrono::seconds& time) {
  auto const given = value.durations();
  if (!given) return;
  bool const whole = given->low % std::chrono::seconds{1} == Duration{};
  if (given->low == given->high && whole && given->low <= std::chrono::hours{1}) {
    time = std::chrono::duration_cast<std::chrono::seconds>(given->low);
  } else {
    value.wrong("not one duration of whole seconds, at most 1h", "a duration such as 60s or 5m");
  }
}

std::optional<console::Seeds> read_seeds(Value const& value) {
  auto const given = value.text();
  if (!given) return std::nullopt;
  auto const seeds = console::parse_seeds(*given);
  if (!seeds) {
    value.wrong(
        fmt::format("'{}' is not a valid seed or range", *given),
        fmt::format("A..B, one number, or a list of them; each from 0 to {}", console::max_seed));
  }
  return seeds;
}

// An own drill becomes part of the exam, once.
drill::Drill const* take_own(Value const& value, runs::OwnDrill own, Exam& exam) {
  auto const* drill = own.drill;
  for (auto const& other : exam.own_drills) {
    if (other.drill == drill) return drill;
    if (other.drill->id != drill->id) continue;
    value.wrong(fmt::format("another file's drill is called '{}' too", drill->id),
                "drills with different names");
    return nullptr;
  }
  exam.own_drills.push_back(std::move(own));
  return drill;
}

// A user's own drill, from its file beside the exam file.
drill::Drill const* read_drill_file(Value const& value, std::string const& name, Exam& exam) {
  auto const path = exam.folder / name;
  auto own = runs::read_own_drill(path);
  if (!own) {
    value.wrong(own.error().text, "a drill file without mistakes");
    return nullptr;
  }
  auto const before = exam.own_drills.size();
  auto const* drill = take_own(value, std::move(*own), exam);
  if (exam.own_drills.size() > before) exam.hidden.push_back(path);
  return drill;
}

// One of the program's drills, or one of the home's own.
drill::Drill const* read_drill_name(Value const& value, std::string const& name, Exam& exam,
                                    std::span<runs::OwnDrill const> kept) {
  if (auto const* drill = drill::find_drill(name)) return drill;
  std::vector<std::string_view> names;
  for (auto const& drill : drill::drills()) names.push_back(drill.id);
  for (auto const& own : kept) names.push_back(own.drill->id);
  auto const index = value.word("drill", names);
  return index ? take_own(value, kept[*index - drill::drills().size()], exam) : nullptr;
}

// The runs of all entries of `drills`.
class Items {
 public:
  Items(Exam& exam, Accepted const& accepted)
      : exam_(exam), accepted_(accepted), items_(exam.items) {}

  void read(Value const& entry) {
    Fields const fields{entry, {{"drill"}, {"seeds"}, {"level", Needed::no}}};
    drill::Drill const* drill = nullptr;
    Level level = Level::normal;
    if (auto const v = fields["drill"]) drill = read_drill(*v);
    if (auto const v = fields["level"]) {
      auto const index = v->word("level", drill::words_of<Level>(enum_size<Level>));
      if (index) level = static_cast<Level>(*index);
    }
    auto const seeds = fields["seeds"];
    if (!seeds) return;
    if (!seeds->is_list()) return add(*seeds, drill, level);
    for (auto const& one : seeds->items()) add(one, drill, level);
  }

 private:
  drill::Drill const* read_drill(Value const& value) {
    auto const given = value.text();
    if (!given) return nullptr;
    if (!runs::names_drill_file(*given)) {
      if (drill::find_drill(*given) == nullptr) read_kept();
      return read_drill_name(value, *given, exam_, kept_);
    }
    if (accepted_.outside == Outside::yes) return read_drill_file(value, *given, exam_);
    value.wrong(std::string{named_outside}, "the name of a drill");
    return nullptr;
  }

  // Once, and only if a name requires it.
  void read_kept() {
    if (!kept_was_read_ && !accepted_.home.empty()) kept_ = runs::kept_own_drills(accepted_.home);
    kept_was_read_ = true;
  }

  void add(Value const& value, drill::Drill const* drill, Level level) {
    auto const seeds = read_seeds(value);
    if (!seeds || drill == nullptr) return;
    auto const most = accepted_.max_runs;
    if (seeds->last - seeds->first >= most - std::min(items_.size(), most)) {
      return value.wrong(fmt::format("the exam would have more than {} runs", most), "fewer seeds");
    }
    for (auto seed = seeds->first; seed <= seeds->last; ++seed) {
      if (!seen_.emplace(drill, level, seed).second) {
        return value.wrong(
            fmt::format("seed {} of {} at level {} appears twice", seed, drill->id, to_text(level)),
            "each run once");
      }
      items_.push_back({drill, level, seed});
    }
  }

  Exam& exam_;
  Accepted const& accepted_;
  std::vector<Item>& items_;
  std::vector<runs::OwnDrill> kept_;  // the home's own drills
  bool kept_was_read_ = false;
  std::set<std::tuple<drill::Drill const*, Level, std::uint64_t>> seen_;
};

void read_salt(Value const& value, Exam& exam, Outside outside) {
  auto const given = value.text();
  if (!given) return;
  if (outside == Outside::no) {
    return value.wrong(std::string{named_outside}, "an exam without salt-file");
  }
  auto const path = exam.folder / *given;
  auto const text = evidence::read_file(path);
  if (!text) return value.wrong(text.error().text, "a file of at most 1 MiB that can be read");
  exam.salt = console::salt_of(*text);
  exam.hidden.push_back(path);
}

void read_exam(Value const& root, Exam& exam, Accepted const& accepted) {
  Fields const fields{root,
                      {{"exam"},
                       {"operator"},
                       {"salt-file", Needed::no},
                       {"time", Needed::no},
                       {"memory", Needed::no},
                       {"drills"}}};
  if (auto const v = fields["exam"]) drill::take(v->text(), exam.title);
  if (auto const v = fields["salt-file"]) read_salt(*v, exam, accepted.outside);
  if (auto const v = fields["time"]) read_time(*v, exam.limits.time);
  if (auto const v = fields["memory"]) read_memory(*v, exam.limits.memory);
  if (auto const v = fields["drills"]) {
    Items items{exam, accepted};
    for (auto const& entry : v->items()) items.read(entry);
  }
  // Last: which operators are valid depends on the drills.
  auto const by = fields["operator"];
  auto const kind = by ? by->text() : std::nullopt;
  if (!kind) return;
  if (auto const chosen = choose_operator(exam, *kind, exam.folder, accepted.outside); !chosen) {
    by->wrong(chosen.error().what, chosen.error().right);
  }
}

}  // namespace

std::expected<Exam, std::vector<drill::Mistake>> load_exam(std::string_view text,
                                                           std::filesystem::path const& file,
                                                           Accepted const& accepted) {
  Exam exam;
  exam.digest = drill::drill_digest(text);
  exam.folder = std::filesystem::absolute(file).parent_path();
  exam.hidden.push_back(std::filesystem::absolute(file));
  auto mistakes =
      drill::read_yaml(text, file.string(), [&](drill::Reading& reading, YAML::Node const& root) {
        read_exam(Value{reading, root, ""}, exam, accepted);
      });
  if (!mistakes.empty()) return std::unexpected(std::move(mistakes));
  return exam;
}

}  // namespace studylab::exam
