#include "lab/operators/stuck_wake/cheats.h"

#include <iterator>

#include "lab/operators/expert.h"
#include "lab/operators/expert_steps.h"
#include "lab/operators/stuck_wake/parts.h"

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

// Asks the app owner to repair the probe and tries again, then continues like the expert.
class RepairFirst final : public Operator {
 public:
  explicit RepairFirst(language::Opening const& opening) : expert_(opening) {}
  void watch(language::Answer const& answer) override { expert_.watch(answer); }
  Line next() override;

 private:
  static constexpr std::string_view lines[] = {
      "notify-owner {environment} --repair readiness --because \"it often is\"", "wait 3m",
      "retry {operation} --because \"once more\""};

  Expert expert_;
  std::size_t given_ = 0;
};

Line RepairFirst::next() {
  if (given_ == std::size(lines)) return expert_.next();
  std::string line{lines[given_++]};
  steps::fill_alert(expert_.notes().alert, line);
  return line;
}

// Plans a wake after some time and infers the class from what the plan is refused for.
class RefusalOracle final : public Operator {
 public:
  explicit RefusalOracle(language::Opening const& opening) : opening_(opening), notes_(opening) {}
  void watch(language::Answer const& answer) override;
  Line next() override;

 private:
  language::Opening opening_;
  Notes notes_;
  FaultClass inferred_ = FaultClass::readiness;
  std::unique_ptr<Expert> expert_;
  std::uint32_t step_ = 0;
};

void RefusalOracle::watch(language::Answer const& answer) {
  if (expert_) return expert_->watch(answer);
  notes_.take(answer);
  auto const refused = Record{answer.data}.in("would_be_refused");
  if (refused.word("code") == "no_headroom") inferred_ = FaultClass::capacity;
  if (refused.word("code") == "awake") inferred_ = FaultClass::no_fault;
}

Line RefusalOracle::next() {
  if (expert_) return expert_->next();
  ++step_;
  if (step_ == 1) return "wait 2m";
  if (step_ == 2) return "wake " + notes_.alert.environment + " --plan";
  ExpertOptions options;
  options.without = {Part::operation_query, Part::bindings_query, artifact_query, gate_query};
  options.fault_class = inferred_;
  expert_ = std::make_unique<Expert>(opening_, options);
  return expert_->next();
}

template <class Cheat>
std::unique_ptr<Operator> make(language::Opening const& opening, Seed const&) {
  return std::make_unique<Cheat>(opening);
}

constexpr OperatorKind kinds[] = {
    {{"cheat:repair-first", "asks for one repair and tries again, then continues like the expert"},
     make<RepairFirst>},
    {{"cheat:refusal-oracle", "infers the class from the plan of a wake instead of queries"},
     make<RefusalOracle>},
    {{"cheat:retry-until-hot", "classifies like the expert, then only tries again and again"},
     make<RetryUntilHot>},
};

}  // namespace

std::span<OperatorKind const> cheats() { return kinds; }

}  // namespace studylab::lab::stuck_wake
