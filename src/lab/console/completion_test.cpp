#include "lab/console/completion.h"

#include <gtest/gtest.h>

#include "command_language/parse.h"

namespace studylab::console {
namespace {

language::ShownNames const shown{"edge-a", "edge-b", "op-12", "rel-3", "rel-4", "shop/production"};

std::vector<std::string> words(std::string_view line, console::Picture const* picture = nullptr) {
  auto const kind = [](std::string_view name, language::NameForm form) {
    return form == language::NameForm::any_release ? name.starts_with("rel-")
                                                   : language::has_form(name, form);
  };
  std::vector<std::string> found;
  for (auto& one : completions(line, {shown, kind, "bad-deploy", picture})) {
    found.push_back(std::move(one.word));
  }
  return found;
}

using Words = std::vector<std::string>;

TEST(Completion, CompletesWhatThePlaceAccepts) {
  EXPECT_EQ((Words{"rel-3", "rel-4"}), words("rollback shop/production --to "));
  EXPECT_EQ((Words{"edge-a", "edge-b"}), words("repair-propagation "));
  EXPECT_EQ((Words{"database-migration"}), words("classify d"));
  EXPECT_EQ((Words{"op-12"}), words("wait --for o"));
  EXPECT_EQ((Words{"publish", "resolve"}), words("status "));
  EXPECT_EQ((Words{"--because", "--plan", "--ref", "--to"}), words("rollback shop/production "));
  EXPECT_EQ(Words{}, words("note 'an open quote"));
}

TEST(Completion, FollowsAbbreviatedWords) {
  EXPECT_EQ((Words{"edge-a", "edge-b"}), words("sh edge "));
  EXPECT_EQ((Words{"rel-3", "rel-4"}), words("roll shop/production --to "));
}

TEST(Completion, PutsTheSingularBeforeThePlural) {
  EXPECT_EQ((Words{"operation", "operations"}), words("show op"));
  EXPECT_EQ(Words{}, words("set-r"));
  EXPECT_EQ(Words{}, words("rollback shop/production --without"));
  EXPECT_EQ((Words{"--watch", "--wide"}), words("show errors --w"));
}

TEST(Completion, AfterRefListsTheLatestEntriesWithTheirCommands) {
  console::Picture picture{"shop/production"};
  for (std::uint32_t n = 1; n <= 12; ++n) {
    language::Answer answer;
    answer.entries = {EntryId{100 + n}};
    auto const line = n % 2 == 0 ? "show incident" : "show errors shop/production";
    picture.see(language::parse_command(line, {}).value(), answer);
  }
  auto const kind = [](std::string_view, language::NameForm) { return true; };
  auto const found = completions("note x --ref ", {shown, kind, "bad-deploy", &picture});
  ASSERT_EQ(8U, found.size());
  EXPECT_EQ((Completion{"112", "show incident"}), found[0]);
  EXPECT_EQ((Completion{"111", "show errors shop/production"}), found[1]);
  EXPECT_EQ((Words{"110", "101"}), (Words{words("note x --ref 11", &picture).back(),
                                          words("note x --ref 101 10", &picture).back()}));
  EXPECT_EQ((Words{"edge-a", "edge-b"}), words("note x --ref edge", &picture));
  EXPECT_EQ("112  show incident\n111  show errors shop/pro\n",
            completion_list({found[0], found[1]}, 25));
}

TEST(CompletionList, DoesNotBreakWords) {
  std::vector<Completion> found;
  for (auto const* word : {"environment", "environments", "edge", "errors", "operation"}) {
    found.push_back({word, {}});
  }
  EXPECT_EQ("environment   errors\nenvironments  operation\nedge\n", completion_list(found, 30));
  for (auto const& line : {completion_list(found, 5)}) {
    EXPECT_NE(line.find("environments\n"), std::string::npos);
  }
}

}  // namespace
}  // namespace studylab::console
