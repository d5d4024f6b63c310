#include "lab/drill/drill.h"

#include <algorithm>

namespace studylab::drill {
namespace {

// One row per fault, one column per fact in the order of ClueKind. `y`: the fact holds in every
// world that the fault makes.
// clang-format off
constexpr std::array<std::string_view, std::variant_size_v<Fault>> holds_table{
    //                  failed-by-new-release
    //                  |failed-at-one-edge
    //                  ||under-threshold
    //                  |||bindings-answer
    //                  ||||binding-gone
    //                  |||||rollback-compatible
    //                  ||||||rollback-incompatible
    //                  |||||||no-rows-lost
    //                  ||||||||rows-lost
    //                  |||||||||edge-behind
    /* failing-release       */ "y..y.y.y..",
    /* contracting-migration */ "y..y..yy..",
    /* binding-gone          */ "y...yy.y..",
    /* stalled-consumer      */ ".y.y.y.y.y",
    /* passing-burst         */ ".yyy.y.y..",
};
// clang-format on
static_assert(std::ranges::all_of(holds_table,
                                  [](auto row) { return row.size() == enum_size<ClueKind>; }));

}  // namespace

bool holds_with(std::size_t fault, ClueKind fact) {
  return holds_table.at(fault)[static_cast<std::size_t>(fact)] == 'y';
}

Variant const* Drill::find(std::string_view variant) const {
  auto const found = std::ranges::find(variants, variant, &Variant::name);
  return found == variants.end() ? nullptr : &*found;
}

bool Drill::has(Decoy decoy) const { return std::ranges::find(decoys, decoy) != decoys.end(); }

AnswerKey answer_key_of(Drill const& drill, Variant const& variant) {
  return AnswerKey{drill.id,      drill.runbook,   variant.name,     variant.fault_class,
                   variant.clues, variant.repairs, variant.required, variant.causes,
                   variant.end};
}

Digest drill_digest(std::string_view text) { return Digest{blake2b(as_bytes(text)).bytes}; }

}  // namespace studylab::drill
