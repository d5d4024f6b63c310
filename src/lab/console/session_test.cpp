#include "lab/console/session.h"

#include <set>
#include <string>

#include <gtest/gtest.h>
#include <boost/json/serialize.hpp>

#include "base/sweep_testing.h"
#include "command_language/characters.h"
#include "lab/console/picture.h"
#include "lab/console/queries/queries_testing.h"
#include "lab/console/session_testing.h"

namespace studylab::console {
namespace {

using namespace std::chrono_literals;
using language::AnswerKind;
using testing::environment;
using testing::field;
using testing::opened;
using testing::options_of;
using testing::run;

TEST(Session, OpensAtTheAlert) {
  auto const session = opened(1);
  EXPECT_EQ(session->opening().runbook, "bad-deploy");
  EXPECT_EQ(session->opening().clock, session->alert());
  EXPECT_EQ(field(*session, "entry"), to_text(session->platform().incident->entry));
  EXPECT_TRUE(session->shown_names().contains(environment(*session)));
  auto const* first = fact_if<RunOpened>(session->chain().entry(EntryId{1}).fact);
  ASSERT_NE(first, nullptr);
  EXPECT_EQ(first->drill, "bad-deploy");
  EXPECT_EQ(to_text(first->operator_name), "tess");
  EXPECT_EQ(session->deadline() - session->alert(), first->time_limit);
}

TEST(Session, ThePlatformsFirstEntryCommitsToTheLabChain) {
  auto const session = opened(3);
  session->finish(RunEnding::end_of_input);
  auto const bundle = session->bundle();
  auto const* first = fact_if<RunOpened>(session->chain().entry(EntryId{1}).fact);
  EXPECT_EQ(first->commitment,
            evidence::commitment(bundle.nonce, session->lab_chain().body(evidence::LabEntryId{1})));
  EXPECT_NE(opened(4)->chain().head(), session->chain().head());
}

TEST(Session, WrongOptionsAreReported) {
  auto options = options_of(1);
  options.drill = "no-such-drill";
  EXPECT_NE(Session::open(options, "run").error().find("no-such-drill"), std::string::npos);
  EXPECT_NE(Session::open(options_of(1, "app-onyl"), "run").error().find("app-only"),
            std::string::npos);
  options = options_of(1);
  options.world = World::live;
  EXPECT_FALSE(Session::open(options, "run").has_value());
}

TEST(Session, EachKindOfCommandHasItsCost) {
  auto const session = opened(1);
  auto const env = environment(*session);
  auto const cost = [&](std::string const& line) {
    auto const before = session->now();
    EXPECT_EQ(run(*session, line).kind, AnswerKind::done) << line;
    return session->now() - before;
  };
  EXPECT_EQ(cost("show releases " + env), 5s);
  EXPECT_EQ(cost("show edges"), 5s);
  EXPECT_EQ(cost("freeze " + env + " --plan"), 10s);
  EXPECT_EQ(cost("freeze " + env), 10s);
  EXPECT_EQ(cost("snapshot " + field(*session, "edge")), 10s);
  EXPECT_EQ(cost("classify no-fault --because \"a guess\" --ref " + env), 5s);
  EXPECT_EQ(cost("note \"a word\""), 5s);
  EXPECT_EQ(cost("wait 90s"), 90s);
  EXPECT_EQ(cost("hint"), 5s);
}

TEST(Session, AnAnswerShowsTheTimeAfterItsCost) {
  auto const session = opened(1);
  auto const before = session->now();
  auto const answer = run(*session, "show routes");
  EXPECT_EQ(answer.clock, before + 5s);
  ASSERT_EQ(answer.entries.size(), 1U);
  EXPECT_EQ(session->chain().entry(answer.entries[0]).at, before + 5s);
}

TEST(Session, UsageErrorsAndHelpAreFreeAndNotRecorded) {
  auto const session = opened(1);
  auto const now = session->now();
  auto const size = session->chain().size();
  for (auto const* line :
       {"", "shwo routes", "freeze", "show release rel-1", "wait", "rollback x/y --to"}) {
    auto const answer = run(*session, line);
    EXPECT_EQ(answer.kind, AnswerKind::usage) << line;
    EXPECT_FALSE(answer.text.empty());
  }
  EXPECT_EQ(run(*session, "help").kind, AnswerKind::done);
  EXPECT_EQ(run(*session, "help rollback").kind, AnswerKind::done);
  EXPECT_EQ(session->now(), now);
  EXPECT_EQ(session->chain().size(), size);
}

TEST(Session, ARefusalTakesTheTimeOfItsVerbAndIsRecorded) {
  auto const session = opened(1);
  auto const before = session->now();
  auto const size = session->chain().size();
  auto const answer = run(*session, "set-route edge-z somewhere rel-1");
  EXPECT_EQ(answer.kind, AnswerKind::refused);
  EXPECT_EQ(answer.code, "edge_table_is_derived");
  EXPECT_EQ(answer.rule, "BDN2");
  EXPECT_EQ(session->now(), before + 10s);
  ASSERT_EQ(answer.entries.size(), 1U);
  EXPECT_GT(answer.entries[0].number, size);
  EXPECT_TRUE(answer.text.starts_with("refused edge_table_is_derived: ")) << answer.text;
  EXPECT_EQ(std::ranges::count(answer.text, '\n'), 1) << "its one line, and its entry";
  EXPECT_NE(fact_if<CommandRefused>(session->chain().entry(answer.entries[0]).fact), nullptr);
}

TEST(Session, CommandsForAbsentObjectsAreRefused) {
  auto const session = opened(1);
  for (auto const& line : {std::string{"show regions"}, "show gate " + environment(*session)}) {
    auto const answer = run(*session, line);
    EXPECT_EQ(answer.kind, AnswerKind::refused) << line;
    EXPECT_EQ(answer.code, "nothing_of_this_kind");
  }
}

// Before a query has printed a name, an existing name and an unknown one get the same answer.
TEST(Session, OnlyShownNamesAreAccepted) {
  auto const session = opened(1);
  auto const release = to_text(session->platform().releases.begin()->first);
  auto const there = run(*session, "show release " + release);
  auto const nowhere = run(*session, "show release rel-999");
  EXPECT_EQ(there.kind, AnswerKind::usage);
  EXPECT_EQ(nowhere.kind, AnswerKind::usage);
  EXPECT_EQ(there.text.find(release), nowhere.text.find("rel-999"));
  auto const near = run(*session, "show environment " + environment(*session) + "x");
  EXPECT_NE(near.text.find(environment(*session) + "'"), std::string::npos) << near.text;
}

TEST(Session, OnlyShownEntriesCanBeReferences) {
  auto const session = opened(1);
  auto const hidden = run(*session, "note \"a word\" --ref entry-2");
  EXPECT_EQ(hidden.kind, AnswerKind::refused);
  EXPECT_EQ(hidden.code, "not_shown");
  auto const routes = run(*session, "show routes");
  auto const as_of = language::Record{routes.data}.in("as_of").text("entry");
  auto const shown = run(*session, "show operations");
  auto const entry = language::Record{shown.data}.rows("operations").at(0).text("entry");
  auto const noted =
      run(*session, "note \"a word\" --ref " + entry + " --ref " + to_text(shown.entries[0]));
  EXPECT_EQ(noted.kind, AnswerKind::done) << noted.text;
  auto const* act = act_of(session->chain().entry(noted.entries[0]).fact);
  EXPECT_EQ(act->refs, (std::vector<EntryId>{*parse_id<EntryId>(entry), shown.entries[0]}));
  EXPECT_FALSE(as_of.empty());
}

TEST(Session, EdgesAnswerWithinTheCostOfTheQuery) {
  auto const session = opened(1);
  auto const answer = run(*session, "show route " + field(*session, "route") + " --edges");
  auto const data = json_of(answer.data);
  for (auto const& edge : data.at("edges").as_array()) {
    EXPECT_EQ(edge.at("answered"), true);
  }
}

TEST(Session, AnEdgeFetchesAndVerifiesWithinTheCostOfTheCheck) {
  auto const session = opened(1);
  auto const edge = field(*session, "edge");
  auto const fetched = run(*session, "snapshot " + edge);
  ASSERT_EQ(fetched.kind, AnswerKind::done) << fetched.text;
  EXPECT_FALSE(json_of(fetched.data).at("snapshots").as_array().empty());
  auto const verified = run(*session, "verify " + edge);
  ASSERT_FALSE(json_of(verified.data).at("snapshots").as_array().empty());
  auto const verdict = json_of(verified.data).at("snapshots").at(0).at("verified");
  EXPECT_EQ(verdict.at("verdict"), "good");
  auto const entry = std::string{verdict.at("entry").get_string()};
  EXPECT_EQ(run(*session, "note \"seen\" --ref " + entry).kind, AnswerKind::done);
}

TEST(Session, AWaitEndsWithItsEventOrAtItsLimit) {
  auto const session = opened(1, "no-fault");
  auto const before = session->now();
  auto const gone = run(*session, "wait --until symptom-gone");
  EXPECT_EQ(json_of(gone.data).at("waited").at("result"), "reached");
  EXPECT_LT(session->now() - before, 3min);
  EXPECT_FALSE(control::symptom_present(
      session->platform().environments.at(EnvironmentName{environment(*session)}), session->now()));

  auto const faulty = opened(1, "app-only");
  auto const start = faulty->now();
  auto const waited = run(*faulty, "wait --until symptom-gone --at-most 2m");
  EXPECT_EQ(json_of(waited.data).at("waited").at("result"), "at_most");
  EXPECT_EQ(faulty->now() - start, 2min);
}

TEST(Session, EndsAtItsTimeLimit) {
  auto const session = opened(1);
  auto answer = run(*session, "wait 50m");
  EXPECT_FALSE(answer.ended);
  answer = run(*session, "wait 50m");
  EXPECT_TRUE(answer.ended);
  EXPECT_EQ(session->ending(), RunEnding::time_limit);
  EXPECT_EQ(session->now(), session->deadline());
  EXPECT_EQ(run(*session, "show routes").kind, AnswerKind::usage);
}

TEST(Session, AWaitStatesThatTheTimeLimitEndedIt) {
  auto const session = testing::opened(options_of(1), Text::yes);
  run(*session, "wait 50m");
  auto const answer = run(*session, "wait 50m");
  EXPECT_EQ(json_of(answer.data).at("waited").at("result"), "time_limit");
  EXPECT_TRUE(answer.text.ends_with("the run ended at its time limit of 1h")) << answer.text;
}

TEST(Session, AWaitCanEndWithAnAppOwnersAnswer) {
  auto const session = opened(1, "app-only");
  run(*session, "show environments");
  auto const debrief_result =
      run(*session, "notify-owner " + environment(*session) + " --repair readiness");
  ASSERT_EQ(debrief_result.kind, AnswerKind::done);
  auto const waited = run(*session, "wait --for notice-1");
  EXPECT_EQ(json_of(waited.data).at("waited").at("until"), "notice");
  EXPECT_EQ(json_of(waited.data).at("waited").at("result"), "reached");
  EXPECT_TRUE(session->platform().notices.at(NoticeId{1}).answer_entry);
  EXPECT_EQ(run(*session, "wait --for notice-2").kind, AnswerKind::usage);
}

TEST(Session, AnAppOwnerWhoFoundNothingLeavesNothingToWatch) {
  auto const session = opened(1, "app-only");
  run(*session, "show environments");
  run(*session, "notify-owner " + environment(*session) + " --repair readiness");
  auto const status = [&] {
    auto const shown = run(*session, "show incident");
    return language::Record{shown.data}.in("status").text("status");
  };
  EXPECT_EQ(status(), "repairing");
  run(*session, "wait --for notice-1");
  EXPECT_EQ(status(), "opened");
}

TEST(Session, TheDeclaredGapPolicyIsNotAHold) {
  for (std::uint64_t seed = 1; seed < 60; ++seed) {
    auto const session = opened(seed);
    run(*session, "show environments");
    auto const env = environment(*session);
    auto const declared =
        session->platform().environments.at(EnvironmentName{env}).declared.gap_policy;
    if (declared.mode != GapMode::last_verified) continue;
    auto const tighter = run(*session, "gap-policy " + env + " fail-closed");
    EXPECT_TRUE(json_of(tighter.data).at("done").at(0).as_object().contains("hold"));
    auto const back = run(*session, "gap-policy " + env + " last-verified --max-age " +
                                        studylab::to_text(declared.max_age));
    ASSERT_EQ(back.kind, AnswerKind::done) << back.text;
    EXPECT_FALSE(json_of(back.data).at("done").at(0).as_object().contains("hold"));
    EXPECT_TRUE(session->platform().holds.empty());
    return;
  }
  FAIL() << "no seed declares last-verified";
}

// Before the first query the operator knows what the alert states.
TEST(Session, ThePictureBeginsWithTheAlertsRate) {
  auto const session = opened(options_of(1, "route-propagation"), Text::yes);
  auto const& errors = std::get<RouteErrors>(session->platform().incident->opened.subject);
  ASSERT_NE(session->picture(), nullptr);
  EXPECT_EQ(session->picture()->rate().permille, errors.observed.value());
  EXPECT_EQ(session->picture()->rate().until, session->alert());
  EXPECT_EQ(opened(1)->picture(), nullptr);
}

TEST(Session, APromotionThatKeepsWaitingGivesTheReason) {
  for (std::uint64_t seed = 1; seed < 40; ++seed) {
    auto const session = opened(seed, "app-only");
    run(*session, "show environments");
    run(*session, "freeze " + environment(*session));
    auto const lifted = run(*session, "unfreeze " + environment(*session));
    ASSERT_EQ(lifted.kind, AnswerKind::done);
    auto const data = json_of(lifted.data);
    auto const& waiting = data.at("done").at(0).at("stays_waiting").as_array();
    if (waiting.empty()) continue;
    auto const id = std::string{waiting[0].at("operation").get_string()};
    EXPECT_EQ(std::string{waiting[0].at("right").get_string()}, "`cancel " + id + "` removes it");
    return;
  }
  FAIL() << "no seed has one";
}

TEST(Session, ClassesOfOtherRunbooksAreUsageErrors) {
  auto const session = opened(1);
  auto const answer = run(*session, "classify bindings --because x --ref " + environment(*session));
  EXPECT_EQ(answer.kind, AnswerKind::usage);
  EXPECT_NE(answer.text.find("app-only"), std::string::npos);
}

// A terminal has 80 columns, or at least 40; words are never broken.
TEST(Session, EveryAnswerFitsItsScreen) {
  // In a full record, a line with one long word may be wider.
  auto const expect_fits = [](std::string_view text, std::size_t width, bool full_record) {
    while (!text.empty()) {
      auto const line = text.substr(0, text.find('\n'));
      text.remove_prefix(std::min(line.size() + 1, text.size()));
      auto const words = line.substr(std::min(line.find_first_not_of(' '), line.size()));
      bool const one_word = full_record && words.find(' ') == std::string_view::npos;
      EXPECT_TRUE(one_word || language::columns_of(line) <= width) << line;
    }
  };
  for (std::size_t const width : {40U, 60U, 200U}) {
    auto const session = testing::opened(options_of(width), Text::yes);
    session->set_screen({width, Colour::no, Charset::utf8, Output::terminal});
    auto lines = testing::grand_tour(*session);
    for (auto const* query : {"environments", "operations", "routes", "artifacts", "allocations",
                              "edges", "hosts", "providers", "bindings", "status", "quorum"}) {
      lines.insert(lines.begin(), fmt::format("show {} --wide", query));
      lines.insert(lines.begin(), fmt::format("show {}", query));
    }
    for (auto const& line : lines) {
      auto const answer = run(*session, line);
      if (answer.entries.empty()) continue;
      expect_fits(answer.text, width, line.ends_with("--wide"));
    }
  }
}

// The hints of a phase cost at most half of its points.
TEST(Session, APhaseHasThreeHintsAndEachNamesItsCost) {
  auto const session = opened(1);
  std::set<std::string> texts;
  for (int step = 1; step <= 3; ++step) {
    auto const data = json_of(run(*session, "hint").data);
    EXPECT_EQ(data.at("hint").at("phase"), "truth");
    EXPECT_EQ(data.at("hint").at("step").to_number<int>(), step);
    EXPECT_EQ(data.at("hint").at("points").to_number<int>(), step < 3 ? 5 : 0);
    texts.emplace(data.at("hint").at("text").as_string());
  }
  EXPECT_EQ(texts.size(), 3u);
  EXPECT_EQ(run(*session, "hint").kind, AnswerKind::usage);
}

TEST(Session, TextIsWrittenOnlyOnRequest) {
  auto const silent = opened(1);
  EXPECT_TRUE(run(*silent, "show routes").text.empty());
  auto const spoken = testing::opened(options_of(1), Text::yes);
  auto const answer = run(*spoken, "show routes");
  EXPECT_NE(answer.text.find("\nentry " + std::to_string(answer.entries[0].number) + ", as of "),
            std::string::npos)
      << answer.text;
  EXPECT_EQ(silent->chain().head(), spoken->chain().head());
}

TEST(Session, SameOptionsAndLinesMakeTheSameChains) {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    auto const first = opened(seed);
    auto const second = opened(seed);
    for (auto const& line : testing::grand_tour(*first)) {
      run(*first, line);
      run(*second, line);
    }
    first->finish(RunEnding::end_of_input);
    second->finish(RunEnding::end_of_input);
    EXPECT_EQ(first->chain().head(), second->chain().head());
    EXPECT_EQ(first->lab_chain().head(), second->lab_chain().head());
  }
}

TEST(Session, ARecordedInstantPastTheEndOfARunEndsIt) {
  for (auto const* line : {"wait 20s", "wait --until symptom-gone", "show incident"}) {
    auto options = options_of(1);
    options.clock = ClockKind::wall;
    auto const session = testing::opened(options);
    session->repeat(line, Instant::max());
    EXPECT_TRUE(session->ended()) << line;
    EXPECT_EQ(session->now(), session->deadline()) << line;
  }
}

TEST(Session, AnswersFollowTheRuleOfEntries) {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    auto const session = opened(seed);
    for (auto const& line : testing::grand_tour(*session)) {
      auto const answer = run(*session, line);
      if (answer.kind != AnswerKind::done || answer.entries.empty()) continue;
      std::vector<EntryId> shown;
      for (std::uint32_t n = 1; n <= session->chain().size(); ++n) {
        if (control::was_shown(session->platform(), EntryId{n})) shown.push_back(EntryId{n});
      }
      EXPECT_EQ(testing::broken_entries(json_of(answer.data), shown), std::vector<std::string>{})
          << line;
    }
  }
}

