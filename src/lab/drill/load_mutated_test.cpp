// Drill files that were damaged at random: whatever is wrong with them, each mistake is reported
// with its place, and nothing crashes.
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/random.h"
#include "lab/drill/load.h"
#include "lab/embedded.h"

namespace studylab::drill {
namespace {

constexpr std::uint64_t files_of_each_drill = 250;

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    auto const end = std::min(text.find('\n'), text.size() - 1) + 1;
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return lines;
}

// What people and disks do to a file.
class Damage {
 public:
  Damage(std::string_view text, std::uint64_t seed)
      : lines_(lines_of(text)), random_(Seed{seed, {}}, "damage") {}

  std::string damaged() {
    auto const times = random_.between(1, 4);
    for (std::int64_t i = 0; i < times && !lines_.empty(); ++i) damage_once();
    std::string text;
    for (auto const& line : lines_) text += line;
    if (random_.chance(100)) text.resize(random_.below(text.size() + 1));
    return text;
  }

 private:
  std::size_t place() { return random_.below(lines_.size()); }

  void damage_once() {
    auto& line = lines_[place()];
    switch (random_.below(8)) {
      case 0: line.clear(); break;
      case 1: line += line; break;
      case 2: std::swap(line, lines_[place()]); break;
      case 3: line.insert(0, random_.below(6) + 1, ' '); break;
      case 4: line.erase(0, std::min(line.size(), random_.below(4) + 1)); break;
      case 5: insert_token(line); break;
      case 6: change_byte(line); break;
      default: replace_value(line); break;
    }
  }

  void insert_token(std::string& line) {
    static constexpr std::array<std::string_view, 18> tokens{
        ":",  ": ", "- ", "[", "]",  "{",   "}", "\"",   "'",
        "&a", "*a", "\t", "#", "..", "---", "|", "\xff", "!!int "};
    line.insert(random_.below(line.size() + 1), tokens[random_.below(tokens.size())]);
  }

  void change_byte(std::string& line) {
    if (line.empty()) return;
    line[random_.below(line.size())] = static_cast<char>(random_.below(256));
  }

  void replace_value(std::string& line) {
    static constexpr std::array<std::string_view, 12> values{"",
                                                             "~",
                                                             "[]",
                                                             "{}",
                                                             "-1",
                                                             "99999999999999999999",
                                                             "1..0",
                                                             "0s",
                                                             "\"\\x1b[2J\"",
                                                             "nonsense",
                                                             "[a, [b, [c]]]",
                                                             "{is: {is: {is: x}}}"};
    auto const colon = line.find(':');
    if (colon == std::string::npos) return;
    line =
        line.substr(0, colon + 1) + " " + std::string{values[random_.below(values.size())]} + "\n";
  }

  std::vector<std::string> lines_;
  Random random_;
};

void expect_places(std::string const& text, std::vector<Mistake> const& mistakes) {
  auto const lines = static_cast<std::uint32_t>(std::ranges::count(text, '\n')) + 1;
  ASSERT_FALSE(mistakes.empty());
  auto before = mistakes.front();
  for (auto const& mistake : mistakes) {
    EXPECT_GE(mistake.line, 1U);
    EXPECT_LE(mistake.line, lines + 1) << to_text(mistake);
    EXPECT_GE(mistake.column, 1U) << to_text(mistake);
    EXPECT_FALSE(mistake.what.empty());
    EXPECT_FALSE(mistake.right.empty());
    EXPECT_LE(std::pair(before.line, before.column), std::pair(mistake.line, mistake.column));
    auto const shown = to_text(mistake);
    EXPECT_TRUE(shown.starts_with("x.yaml:")) << shown;
    EXPECT_TRUE(std::ranges::none_of(shown, [](char c) {
      return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f;
    })) << shown;
    before = mistake;
  }
}

TEST(LoadMutated, EveryMistakeHasAPlaceAndNothingCrashes) {
  std::size_t rejected = 0;
  std::size_t all = 0;
  for (auto const& file : embedded::drills()) {
    for (std::uint64_t seed = 1; seed <= files_of_each_drill; ++seed) {
      SCOPED_TRACE(std::string{file.name} + ", damaged by " + std::to_string(seed));
      auto const text = Damage{file.text, seed}.damaged();
      auto const drill = load_drill(text, "x.yaml");
      ++all;
      if (drill) {
        EXPECT_EQ(drill->digest, drill_digest(text));
        EXPECT_FALSE(drill->variants.empty());
        continue;
      }
      ++rejected;
      expect_places(text, drill.error());
    }
  }
  // The damage is real: comments and order apart, it breaks the file.
  EXPECT_GT(rejected * 2, all);
}

}  // namespace
}  // namespace studylab::drill
