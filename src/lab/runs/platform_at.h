#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>

#include "command_language/data.h"
#include "evidence/bundle.h"
#include "lab/console/render/screen.h"
#include "lab/console/render/sheet.h"
#include "lab/runs/problem.h"
#include "model/commands.h"

// The platform of a sealed run as it was after one of its entries.
namespace studylab::runs {

// What one query answers there; no edge is asked for its view.
struct PlatformAnswer {
  std::string_view word;  // routes
  Query asked;
  language::Data data;
};

struct PlatformAt {
  FactEntry entry;
  std::size_t entries = 0;  // of the run
  console::Moment moment;
  std::vector<PlatformAnswer> answers;  // incident (once there is one), routes, operations, …
};

// `number` counts entries from 1. The error is `usage` if the run does not have that entry, and
// `missing` if it has entries of kinds that this program does not know.
std::expected<PlatformAt, Problem> platform_at(evidence::Bundle const& bundle,
                                               std::uint32_t number);

// For people: one text per query.
std::string text_of(PlatformAnswer const& answer, console::Moment const& moment,
                    console::Screen const& screen);
// For programs: the data of each query under its word.
boost::json::object data_of(PlatformAt const& platform);
// For pages: the entry, and each query with its text.
boost::json::object document(PlatformAt const& platform, console::Screen const& screen);

}  // namespace studylab::runs
