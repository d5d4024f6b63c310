#pragma once

#include <string>
#include <type_traits>

#include <fmt/format.h>

#include "model/facts.h"

namespace studylab::drill {

// A fact's kind and every name and id in it, in order. These must not differ between variants of a
// seed. Which release answered a request is a field value, so rows of an observation are left out.
class Skeleton {
 public:
  std::string text;

  template <class T>
  void add(T const& value) {
    if constexpr (std::is_same_v<T, std::vector<ObservedRow>>) {
      // fields
    } else if constexpr (requires { T::tag::prefix; }) {
      text += fmt::format(" {}{}", T::tag::prefix, value.number);
    } else if constexpr (HasFields<T>) {
      T::fields(value, [this](std::string_view, auto const& field) { add(field); });
    } else if constexpr (requires { value.value().size(); }) {
      text += " " + value.value();
    } else if constexpr (requires { value.index(); }) {
      std::visit([this](auto const& one) { add(one); }, value);
    } else if constexpr (requires { value.has_value(); }) {
      if (value) add(*value);
    } else if constexpr (requires { value.begin(); } && !std::is_same_v<T, std::string>) {
      text += " [";
      for (auto const& item : value) add(item);
      text += " ]";
    }
  }
};

inline std::string skeleton(Fact const& fact) {
  return visit_fact(fact, [](auto const& each) {
    Skeleton skeleton;
    skeleton.text = each.fact_kind.name;
    skeleton.add(each);
    return skeleton.text;
  });
}

inline std::string skeleton(InitialFact const& fact) { return skeleton(Fact{fact}); }

}  // namespace studylab::drill
