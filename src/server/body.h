#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>

#include "lab/console/options.h"
#include "lab/console/render/screen.h"
#include "lab/drill/load.h"
#include "server/message.h"

// The values of a body whose form was checked; names that are not given have a usual value.
namespace studylab::server {

std::string text_in(boost::json::object const& body, std::string_view name);
bool is_set_in(boost::json::object const& body, std::string_view name);
std::uint64_t number_in(boost::json::object const& body, std::string_view name,
                        std::uint64_t usual);

// The options of a new run by `operator_kind`: human or program; its drill is the program's or one
// of the home's own. The error is the problem with one of them.
std::expected<console::RunOptions, Response> options_in(boost::json::object const& body,
                                                        std::string_view operator_kind,
                                                        std::filesystem::path const& home);
// The screen for a text with colours, from the query's `width`.
console::Screen screen_in(std::map<std::string, std::string> const& query);
// The name of an uploaded file, from the query's `file`, as messages can print it.
std::string shown_name(std::map<std::string, std::string> const& query);
// The problem with an uploaded file: the mistakes in it.
Response mistakes_in(std::string const& file, std::vector<drill::Mistake> const& mistakes);
// Drill seconds per second on the wall clock.
std::uint32_t speed_in(boost::json::object const& body);

}  // namespace studylab::server
