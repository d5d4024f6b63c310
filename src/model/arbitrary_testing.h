#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include <rapidcheck.h>

#include "base/codec.h"
#include "model/facts.h"
#include "model/lab_facts.h"

namespace studylab {

// Arbitrary values of every type with a canonical encoding, drawn by RapidCheck field by field.
struct ArbitraryFields {
  template <class T>
    requires std::is_integral_v<T>
  void fill(T& value) const {
    value = *rc::gen::arbitrary<T>();
  }
  template <class T>
    requires std::is_enum_v<T>
  void fill(T& value) const {
    value = static_cast<T>(*rc::gen::inRange<std::uint32_t>(0, enum_size<T>));
  }
  void fill(std::string& text) const { text = *rc::gen::arbitrary<std::string>(); }
  template <class Value, class Tag>
  void fill(Named<Value, Tag>& named) const {
    Value value{};
    fill(value);
    named = Named<Value, Tag>{std::move(value)};
  }
  template <class Tag>
  void fill(NumberedId<Tag>& id) const {
    fill(id.number);
  }
  void fill(Hash& hash) const { fill_bytes(hash.bytes); }
  void fill(Digest& digest) const { fill_bytes(digest.bytes); }
  void fill(Signature& signature) const { fill_bytes(signature.bytes); }
  void fill(Instant& at) const { at = Instant{Duration{*rc::gen::arbitrary<std::int64_t>()}}; }
  void fill(Duration& length) const { length = Duration{*rc::gen::arbitrary<std::int64_t>()}; }
  template <class T>
  void fill(std::vector<T>& list) const {
    list.resize(*rc::gen::inRange<std::size_t>(0, 4));
    for (auto& item : list) fill(item);
  }
  template <class T>
  void fill(std::optional<T>& maybe) const {
    maybe.reset();
    if (*rc::gen::arbitrary<bool>()) fill(maybe.emplace());
  }
  template <class... Ts>
  void fill(std::variant<Ts...>& one) const {
    auto const index = *rc::gen::inRange<std::size_t>(0, sizeof...(Ts));
    std::size_t i = 0;
    ((i++ == index ? fill(one.template emplace<Ts>()) : void()), ...);
  }
  template <HasFields T>
  void fill(T& value) const {
    T::fields(value, [this](std::string_view, auto& field) { this->fill(field); });
  }

 private:
  template <class Array>
  void fill_bytes(Array& bytes) const {
    auto const drawn = *rc::gen::container<std::vector<std::uint8_t>>(
        bytes.size(), rc::gen::arbitrary<std::uint8_t>());
    std::copy(drawn.begin(), drawn.end(), bytes.begin());
  }
};

template <class T>
T arbitrary() {
  T value{};
  ArbitraryFields{}.fill(value);
  return value;
}

// Calls `each.template operator()<T>()` for every kind of fact, first the platform's, then the
// lab's.
template <class Each, class... Ts>
void for_each_kind_in(std::variant<Ts...> const*, Each const& each) {
  (each.template operator()<Ts>(), ...);
}
template <class Each, class... Subjects>
void for_each_subject_in(std::variant<Subjects...> const*, Each const& each) {
  (for_each_kind_in(static_cast<Subjects const*>(nullptr), each), ...);
}
template <class Each>
void for_each_platform_kind(Each const& each) {
  for_each_subject_in(static_cast<FactSubjects const*>(nullptr), each);
}
template <class Each>
void for_each_lab_kind(Each const& each) {
  for_each_kind_in(static_cast<LabFact const*>(nullptr), each);
}

}  // namespace studylab
