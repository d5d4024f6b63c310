#pragma once

#include <string>

#include "cli/exit_status.h"

namespace studylab::cli {

// Serves the HTTP API at `listen`, HOST:PORT, until Ctrl-C or SIGTERM.
Exit serve_api(std::string const& listen);

}  // namespace studylab::cli
