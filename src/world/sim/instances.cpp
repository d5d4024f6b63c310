#include "world/sim/instances.h"

#include <algorithm>
#include <utility>

namespace studylab::world::sim {

void Instances::add(Instance instance) {
  auto const place =
      std::ranges::lower_bound(instances_, instance.allocation, {}, &Instance::allocation);
  if (place != instances_.end() && place->allocation == instance.allocation) return;
  auto& same = by_release_[instance.release];
  same.insert(std::ranges::lower_bound(same, instance.allocation), instance.allocation);
  instances_.insert(place, std::move(instance));
}

void Instances::start(AllocationId allocation, Instant now, Instant answers_from) {
  auto* instance = place_of(allocation);
  if (instance == nullptr || instance->process == Instance::Process::running) return;
  instance->process = Instance::Process::running;
  instance->answers_from = answers_from;
  instance->ran.push_back({now, Instant::max()});
  // An edge never has an address of a process that did not run.
  if (instance->ran.size() > 1) changed(*instance);
}

void Instances::stop(AllocationId allocation, Instant now) {
  auto* instance = place_of(allocation);
  if (instance == nullptr || instance->process == Instance::Process::none) return;
  instance->process = Instance::Process::none;
  instance->ran.back().until = now;
  changed(*instance);
}

Instances::Moved Instances::move_sessions(AllocationId allocation, ReleaseId to,
                                          Continuity continuity) {
  auto* from = place_of(allocation);
  if (from == nullptr || from->sessions == 0) return {};
  auto const count = std::exchange(from->sessions, 0);
  std::vector<Instance*> targets;
  auto const there = by_release_.find(to);
  if (there != by_release_.end()) {
    for (auto const id : there->second) {
      auto* instance = place_of(id);
      bool const runs = instance->process == Instance::Process::running;
      if (runs && id != allocation) targets.push_back(instance);
    }
  }
  for (std::uint32_t i = 0; i < targets.size(); ++i) {
    auto const share = static_cast<std::uint32_t>(targets.size());
    targets[i]->sessions += count / share + (i < count % share ? 1 : 0);
  }
  bool const resumed = continuity == Continuity::resume && !targets.empty();
  return resumed ? Moved{count, 0} : Moved{0, count};
}

std::uint32_t Instances::take_sessions(AllocationId allocation) {
  auto* from = place_of(allocation);
  return from == nullptr ? 0 : std::exchange(from->sessions, 0);
}

void Instances::add_sessions(AllocationId allocation, std::uint32_t sessions) {
  if (auto* to = place_of(allocation)) to->sessions += sessions;
}

Instance const* Instances::find(AllocationId allocation) const {
  auto const found = std::ranges::lower_bound(instances_, allocation, {}, &Instance::allocation);
  return found == instances_.end() || found->allocation != allocation ? nullptr : &*found;
}

void Instances::changed(Instance const& instance) {
  ++version_;
  changed_last_ = instance.environment;
}

Instance* Instances::place_of(AllocationId allocation) {
  return const_cast<Instance*>(std::as_const(*this).find(allocation));
}

}  // namespace studylab::world::sim