TEST(Session, UpToTheAlertAVariantChangesNeitherNamesNorCounts) {
  auto const seeds = studylab::testing::sweep_seeds(20);
  for (auto seed = seeds.first; seed <= seeds.last; ++seed) {
    auto const first = opened(seed, "app-only");
    for (auto const* variant : {"database-migration", "database-migration-destructive",
                                "runtime-service", "route-propagation", "no-fault"}) {
      auto const other = opened(seed, variant);
      ASSERT_EQ(other->chain().size(), first->chain().size()) << variant;
      EXPECT_EQ(other->alert(), first->alert()) << variant;
      for (std::uint32_t n = 1; n <= first->chain().size(); ++n) {
        EXPECT_EQ(fact_name(other->chain().entry(EntryId{n}).fact),
                  fact_name(first->chain().entry(EntryId{n}).fact));
      }
    }
  }
}

// The alert in words and numbers. If the fault is at an edge, its last endpoint disappeared a few
// milliseconds before or after the first error of the others: at most five in a thousand requests.
TEST(Session, TheAlertIsTheSameInEveryVariant) {
  auto const said = [](Session const& session) {
    auto opening = session.opening();
    auto incident = json_of(opening.incident);
    auto const rate = incident.at("observed_permille").to_number<std::int64_t>();
    incident.erase("observed_permille");
    opening.incident = {};
    return std::pair{boost::json::serialize(incident) + to_json(opening), rate};
  };
  auto const seeds = studylab::testing::sweep_seeds(40);
  for (auto seed = seeds.first; seed <= seeds.last; ++seed) {
    auto const first = said(*opened(seed, "app-only"));
    for (auto const* variant : {"database-migration", "database-migration-destructive",
                                "runtime-service", "route-propagation", "no-fault"}) {
      auto const other = said(*opened(seed, variant));
      EXPECT_EQ(other.first, first.first) << seed << " " << variant;
      EXPECT_LE(std::abs(other.second - first.second), 5) << seed << " " << variant;
    }
  }
}

