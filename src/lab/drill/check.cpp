#include "lab/drill/check.h"

#include <algorithm>
#include <map>
#include <span>

#include <fmt/format.h>

#include "base/limits.h"
#include "command_language/characters.h"

namespace studylab::drill {
namespace {

constexpr std::size_t max_shown = 50;  // mistakes; later ones mostly follow from the first

std::string report_of(std::vector<Mistake> const& mistakes, std::string const& file) {
  std::string report;
  auto const shown = std::min(mistakes.size(), max_shown);
  for (auto const& mistake : std::span{mistakes}.first(shown)) report += to_text(mistake) + "\n";
  if (shown < mistakes.size()) {
    report += fmt::format("{}: and {} more\n", file, mistakes.size() - shown);
  }
  return report;
}

// Runs the seeds and counts what the operators did.
class Seeds {
 public:
  Seeds(Drill const& drill, std::string const& file, CheckSeed const& run, CheckResult& result)
      : drill_(drill), file_(file), run_(run), result_(result) {}

  void check() {
    for (std::uint64_t seed = 1; seed <= checked_seeds; ++seed) take(seed, nullptr);
    for (auto const& variant : drill_.variants) {
      if (!runs_of_.contains(variant.name)) take(1, &variant);
    }
    std::string variants;
    for (auto const& variant : drill_.variants) {
      variants += fmt::format("{} {} {}", variants.empty() ? ":" : ",", runs_of_[variant.name],
                              variant.name);
    }
    say(fmt::format("{} runs of each operator{}", result_.runs, variants));
    say(fmt::format("the expert passes {} of {} with the full score", result_.expert_passed,
                    result_.runs));
    say(fmt::format("idle passes {} of {}; in {} of them nothing is wrong", result_.idle_passed,
                    result_.runs, faultless_));
  }

 private:
  void say(std::string_view what) { result_.report += fmt::format("{}: {}\n", file_, what); }

  void take(std::uint64_t seed, Variant const* chosen) {
    auto const found = run_(drill_, seed, chosen);
    ++result_.runs;
    ++runs_of_[found.variant];
    auto const* variant = drill_.find(found.variant);
    bool const faultless = variant != nullptr && variant->fault_class == FaultClass::no_fault;
    faultless_ += faultless ? 1 : 0;
    result_.expert_passed += found.expert.empty() ? 1 : 0;
    result_.idle_passed += found.idle_passed ? 1 : 0;
    for (auto const& [by, why] : {std::pair{"the expert", found.expert}, {"idle", found.idle}}) {
      if (why.empty()) continue;
      result_.good = false;
      say(fmt::format("seed {}, {}: {} {}", seed, found.variant, by, why));
    }
  }

  Drill const& drill_;
  std::string const& file_;
  CheckSeed const& run_;
  CheckResult& result_;
  std::map<std::string, std::uint32_t> runs_of_;
  std::uint32_t faultless_ = 0;
};

}  // namespace

CheckResult check_drill(std::string_view text, std::string file, CheckSeed const& run) {
  CheckResult result;
  file = language::readable_line(file, limits::message);
  auto drill = load_drill(text, file);
  if (!drill) {
    result.mistakes = std::move(drill.error());
    result.report = report_of(result.mistakes, file);
    return result;
  }
  result.good = true;
  result.report = fmt::format("{}: no mistakes, {} variants\n", file, drill->variants.size());
  if (run) Seeds{*drill, file, run, result}.check();
  return result;
}

}  // namespace studylab::drill
