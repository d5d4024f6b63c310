#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "lab/console/session.h"

namespace studylab::console::testing {

inline RunOptions options_of(std::uint64_t seed, std::string variant = {}) {
  RunOptions options;
  options.seed = seed;
  options.operator_name = "tess";
  if (!variant.empty()) options.variant = std::move(variant);
  return options;
}

inline std::unique_ptr<Session> opened(RunOptions options, Text text = Text::no) {
  auto session = Session::open(std::move(options), "run-test", text);
  if (!session) throw std::runtime_error{session.error()};
  return std::move(*session);
}
inline std::unique_ptr<Session> opened(std::uint64_t seed, std::string variant = {}) {
  return opened(options_of(seed, std::move(variant)));
}

inline std::string field(Session const& session, std::string_view key) {
  return language::Record{session.opening().incident}.text(key);
}
inline std::string environment(Session const& session) { return field(session, "environment"); }

inline language::Answer run(Session& session, std::string const& line) {
  return session.execute(line);
}

// A run that uses every kind of line; some lines are refused.
inline std::vector<std::string> grand_tour(Session const& session) {
  auto const env = environment(session);
  auto const edge = field(session, "edge");
  auto const route = field(session, "route");
  std::string from;
  for (auto const& [id, operation] : session.platform().operations) {
    if (to_text(id) == field(session, "operation"))
      from = to_text(owner_change(operation).replaced);
  }
  auto const& declared = session.platform().environments.at(EnvironmentName{env}).declared;
  auto const database = to_text(declared.database);
  return {"show operation " + field(session, "operation"),
          "show route " + route + " --edges",
          "show environment " + env,
          "show releases " + env,
          "show bindings " + env,
          "show database " + database,
          "show errors " + env + " --since 2m",
          "logs " + env,
          "nonsense",
          " --because \"keep promotions waiting\"" + env + " --because \"keep what waits\"",
          "rollback " + env + " --to " + from + " --plan",
          "classify app-only --because \"a guess\" --ref " + env,
          "hint",
          "rebuild-from " + env + " --branch main",
          "rollback " + env + " --to " + from + " --because \"it served well\" --ref " + env,
          "wait 20s",
          "wait --until symptom-gone --at-most 3m",
          "snapshot " + edge,
          "verify " + edge,
          "show incident",
          "note \"nearly there\" --ref " + env,
          "unfreeze " + env,
          "impact --users 10 --minutes 2 --because \"as shown\"",
          "close --summary \"done\" --ref " + env};
}

}  // namespace studylab::console::testing
