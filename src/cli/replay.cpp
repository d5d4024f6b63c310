#include <fmt/format.h>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "cli/commands.h"
#include "cli/open_store.h"
#include "cli/own_drill.h"
#include "cli/terminal.h"
#include "lab/runs/replay.h"
#include "lab/runs/sealed.h"

namespace studylab::cli {

Exit replay_run(std::string const& run, std::optional<Hash> const& salt,
                std::filesystem::path const& drill_file, Json json) {
  auto const store = open_store(Opening::reading, salt);
  if (!store) return fail(store.error());
  auto const bundle = runs::sealed_bundle(*store, run);
  if (!bundle) return fail(in_cli(bundle.error()));
  auto const own = know_drill_of(*bundle, store->home(), drill_file);
  if (!own) return fail(own.error());
  if (*own) (void)runs::keep_drill(store->home(), **own);  // the replay itself needs no copy
  auto const again = runs::replay(*bundle, salt);
  if (json == Json::yes) {
    auto const other = again.first_other.empty() ? boost::json::value(nullptr)
                                                 : boost::json::value(again.first_other);
    Out{}.line(boost::json::serialize(boost::json::object{
        {"run", run}, {"equal", !again.problem}, {"first_other", other}, {"text", again.text}}));
  } else if (!again.problem) {
    Out{}.line(again.text);
  } else {
    print_error(fmt::format("{}: {}", run, again.text));
  }
  return again.problem ? exit_of(*again.problem) : Exit::done;
}

}  // namespace studylab::cli
