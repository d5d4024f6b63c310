#include "cli/fuzz_report.h"

#include <array>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

namespace studylab::cli {
namespace {

using boost::json::array;
using boost::json::object;

constexpr std::array<std::pair<std::string_view, std::uint64_t fuzz::Tally::*>, 9> counts{{
    {"seeds", &fuzz::Tally::seeds},
    {"runs", &fuzz::Tally::runs},
    {"entries", &fuzz::Tally::entries},
    {"under_faults", &fuzz::Tally::faulty_runs},
    {"mutations", &fuzz::Tally::mutations},
    {"invalid", &fuzz::Tally::invalid},
    {"unresolved", &fuzz::Tally::unresolved},
    {"random_runs", &fuzz::Tally::random_runs},
    {"random_passed", &fuzz::Tally::random_passed},
}};

object of_finding(fuzz::Finding const& finding) {
  array lines;
  for (auto const& line : finding.lines) lines.emplace_back(line);
  return {{"drill", finding.drill},     {"seed", finding.seed}, {"variant", finding.variant},
          {"row", finding.row},         {"rule", finding.rule}, {"what", finding.what},
          {"faults", finding.schedule}, {"commands", lines}};
}

std::string text_of(object const& from, std::string_view key) {
  return std::string{from.at(key).as_string()};
}

fuzz::Finding finding_of(object const& from) {
  fuzz::Finding finding{from.at("seed").to_number<std::uint64_t>(),
                        text_of(from, "variant"),
                        text_of(from, "row"),
                        text_of(from, "rule"),
                        text_of(from, "what"),
                        {},
                        text_of(from, "faults"),
                        text_of(from, "drill")};
  for (auto const& line : from.at("commands").as_array()) {
    finding.lines.emplace_back(line.as_string());
  }
  return finding;
}

}  // namespace

std::string fuzz_json(fuzz::Tally const& tally) {
  object document;
  for (auto const& [name, count] : counts) document[name] = tally.*count;
  object rows;
  for (auto const& [row, count] : tally.by_row) rows[row] = count;
  document["rows"] = std::move(rows);
  array findings;
  for (auto const& finding : tally.findings) findings.push_back(of_finding(finding));
  document["findings"] = std::move(findings);
  return boost::json::serialize(document);
}

fuzz::Tally fuzz_from_json(std::string_view text) {
  auto const document =
      boost::json::parse(boost::json::string_view{text.data(), text.size()}).as_object();
  fuzz::Tally tally;
  for (auto const& [name, count] : counts) {
    tally.*count = document.at(name).to_number<std::uint64_t>();
  }
  for (auto const& row : document.at("rows").as_object()) {
    tally.by_row[std::string{row.key()}] = row.value().to_number<std::uint64_t>();
  }
  for (auto const& finding : document.at("findings").as_array()) {
    tally.findings.push_back(finding_of(finding.as_object()));
  }
  return tally;
}

std::string fuzz_text(fuzz::Tally const& tally) {
  std::string text;
  for (auto const& finding : tally.findings) {
    text += fmt::format("{} seed {} {} {}: {}: {}\n", finding.drill, finding.seed, finding.variant,
                        finding.row, finding.rule, finding.what);
    if (!finding.schedule.empty()) text += fmt::format("  faults: {}\n", finding.schedule);
    for (auto const& line : finding.lines) text += fmt::format("  {}\n", line);
  }
  text += fmt::format(
      "{} seeds, {} runs ({} under faults, {} mutations, {} without alert or witness, {} of the "
      "expert's not resolved), {} entries; random passed {} of {}\n{} findings\n",
      tally.seeds, tally.runs, tally.faulty_runs, tally.mutations, tally.invalid, tally.unresolved,
      tally.entries, tally.random_passed, tally.random_runs, tally.findings.size());
  return text;
}

}  // namespace studylab::cli