// Sessions move while the incident's promotion drains the old allocations. A plan must count them
// as the rollback would.
TEST(Session, APlanCountsTheSessionsThatMovedBefore) {
  std::uint32_t cold = 0;
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    auto const session = opened(seed, "app-only");
    auto const env = environment(*session);
    auto const& state = session->platform();
    ReleaseId good;
    for (auto const& [id, release] : state.releases) {
      if (to_text(release.registered.environment) != env || release.registered.served.empty())
        continue;
      if (release.registered.served.back().symptoms == 0) good = id;
    }
    run(*session, "show releases " + env);
    run(*session, "wait 20s");
    auto const command = "rollback " + env + " --to " + to_text(good);
    auto const before = session->chain().size();
    auto const done = run(*session, command + " --because \"back\"");
    if (done.kind != AnswerKind::done) continue;
    run(*session, "wait 1m");
    std::uint32_t planned = 0, fresh = 0;
    for (std::uint64_t n = before + 1; n <= session->chain().size(); ++n) {
      auto const& fact = session->chain().entry(EntryId{static_cast<std::uint32_t>(n)}).fact;
      auto const* checked = fact_if<PolicyChecked>(fact);
      if (checked != nullptr && to_text(state.operations.at(checked->operation).environment) == env)
        planned += checked->fresh_sessions;
      auto const* stopped = fact_if<AllocationStopped>(fact);
      if (stopped == nullptr) continue;
      if (to_text(state.allocations.at(stopped->allocation).environment) == env)
        fresh += stopped->fresh;
    }
    EXPECT_EQ(planned, fresh) << "seed " << seed;
    cold += planned > 0 ? 1 : 0;
    // It is not known which of the new allocations holds them, so none may be restarted if that
    // would lose sessions.
    auto const restarted = run(*session, "restart " + env);
    EXPECT_TRUE(planned == 0 || restarted.code == "sessions_active") << "seed " << seed;
  }
  EXPECT_GT(cold, 0U);
}

}  // namespace
}  // namespace studylab::console
