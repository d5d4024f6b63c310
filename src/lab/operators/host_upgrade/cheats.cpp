#include "lab/operators/host_upgrade/cheats.h"

#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "lab/operators/cheats.h"
#include "lab/operators/expert.h"
#include "lab/operators/expert_steps.h"
#include "lab/operators/host_upgrade/parts.h"

namespace studylab::lab::host_upgrade {
namespace {

using Made = std::unique_ptr<Operator>;
using Lines = std::vector<std::string>;

// The runbook's first class.
constexpr std::string_view guess = "classify {class} --because \"it mostly is\" --ref {host}";

// The runbook's steps by heart, whatever their answers.
Lines steps_by_heart() {
  return {std::string{guess},
          "cordon {host}",
          "replace {host}",
          "wait 90s",
          "drain {host} --deadline 6m",
          "wait 6m",
          "postcheck {host}",
          "wait 10s",
          "rebuild {host}",
          "wait 5m",
          "postcheck {host}",
          "wait 10s",
          "uncordon {host}",
          "show host {host}"};
}

// Refers to what it was shown of the host.
class BlindAtHost : public Blind {
 public:
  BlindAtHost(language::Opening const& opening, Lines lines) : Blind(opening, std::move(lines)) {}

 private:
  Lines evidence() const override {
    auto const& found = notes().upgrades;
    return {found.first_check, found.returned, found.headroom_entry, found.quorum_entry};
  }
};

// Drains before the first query and infers the class from the refusal.
class RefusalOracle final : public Operator {
 public:
  explicit RefusalOracle(language::Opening const& opening) : opening_(opening), notes_(opening) {}
  void watch(language::Answer const& answer) override;
  Line next() override;

 private:
  FaultClass inferred() const;

  language::Opening opening_;
  Notes notes_;
  std::unique_ptr<Expert> expert_;
  bool asked_ = false;
};

void RefusalOracle::watch(language::Answer const& answer) {
  if (expert_) return expert_->watch(answer);
  notes_.take(answer);
}

FaultClass RefusalOracle::inferred() const {
  if (notes_.last_code == "below_quorum") return FaultClass::below_quorum;
  if (notes_.last_code == "no_headroom") return FaultClass::no_headroom;
  return FaultClass::ready;
}

Line RefusalOracle::next() {
  if (expert_) return expert_->next();
  if (!asked_) {
    asked_ = true;
    return fmt::format("drain {} --deadline 1h --because \"to see\"", notes_.alert.host);
  }
  ExpertOptions options;
  options.without = {room_query, postcheck, sessions_query, members_query, Part::plan};
  options.fault_class = inferred();
  expert_ = std::make_unique<Expert>(opening_, options);
  return expert_->next();
}

// Rebuilds and returns a host that was cordoned before, and reports the incident's as done.
class OtherHost final : public BlindAtHost {
 public:
  explicit OtherHost(language::Opening const& opening)
      : BlindAtHost(opening, {"show quorum", "headroom {host}", "show hosts",
                              "show sessions {host}", "postcheck {host}", "show host {host}"}) {}

 private:
  Lines then() override {
    if (done_) return {};
    done_ = true;
    auto const& cordoned = notes().upgrades.cordoned;
    auto const& host = cordoned.empty() ? notes().alert.host : cordoned.front();
    return {std::string{guess},
            "wait 2m",
            fmt::format("postcheck {}", host),
            "wait 10s",
            fmt::format("rebuild {}", host),
            "wait 5m",
            fmt::format("postcheck {}", host),
            "wait 10s",
            fmt::format("uncordon {}", host),
            "show host {host}"};
  }

  bool done_ = false;
};

// Drains one host after the other, whatever is refused.
class DrainsAll final : public BlindAtHost {
 public:
  explicit DrainsAll(language::Opening const& opening)
      : BlindAtHost(opening, {"show quorum", "headroom {host}", "show hosts",
                              "classify {class} --because \"all are due\" --ref {host}"}) {}

 private:
  static constexpr int last_host = 7;
  Lines then() override {
    if (done_) return {};
    done_ = true;
    Lines lines;
    for (int host = 1; host <= last_host; ++host) {
      lines.push_back(fmt::format("replace host-{}", host));
      lines.push_back(fmt::format("drain host-{} --deadline 6m", host));
    }
    lines.emplace_back("wait 10m");
    for (int host = 1; host <= last_host; ++host) {
      lines.push_back(fmt::format("rebuild host-{}", host));
    }
    lines.insert(lines.end(), {"wait 5m", "postcheck {host}", "wait 10s", "uncordon {host}",
                               "show host {host}"});
    return lines;
  }

  bool done_ = false;
};

// Rebuilds the host twice more before it is returned.
class RebuildsAgain final : public Operator {
 public:
  explicit RebuildsAgain(language::Opening const& opening) : expert_(opening) {}
  void watch(language::Answer const& answer) override { expert_.watch(answer); }
  Line next() override;

