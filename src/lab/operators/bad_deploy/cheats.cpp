#include "lab/operators/bad_deploy/cheats.h"

#include <set>

#include <fmt/format.h>

#include "lab/operators/expert.h"

namespace studylab::lab::bad_deploy {
namespace {

// Rolls back before the first query and infers the class from the refusal.
class RefusalOracle final : public Operator {
 public:
  explicit RefusalOracle(language::Opening const& opening) : opening_(opening), notes_(opening) {}
  void watch(language::Answer const& answer) override;
  Line next() override;

 private:
  language::Opening opening_;
  Notes notes_;
  std::unique_ptr<Expert> expert_;
  std::vector<language::Answer> earlier_;
  std::uint32_t step_ = 0;
};

void RefusalOracle::watch(language::Answer const& answer) {
  notes_.take(answer);
  if (expert_) return expert_->watch(answer);
  earlier_.push_back(answer);
}

Line RefusalOracle::next() {
  if (expert_) return expert_->next();
  auto const& environment = notes_.alert.environment;
  if (step_ == 0) {
    ++step_;
    return "show releases " + environment;
  }
  if (step_ == 1) {
    ++step_;
    std::string earlier = "rel-1";
    for (auto const& [id, release] : notes_.releases.all) {
      if (release.served && !release.serving && !release.symptoms && release.in_store &&
          release.reads)
        earlier = id;
    }
    return fmt::format("rollback {} --to {}", environment, earlier);
  }
  ExpertOptions options;
  options.without = {Part::operation_query, Part::route_query, Part::errors_query,
                     Part::bindings_query, Part::plan};
  options.fault_class = notes_.last_code == "database_incompatible" ? FaultClass::database_migration
                                                                    : FaultClass::app_only;
  expert_ = std::make_unique<Expert>(opening_, options);
  for (auto const& answer : earlier_) expert_->watch(answer);
  return expert_->next();
}

// Rolls back first, to one release after another until one is accepted; queries, classifies and
// closes like the expert afterwards.
class RepairFirst final : public Operator {
 public:
  explicit RepairFirst(language::Opening const& opening)
      : expert_(opening, {.without = {Part::repair, Part::freeze}}) {}
  void watch(language::Answer const& answer) override { expert_.watch(answer); }
  Line next() override;

 private:
  enum class Stage : std::uint8_t { query, repair, expert };
  std::string next_target() const;

  Expert expert_;
  Stage stage_ = Stage::query;
  std::set<std::string> tried_;
};

Line RepairFirst::next() {
  auto const& notes = expert_.notes();
  if (stage_ == Stage::query) {
    stage_ = Stage::repair;
    return "show releases " + notes.alert.environment;
  }
  if (stage_ == Stage::repair) {
    bool const refused = !tried_.empty() && !notes.last_code.empty();
    auto const target = tried_.empty() || refused ? next_target() : std::string{};
    if (!target.empty()) {
      tried_.insert(target);
      return fmt::format("rollback {} --to {} --because \"it helps most of the time\"",
                         notes.alert.environment, target);
    }
    stage_ = Stage::expert;
    return "wait 60s";
  }
  return expert_.next();
}

// A release that served well and that it has not tried yet; empty: none is left.
std::string RepairFirst::next_target() const {
  for (auto const& [id, release] : expert_.notes().releases.all) {
    bool const served_well = release.served && !release.serving && !release.symptoms;
    if (served_well && release.in_store && !tried_.contains(id)) return id;
  }
  return {};
}

constexpr OperatorKind kinds[] = {
    {{"cheat:refusal-oracle", "infers the class from refusals instead of queries"},
     [](language::Opening const& opening, Seed const&) -> std::unique_ptr<Operator> {
       return std::make_unique<RefusalOracle>(opening);
     }},
    {{"cheat:repair-first", "rolls back, then queries and classifies like the expert"},
     [](language::Opening const& opening, Seed const&) -> std::unique_ptr<Operator> {
       return std::make_unique<RepairFirst>(opening);
     }},
};

}  // namespace

std::span<OperatorKind const> cheats() { return kinds; }

}  // namespace studylab::lab::bad_deploy
