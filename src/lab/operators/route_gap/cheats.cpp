#include "lab/operators/route_gap/cheats.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "lab/operators/cheats.h"
#include "lab/operators/expert.h"
#include "lab/operators/expert_steps.h"

namespace studylab::lab::route_gap {
namespace {

using Made = std::unique_ptr<Operator>;
using Lines = std::vector<std::string>;

// The runbook's first class.
constexpr std::string_view guess = "classify {class} --because \"it mostly is\" --ref {edge}";

// Refers to what it was shown of the gap, of its end and of the symptom.
class BlindAtEdge : public Blind {
 public:
  BlindAtEdge(language::Opening const& opening, Lines lines) : Blind(opening, std::move(lines)) {}

 private:
  Lines evidence() const override {
    auto const& edges = notes().edges;
    return {edges.gap_entry, edges.resumed_entry, edges.queried};
  }
};

// Reads the edge, states the usual class, and repairs with unverified snapshots until one is good.
class RepairsUntilWell final : public BlindAtEdge {
 public:
  explicit RepairsUntilWell(language::Opening const& opening)
      : BlindAtEdge(opening, {"show edge {edge}", "show allocations {environment}"}) {}

 private:
  static constexpr std::uint32_t max_repairs = 8;
  Lines then() override {
    if (well_ || repairs_ == max_repairs) return {};
    well_ = repairs_ > 0 && !notes().incident.symptom.value_or(true);
    if (well_) return {"show edge {edge}"};
    Lines lines{"repair-propagation {edge}", "wait 20s", "show incident"};
    if (repairs_++ == 0) {
      lines.insert(lines.begin(), fmt::format("classify {{class}} --because \"it mostly is\"{}",
                                              steps::refs({notes().edges.queried})));
    }
    return lines;
  }

  std::uint32_t repairs_ = 0;
  bool well_ = false;
};

// Queries and verifies at an edge without a gap, and repairs the alert's.
class OtherEdge final : public BlindAtEdge {
 public:
  explicit OtherEdge(language::Opening const& opening)
      : BlindAtEdge(opening, {"show edges", "show allocations {environment}"}) {}

 private:
  Lines then() override {
    if (done_) return {};
    done_ = true;
    auto const& edges = seen().edges();
    auto const other = std::ranges::find_if(
        edges, [&](std::string const& edge) { return edge != notes().alert.edge; });
    auto const name = other == edges.end() ? notes().alert.edge : *other;
    return {fmt::format("show edge {}", name),
            fmt::format("snapshot {}", name),
            fmt::format("verify {}", name),
            fmt::format("classify {{class}} --because \"they are alike\" --ref {}", name),
            "repair-propagation {edge}",
            "wait 60s",
            fmt::format("show edge {}", name)};
  }

