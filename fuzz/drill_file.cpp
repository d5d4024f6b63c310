// A drill file: every mistake is reported with its place and what is expected, and a valid file
// draws worlds within the drill's bounds.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "lab/drill/load.h"
#include "lab/drill/setup.h"

using namespace studylab;
using namespace studylab::drill;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  std::string_view const text{reinterpret_cast<char const*>(data), size};
  auto const drill = load_drill(text, "x.yaml");
  if (!drill) {
    STUDYLAB_CHECK(!drill.error().empty());
    for (auto const& mistake : drill.error()) {
      STUDYLAB_CHECK(mistake.line >= 1 && mistake.column >= 1);
      STUDYLAB_CHECK(!mistake.what.empty() && !mistake.right.empty());
    }
    return 0;
  }
  for (auto const& variant : drill->variants) {
    auto const run = draw(*drill, Seed{size, {}}, variant, Level::hard, Topology::drawn);
    STUDYLAB_CHECK(!run.plan.initial.empty());
    STUDYLAB_CHECK(run.alert_at >= run.plan.began);
  }
  return 0;
}
