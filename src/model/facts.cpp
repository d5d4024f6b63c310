#include "model/facts.h"

namespace studylab {

Fact::Fact() noexcept = default;
Fact::Fact(Fact const& other) = default;
Fact::Fact(Fact&& other) noexcept = default;
Fact& Fact::operator=(Fact const& other) = default;
Fact& Fact::operator=(Fact&& other) noexcept = default;
Fact::~Fact() = default;

std::string_view fact_name(Fact const& fact) {
  return visit_fact(fact, [](auto const& f) { return f.fact_kind.name; });
}

Act const* act_of(Fact const& fact) {
  return visit_fact(fact, [](auto const& f) -> Act const* {
    if constexpr (requires { f.act; }) {
      return f.act.line.empty() ? nullptr : &f.act;
    } else {
      return nullptr;
    }
  });
}

Origin const* origin_of(Fact const& fact) {
  return visit_fact(fact, [](auto const& f) -> Origin const* {
    if constexpr (requires { f.origin; }) {
      return &f.origin;
    } else {
      return nullptr;
    }
  });
}

}  // namespace studylab
