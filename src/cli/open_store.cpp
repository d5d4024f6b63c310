#include "cli/open_store.h"

#include <utility>

#include "cli/terminal.h"

namespace studylab::cli {

std::expected<runs::Store, Problem> open_store(Opening opening, std::optional<Hash> const& salt,
                                               runs::Continue const& go_on) {
  auto store = runs::Store::of(runs::home_folder());
  if (opening == Opening::playing) {
    auto opened = runs::Store::open(store.home());
    if (!opened) return std::unexpected(Problem{Exit::missing, opened.error()});
    store = std::move(*opened);
  }
  auto const sealed = runs::seal_interrupted(store, salt, print_error, go_on);
  if (!sealed) return std::unexpected(Problem{Exit::missing, sealed.error()});
  return store;
}

}  // namespace studylab::cli
