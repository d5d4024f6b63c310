#pragma once

#include <cstdint>
#include <string>

#include "cli/exit_status.h"

namespace studylab::cli {

enum class OpenBrowser : std::uint8_t { no, yes };

struct ServeCommand {
  std::string listen;       // HOST:PORT
  std::string certificate;  // PEM files; both empty: without TLS
  std::string key;
  std::string name;  // the host in links; empty: chosen from the certificate
  OpenBrowser open = OpenBrowser::no;
};

// Serves the pages and the HTTP API until Ctrl-C or SIGTERM. On a desktop, `yes` opens the login
// link in the user's browser.
Exit serve_api(ServeCommand const& command);

}  // namespace studylab::cli
