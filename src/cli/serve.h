#pragma once

#include <cstdint>
#include <string>

#include "cli/exit_status.h"

namespace studylab::cli {

enum class OpenBrowser : std::uint8_t { no, yes };

// Serves the pages and the HTTP API at `listen`, HOST:PORT, until Ctrl-C or SIGTERM. On a desktop,
// `yes` opens the login link in the user's browser.
Exit serve_api(std::string const& listen, OpenBrowser open);

}  // namespace studylab::cli
