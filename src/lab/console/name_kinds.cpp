#include "lab/console/name_kinds.h"

#include <algorithm>

namespace studylab::console {

bool is_of_kind(control::State const& state, std::string_view name, language::NameForm form) {
  using enum language::NameForm;
  std::string const asked{name};
  switch (form) {
    case route: return state.routes.contains(RouteKey{asked});
    case database: return state.databases.contains(DatabaseName{asked});
    case provider: return state.providers.contains(ProviderName{asked});
    case binding: return state.bindings.contains(BindingName{asked});
    case digest:
      return std::ranges::any_of(state.artifacts, [&](auto const& artifact) {
        return short_text(artifact.first) == asked;
      });
    case any_release: return language::has_form(name, release);
    default: return language::has_form(name, form);
  }
}

}  // namespace studylab::console