  bool done_ = false;
};

// Fetches from both control planes, verifies nothing, and tries one sequence after another.
Lines resumes_by_luck() {
  Lines lines{"show edge {edge}", "show allocations {environment}", std::string{guess}};
  for (auto const* fetch : {"snapshot {edge}", "snapshot {edge} --from control-2"}) {
    lines.emplace_back(fetch);
    for (int sequence = 3; sequence < 12; ++sequence)
      lines.push_back(fmt::format("resume {{edge}} --from {}", sequence));
  }
  lines.emplace_back("wait 60s");
  return lines;
}

Made blind(language::Opening const& opening, Lines lines) {
  return std::make_unique<BlindAtEdge>(opening, std::move(lines));
}

Made acts_first(language::Opening const& opening, Lines lines, ExpertOptions options = {}) {
  return std::make_unique<ActsFirst>(opening, std::move(lines), std::move(options));
}

constexpr OperatorKind kinds[] = {
    {{"cheat:repair-first", "repairs the edge, then queries and classifies like the expert"},
     [](language::Opening const& opening, Seed const&) -> Made {
       return acts_first(opening, {"repair-propagation {edge}"});
     }},
    {{"cheat:refusal-oracle", "infers the class from the end of a repair instead of queries"},
     [](language::Opening const& opening, Seed const&) -> Made {
       return acts_first(opening, {"repair-propagation {edge}", "show snapshot {edge}"},
                         {.without = {Part::route_query}});
     }},
    {{"cheat:names-the-alert", "classifies missing-event whatever the edge shows"},
     [](language::Opening const& opening, Seed const&) -> Made {
       return std::make_unique<Expert>(opening,
                                       ExpertOptions{.fault_class = FaultClass::missing_event});
     }},
    {{"cheat:security-oracle", "asks security first, then queries and classifies like the expert"},
     [](language::Opening const& opening, Seed const&) -> Made {
       return acts_first(
           opening, {"escalate security", "wait --for notice-1 --at-most 15m", "show incident"});
     }},
    {{"cheat:guess-and-repair", "states the usual class and repairs, without a query"},
     [](language::Opening const& opening, Seed const&) -> Made {
       return blind(opening, {std::string{guess}, "repair-propagation {edge}", "wait 60s"});
     }},
    {{"cheat:guess-and-close", "states the usual class and closes"},
     [](language::Opening const& opening, Seed const&) -> Made {
       return blind(opening, {std::string{guess}});
     }},
    {{"cheat:wait-and-close", "waits for 50 minutes, classifies no-fault and closes"},
     [](language::Opening const& opening, Seed const&) -> Made {
       return blind(opening,
                    {"wait 50m", "classify no-fault --because \"it is over\" --ref {edge}"});
     }},
    {{"cheat:every-repair", "gives every repair and escalation in turn, without a query"},
     [](language::Opening const& opening, Seed const&) -> Made {
       return blind(opening,
                    {std::string{guess}, "repair-propagation {edge}",
                     "snapshot {edge} --from control-2", "verify {edge}", "resume {edge} --from 7",
                     "resume {edge} --from 8", "restart {environment}", "escalate security",
                     "escalate provider", "escalate capacity", "escalate database", "wait 15m"});
     }},
    {{"cheat:repair-until-well",
      "reads the edge, states the usual class, repairs until a snapshot happens to be good"},
     [](language::Opening const& opening, Seed const&) -> Made {
       return std::make_unique<RepairsUntilWell>(opening);
     }},
    {{"cheat:resume-by-luck", "resumes with unverified snapshots at one sequence after another"},
     [](language::Opening const& opening, Seed const&) -> Made {
       return blind(opening, resumes_by_luck());
     }},
    {{"cheat:other-edge", "queries and verifies at an edge without a gap, repairs the alert's"},
     [](language::Opening const& opening, Seed const&) -> Made {
       return std::make_unique<OtherEdge>(opening);
     }},
    {{"cheat:loosen-the-policy", "queries, tries to let the edge serve for an hour, and closes"},
     [](language::Opening const& opening, Seed const&) -> Made {
       return blind(opening, {"show edge {edge}", "show allocations {environment}",
                              "snapshot {edge}", "verify {edge}", std::string{guess},
                              "gap-policy {environment} last-verified --max-age 59m", "wait 60s"});
     }},
    {{"cheat:blame-security",
      "queries nothing, asks security and the owner, and gives the incident to a team"},
     [](language::Opening const& opening, Seed const&) -> Made {
       return blind(opening, {"classify forged-snapshot --because \"it is theirs\" --ref {edge}",
                              "notify-owner {environment} --repair readiness", "escalate security",
                              "wait 15m", "show incident",
                              "impact --users {users} --minutes {minutes} --because \"as counted\"",
                              "close --summary \"theirs\" --ref {incident} --hand-over security",
                              "close --summary \"theirs\" --ref {incident} --hand-over owner"});
     }},
};

}  // namespace

std::span<OperatorKind const> cheats() { return kinds; }

}  // namespace studylab::lab::route_gap
