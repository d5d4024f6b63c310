#include "lab/grade/bad_deploy/new_binding.h"

#include <algorithm>

#include "lab/grade/run.h"

namespace studylab::grade::bad_deploy {
namespace {

bool needs(Run const& run, ReleaseRegistered const& release, BindingName const& binding) {
  auto const* manifest = manifest_of(run, release.digest);
  return manifest != nullptr &&
         std::ranges::find(manifest->needs, binding) != manifest->needs.end();
}

// A binding that was gone before its allocations were ready would have kept them from getting
// ready: the time need not be compared.
bool only_the_new_needs(Run const& run, BindingName const& binding) {
  bool new_needs = false;
  for (auto const& [release, entry, served] : run.releases.all) {
    if (!is_incident(run, release->environment)) continue;
    bool const is_new = release->release == run.incident->release;
    if (!is_new && !served) continue;
    if (!needs(run, *release, binding)) continue;
    if (!is_new) return false;
    new_needs = true;
  }
  return new_needs;
}

bool provides(Run const& run, BindingName const* binding, std::string_view provider) {
  if (binding == nullptr || run.bindings.latest == nullptr) return false;
  return std::ranges::any_of(run.bindings.latest->bindings, [&](ProbedBinding const& probed) {
    return probed.binding == *binding && probed.provider.value() == provider;
  });
}

BindingName const* find_new_binding(Run const& run) {
  if (run.bindings.latest == nullptr) return nullptr;
  BindingName const* found = nullptr;
  for (auto const& probed : run.bindings.latest->bindings) {
    if (only_the_new_needs(run, probed.binding)) found = &probed.binding;
  }
  return found;
}

}  // namespace

BindingName const* find_gone_binding(Run const& run) {
  BindingName const* found = nullptr;
  for (auto const* gone : run.bindings.gone) {
    if (only_the_new_needs(run, *gone)) found = gone;
  }
  return found;
}

bool is_provider_of_new_binding(Run const& run, std::string_view provider) {
  return provides(run, find_new_binding(run), provider);
}

bool is_provider_of_gone_binding(Run const& run, std::string_view provider) {
  return provides(run, find_gone_binding(run), provider);
}

}  // namespace studylab::grade::bad_deploy
