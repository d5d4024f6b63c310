#include "cli/bench.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "cli/bench_server.h"
#include "cli/terminal.h"
#include "lab/bench/counts.h"
#include "lab/bench/drills.h"
#include "lab/bench/edge.h"
#include "lab/bench/environments.h"
#include "lab/bench/gate.h"
#include "lab/bench/ledger.h"
#include "lab/bench/machine.h"
#include "lab/bench/simulator.h"
#include "lab/bench/whole_process.h"

namespace studylab::cli {
namespace {

using bench::Row;
using Measured = std::expected<std::vector<Row>, std::string>;

struct Part {
  std::string_view name;
  Measured (*measure)(bench::Progress const&);
};
constexpr std::array<Part, 9> parts{{
    {"drills",
     [](bench::Progress const& progress) -> Measured { return bench::measure_drills(progress); }},
    {"simulator",
     [](bench::Progress const& progress) -> Measured {
       return bench::measure_simulator(progress);
     }},
    {"environments",
     [](bench::Progress const& progress) -> Measured {
       return bench::measure_environments(progress);
     }},
    {"ledger",
     [](bench::Progress const& progress) -> Measured { return bench::measure_ledger(progress); }},
    {"edge",
     [](bench::Progress const& progress) -> Measured { return bench::measure_edge(progress); }},
    {"gate",
     [](bench::Progress const& progress) -> Measured { return bench::measure_gate(progress); }},
    {"process",
     [](bench::Progress const& progress) -> Measured {
       return bench::measure_process("/proc/self/exe", progress);
     }},
    {"server",
     [](bench::Progress const& progress) -> Measured {
       return measure_server("/proc/self/exe", progress);
     }},
    {"counts",
     [](bench::Progress const& progress) -> Measured { return bench::measure_counts(progress); }},
}};

// `12,345` or `0.68`, with its unit.
std::string figure(double value, std::string const& unit) {
  auto text = value < 100 && value != static_cast<double>(static_cast<long>(value))
                  ? fmt::format("{:.2f}", value)
                  : fmt::format("{:.0f}", value);
  if (text.find('.') == std::string::npos) {
    for (auto at = static_cast<int>(text.size()) - 3; at > 0; at -= 3)
      text.insert(static_cast<std::size_t>(at), ",");
  }
  return unit.empty() ? text : text + " " + unit;
}

std::string_view met_text(bench::Met met) {
  switch (met) {
    case bench::Met::yes: return "yes";
    case bench::Met::no: return "NO";
    case bench::Met::no_goal: break;
  }
  return "";
}

std::string as_table(std::vector<Row> const& rows) {
  auto text = fmt::format("{:<50} {:>20} {:>20} {:>6}  {:<24} {}\n", "what", "here", "peer",
                          "ratio", "goal", "met");
  for (auto const& row : rows) {
    text +=
        fmt::format("{:<50} {:>20} {:>20} {:>6}  {:<24} {}\n", row.what,
                    figure(row.value, row.unit), row.peer ? figure(*row.peer, row.unit) : "",
                    row.peer ? fmt::format("{:.2f}", row.ratio) : "", row.goal, met_text(row.met));
  }
  std::vector<std::string> peers;
  for (auto const& row : rows) {
    auto line = fmt::format("peer of {}: {}\n", row.what, row.peer_is);
    if (row.peer && std::ranges::find(peers, line) == peers.end()) peers.push_back(line);
  }
  for (auto const& line : peers) text += line;
  text +=
      "Medians of alternating rounds after a warm-up; processor time, except for whole "
      "processes and the server.\n";
  if (bench::machine_busy())
    text += "Other programs are running on this machine: wall times are unreliable.\n";
  return text + bench::machine() + "\n";
}

std::string as_json(std::vector<Row> const& rows) {
  boost::json::array list;
  for (auto const& row : rows) {
    boost::json::object one{
        {"part", row.part}, {"what", row.what}, {"value", row.value}, {"unit", row.unit}};
    if (row.peer) {
      one["peer"] = *row.peer;
      one["peer_is"] = row.peer_is;
      one["ratio"] = row.ratio;
    }
    if (row.met != bench::Met::no_goal) {
      one["goal"] = row.goal;
      one["met"] = row.met == bench::Met::yes;
    }
    list.push_back(std::move(one));
  }
  return boost::json::serialize(
             boost::json::object{{"machine", bench::machine()}, {"rows", std::move(list)}}) +
         "\n";
}

}  // namespace

Exit run_bench(std::string const& part, Json json) {
  auto const wanted = [&](Part const& one) { return part.empty() || part == one.name; };
  if (std::ranges::none_of(parts, wanted)) {
    print_error(
        fmt::format("bench: '{}' is not a valid part; expected one of drills simulator "
                    "environments ledger edge gate process server counts levels",
                    part));
    return Exit::usage;
  }
  std::vector<Row> rows;
  for (auto const& one : parts) {
    if (!wanted(one)) continue;
    auto measured = one.measure([](std::string_view text) { progress(text); });
    progress_end();
    if (!measured) {
      print_error(measured.error());
      return Exit::missing;
    }
    std::ranges::move(*measured, std::back_inserter(rows));
    if (interrupted()) return Exit::failed;
  }
  Out{}.print(json == Json::yes ? as_json(rows) : as_table(rows));
  return Exit::done;
}

}  // namespace studylab::cli
