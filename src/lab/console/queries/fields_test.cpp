#include "lab/console/queries/fields.h"

#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>

#include <gtest/gtest.h>

#include "lab/console/queries/wake_queries_testing.h"
#include "lab/console/session_testing.h"

namespace studylab::console {
namespace {

using Paths = std::set<std::string>;

Paths paths_of(std::vector<DocumentedField> const& fields) {
  Paths paths;
  for (auto const& field : fields) paths.insert(field.path);
  return paths;
}

// The query in a line; none if the line is not a query.
std::optional<QueryKind> query_of(std::string const& line) {
  if (line.starts_with("logs ")) return QueryKind::logs;
  if (!line.starts_with("show ")) return std::nullopt;
  return parse_enum<QueryKind>(line.substr(5, line.find(' ', 5) - 5));
}

// A query of every object on the platform; each name is shown before it is used.
std::vector<std::string> queries_of(Session const& session) {
  auto const& state = session.platform();
  std::vector<std::string> lines{
      "show incident",    "show environments", "show operations", "show routes", "show artifacts",
      "show allocations", "show edges",        "show databases",  "show hosts",  "show quorum",
      "show providers",   "show bindings",     "show status"};
  for (auto const& [name, environment] : state.environments) {
    auto const text = to_text(name);
    for (auto const* query :
         {"show environment ", "show releases ", "show sessions ", "show errors ", "logs "}) {
      lines.push_back(query + text);
    }
  }
  for (auto const& [id, operation] : state.operations)
    lines.push_back("show operation " + to_text(id));
  for (auto const& [route, owner] : state.routes)
    lines.push_back("show route " + to_text(route) + " --edges");
  for (auto const& [id, release] : state.releases) {
    lines.push_back("show release " + to_text(id));
    lines.push_back("show artifact " + short_text(release.registered.digest));
  }
  for (auto const& [id, allocation] : state.allocations)
    lines.push_back("show allocation " + to_text(id));
  for (auto const& [id, edge] : state.edges) {
    lines.push_back("show edge " + to_text(id));
    lines.push_back("show snapshot " + to_text(id));
  }
  for (auto const& [name, database] : state.databases)
    lines.push_back("show database " + to_text(name));
  for (auto const& [id, host] : state.hosts) lines.push_back("show host " + to_text(id));
  for (auto const& [name, provider] : state.providers)
    lines.push_back("show provider " + to_text(name));
  return lines;
}

class Seen {
 public:
  std::map<QueryKind, Paths> queries;
  Paths plans, actions;

