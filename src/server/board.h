#pragma once

#include <cstddef>

#include <boost/json/object.hpp>

#include "server/open_run.h"

// What observers and instructors read of a run in memory.
namespace studylab::server {

// Which run it is and its clock; nothing that its operator has not been shown.
boost::json::object run_row(OpenRun const& run);
// The row of the board: beside that, the error rate as the edges last reported it, what the
// operator has done so far, and the score once the run has ended.
boost::json::object board_row(OpenRun const& run);
// What the lab knows of a run: its seed, its variant, and the entries of its lab chain in words.
boost::json::object truth_document(OpenRun const& run);
// At most this many entries are sent at a time.
inline constexpr std::size_t max_chain_rows = 500;
// The entries of the platform chain after this one.
boost::json::object chain_document(OpenRun const& run, std::size_t after);

}  // namespace studylab::server
