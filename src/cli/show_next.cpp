#include <algorithm>
#include <chrono>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "cli/commands.h"
#include "cli/open_store.h"
#include "cli/problem.h"
#include "cli/run_list.h"
#include "cli/terminal.h"
#include "lab/drill/load.h"
#include "lab/runs/own_drills.h"
#include "lab/runs/practised.h"

namespace studylab::cli {
namespace {

namespace json = boost::json;
using practice::Proposal;
using practice::Why;

std::string_view word(Why why) {
  switch (why) {
    case Why::never_practised: return "never-practised";
    case Why::failed_last: return "failed-last";
    case Why::due: return "due";
    case Why::weakest: return "weakest";
  }
  return {};
}

json::object document(Proposal const& proposal, practice::Day now) {
  json::object object{{"drill", proposal.drill},
                      {"why", word(proposal.why)},
                      {"reason", practice::reason(proposal, now)}};
  bool const never = proposal.why == Why::never_practised;
  object["score"] = never ? json::value{} : json::value{proposal.score};
  object["passes"] = proposal.passes;
  object["last"] = never ? json::value{} : json::value{fmt::format("{:%FT%TZ}", proposal.last)};
  object["due"] = never ? json::value{} : json::value{fmt::format("{:%FT%TZ}", proposal.due)};
  return object;
}

void print(Out& out, std::vector<Proposal> const& order, practice::Day now) {
  auto const& first = order.front();
  out.line(fmt::format("practise {}: {}", first.drill, practice::reason(first, now)));
  out.line(fmt::format("start it with: studylab drill {}", first.drill));
  out.line("");
  std::size_t width = 16;
  for (auto const& one : order) width = std::max(width, one.drill.size());
  out.line(fmt::format("{:<{}}  points  last              due", "drill", width));
  for (auto const& one : order) {
    if (one.why == Why::never_practised) {
      out.line(fmt::format("{:<{}}       -  never", one.drill, width));
      continue;
    }
    out.line(fmt::format("{:<{}}  {:>6}  {}  {}", one.drill, width, one.score, utc_minute(one.last),
                         one.due <= now ? "now" : utc_minute(one.due)));
  }
}

}  // namespace

Exit show_next(Json as_json) {
  auto const store = open_store(Opening::reading, std::nullopt);
  if (!store) return fail(store.error());
  auto const attempts = runs::practised(*store);
  if (!attempts) return fail({Exit::missing, attempts.error()});
  std::vector<std::string> drills;
  for (auto const& drill : drill::drills()) drills.push_back(drill.id);
  for (auto const* drill : runs::kept_drills(store->home())) drills.push_back(drill->id);
  auto const now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  auto const order = practice::in_order(drills, *attempts, now);
  Out out;
  if (as_json == Json::yes) {
    json::array all;
    for (auto const& one : order) all.push_back(document(one, now));
    out.line(json::serialize(all));
  } else {
    print(out, order, now);
  }
  return Exit::done;
}

}  // namespace studylab::cli
