#include "world/sim/mix.h"

namespace studylab::sim {

Mix::Split Mix::split(Requests total) const {
  Split split;
  if (by_ != By::programs) return split;
  for (std::size_t i = 0; i < count_; ++i) {
    auto const& share = shares_[i];
    auto const of_unsafe = total.unsafe * share.permille / 1000;
    auto const of_all =
        share.affects == Affects::all ? total.all * share.permille / 1000 : of_unsafe;
    split.failed[i] = of_all;
    total.all -= of_all;
    total.unsafe -= of_unsafe;
  }
  split.well = total.all;
  return split;
}

std::uint64_t Mix::failing_per_million(Permille unsafe) const {
  constexpr std::uint64_t million = 1'000'000;
  return failed(Requests{million, million * unsafe.value() / 1000});
}

}  // namespace studylab::sim
