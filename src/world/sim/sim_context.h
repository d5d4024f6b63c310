#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>

#include "control/control.h"
#include "model/outbox.h"
#include "world/exec/in_flight.h"
#include "world/plan.h"
#include "world/schedule.h"
#include "world/sim/event_queue.h"
#include "world/sim/instances.h"
#include "world/sim/intrusions.h"
#include "world/sim/network.h"
#include "world/sim/programs.h"
#include "world/sim/sim_signer.h"
#include "world/sim/skew.h"

namespace studylab::world::sim {

// What all processes of one simulated platform share.
struct SimContext {
  // Whether the plan or the schedule can cause failures. If not, copies of messages,
  // acknowledgements in flight and repeated sends are left out.
  enum class Faults : std::uint8_t { none, possible };

  SimContext(Plan made_of, Schedule with)
      : plan(std::move(made_of)),
        schedule(std::move(with)),
        faults(faults_of(plan, schedule)),
        queue(plan.began),
        signer(plan.seed, leading_key(plan)),
        network(plan.seed, plan.timings.network, schedule, queue),
        programs(plan) {
    for (auto const& fact : plan.initial) {
      if (auto const* known = std::get_if<ControlPlaneRegistered>(&fact)) {
        signer.accept(known->key_id);
      }
    }
  }
  SimContext(SimContext const&) = delete;
  SimContext& operator=(SimContext const&) = delete;

  static Faults faults_of(Plan const& plan, Schedule const& schedule) {
    auto const fails = [](WorldChange const& change) {
      return std::holds_alternative<ProcessCrash>(change.what) ||
             std::holds_alternative<TableEdit>(change.what) ||
             std::holds_alternative<TornWrite>(change.what) ||
             std::holds_alternative<ConsumerRecovery>(change.what);
    };
    if (std::ranges::any_of(plan.changes, fails)) return Faults::possible;
    bool const any = schedule.loss.value() + schedule.duplicate.value() + schedule.reorder.value() +
                             schedule.slow_start.value() >
                         0 ||
                     !schedule.crashes.empty() || !schedule.cuts.empty() ||
                     !schedule.tampers.empty() || !schedule.torn.empty();
    return any ? Faults::possible : Faults::none;
  }

  // Of the control plane that leads.
  static std::string leading_key(Plan const& plan) {
    for (auto const& fact : plan.initial) {
      if (auto const* first = std::get_if<ControlPlaneRegistered>(&fact)) return first->key_id;
    }
    return std::string{control::control_name};
  }

  Instant now() const { return queue.now(); }
  bool can_fail() const { return faults == Faults::possible; }
  // How far a component's clock is ahead.
  Duration ahead(Component component) const {
    for (auto const& skew : schedule.skews) {
      if (parse_component(skew.component) == component) return skew.ahead;
    }
    return {};
  }

  // A report on its way to the control plane.
  void send_report(Component from, Boot boot, ReportNumber number, Report const* report) {
    std::shared_ptr<Report const> copy;
    if (can_fail() && report != nullptr) {
      copy = std::make_shared<Report const>(skewed(*report, ahead(from)));
    }
    network.send(from, control_plane, ReportSent{from, boot, number, std::move(copy)});
  }

  Plan const plan;
  Schedule const schedule;
  Faults const faults;
  EventQueue queue;
  SimSigner signer;
  Network network;
  Programs programs;
  Instances instances;
  Intrusions intrusions;
};

// The only boot of a process that the schedule does not crash.
inline constexpr Boot only_boot{1};

// The timer for a process's repeated sends: one alarm at a time, only if messages can be lost.
class Resend {
 public:
  Resend(SimContext& site, Component self) : context_(site), self_(self) {}

  void arm() {
    if (!context_.can_fail() || armed_ == Armed::yes) return;
    armed_ = Armed::yes;
    context_.queue.put(context_.now() + exec::resend_after, ResendDue{self_});
  }
  void rang() { armed_ = Armed::no; }

 private:
  SimContext& context_;
  Component self_;
  enum class Armed : std::uint8_t { no, yes } armed_ = Armed::no;
};

}  // namespace studylab::world::sim
