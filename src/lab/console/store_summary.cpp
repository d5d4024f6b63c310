#include <fmt/format.h>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include "evidence/file_write.h"
#include "lab/console/store_files.h"

namespace studylab::console {
namespace {

namespace json = boost::json;

std::string string_in(json::object const& object, std::string_view key) {
  auto const* value = object.if_contains(key);
  auto const* text = value == nullptr ? nullptr : value->if_string();
  return text == nullptr ? std::string{} : std::string{*text};
}

bool is_true(json::object const& object, std::string_view key) {
  auto const* value = object.if_contains(key);
  return value != nullptr && value->is_bool() && value->get_bool();
}

std::int64_t number_in(json::object const& object, std::string_view key) {
  auto const* value = object.if_contains(key);
  boost::system::error_code bad;
  auto const number = value == nullptr ? 0 : value->to_number<std::int64_t>(bad);
  return bad ? 0 : number;
}

void read_options(RunSummary& summary, KeptOptions const& kept) {
  summary.drill = kept.options.drill;
  summary.level = kept.options.level;
  summary.practice = kept.options.variant.has_value();
  summary.operator_kind = kept.options.operator_kind;
  summary.operator_name = kept.options.operator_name;
}

std::string why_cut_off(std::filesystem::path const& folder, KeptOptions const& kept) {
  if (auto why = why_unfollowed(folder); !why.empty()) return why;
  if (kept.salted()) return "a command with the --salt-file that it was opened with seals it";
  return {};
}

}  // namespace

bool read_debrief(RunSummary& summary, std::string_view text) {
  boost::system::error_code bad;
  auto const value = json::parse(text, bad);
  if (bad || !value.is_object()) return false;
  auto const& debrief = value.get_object();
  auto const outcome = string_in(debrief, "outcome");
  if (outcome.empty() || string_in(debrief, "run") != summary.run) return false;
  summary.outcome = outcome;
  summary.ended = string_in(debrief, "ended");
  summary.score = number_in(debrief, "score");
  summary.variant = string_in(debrief, "variant");
  summary.seed = static_cast<std::uint64_t>(number_in(debrief, "seed"));
  summary.drill = string_in(debrief, "drill");
  summary.operator_kind = string_in(debrief, "operator");
  summary.operator_name = string_in(debrief, "operator_name");
  if (auto const level = parse_enum<Level>(string_in(debrief, "level"))) summary.level = *level;
  summary.practice = is_true(debrief, "practice");
  auto const* impact = debrief.if_contains("impact");
  if (is_true(debrief, "resolved") && impact != nullptr && impact->is_object()) {
    summary.seconds_to_mitigate = number_in(impact->get_object(), "seconds_to_mitigate");
  }
  return true;
}

RunSummary summary_of(std::string const& run, std::filesystem::path const& folder,
                      std::expected<KeptOptions, std::string> const& kept) {
  RunSummary summary;
  summary.run = run;
  summary.began = began_of(run);
  if (kept) read_options(summary, *kept);
  std::error_code none;
  if (std::filesystem::exists(folder / bundle_file, none)) {
    summary.state = RunState::sealed;
    auto const text = evidence::read_file(folder / debrief_file, limits::bundle);
    if (!text) {
      summary.note = text.error().text;
    } else if (!read_debrief(summary, *text)) {
      summary.note = fmt::format("{} cannot be read", (folder / debrief_file).string());
    }
  } else if (!kept) {
    summary.state = RunState::unreadable;
    summary.note = kept.error();
  } else if (is_open(folder, *kept)) {
    summary.state = RunState::open;
    summary.note = fmt::format("process {} operates it", kept->process.pid);
  } else {
    summary.state = RunState::cut_off;
    summary.note = why_cut_off(folder, *kept);
  }
  return summary;
}

}  // namespace studylab::console
