#include "lab/debrief/phrases.h"

#include <algorithm>
#include <span>

namespace studylab::debrief {
namespace {

struct Said {
  std::string_view name;
  std::string_view words;
};

constexpr Said faults[] = {
    {"failing-release", "the new release fails by itself"},
    {"contracting-migration", "a migration took what the release's code still reads"},
    {"binding-gone", "a binding no longer answers"},
    {"stalled-consumer", "an edge no longer hears of route changes"},
    {"passing-burst", "nothing is broken: a burst of errors passed by"},
    {"errors-elsewhere", "errors of something else besides"},
};

constexpr Said repairs[] = {
    {"nothing", "nothing was to be repaired"},
    {"earlier-release-owns", "an earlier release owns the route again"},
    {"listed-fix-owns", "a listed fix owns the route"},
    {"brought-fix-owns", "a fix that the owner brought owns the route"},
    {"binding-answers", "the binding answers again"},
    {"edge-has-new-baseline", "the edge has a new baseline"},
};

std::string_view find(std::span<Said const> table, std::string_view name) {
  auto const found = std::ranges::find(table, name, &Said::name);
  return found == table.end() ? std::string_view{} : found->words;
}

std::string_view words_or_name(std::span<Said const> table, std::string_view name) {
  auto const words = find(table, name);
  return words.empty() ? name : words;
}

}  // namespace

std::string_view fault_in_words(std::string_view fault) { return words_or_name(faults, fault); }
std::string_view repair_in_words(std::string_view repair) { return words_or_name(repairs, repair); }

}  // namespace studylab::debrief
