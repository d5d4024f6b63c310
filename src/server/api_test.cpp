#include "server/api.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>
#include <boost/json/parse.hpp>

#include "evidence/folder_testing.h"
#include "server/login.h"

namespace studylab::server {
namespace {

namespace json = boost::json;

// An API of a home of its own, without the network.
class ApiTest : public testing::Test {
 protected:
  Response ask(Sender const& sender, std::string method, std::string path, std::string body = {}) {
    Request request;
    request.method = std::move(method);
    auto const question = path.find('?');
    request.path = "/api/v1" + path.substr(0, question);
    if (question != std::string::npos) {
      auto const equals = path.find('=');
      request.query[path.substr(question + 1, equals - question - 1)] = path.substr(equals + 1);
    }
    request.headers["content-type"] = "application/json";
    request.body = std::move(body);
    auto reply = api.answer(request, sender);
    auto const* response = std::get_if<Response>(&reply);
    return response != nullptr ? *response : Response{};  // 200: a stream of events
  }
  unsigned status(Sender const& sender, std::string method, std::string path,
                  std::string body = {}) {
    return ask(sender, std::move(method), std::move(path), std::move(body)).status;
  }
  json::object document(Response const& response) {
    EXPECT_LT(response.status, 300U) << response.body;
    return json::parse(response.body).as_object();
  }
  std::string text(json::value const& value) { return std::string{value.as_string()}; }

  std::string open_run() {
    return text(document(ask({}, "POST", "/runs", R"({"drill":"bad-deploy","seed":8})")).at("run"));
  }
  Sender with(std::string_view token) {
    auto* grant = grants.with_token(token);
    EXPECT_NE(grant, nullptr);
    return {grant->role, grant};
  }
  Sender with_token_of(json::value const& invited) {
    return with(text(invited.as_object().at("token")));
  }
  json::object open_group(std::string names = "ada,ben") {
    return document(
        ask({}, "POST", "/groups", fmt::format(R"({{"drill":"bad-deploy","names":"{}"}})", names)));
  }

