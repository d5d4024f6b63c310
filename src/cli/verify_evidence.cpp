#include <fmt/format.h>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "cli/commands.h"
#include "cli/input_file.h"
#include "cli/own_drill.h"
#include "cli/problem.h"
#include "cli/terminal.h"
#include "evidence/bundle.h"
#include "evidence/file_keys.h"
#include "evidence/file_write.h"
#include "lab/runs/replay.h"
#include "lab/runs/store.h"

namespace studylab::cli {
namespace {

struct Finding {
  Exit exit = Exit::done;
  std::string where;
  std::string text;
};

// The status for an unusable key file: it does not hold a key, is missing, or is readable by
// others.
Exit status_without(std::filesystem::path const& key) {
  using std::filesystem::perms;
  std::error_code none;
  auto const mode = std::filesystem::status(key, none).permissions();
  bool const own = (mode & (perms::group_all | perms::others_all)) == perms::none;
  if (!own) return Exit::missing;
  auto const text = read_input_file("", key);
  return text ? Exit::usage : text.error().exit;
}

Finding verify(VerifyCommand const& command) {
  auto const bytes = read_input_file("", command.file, limits::bundle);
  if (!bytes) return {bytes.error().exit, "", bytes.error().text};
  auto const bundle = evidence::decode_bundle(as_bytes(*bytes));
  if (!bundle) {
    return {Exit::failed, bundle.error().where,
            fmt::format("{}: {}: {}", command.file.string(), bundle.error().where,
                        bundle.error().what)};
  }
  auto text = fmt::format(
      "{}: {} platform and {} lab entries; both chains and the seal are valid; sealed by {}",
      bundle->run, bundle->platform.head.size, bundle->lab.head.size,
      to_hex(bundle->public_key.bytes).substr(0, 16));
  if (command.key) {
    auto const key = evidence::load_key(*command.key);
    if (!key) return {status_without(*command.key), "", "--key: " + key.error()};
    if (key->public_key != bundle->public_key) {
      return {Exit::failed, "signature",
              fmt::format("{}: signature: sealed by another key", command.file.string())};
    }
  }
  auto const own = know_drill_of(*bundle, runs::home_folder(), command.drill_file);
  if (!own) return {own.error().exit, "", own.error().text};
  if (command.replay) {
    auto const again = runs::replay(*bundle, command.salt);
    if (again.problem) {
      return {exit_of(*again.problem), again.first_other,
              command.file.string() + ": " + again.text};
    }
    text += "; replay: " + again.text;
  }
  return {Exit::done, "", text};
}

}  // namespace

Exit verify_evidence(VerifyCommand const& command) {
  auto const finding = verify(command);
  if (command.json == Json::yes) {
    Out{}.line(boost::json::serialize(boost::json::object{
        {"good", finding.exit == Exit::done}, {"where", finding.where}, {"text", finding.text}}));
  } else if (finding.exit == Exit::done) {
    Out{}.line(finding.text);
  } else {
    print_error(finding.text);
  }
  return finding.exit;
}

}  // namespace studylab::cli
