#include "lab/drill/drill.h"

#include <algorithm>
#include <span>

#include "lab/grade/bad_deploy/clues.h"
#include "lab/grade/facts/edges.h"
#include "lab/grade/facts/errors.h"

namespace studylab::drill {
namespace {

using grade::edge_behind;
using grade::failed_at_one_edge;
using grade::under_threshold;
using namespace grade::bad_deploy;

// The clues that hold in every world that the fault makes.
std::span<grade::Clue const* const> clues_of(std::size_t fault) {
  static constexpr std::array failing_release{&failed_by_new_release, &bindings_answer,
                                              &rollback_compatible, &no_rows_lost};
  static constexpr std::array contracting_migration{&failed_by_new_release, &bindings_answer,
                                                    &rollback_incompatible, &no_rows_lost};
  static constexpr std::array binding_is_gone{&failed_by_new_release, &binding_gone,
                                              &rollback_compatible, &no_rows_lost};
  static constexpr std::array stalled_consumer{&failed_at_one_edge, &bindings_answer,
                                               &rollback_compatible, &no_rows_lost, &edge_behind};
  static constexpr std::array passing_burst{&failed_at_one_edge, &under_threshold, &bindings_answer,
                                            &rollback_compatible, &no_rows_lost};
  static constexpr std::array<std::span<grade::Clue const* const>, std::variant_size_v<Fault>> all{
      failing_release, contracting_migration, binding_is_gone, stalled_consumer, passing_burst};
  return all.at(fault);
}

}  // namespace

bool holds_with(std::size_t fault, grade::Clue const& clue) {
  auto const clues = clues_of(fault);
  return std::ranges::find(clues, &clue) != clues.end();
}

Variant const* Drill::find(std::string_view variant) const {
  auto const found = std::ranges::find(variants, variant, &Variant::name);
  return found == variants.end() ? nullptr : &*found;
}

bool Drill::has(Decoy decoy) const { return std::ranges::find(decoys, decoy) != decoys.end(); }

grade::AnswerKey answer_key_of(Drill const& drill, Variant const& variant) {
  return {drill.id,        drill.runbook,    variant.name,   variant.fault_class, variant.clues,
          variant.repairs, variant.required, variant.causes, variant.end};
}

Digest drill_digest(std::string_view text) { return Digest{blake2b(as_bytes(text)).bytes}; }

}  // namespace studylab::drill
