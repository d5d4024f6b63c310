// Groups that practise the same incident, and the links of participants, observers and instructors.
#include <algorithm>

#include <fmt/format.h>
#include <boost/json/array.hpp>

#include "command_language/characters.h"
#include "server/api.h"
#include "server/board.h"
#include "server/body.h"
#include "server/login.h"
#include "server/responses.h"

namespace studylab::server {
namespace {

namespace json = boost::json;

Response too_many_grants() {
  return problem(503, fmt::format("a server has at most {} links; start it again", max_grants));
}

json::object invited(Grant const& grant) {
  return {{"name", grant.name}, {"token", grant.token}, {"link", link_path(grant)}};
}

Response created(json::object const& document) {
  auto response = json_response(document);
  response.status = 201;
  return response;
}

}  // namespace

Reply Api::open_group(Call const& call) {
  auto const names = participant_names(text_in(call.body, "names"));
  if (!names) return problem(400, "names: " + names.error());
  Group group{static_cast<std::uint32_t>(groups_.size() + 1), {}, speed_in(call.body)};
  for (auto const& name : *names) {
    auto one = call.body;
    one.erase("names");
    one.erase("speed");
    one["as"] = name;
    auto options = options_in(one, "human", store_.home());
    if (!options) return options.error();
    // One seed for all, also if none was given.
    if (name == names->front()) group.options = std::move(*options);
  }
  if (grants_.size() + names->size() + 1 > max_grants) return too_many_grants();
  json::array participants;
  for (auto const& name : *names) {
    participants.push_back(invited(grants_.add(Role::participant, group.number, name, {})));
  }
  auto const& instructor = grants_.add(Role::instructor, group.number, {}, {});
  json::object document{{"group", group.number},
                        {"drill", group.options.drill},
                        {"instructor", invited(instructor)},
                        {"participants", std::move(participants)}};
  groups_.emplace(group.number, std::move(group));
  return created(document);
}

Reply Api::make_link(Call const& call) {
  auto const role = text_in(call.body, "role");
  auto const run = text_in(call.body, "run");
  if (role != "observer" && role != "instructor") {
    return problem(400, "role: expected observer or instructor");
  }
  if (role == "instructor" && !run.empty()) {
    return problem(400, "run: an instructor reads every run of this server");
  }
  if (role == "observer") {
    auto const open = find(run);
    if (open == nullptr || open->ended()) return not_here(run);
  }
  if (grants_.size() >= max_grants) return too_many_grants();
  auto const kind = role == "observer" ? Role::observer : Role::instructor;
  return created(invited(grants_.add(kind, 0, {}, run)));
}

Reply Api::own_access(Call const& call) {
  auto const* grant = call.sender.grant;
  json::object document{{"role", to_text(call.sender.role)},
                        {"name", nullptr},
                        {"run", nullptr},
                        {"drill", nullptr},
                        {"level", nullptr},
                        {"clock", nullptr}};
  if (grant == nullptr) return json_response(document);
  if (!grant->name.empty()) document["name"] = grant->name;
  if (!grant->run.empty()) document["run"] = grant->run;
  auto const group = groups_.find(grant->group);
  if (group == groups_.end()) return json_response(document);
  auto const& options = group->second.options;
  document["drill"] = options.drill;
  document["level"] = to_text(options.level);
  document["clock"] = to_text(options.clock);
  return json_response(document);
}

Reply Api::begin(Call const& call) {
  auto& grant = *call.sender.grant;
  if (!grant.run.empty()) {
    return problem(409, fmt::format("your run is {}; a participant has one run", grant.run));
  }
  auto const& group = groups_.at(grant.group);
  auto options = group.options;
  options.operator_name = grant.name;
  auto const run = open_new(options, group.speed, AfterKill::sealed);
  if (!run) return run.error();
  grant.run = (*run)->session().run();
  return alert_response(**run);
}

Reply Api::board(Call const& call) {
  json::array rows;
  for (auto const& [name, run] : runs_) {
    if (may_reach(grants_, call.sender, name)) rows.push_back(board_row(*run));
  }
  json::array waiting;  // participants who have not begun
  for (auto const& one : grants_.all()) {
    bool const of_board = call.sender.grant->group == 0 || one.group == call.sender.grant->group;
    if (one.role == Role::participant && one.run.empty() && of_board) {
      waiting.emplace_back(one.name);
    }
  }
  return json_response(json::object{{"runs", std::move(rows)}, {"waiting", std::move(waiting)}});
}

Reply Api::chain(Call const& call) {
  auto const run = find(call.name);
  if (run == nullptr) return not_here(call.name);
  auto const after = call.query.find("after");
  return json_response(
      chain_document(*run, after == call.query.end() ? 0 : std::stoul(after->second)));
}

Reply Api::truth(Call const& call) {
  auto const run = find(call.name);
  if (run == nullptr) return not_here(call.name);
  // The owner has made this link and operates this run: who reads here may be the same person.
  if (!is_of_participant(grants_, call.name)) {
    if (auto const marked = run->show_truth(); !marked) return problem(500, marked.error());
  }
  return json_response(truth_document(*run));
}

}  // namespace studylab::server
