#include "world/sim/response_mix.h"

namespace studylab::world::sim {

ResponseMix::Split ResponseMix::split(Requests total) const {
  Split split;
  if (by_ == By::gate) split.well = total.all;
  if (by_ != By::programs) return split;
  // Safe and unsafe requests are split separately: what is left of each never decreases.
  auto safe = total.all - total.unsafe;
  auto unsafe = total.unsafe;
  for (std::size_t i = 0; i < count_; ++i) {
    auto const& share = shares_[i];
    auto const of_safe = share.affects == Affects::all ? safe * share.failing.value() / 1000 : 0;
    auto const of_unsafe = unsafe * share.failing.value() / 1000;
    split.failed[i] = of_safe + of_unsafe;
    safe -= of_safe;
    unsafe -= of_unsafe;
  }
  split.well = safe + unsafe;
  return split;
}

std::uint64_t ResponseMix::acknowledged(Requests total) const {
  if (by_ != By::programs) return 0;
  auto unsafe = total.unsafe;
  for (std::size_t i = 0; i < count_; ++i) unsafe -= unsafe * shares_[i].failing.value() / 1000;
  return unsafe;
}

std::uint64_t ResponseMix::failing_per_million(Permille unsafe) const {
  constexpr std::uint64_t million = 1'000'000;
  return failed(Requests{million, million * unsafe.value() / 1000});
}

}  // namespace studylab::world::sim
