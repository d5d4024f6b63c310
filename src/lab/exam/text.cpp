// The results of an exam as tables for people.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "command_language/characters.h"
#include "lab/exam/report.h"
#include "lab/exam/tally.h"

namespace studylab::exam {
namespace {

// More are in the document and in the results file.
constexpr std::size_t max_listed = 20;
constexpr std::size_t max_columns_of_error = 160;

// `98.0 % (93.0 to 99.4)`.
std::string share_text(std::uint64_t successes, std::uint64_t of) {
  if (of == 0) return "-";
  auto const interval = wilson_interval(successes, of);
  auto const share = static_cast<double>(successes) / static_cast<double>(of);
  return fmt::format("{:.1f} % ({:.1f} to {:.1f})", 100 * share, 100 * interval.low,
                     100 * interval.high);
}

std::string mean_text(Sample const& sample) {
  if (sample.count() == 0) return "-";
  auto const interval = mean_interval(sample);
  return fmt::format("{:.1f} ({:.1f} to {:.1f})", mean(sample), interval.low, interval.high);
}

// Rows of cells; the first columns are names, the others are aligned to the right.
class Table {
 public:
  Table(std::size_t names, std::vector<std::string> head) : names_(names) { add(std::move(head)); }

  void add(std::vector<std::string> row) {
    widths_.resize(row.size());
    for (std::size_t i = 0; i < row.size(); ++i) {
      widths_[i] = std::max(widths_[i], row[i].size());
    }
    rows_.push_back(std::move(row));
  }

  std::string text() const {
    std::string text;
    for (auto const& row : rows_) {
      std::string line;
      for (std::size_t i = 0; i < row.size(); ++i) {
        if (i > 0) line += "  ";
        line += i < names_ ? fmt::format("{:<{}}", row[i], widths_[i])
                           : fmt::format("{:>{}}", row[i], widths_[i]);
      }
      line.erase(line.find_last_not_of(' ') + 1);
      text += line + "\n";
    }
    return text;
  }

 private:
  std::size_t names_;
  std::vector<std::size_t> widths_;
  std::vector<std::vector<std::string>> rows_;
};

std::vector<std::string> group_row(std::string first, std::string second, Group const& group) {
  return {std::move(first),
          std::move(second),
          std::to_string(group.runs),
          std::to_string(group.invalid),
          share_text(group.passed, group.runs),
          mean_text(group.scores)};
}

std::string rules_text(Tally const& tally) {
  if (tally.rules.empty()) return "No rule cost points.\n";
  std::vector<std::pair<std::string, RuleLosses const*>> sorted;
  for (auto const& [rule, losses] : tally.rules) sorted.emplace_back(rule, &losses);
  std::ranges::sort(sorted, [](auto const& a, auto const& b) {
    auto const points = [](auto const& row) { return row.second->points.sum(); };
    return points(a) != points(b) ? points(a) > points(b) : a.first < b.first;
  });
  Table table{1,
              {"rule", "points lost", "runs that lost by it", "points per run", "of them passed"}};
  for (auto const& [rule, losses] : sorted) {
    table.add({rule, std::to_string(losses->points.sum()),
               share_text(losses->group.runs, losses->of), mean_text(losses->points),
               std::to_string(losses->group.passed)});
  }
  return table.text();
}

// The last line that a program wrote to its standard error: usually why it ended.
std::string_view last_line(std::string_view errors) {
  auto const end = errors.find_last_not_of("\r\n ");
  if (end == std::string_view::npos) return {};
  errors = errors.substr(0, end + 1);
  return errors.substr(errors.find_last_of('\n') + 1);
}

std::string listed(std::string_view head, std::span<Result const* const> runs,
                   std::string Result::* why) {
  if (runs.empty()) return {};
  auto text = fmt::format("\n{}\n", head);
  for (auto const* one : runs.first(std::min(runs.size(), max_listed))) {
    text +=
        fmt::format("  {} {} seed {}: {}\n", one->drill, to_text(one->level), one->seed, one->*why);
    auto const said = last_line(one->program_errors);
    if (!said.empty()) {
      text += fmt::format("    {}\n", language::readable_line(said, max_columns_of_error));
    }
  }
  if (runs.size() > max_listed) {
    text += fmt::format("  and {} more; see --json\n", runs.size() - max_listed);
  }
  return text;
}

}  // namespace

std::string text(Exam const& exam, std::span<Result const> results) {
  auto const tally = tally_of(results);
  auto text = fmt::format("{}\noperator {} · {} of {} runs · {} passed, {} failed, {} invalid\n\n",
                          exam.title, exam.operator_kind, results.size(), exam.items.size(),
                          tally.all.passed, tally.all.runs - tally.all.passed, tally.all.invalid);
  Table drills{2, {"drill", "level", "runs", "invalid", "passed (95 %)", "mean score (95 %)"}};
  for (auto const& [key, group] : tally.drills) {
    drills.add(group_row(key.first, std::string{to_text(key.second)}, group));
  }
  if (tally.drills.size() > 1) drills.add(group_row("all", "", tally.all));
  Table classes{2, {"class", "drill", "runs", "invalid", "passed (95 %)", "mean score (95 %)"}};
  for (auto const& [key, group] : tally.classes) {
    classes.add(group_row(key.second, key.first, group));
  }
  text += drills.text() + "\n" + classes.text() + "\n" + rules_text(tally);
  text += listed("Programs that failed", tally.failed_programs, &Result::program_failure);
  text += listed("Invalid runs, which have no score", tally.invalid, &Result::invalid_because);
  text.pop_back();
  return text;
}

}  // namespace studylab::exam
