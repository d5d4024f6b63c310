#include "face/again.h"

#include <fmt/format.h>

#include "base/version.h"
#include "evidence/file_write.h"
#include "face/commands.h"
#include "face/run_store.h"
#include "face/terminal.h"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace studylab::face {
namespace {

std::expected<desk::RunOptions, Again> options_of(
    LabOpened const& opened, std::optional<std::filesystem::path> const& salt_file) {
  desk::RunOptions options;
  options.drill = opened.drill;
  options.seed = opened.seed;
  if (opened.practice != 0) options.variant = opened.variant;
  options.level = opened.level;
  options.clock = opened.clock;
  options.topology = opened.topology == "live" ? desk::Topology::live : desk::Topology::drawn;
  options.operator_kind = opened.operator_kind;
  options.operator_name = opened.operator_name;
  if (salt_file) {
    auto const text = evidence::read_file(*salt_file);
    if (!text) return std::unexpected(Again{Exit::usage, 0, text.error()});
    options.salt = desk::salt_of(*text);
  }
  bool const salted = opened.salt_digest != Hash{};
  auto const digest = salt_file ? blake2b(options.salt.bytes) : Hash{};
  if (salted && !salt_file) {
    return std::unexpected(Again{Exit::usage, 0, "the run was salted: --salt-file names the file"});
  }
  if (digest != opened.salt_digest) {
    return std::unexpected(
        Again{Exit::usage, 0, "--salt-file: this is not the file the run was salted with"});
  }
  return options;
}

std::uint32_t first_difference(std::span<FactEntry const> then, std::span<FactEntry const> now) {
  for (std::size_t n = 0; n < std::max(then.size(), now.size()); ++n) {
    bool const both = n < then.size() && n < now.size();
    if (!both) return static_cast<std::uint32_t>(n + 1);
    auto const bytes = [](FactEntry const& entry) {
      return visit_fact(entry.fact, [](auto const& fact) { return encoded(fact); });
    };
    bool const same = then[n].at == now[n].at &&
                      fact_name(then[n].fact) == fact_name(now[n].fact) &&
                      bytes(then[n]) == bytes(now[n]);
    if (!same) return static_cast<std::uint32_t>(n + 1);
  }
  return 0;
}

}  // namespace

Again run_again(evidence::Bundle const& bundle,
                std::optional<std::filesystem::path> const& salt_file) {
  if (bundle.program_version != program_version()) {
    return {Exit::missing, 0,
            fmt::format("the run is of version {}, this is {}: only the same version runs it again",
                        bundle.program_version, program_version())};
  }
  auto const lab = bundle.lab_entries();
  auto const* opened = lab.empty() ? nullptr : std::get_if<LabOpened>(&lab.front().fact);
  if (opened == nullptr)
    return {Exit::missing, 0, "the lab chain does not say how the run was opened"};
  auto const options = options_of(*opened, salt_file);
  if (!options) return options.error();
  auto const recorded = bundle.platform_entries();
  auto session = desk::replayed(*options, bundle.run, recorded);
  if (!session) return {Exit::failed, 0, session.error()};
  auto const* ended = recorded.empty() ? nullptr : fact_if<RunEnded>(recorded.back().fact);
  if (ended != nullptr) (*session)->finish(ended->ending);
  auto const other = first_difference(recorded, (*session)->chain().entries());
  if (other != 0) {
    return {Exit::failed, other,
            fmt::format("entry-{} is not what the seed and the commands lead to", other)};
  }
  return {Exit::done, 0,
          fmt::format("every one of {} entries is equal; head {}", recorded.size(),
                      to_text((*session)->chain().head()))};
}

Exit replay_run(std::string const& run, std::optional<std::filesystem::path> const& salt_file,
                Json json) {
  auto const store = open_store();
  if (!store) {
    complain(store.error());
    return Exit::missing;
  }
  if (!store->has(run)) {
    complain(fmt::format("there is no run '{}'; `studylab history` lists them", run));
    return Exit::usage;
  }
  auto const bytes = store->bundle_of(run);
  if (!bytes) {
    complain(bytes.error());
    return Exit::missing;
  }
  auto const bundle = evidence::decode_bundle(as_bytes(*bytes));
  if (!bundle) {
    complain(fmt::format("{}: {}", run, to_text(bundle.error())));
    return Exit::failed;
  }
  auto const again = run_again(*bundle, salt_file);
  if (json == Json::yes) {
    Out{}.line(boost::json::serialize(boost::json::object{{"run", run},
                                                          {"equal", again.exit == Exit::done},
                                                          {"first_other", again.first_other},
                                                          {"text", again.text}}));
  } else if (again.exit == Exit::done) {
    Out{}.line(again.text);
  } else {
    complain(fmt::format("{}: {}", run, again.text));
  }
  return again.exit;
}

}  // namespace studylab::face