  evidence::Folder folder;
  Grants grants;
  static constexpr std::size_t kept_ended = 2;
  Api api{runs::Store::open(folder.path() / "home").value(),
          grants,
          {.kept_ended_runs = kept_ended, .program = folder.path() / "program"}};
  Sender owner;
};

TEST_F(ApiTest, EndedRunsAreForgottenAndReadFromTheHome) {
  std::vector<std::string> names;
  for (std::size_t n = 0; n < kept_ended + 2; ++n) {
    names.push_back(open_run());
    EXPECT_EQ(status(owner, "POST", "/runs/" + names.back() + "/end", "{}"), 200U);
  }
  auto const open = open_run();
  EXPECT_EQ(api.kept_runs(), kept_ended + 1);
  auto const& first = names.front();
  EXPECT_EQ(api.find(first), nullptr);
  EXPECT_EQ(text(document(ask(owner, "GET", "/runs/" + first + "/debrief")).at("run")), first);
  EXPECT_EQ(status(owner, "POST", "/runs/" + first + "/commands", R"({"command":"help"})"), 409U);
  auto const events = ask(owner, "GET", "/runs/" + first + "/events?after=7");
  EXPECT_EQ(events.content_type, "text/event-stream");
  EXPECT_TRUE(events.body.starts_with("id: 8\nevent: debrief\n")) << events.body;
  EXPECT_NE(api.find(open), nullptr);
}

TEST_F(ApiTest, AnEventStreamKeepsARunThatIsForgotten) {
  auto const name = open_run();
  auto const stream = api.find(name);
  EXPECT_EQ(status(owner, "POST", "/runs/" + name + "/end", "{}"), 200U);
  for (std::size_t n = 0; n <= kept_ended; ++n) {
    EXPECT_EQ(status(owner, "POST", "/runs/" + open_run() + "/end", "{}"), 200U);
  }
  EXPECT_EQ(api.find(name), nullptr);
  EXPECT_EQ(stream->events().back().name, "debrief");
}

TEST_F(ApiTest, AParticipantReachesOnlyTheirRun) {
  auto const group = open_group();
  auto const& invited = group.at("participants").as_array();
  auto const ada = with_token_of(invited[0]);
  auto const ben = with_token_of(invited[1]);
  auto const run = text(document(ask(ada, "POST", "/begin", "{}")).at("run"));
  auto const other = text(document(ask(ben, "POST", "/begin", "{}")).at("run"));
  auto const alone = open_run();
  auto const command = R"({"command":"show incident"})";
  EXPECT_EQ(status(ada, "POST", "/runs/" + run + "/commands", command), 200U);
  EXPECT_EQ(status(ada, "POST", "/begin", "{}"), 409U);
  for (auto const& forbidden : {other, alone, std::string{"run-0000000000"}}) {
    auto const of = "/runs/" + forbidden;
    for (auto const* what : {"", "/picture", "/events", "/debrief", "/report", "/bundle",
                             "/expansion?line=x", "/completions?line=x", "/platform?entry=1"}) {
      EXPECT_EQ(status(ada, "GET", of + what), 403U) << what;
    }
    EXPECT_EQ(status(ada, "POST", of + "/commands", command), 403U);
    EXPECT_EQ(status(ada, "POST", of + "/end", "{}"), 403U);
  }
  for (auto const* what : {"/runs", "/board"}) EXPECT_EQ(status(ada, "GET", what), 403U) << what;
  for (auto const* what : {"/truth", "/chain"}) {
    EXPECT_EQ(status(ada, "GET", "/runs/" + run + what), 403U) << what;
  }
  for (auto const* what : {"/runs", "/groups", "/links"}) {
    EXPECT_EQ(status(ada, "POST", what, "{}"), 403U) << what;
  }
}

TEST_F(ApiTest, EveryoneInAGroupPractisesTheSameSeed) {
  auto const group = open_group("ada, ben");
  std::vector<std::uint64_t> seeds;
  for (auto const& invited : group.at("participants").as_array()) {
    auto const sender = with_token_of(invited);
    auto const run = text(document(ask(sender, "POST", "/begin", "{}")).at("run"));
    seeds.push_back(api.find(run)->session().options().seed);
    EXPECT_EQ(api.find(run)->session().options().operator_name, sender.grant->name);
  }
  EXPECT_EQ(seeds[0], seeds[1]);
}

TEST_F(ApiTest, AnObserverReadsTheChainOfOneRunAndNothingElse) {
  auto const run = open_run();
  auto const other = open_run();
  auto const link = document(
      ask(owner, "POST", "/links", fmt::format(R"({{"role":"observer","run":"{}"}})", run)));
  auto const observer = with(text(link.at("token")));
  auto const of = "/runs/" + run;
  auto const chain = document(ask(observer, "GET", of + "/chain?after=10"));
  auto const& entries = chain.at("entries").as_array();
  ASSERT_FALSE(entries.empty());
  EXPECT_EQ(text(entries.front().at("entry")), "entry-11");
  EXPECT_EQ(status(observer, "GET", of), 200U);
  for (auto const* what : {"/truth", "/picture", "/events", "/debrief", "/report", "/bundle",
                           "/expansion?line=x", "/completions?line=x", "/platform?entry=1"}) {
    EXPECT_EQ(status(observer, "GET", of + what), 403U) << what;
  }
  EXPECT_EQ(status(observer, "POST", of + "/commands", R"({"command":"help"})"), 403U);
  EXPECT_EQ(status(observer, "POST", of + "/end", "{}"), 403U);
  EXPECT_EQ(status(observer, "GET", "/runs/" + other + "/chain"), 403U);
  for (auto const* what : {"/runs", "/board"}) EXPECT_EQ(status(observer, "GET", what), 403U);
  for (auto const* what : {"/runs", "/groups", "/links", "/begin"}) {
    EXPECT_EQ(status(observer, "POST", what, "{}"), 403U) << what;
  }
}

TEST_F(ApiTest, AnInstructorReadsTheRunsOfTheGroupAndTheirTruth) {
  auto const group = open_group();
  auto const instructor = with_token_of(group.at("instructor"));
  auto const ada = with_token_of(group.at("participants").as_array()[0]);
  auto const run = text(document(ask(ada, "POST", "/begin", "{}")).at("run"));
  auto const alone = open_run();
  auto const board = document(ask(instructor, "GET", "/board"));
  ASSERT_EQ(board.at("runs").as_array().size(), 1U);
  auto const& row = board.at("runs").as_array()[0].as_object();
  EXPECT_EQ(text(row.at("run")), run);
  EXPECT_EQ(text(row.at("operator_name")), "ada");
  EXPECT_EQ(text(row.at("phase")), "truth");
  EXPECT_EQ(text(board.at("waiting").as_array()[0]), "ben");
  auto const of = "/runs/" + run;
  auto const truth = document(ask(instructor, "GET", of + "/truth"));
  EXPECT_FALSE(text(truth.at("variant")).empty());
  EXPECT_EQ(status(instructor, "GET", of + "/picture"), 200U);
  EXPECT_EQ(status(instructor, "GET", of + "/chain"), 200U);
  EXPECT_EQ(status(instructor, "POST", of + "/commands", R"({"command":"help"})"), 403U);
  EXPECT_EQ(status(instructor, "POST", of + "/end", "{}"), 403U);
  for (auto const* what : {"/truth", "/chain", "/picture", "/events"}) {
    EXPECT_EQ(status(instructor, "GET", "/runs/" + alone + what), 403U) << what;
  }
  EXPECT_EQ(status(instructor, "POST", "/groups", "{}"), 403U);
}

// The pages of the operator never see the lab chain.
TEST_F(ApiTest, TheOwnerDoesNotReadTheTruth) {
  auto const run = open_run();
  for (auto const* what : {"/truth", "/chain"}) {
    EXPECT_EQ(status(owner, "GET", "/runs/" + run + what), 403U) << what;
  }
  EXPECT_EQ(status(owner, "GET", "/board"), 403U);
  auto const open = ask(owner, "GET", "/runs?state=open");
  EXPECT_EQ(open.body.find("error_permille"), std::string::npos);
  EXPECT_NE(open.body.find(run), std::string::npos);
}

TEST_F(ApiTest, AnInstructorOfTheServerReadsEveryRun) {
  auto const run = open_run();
  auto const link = document(ask(owner, "POST", "/links", R"({"role":"instructor"})"));
  auto const instructor = with(text(link.at("token")));
  EXPECT_EQ(status(instructor, "GET", "/runs/" + run + "/truth"), 200U);
}

// Who made the link may be who opens it.
TEST_F(ApiTest, AnOwnersRunIsPracticeOnceItsTruthIsReadBeforeItsEnd) {
  auto const link = document(ask(owner, "POST", "/links", R"({"role":"instructor"})"));
  auto const instructor = with(text(link.at("token")));
  auto const run = open_run(), other = open_run(), ended = open_run();
  auto const end = [&](std::string const& name) {
    return document(ask(owner, "POST", "/runs/" + name + "/end", "{}"));
  };
  auto const last = api.find(run)->session().chain().entries().back().id;
  EXPECT_EQ(status(instructor, "GET", "/board"), 200U);
  EXPECT_FALSE(document(ask(owner, "GET", "/runs/" + run)).at("practice").as_bool());
  EXPECT_EQ(status(instructor, "GET", "/runs/" + run + "/truth"), 200U);
  EXPECT_TRUE(document(ask(owner, "GET", "/runs/" + run)).at("practice").as_bool());
  EXPECT_FALSE(document(ask(owner, "GET", "/runs/" + other)).at("practice").as_bool());
  EXPECT_EQ(status(owner, "POST", "/runs/" + run + "/commands", R"({"command":"show incident"})"),
            200U);
  EXPECT_EQ(status(instructor, "GET", "/runs/" + run + "/truth"), 200U);
  auto const shown = end(run);
  EXPECT_TRUE(shown.at("practice").as_bool());
  EXPECT_EQ(text(shown.at("truth_shown")), to_text(last));
  end(ended);
  EXPECT_EQ(status(instructor, "GET", "/runs/" + ended + "/truth"), 200U);
  for (auto const& name : {other, ended}) {
    auto const debrief =
        name == other ? end(name) : document(ask(owner, "GET", "/runs/" + name + "/debrief"));
    EXPECT_FALSE(debrief.at("practice").as_bool());
    EXPECT_TRUE(debrief.at("truth_shown").is_null());
  }
}

TEST_F(ApiTest, AParticipantsRunIsNotPracticeBecauseAnInstructorReadsItsTruth) {
  auto const group = open_group();
  auto const ada = with_token_of(group.at("participants").as_array()[0]);
  auto const run = text(document(ask(ada, "POST", "/begin", "{}")).at("run"));
  auto const link = document(ask(owner, "POST", "/links", R"({"role":"instructor"})"));
  for (auto const& reader : {with_token_of(group.at("instructor")), with(text(link.at("token")))}) {
    EXPECT_EQ(status(reader, "GET", "/runs/" + run + "/truth"), 200U);
  }
  EXPECT_FALSE(document(ask(owner, "GET", "/runs/" + run)).at("practice").as_bool());
}

TEST_F(ApiTest, LinksAndGroupsAreChecked) {
  for (auto const* body : {R"({"role":"owner"})", R"({"role":"participant"})",
                           R"({"role":"instructor","run":"run-0000000000"})"}) {
    EXPECT_EQ(status(owner, "POST", "/links", body), 400U) << body;
  }
  EXPECT_EQ(status(owner, "POST", "/links", R"({"role":"observer","run":"run-0000000000"})"), 404U);
  for (auto const* names : {"", "ada,", "ada,ada", "ada\\u001b"}) {
    auto const body = fmt::format(R"({{"drill":"bad-deploy","names":"{}"}})", names);
    EXPECT_EQ(status(owner, "POST", "/groups", body), 400U) << names;
  }
  EXPECT_EQ(status(owner, "POST", "/groups", R"({"drill":"x","names":"ada"})"), 400U);
  EXPECT_EQ(grants.size(), 0U);
}

TEST_F(ApiTest, AGrantIsFoundByItsTokenAndItsLinkWorksOnce) {
  auto const& grant = grants.add(Role::observer, 0, {}, "run-0000000000");
  EXPECT_EQ(grants.with_token(grant.token), &grant);
  EXPECT_EQ(grants.with_token(grant.key), nullptr);
  auto const key = grant.key;
  EXPECT_EQ(grants.use_key(key), &grant);
  EXPECT_EQ(grants.use_key(key), nullptr);
  EXPECT_EQ(grants.use_key(""), nullptr);
}

TEST_F(ApiTest, ARunCanBePractisedFromAnEntry) {
  auto const run = open_run();
  for (auto const* line : {"show incident", "set-route edge-a x rel-1", "wait 30s"}) {
    EXPECT_EQ(status(owner, "POST", "/runs/" + run + "/commands",
                     fmt::format(R"({{"command":"{}"}})", line)),
              200U);
  }
  EXPECT_EQ(status(owner, "POST", "/runs/" + run + "/end", "{}"), 200U);
  auto const opened = ask(owner, "POST", "/runs", fmt::format(R"({{"from":"{}"}})", run));
  ASSERT_EQ(opened.status, 201U) << opened.body;
  auto const again = text(json::parse(opened.body).as_object().at("run"));
  auto const& events = api.find(again)->events();
  EXPECT_GE(events.size(), 1U);
  EXPECT_TRUE(std::ranges::all_of(events, [](Event const& event) {
    return event.data.find("set-route") == std::string::npos;
  }));
  auto const state = document(ask(owner, "GET", "/runs/" + again));
  EXPECT_TRUE(state.at("practice").as_bool());
  EXPECT_TRUE(text(state.at("repeated")).starts_with(run + "@entry-"));
  EXPECT_EQ(status(owner, "POST", "/runs", fmt::format(R"({{"from":"{}@1"}})", run)), 400U);
  EXPECT_EQ(status(owner, "POST", "/runs", R"({"from":"run-0000000000"})"), 400U);
  EXPECT_EQ(status(owner, "POST", "/runs", fmt::format(R"({{"from":"{}","seed":1}})", run)), 400U);
}

constexpr std::string_view sent_exam =
    "exam: A round\noperator: expert\ndrills: [{drill: bad-deploy, seeds: 1..2}]\n";

// Exams whose program is a script in place of this one.
class ApiExamTest : public ApiTest {
 protected:
  void program_is(std::string_view script) {
    auto const path = folder.path() / "program";
    std::ofstream{path} << "#!/bin/sh\n" << script << '\n';
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
  }
  Response start() {
    Request request{"POST", "/api/v1/exams", {}, {{"content-type", "application/yaml"}}, {}};
    request.body = sent_exam;
    return std::get<Response>(api.answer(request, owner));
  }
  json::object exam() { return document(ask(owner, "GET", "/exams/exam-1")); }
  json::object ended_exam() {
    while (exam().at("state") == "running") EXPECT_TRUE(api.tick());
    return exam();
  }
};

TEST_F(ApiExamTest, TheProgramGetsTheFileAndItsDocumentIsKept) {
  program_is("echo \"$1 $2 $3 $STUDYLAB_HOME\"");
  EXPECT_EQ(start().status, 201U);
  EXPECT_EQ(ended_exam().at("state"), "complete");
  auto const home = (folder.path() / "home").string();
  EXPECT_EQ(ask(owner, "GET", "/exams/exam-1/results").body,
            fmt::format("exam {0}/exams/exam-1/exam.yaml --json {0}\n", home));
}

TEST_F(ApiExamTest, ItsProcessHasNoFileOfTheServer) {
  // Sockets, too, are files that a new program would keep.
  auto const path = folder.path() / "only-the-servers";
  int const file = open(path.c_str(), O_RDONLY | O_CREAT, 0600);
  ASSERT_GE(file, 0);
  program_is("readlink /proc/$$/fd/* | grep -c only-the-servers >&2; exit 3");
  start();
  EXPECT_EQ(ended_exam().at("problem"), "0");
  close(file);
}

TEST_F(ApiExamTest, SaysWhyItEnded) {
  program_is("echo first >&2; echo 'studylab: the disk is full' >&2; exit 3");
  start();
  auto ended = ended_exam();
  EXPECT_EQ(ended.at("state"), "interrupted");
  EXPECT_EQ(ended.at("problem"), "the disk is full");
  program_is("kill -9 $$");
  EXPECT_EQ(status(owner, "POST", "/exams/exam-1/continue", "{}"), 200U);
  EXPECT_EQ(ended_exam().at("problem"), "its process was ended by signal 9");
  std::filesystem::remove(folder.path() / "program");
  EXPECT_EQ(status(owner, "POST", "/exams/exam-1/continue", "{}"), 200U);
  EXPECT_EQ(ended_exam().at("problem"), "its process ended with status 127");
}

TEST_F(ApiExamTest, AnInterruptLeavesNoProblemAndTheServersEndStopsIt) {
  program_is("trap 'echo stopped >&2; exit 3' TERM; while :; do sleep 0.01; done");
  EXPECT_EQ(start().status, 201U);
  EXPECT_EQ(start().status, 409U);
  EXPECT_EQ(status(owner, "POST", "/exams/exam-1/interrupt", "{}"), 200U);
  auto const ended = ended_exam();
  EXPECT_EQ(ended.at("state"), "interrupted");
  EXPECT_EQ(ended.at("problem"), "");
  EXPECT_EQ(status(owner, "POST", "/exams/exam-1/interrupt", "{}"), 409U);
  EXPECT_EQ(status(owner, "POST", "/exams/exam-1/continue", "{}"), 200U);
  EXPECT_TRUE(api.stop());
  EXPECT_EQ(exam().at("state"), "interrupted");
}

TEST_F(ApiExamTest, IsForTheOwnerAlone) {
  auto const group = open_group();
  auto const ada = with_token_of(group.at("participants").as_array()[0]);
  auto const instructor = with_token_of(group.at("instructor"));
  for (auto const& sender : {ada, instructor}) {
    EXPECT_EQ(status(sender, "GET", "/exams"), 403U);
    EXPECT_EQ(status(sender, "POST", "/exams"), 403U);
    EXPECT_EQ(status(sender, "POST", "/exams/exam-1/interrupt", "{}"), 403U);
  }
}

}  // namespace
}  // namespace studylab::server