 private:
  Expert expert_;
  std::string rebuild_;
  int left_ = 2;
};

Line RebuildsAgain::next() {
  auto line = expert_.next();
  if (!line) return line;
  if (line->starts_with("rebuild ")) rebuild_ = *line;
  bool const rebuilt = !rebuild_.empty() && line->starts_with("postcheck ");
  if (!rebuilt || left_ == 0) return line;
  --left_;
  return rebuild_;
}

Made blind(language::Opening const& opening, Lines lines) {
  return std::make_unique<BlindAtHost>(opening, std::move(lines));
}

Made acts_first(language::Opening const& opening, Lines lines) {
  return std::make_unique<ActsFirst>(opening, std::move(lines));
}

constexpr OperatorKind kinds[] = {
    {{"cheat:repair-first",
      "replaces, escalates and drains, then queries and classifies like the expert"},
     [](language::Opening const& opening, Seed const&) -> Made {
       return acts_first(
           opening, {"replace {host}", "escalate capacity", "wait --for notice-1 --at-most 15m",
                     "replace {host}", "wait 90s", "drain {host} --deadline 6m", "wait 6m"});
     }},
    {{"cheat:refusal-oracle", "infers the class from a drain's refusal instead of queries"},
     [](language::Opening const& opening, Seed const&) -> Made {
       return std::make_unique<RefusalOracle>(opening);
     }},
    {{"cheat:by-heart", "states the usual class and takes the runbook's steps, without a query"},
     [](language::Opening const& opening, Seed const&) -> Made {
       return blind(opening, steps_by_heart());
     }},
    {{"cheat:names-the-alert", "classifies ready whatever the host shows, then upgrades it"},
     [](language::Opening const& opening, Seed const&) -> Made {
       return std::make_unique<Expert>(opening, ExpertOptions{.fault_class = FaultClass::ready});
     }},
    {{"cheat:guess-and-close", "states the usual class and closes"},
     [](language::Opening const& opening, Seed const&) -> Made {
       return blind(opening, {std::string{guess}});
     }},
    {{"cheat:wait-and-close", "waits for 50 minutes, classifies no-fault and closes"},
     [](language::Opening const& opening, Seed const&) -> Made {
       return blind(opening,
                    {"wait 50m", "classify no-fault --because \"it is over\" --ref {host}"});
     }},
    {{"cheat:cordon-and-return", "queries, cordons the host, uncordons it and closes"},
     [](language::Opening const& opening, Seed const&) -> Made {
       return blind(opening, {"show quorum", "headroom {host}", "postcheck {host}",
                              "show host {host}", std::string{guess}, "cordon {host}", "wait 60s",
                              "uncordon {host}", "show host {host}"});
     }},
    {{"cheat:check-until-well", "checks the host again and again, and changes nothing"},
     [](language::Opening const& opening, Seed const&) -> Made {
       Lines lines{"show quorum", "headroom {host}"};
       for (int check = 0; check < 10; ++check) {
         lines.insert(lines.end(), {"postcheck {host}", "wait 60s", "show host {host}"});
       }
       lines.emplace_back(guess);
       return blind(opening, std::move(lines));
     }},
    {{"cheat:kill-and-rebuild", "ends the sessions by force, then rebuilds the host"},
     [](language::Opening const& opening, Seed const&) -> Made {
       return blind(opening, {"show sessions {host}", std::string{guess}, "cordon {host}",
                              "kill-sessions {host}", "restart {environment}", "wait 60s",
                              "postcheck {host}", "wait 10s", "rebuild {host}", "wait 5m",
                              "uncordon {host}", "show host {host}"});
     }},
    {{"cheat:edit-by-hand", "brings the host up to date by manual edits"},
     [](language::Opening const& opening, Seed const&) -> Made {
       return blind(opening, {"show quorum", "headroom {host}", "postcheck {host}", "wait 10s",
                              "show host {host}", std::string{guess}, "cordon {host}",
                              "edit-host {host} --path /etc/os-release", "postcheck {host}",
                              "wait 10s", "uncordon {host}", "show host {host}"});
     }},
    {{"cheat:other-host", "upgrades another cordoned host, and reports the alert's as done"},
     [](language::Opening const& opening, Seed const&) -> Made {
       return std::make_unique<OtherHost>(opening);
     }},
    {{"cheat:rebuild-again", "the expert, but rebuilds the host three times"},
     [](language::Opening const& opening, Seed const&) -> Made {
       return std::make_unique<RebuildsAgain>(opening);
     }},
    {{"cheat:drain-all", "replaces and drains every host, then rebuilds every one"},
     [](language::Opening const& opening, Seed const&) -> Made {
       return std::make_unique<DrainsAll>(opening);
     }},
    {{"cheat:hand-over", "queries, classifies no-headroom and gives the incident to a team"},
     [](language::Opening const& opening, Seed const&) -> Made {
       return blind(opening, {"show quorum", "headroom {host}",
                              "classify no-headroom --because \"it mostly is\" --ref {host}",
                              "show host {host}", "show incident",
                              "impact --users 0 --minutes 1 --because \"as counted\"",
                              "close --summary \"theirs\" --ref {incident} --hand-over capacity"});
     }},
};

}  // namespace

std::span<OperatorKind const> cheats() { return kinds; }

}  // namespace studylab::lab::host_upgrade
