#include "lab/grade/bad_deploy/new_binding.h"

#include <algorithm>

namespace studylab::grade::bad_deploy {
namespace {

bool provides(Run const& run, BindingName const* binding, std::string_view provider) {
  if (binding == nullptr || run.probed == nullptr) return false;
  return std::ranges::any_of(run.probed->bindings, [&](ProbedBinding const& probed) {
    return probed.binding == *binding && probed.provider.value() == provider;
  });
}

}  // namespace

BindingName const* find_new_binding(Run const& run) { return run.only_new; }

BindingName const* find_gone_binding(Run const& run) { return run.gone; }

bool is_provider_of_new_binding(Run const& run, std::string_view provider) {
  return provides(run, find_new_binding(run), provider);
}

bool is_provider_of_gone_binding(Run const& run, std::string_view provider) {
  return provides(run, find_gone_binding(run), provider);
}

}  // namespace studylab::grade::bad_deploy
