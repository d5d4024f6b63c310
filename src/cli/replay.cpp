#include "cli/replay.h"

#include <algorithm>

#include <fmt/format.h>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "base/version.h"
#include "cli/commands.h"
#include "cli/run_store.h"
#include "cli/terminal.h"
#include "lab/debrief/reference.h"
#include "lab/drill/load.h"

namespace studylab::cli {
namespace {

// The position, from 1, of the first entry whose bytes differ between the chains; 0: none.
std::uint64_t first_other_in(Bytes then, Bytes now) {
  for (std::uint64_t place = 1; !then.empty() || !now.empty(); ++place) {
    auto const one = evidence::take_entry(then);
    auto const other = evidence::take_entry(now);
    if (!one || !other || !std::ranges::equal(one->body, other->body)) return place;
  }
  return 0;
}

Again differs(std::string where) {
  auto text = fmt::format("{} differs from the replay", where);
  return {Exit::failed, std::move(where), std::move(text)};
}

Again compared(evidence::Bundle const& then, evidence::Bundle const& now) {
  auto const bytes = [](evidence::SealedChain const& chain) { return as_bytes(chain.bytes); };
  if (auto const place = first_other_in(bytes(then.platform), bytes(now.platform)); place != 0) {
    return differs(fmt::format("entry-{}", place));
  }
  if (auto const place = first_other_in(bytes(then.lab), bytes(now.lab)); place != 0) {
    return differs(fmt::format("lab entry {}", place));
  }
  if (then.platform.head != now.platform.head || then.lab.head != now.lab.head ||
      then.nonce != now.nonce) {
    return differs("the seal");
  }
  return {Exit::done,
          {},
          fmt::format("all {} platform and {} lab entries are equal; heads {} and {}",
                      then.platform.head.size, then.lab.head.size, to_text(then.platform.head.hash),
                      to_text(then.lab.head.hash))};
}

}  // namespace

Again run_again(evidence::Bundle const& bundle, std::optional<Hash> const& salt) {
  if (bundle.program_version != program_version()) {
    return {Exit::missing,
            {},
            fmt::format("the run is of version {}, this is {}: only the same version can replay it",
                        bundle.program_version, program_version())};
  }
  auto const options = options_of(bundle, salt);
  if (!options) return {options.error().exit, {}, options.error().text};
  if (drill::find_drill(options->drill) == nullptr) {
    return {Exit::missing,
            {},
            fmt::format("this program does not have the drill '{}'", options->drill)};
  }
  auto session = console::replayed(*options, bundle.run, bundle.platform_entries());
  if (!session) return {Exit::failed, "lab entry 1", session.error()};
  // A chain of another program may have an unknown ending.
  (*session)->finish(RunEnding::end_of_input);
  debrief::append_reference(**session);
  return compared(bundle, (*session)->bundle());
}

Exit replay_run(std::string const& run, std::optional<Hash> const& salt, Json json) {
  auto const store = open_store(Opening::reading, salt);
  if (!store) return fail(store.error());
  auto const bundle = sealed_bundle(*store, run);
  if (!bundle) return fail(bundle.error());
  auto const again = run_again(*bundle, salt);
  if (json == Json::yes) {
    auto const other = again.first_other.empty() ? boost::json::value(nullptr)
                                                 : boost::json::value(again.first_other);
    Out{}.line(boost::json::serialize(boost::json::object{{"run", run},
                                                          {"equal", again.exit == Exit::done},
                                                          {"first_other", other},
                                                          {"text", again.text}}));
  } else if (again.exit == Exit::done) {
    Out{}.line(again.text);
  } else {
    print_error(fmt::format("{}: {}", run, again.text));
  }
  return again.exit;
}

}  // namespace studylab::cli