  void take(Session& session, std::string const& line) {
    auto const answer = session.execute(line);
    if (answer.kind != language::AnswerKind::done) return;
    Paths paths;
    auto const data = json_of(answer.data);
    testing::collect_paths(data, "", paths);
    if (auto const query = query_of(line)) {
      queries[*query].merge(paths);
    } else if (data.contains("finding")) {
      plans.merge(paths);
    } else if (data.contains("done")) {
      std::erase_if(paths, [](std::string const& path) { return path.starts_with("snapshots"); });
      actions.merge(paths);
    }
  }
};

// What is printed only if an environment sleeps.
void take_wake(Seen& seen) {
  testing::WakeQueryPlatform const platform;
  auto const take = [&](QueryKind kind, std::string object) {
    auto const answer = platform.ask_for(kind, std::move(object));
    ASSERT_TRUE(answer.has_value()) << answer.error().why;
    testing::collect_paths(json_of(answer->data), "", seen.queries[kind]);
  };
  take(QueryKind::operation, to_text(platform.stuck()));
  take(QueryKind::gate, "shop/production");
  take(QueryKind::hosts, {});
  take(QueryKind::host, "host-2");
  take(QueryKind::bindings, "shop/production");
}

Seen seen_over_seeds() {
  Seen seen;
  for (auto const* variant :
       {"app-only", "database-migration", "runtime-service", "route-propagation", "no-fault"}) {
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
      auto const session = testing::opened(seed, variant);
      auto const env = testing::environment(*session);
      auto const edge = testing::field(*session, "edge");
      for (auto const& line : queries_of(*session)) seen.take(*session, line);
      for (auto const& line : testing::grand_tour(*session)) {
        if (!line.starts_with("close")) seen.take(*session, line);
      }
      for (auto const& line : std::vector<std::string>{
               "freeze " + env, "gap-policy " + env + " fail-closed",
               "resume " + edge + " --from 1", "repair-propagation " + edge,
               "notify-owner " + env + " --repair migration", "escalate provider", "wait 4m",
               "restart " + env, "snapshot " + edge}) {
        seen.take(*session, line);
      }
      for (auto const& line : queries_of(*session)) seen.take(*session, line);
    }
  }
  return seen;
}

// What is printed only of a host that is due, and while it is upgraded.
void take_upgrade(Seen& seen) {
  for (auto const* variant : {"drift", "two-hosts"}) {
    auto options = testing::options_of(3, variant);
    options.drill = "host-upgrade";
    auto const session = testing::opened(std::move(options));
    auto const host = testing::field(*session, "host");
    auto const take_all = [&] {
      for (auto const& line : queries_of(*session)) seen.take(*session, line);
      seen.take(*session, "show sessions " + host);
    };
    take_all();
    seen.take(*session, "postcheck " + host);
    take_all();
    for (auto const& [id, one] : session->platform().hosts) {
      for (auto const& path : one.drift) {
        seen.take(*session, "record-drift " + host + " --path " + path.path);
      }
    }
    seen.take(*session, "wait 5m");
    for (auto const& line : {"cordon " + host, "replace " + host, std::string{"wait 3m"},
                             "drain " + host + " --deadline 8m", std::string{"wait 20s"}}) {
      seen.take(*session, line);
    }
    take_all();
    for (auto const& line : {std::string{"wait 9m"}, "rebuild " + host, std::string{"wait 5m"},
                             "postcheck " + host, "uncordon " + host}) {
      seen.take(*session, line);
    }
    take_all();
  }
}

// What is printed only of a database that can be restored, and while it is.
void take_restore(Seen& seen) {
  for (auto const* variant : {"corruption", "destructive-migration", "lost-writes",
                              "wrong-environment", "queue-consumers"}) {
    auto options = testing::options_of(3, variant);
    options.drill = "database-restore";
    auto const session = testing::opened(std::move(options));
    auto const database = testing::field(*session, "database");
    auto const method =
        std::string_view{variant} == "destructive-migration" ? "forward-repair" : "pitr";
    // Only these: a query of every object would use up the run's time.
    auto const take_all = [&](std::string const& plan) {
      for (auto const* query : {"show database ", "show backups ", "show consumers "})
        seen.take(*session, query + database);
      for (auto const* line : {"show incident", "show operations"}) seen.take(*session, line);
      if (plan.empty()) return;
      for (auto const* query : {"show plan ", "show operation "}) seen.take(*session, query + plan);
    };
    for (auto const& line : queries_of(*session)) seen.take(*session, line);
    take_all({});
    seen.take(*session, "restore plan " + database);
    auto const plan = to_text(session->platform().operations.rbegin()->first);
    auto const of_plan = database + " --plan " + plan;
    take_all(plan);
    for (auto const& line :
         {"fence " + database, std::string{"wait 20s"},
          "restore run " + of_plan + " --method " + method, "wait --for " + plan + " --at-most 30m",
          "restore cutover " + of_plan, "wait --for " + plan}) {
      seen.take(*session, line);
    }
    take_all(plan);
    auto const& consumers = session->platform().databases.at(DatabaseName{database}).consumers;
    for (auto const& [name, consumer] : consumers) {
      for (auto const* choice : {"replay", "skip", "compensate"}) {
        seen.take(*session,
                  "reconcile " + of_plan + " --consumer " + to_text(name) + " --events " + choice);
      }
      seen.take(*session, "wait 20s");
    }
    take_all(plan);
    seen.take(*session, "unfence " + database);
    seen.take(*session, "wait 20s");
    take_all(plan);
  }
}

// What is printed only where providers are watched and databases have replicas.
void take_outage(Seen& seen) {
  for (auto const* variant : {"failover-proven", "credential-fault", "platform-too"}) {
    auto options = testing::options_of(3, variant);
    options.drill = "provider-outage";
    auto const session = testing::opened(std::move(options));
    auto const env = testing::environment(*session);
    auto const take_all = [&] {
      for (auto const& line : std::vector<std::string>{
               "show providers", "show regions", "show status", "show bindings " + env,
               "show errors " + env, "show operations " + env}) {
        seen.take(*session, line);
      }
      for (auto const& [name, provider] : session->platform().providers)
        seen.take(*session, "show provider " + to_text(name));
    };
    for (auto const& line : queries_of(*session)) seen.take(*session, line);
    take_all();
    for (auto const& line : std::vector<std::string>{"pause " + env, "escalate provider", "wait 3m",
                                                     "unpause " + env, "wait 3m"}) {
      seen.take(*session, line);
      take_all();
    }
  }
}

// Documented fields that these runs do not print.
Paths const rare{"gaps[].partition", "gaps[].cause", "gaps[].applied", "gaps[].seen",
                 "gaps[].since", "gaps[].refused", "gaps[].routes[].route", "gaps[].routes[].mode",
                 "gaps[].routes[].max_age", "records[].partition", "records[].cause",
                 "records[].from", "records[].until", "records[].refused",
                 "records[].routes[].route", "records[].routes[].mode",
                 "records[].routes[].max_age", "control_planes[].name", "control_planes[].key",
                 "done[].stays_waiting[].operation", "done[].stays_waiting[].why",
                 "done[].stays_waiting[].right",
                 // No drain has an environment.
                 "open_operations[].deadline", "open_operations[].host", "done[].release",
                 // The support of these providers expects nothing.
                 "estimate.expects", "done[].attempt", "done[].allocation",
                 // Only on the level hard.
                 "statements[].at", "statements[].role", "statements[].text", "statements[].who"};

void expect_documented(Paths const& seen, std::vector<DocumentedField> const& fields,
                       std::string_view what) {
  auto const documented = paths_of(fields);
  for (auto const& path : seen) {
    // Also known: a null row, and a list of plain names, whose fields are documented below it.
    bool const known =
        documented.contains(path) || std::ranges::any_of(documented, [&](std::string const& one) {
          return one.starts_with(path + ".") || one.starts_with(path + "[]");
        });
    EXPECT_TRUE(known) << what << " prints " << path << ", which docs/queries.md does not document";
  }
  for (auto const& path : documented) {
    EXPECT_TRUE(seen.contains(path) || rare.contains(path)) << what << " never prints " << path;
  }
}

TEST(QueryFields, TheTableListsExactlyTheReturnedFields) {
  auto seen = seen_over_seeds();
  take_wake(seen);
  take_upgrade(seen);
  take_restore(seen);
  take_outage(seen);
  for (std::uint32_t n = 0; n < enum_size<QueryKind>; ++n) {
    auto const query = static_cast<QueryKind>(n);
    auto const fields = documented_fields(query);
    auto const found = seen.queries.find(query);
    ASSERT_NE(found, seen.queries.end()) << to_text(query);
    expect_documented(found->second, fields, to_text(query));
  }
  expect_documented(seen.plans, documented_plan_fields(), "a plan");
  expect_documented(seen.actions, documented_done_fields(), "a command");
}

TEST(QueryFields, ThePageIsGeneratedFromTheTable) {
  if (std::getenv("UPDATE_GOLDEN") != nullptr) {
    std::ofstream{STUDYLAB_SOURCE_DIR "/docs/queries.md"} << queries_markdown();
  }
  std::ifstream file{STUDYLAB_SOURCE_DIR "/docs/queries.md"};
  std::stringstream page;
  page << file.rdbuf();
  EXPECT_EQ(page.str(), queries_markdown());
}

}  // namespace
}  // namespace studylab::console
