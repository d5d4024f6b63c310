#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "control/hosts/state.h"
#include "control/transitions.h"

namespace studylab::control {

// What leads a host from one stage of its upgrade to the next. Whether it is cordoned is a fact of
// its own: only the operator's order of work makes a cordon the first stage.
enum class HostEvent : std::uint8_t {
  cordoned,
  uncordoned,
  replacement_began,
  drain_began,
  drained,       // nothing is left on it, and its sessions are accounted for
  drain_failed,  // a session was killed
  rebuild_began,
  rebuilt,
  rebuild_failed,
  returned,  // a postcheck passed on a host that was never cordoned
};
std::string_view to_text(HostEvent event);

using HostTransition = Transition<HostStage, HostEvent>;

inline constexpr HostStage first_host_stage = HostStage::in_service;
inline constexpr std::array host_stages{
    HostTransition{HostStage::in_service, HostEvent::cordoned, HostStage::cordoned},
    HostTransition{HostStage::in_service, HostEvent::replacement_began, HostStage::replacing},
    HostTransition{HostStage::in_service, HostEvent::drain_began, HostStage::draining},
    HostTransition{HostStage::in_service, HostEvent::rebuild_began, HostStage::rebuilding},
    HostTransition{HostStage::cordoned, HostEvent::uncordoned, HostStage::in_service},
    HostTransition{HostStage::cordoned, HostEvent::replacement_began, HostStage::replacing},
    HostTransition{HostStage::cordoned, HostEvent::drain_began, HostStage::draining},
    // A host without allocations needs no drain.
    HostTransition{HostStage::cordoned, HostEvent::rebuild_began, HostStage::rebuilding},
    HostTransition{HostStage::replacing, HostEvent::uncordoned, HostStage::in_service},
    HostTransition{HostStage::replacing, HostEvent::replacement_began, HostStage::replacing},
    HostTransition{HostStage::replacing, HostEvent::drain_began, HostStage::draining},
    HostTransition{HostStage::replacing, HostEvent::rebuild_began, HostStage::rebuilding},
    HostTransition{HostStage::draining, HostEvent::drained, HostStage::drained},
    HostTransition{HostStage::draining, HostEvent::drain_failed, HostStage::cordoned},
    HostTransition{HostStage::drained, HostEvent::uncordoned, HostStage::in_service},
    HostTransition{HostStage::drained, HostEvent::drain_began, HostStage::draining},
    HostTransition{HostStage::drained, HostEvent::rebuild_began, HostStage::rebuilding},
    HostTransition{HostStage::rebuilding, HostEvent::rebuilt, HostStage::postcheck},
    HostTransition{HostStage::rebuilding, HostEvent::rebuild_failed, HostStage::drained},
    HostTransition{HostStage::postcheck, HostEvent::uncordoned, HostStage::in_service},
    HostTransition{HostStage::postcheck, HostEvent::returned, HostStage::in_service},
    HostTransition{HostStage::postcheck, HostEvent::rebuild_began, HostStage::rebuilding},
};

std::optional<HostStage> next_stage(Host const& host, HostEvent event);
// Takes the host to its next stage, if the event is one of its present stage.
void advance(Host& host, HostEvent event, EntryRef at);

}  // namespace studylab::control
