#include "lab/drill/drill.h"

#include <algorithm>

namespace studylab::drill {

Variant const* Drill::find(std::string_view variant) const {
  auto const found = std::ranges::find(variants, variant, &Variant::name);
  return found == variants.end() ? nullptr : &*found;
}

TopologyBounds Drill::topology_at(Level level) const {
  auto bounds = topology;
  if (auto const& apps = at(level).apps) bounds.apps = *apps;
  return bounds;
}

bool Drill::has(Decoy const& decoy) const {
  return std::ranges::find(decoys, &decoy) != decoys.end();
}

grade::AnswerKey answer_key_of(Drill const& drill, Variant const& variant) {
  return {.drill = drill.id,
          .runbook = drill.runbook,
          .variant = variant.name,
          .fault_class = variant.fault_class,
          .scope = variant.scope,
          .clues = variant.clues,
          .repairs = variant.repairs,
          .required = variant.required,
          .causes = variant.causes,
          .end = variant.end};
}

Digest drill_digest(std::string_view text) { return Digest{blake2b(as_bytes(text)).bytes}; }

}  // namespace studylab::drill
