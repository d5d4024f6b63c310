#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include "evidence/file_write.h"
#include "lab/desk/store_files.h"

namespace studylab::desk {
namespace {

namespace json = boost::json;

std::string string_in(json::object const& object, std::string_view key) {
  auto const* value = object.if_contains(key);
  auto const* text = value == nullptr ? nullptr : value->if_string();
  return text == nullptr ? std::string{} : std::string{*text};
}

std::int64_t number_in(json::object const& object, std::string_view key) {
  auto const* value = object.if_contains(key);
  boost::system::error_code bad;
  auto const number = value == nullptr ? 0 : value->to_number<std::int64_t>(bad);
  return bad ? 0 : number;
}

void read_debrief(RunSummary& summary, json::object const& debrief) {
  summary.outcome = string_in(debrief, "outcome");
  summary.score = number_in(debrief, "score");
  summary.variant = string_in(debrief, "variant");
  summary.seed = static_cast<std::uint64_t>(number_in(debrief, "seed"));
  auto const* impact = debrief.if_contains("impact");
  if (impact != nullptr && impact->is_object()) {
    summary.seconds_to_mitigate = number_in(impact->get_object(), "seconds_to_mitigate");
  }
}

}  // namespace

RunSummary summary_of(std::string const& run, std::filesystem::path const& folder,
                      RunOptions const& options) {
  RunSummary summary;
  summary.run = run;
  summary.drill = options.drill;
  summary.level = options.level;
  summary.practice = options.variant.has_value();
  summary.operator_name = options.operator_name;
  std::error_code none;
  summary.sealed = std::filesystem::exists(folder / bundle_file, none);
  if (!summary.sealed) {
    auto const lock = RunLock::take(folder);
    summary.open = lock && !*lock;
    return summary;
  }
  auto const text = evidence::read_file(folder / debrief_file);
  if (!text) return summary;
  boost::system::error_code bad;
  auto const debrief = json::parse(*text, bad);
  if (!bad && debrief.is_object()) read_debrief(summary, debrief.get_object());
  return summary;
}

}  // namespace studylab::desk
