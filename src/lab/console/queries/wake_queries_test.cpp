// Queries of a stuck wake, its gate and its hosts.
#include <gtest/gtest.h>

#include "lab/console/queries/wake_queries_testing.h"

namespace studylab::console {
namespace {

using testing::WakeQueryPlatform;

testing::json::object asked(WakeQueryPlatform const& platform, QueryKind kind,
                            std::string object = {}) {
  auto const answer = platform.ask_for(kind, std::move(object));
  STUDYLAB_CHECK(answer.has_value());
  EXPECT_EQ(testing::broken_entries(json_of(answer->data), answer->shown),
            std::vector<std::string>{});
  return json_of(answer->data);
}

TEST(WakeQueries, AnOperationListsItsAttemptsWithTheirStages) {
  WakeQueryPlatform platform;
  auto const data = asked(platform, QueryKind::operation, to_text(platform.stuck()));
  auto const& attempts = data.at("attempts").as_array();
  ASSERT_EQ(attempts.size(), 3U);
  auto const& last = attempts.back().as_object();
  EXPECT_EQ(last.at("attempt").to_number<int>(), 3);
  EXPECT_EQ(testing::text(last.at("host")), "host-1");
  EXPECT_EQ(testing::text(last.at("stage")), "secrets");
  EXPECT_EQ(testing::text(last.at("outcome")), "as the test says");
  auto const& stages = last.at("stages").as_array();
  ASSERT_EQ(stages.size(), 2U);
  EXPECT_TRUE(stages[0].at("passed").as_bool());
  EXPECT_FALSE(stages[1].at("passed").as_bool());
}

// What the app owner should repair, where, and which operation to retry then.
TEST(WakeQueries, AWakeThatGaveUpProposesANotice) {
  WakeQueryPlatform platform;
  auto const data = asked(platform, QueryKind::operation, to_text(platform.stuck()));
  auto const& proposed = data.at("proposed").as_object();
  EXPECT_EQ(testing::text(proposed.at("stage")), "secrets");
  EXPECT_EQ(testing::text(proposed.at("send")),
            "notify-owner shop/production --repair secret search");
  EXPECT_EQ(testing::text(proposed.at("then")), "retry " + to_text(platform.stuck()));
  EXPECT_EQ(data.at("wake_gave_up").at("attempts").to_number<int>(), 3);
}

TEST(WakeQueries, AGateStatesWhatItHoldsAndItsBounds) {
  WakeQueryPlatform platform;
  auto const data = asked(platform, QueryKind::gate, "shop/production");
  EXPECT_EQ(data.at("bounds").as_array().size(), enum_size<RequestClass>);
  auto const& safe = data.at("gates").as_array().at(0).at("classes").as_array().at(0);
  EXPECT_EQ(safe.at("waiting").to_number<int>(), 100);
  EXPECT_EQ(safe.at("refused").to_number<int>(), 900);
  auto const never = platform.ask_for(QueryKind::gate, "shop/staging");
  ASSERT_FALSE(never.has_value());
  EXPECT_EQ(never.error().code, RefusalCode::no_such_thing);
}

TEST(WakeQueries, AGateOfAnEnvironmentThatNeverSleepsDoesNotExist) {
  testing::QueryPlatform awake;
  EXPECT_EQ(awake.ask(QueryKind::gate, "shop/production").error().code,
            RefusalCode::nothing_of_this_kind);
}

TEST(WakeQueries, AHostStatesItsCordonAndItsPostcheck) {
  WakeQueryPlatform platform;
  auto const data = asked(platform, QueryKind::host, "host-2");
  EXPECT_EQ(testing::text(data.at("host").at("cordon").at("why")), "patching");
  EXPECT_TRUE(data.at("host").at("postcheck").at("passed").as_bool());
  EXPECT_TRUE(asked(platform, QueryKind::host, "host-1").at("host").at("cordon").is_null());
}

TEST(WakeQueries, ABindingStatesItsSecret) {
  WakeQueryPlatform platform;
  auto const data = asked(platform, QueryKind::bindings, "shop/production");
  EXPECT_EQ(testing::text(data.at("bindings").as_array().at(0).at("secret").at("state")),
            "missing");
}

}  // namespace
}  // namespace studylab::console
