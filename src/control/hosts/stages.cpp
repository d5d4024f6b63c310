#include "control/hosts/stages.h"

#include "model/enum_names.h"

namespace studylab::control {

std::string_view to_text(HostStage stage) {
  return word_of(stage, Words<7>{"in_service", "cordoned", "replacing", "draining", "drained",
                                 "rebuilding", "postcheck"});
}

std::string_view to_text(HostEvent event) {
  return word_of(
      event, Words<10>{"cordoned", "uncordoned", "replacement began", "drain began", "drained",
                       "drain failed", "rebuild began", "rebuilt", "rebuild failed", "returned"});
}

std::optional<HostStage> next_stage(Host const& host, HostEvent event) {
  return next_stage(std::span<HostTransition const>{host_stages}, host.stage, event);
}

void advance(Host& host, HostEvent event, EntryRef at) {
  auto const stage = next_stage(host, event);
  if (!stage) return;
  host.stage = *stage;
  host.stage_since = at.at;
  host.stage_entry = at.id;
}

}  // namespace studylab::control
