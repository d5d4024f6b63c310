#include "lab/debrief/phrases.h"

#include <algorithm>
#include <span>

namespace studylab::debrief {
namespace {

struct Said {
  std::string_view name;
  std::string_view words;
};

constexpr Said clues_and_steps[] = {
    {"failed-by-new-release", "which release fails, at every edge (`show errors ENV`)"},
    {"failed-at-one-edge", "at which edge requests fail, and at which not (`show errors ENV`)"},
    {"under-threshold", "whether errors went on after the call (`show errors ENV`)"},
    {"bindings-answer", "whether the bindings answer (`show bindings ENV`)"},
    {"binding-gone", "which binding no longer answers (`show bindings ENV`)"},
    {"rollback-compatible",
     "whether an earlier release fits the database (`rollback ENV --to REL --plan`)"},
    {"rollback-incompatible",
     "whether an earlier release fits the database (`rollback ENV --to REL --plan`)"},
    {"no-rows-lost", "what the migration took from the database (`show database DB`)"},
    {"rows-lost", "what the migration took from the database (`show database DB`)"},
    {"edge-behind", "how far each edge has come (`show route ROUTE --edges`)"},
    {"environment-frozen", "to hold further promotions before anything moved (`freeze ENV`)"},
    {"state-before-logs", "operation state and route owner before logs"},
    {"class-in-force", "the right class before the first repair (`classify CLASS`)"},
    {"rolled-back-by-operation", "an earlier release as owner again (`rollback ENV --to REL`)"},
    {"forward-fix-by-operation",
     "a fix that fits the database (`deploy ENV --release REL --forward-fix`)"},
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

std::string reason_in_words(std::string_view why) {
  constexpr std::string_view colon = ": ";
  constexpr std::string_view comma = ", ";
  auto const at = why.find(colon);
  if (at == std::string_view::npos) return std::string{why};
  std::string said{why.substr(0, at + colon.size())};
  auto rest = why.substr(at + colon.size());
  for (bool first = true; !rest.empty(); first = false) {
    auto const name = rest.substr(0, rest.find(comma));
    auto const words = find(clues_and_steps, name);
    if (words.empty()) return std::string{why};
    said += first ? "" : "; ";
    said += words;
    rest.remove_prefix(std::min(name.size() + comma.size(), rest.size()));
  }
  return said;
}

std::string_view fault_in_words(std::string_view fault) { return words_or_name(faults, fault); }
std::string_view repair_in_words(std::string_view repair) { return words_or_name(repairs, repair); }

}  // namespace studylab::debrief
