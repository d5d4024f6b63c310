#include "lab/debrief/phrases.h"

#include <algorithm>

#include <fmt/format.h>

namespace studylab::debrief {
namespace {

// The object of a fault is printed between `before` and `after`.
struct FaultWords {
  std::string_view fault;
  std::string_view before;
  std::string_view after;
  enum class Decoy : std::uint8_t { no, yes } decoy = Decoy::no;
};

constexpr FaultWords faults[] = {
    {"failing-release", "release ", " failed by itself"},
    {"contracting-migration", "migration ", " removed what the release's code still reads"},
    {"binding-gone", "binding ", " was gone"},
    {"stalled-consumer", "", " did not receive route changes"},
    {"passing-burst", "nothing was broken; a burst of errors ended by itself at ", ""},
    {"errors-elsewhere", "", " had errors of its own", FaultWords::Decoy::yes},
    {"silent-edge", "", ", a healthy edge, did not report for a while", FaultWords::Decoy::yes},
};

struct RepairWords {
  std::string_view repair;
  std::string_view words;
};

constexpr RepairWords repairs[] = {
    {"nothing", "nothing needed a repair"},
    {"earlier-release-owns", "an earlier release owns the route again"},
    {"listed-fix-owns", "a listed fix owns the route"},
    {"brought-fix-owns", "a fix that the app owner supplied owns the route"},
    {"binding-answers", "the binding answers again"},
    {"edge-has-new-baseline", "the edge has a new baseline"},
};

}  // namespace

std::string fault_in_words(FaultInjected const& injected) {
  auto const known = std::ranges::find(faults, injected.fault, &FaultWords::fault);
  if (known != std::ranges::end(faults)) {
    return fmt::format("{}{}{}", known->before, injected.object, known->after);
  }
  return injected.object.empty() ? injected.fault
                                 : fmt::format("{} ({})", injected.fault, injected.object);
}

bool is_decoy(std::string_view fault) {
  auto const known = std::ranges::find(faults, fault, &FaultWords::fault);
  return known != std::ranges::end(faults) && known->decoy == FaultWords::Decoy::yes;
}

std::string_view repair_in_words(std::string_view repair) {
  auto const known = std::ranges::find(repairs, repair, &RepairWords::repair);
  return known == std::ranges::end(repairs) ? repair : known->words;
}

}  // namespace studylab::debrief
