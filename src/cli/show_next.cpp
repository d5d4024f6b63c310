#include <algorithm>
#include <chrono>

#include <fmt/format.h>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "cli/commands.h"
#include "cli/open_store.h"
#include "cli/problem.h"
#include "cli/run_list.h"
#include "cli/terminal.h"
#include "lab/runs/documents.h"
#include "lab/runs/practised.h"

namespace studylab::cli {
namespace {

namespace json = boost::json;
using practice::Proposal;
using practice::Why;

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
  auto const now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  auto const order = runs::proposals(*store, now);
  if (!order) return fail({Exit::missing, order.error()});
  Out out;
  if (as_json == Json::yes) {
    json::array all;
    for (auto const& one : *order) all.push_back(runs::document(one, now));
    out.line(json::serialize(all));
  } else {
    print(out, *order, now);
  }
  return Exit::done;
}

}  // namespace studylab::cli
