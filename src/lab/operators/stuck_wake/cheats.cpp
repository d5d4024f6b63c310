#include "lab/operators/stuck_wake/cheats.h"

#include "lab/operators/expert.h"

namespace studylab::lab::stuck_wake {
namespace {

constexpr std::uint32_t max_retries = 6;

// Queries and classifies like the expert, then starts one attempt after the other and repairs
// nothing.
class RetryUntilHot final : public Operator {
 public:
  explicit RetryUntilHot(language::Opening const& opening)
      : expert_(opening, {.without = {Part::repair}}) {}
  void watch(language::Answer const& answer) override { expert_.watch(answer); }
  Line next() override;

 private:
  Expert expert_;
  std::uint32_t retries_ = 0;
};

Line RetryUntilHot::next() {
  auto const& notes = expert_.notes();
  bool const classified = !notes.incident.fault_class.empty();
  if (!classified || !notes.wakes.ready.empty() || retries_ >= max_retries) return expert_.next();
  if (notes.last_command.starts_with("retry")) return "wait 60s";
  ++retries_;
  return "retry " + notes.alert.operation + " --because \"once more\"";
}

constexpr OperatorKind kinds[] = {
    {{"cheat:retry-until-hot", "classifies like the expert, then only tries again and again"},
     [](language::Opening const& opening, Seed const&) -> std::unique_ptr<Operator> {
       return std::make_unique<RetryUntilHot>(opening);
     }},
};

}  // namespace

std::span<OperatorKind const> cheats() { return kinds; }

}  // namespace studylab::lab::stuck_wake
