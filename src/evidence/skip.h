#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "base/codec.h"

namespace studylab::evidence {

// Checks whether bytes are the canonical encoding of a T, without constructing one: verifying a
// chain allocates no facts. It accepts exactly what Decoder accepts.
class EncodingChecker {
 public:
  explicit EncodingChecker(Bytes bytes) : rest_(bytes) {}

  bool done() const { return ok_ && rest_.empty(); }

  template <class T>
  void skip() {
    T const* none = nullptr;
    skip(none);
  }

 private:
  template <class T>
    requires std::is_integral_v<T>
  void skip(T const*) {
    drop(sizeof(T));
  }
  template <class T>
    requires std::is_enum_v<T>
  void skip(T const*) {
    if (number(sizeof(T)) >= enum_size<T>) ok_ = false;
  }
  void skip(std::string const*) { drop(number(4)); }
  template <class Value, class Tag>
  void skip(Named<Value, Tag> const*) {
    skip<Value>();
  }
  template <class Tag>
  void skip(NumberedId<Tag> const*) {
    drop(sizeof(NumberedId<Tag>::number));
  }
  void skip(Hash const*) { drop(sizeof(Hash::bytes)); }
  void skip(Digest const*) { drop(sizeof(Digest::bytes)); }
  void skip(Signature const*) { drop(sizeof(Signature::bytes)); }
  void skip(Instant const*) { drop(sizeof(Instant::rep)); }
  void skip(Duration const*) { drop(sizeof(Duration::rep)); }
  template <class T>
  void skip(std::vector<T> const*) {
    auto const size = number(4);
    if (size > rest_.size()) ok_ = false;
    for (std::uint64_t i = 0; i < size && ok_; ++i) skip<T>();
  }
  template <class T>
  void skip(std::optional<T> const*) {
    auto const there = number(1);
    if (there > 1) ok_ = false;
    if (ok_ && there == 1) skip<T>();
  }
  template <class... Ts>
  void skip(std::variant<Ts...> const*) {
    auto const index = number(1);
    if (index >= sizeof...(Ts)) ok_ = false;
    if (ok_) skip_alternative<Ts...>(index, std::index_sequence_for<Ts...>{});
  }
  template <HasFields T>
  void skip(T const*) {
    // Only the types of the fields are used, not their values.
    static T const shape{};
    T::fields(shape, [this](std::string_view, auto const& field) { this->skip(&field); });
  }

  template <class... Ts, std::size_t... Is>
  void skip_alternative(std::size_t index, std::index_sequence<Is...>) {
    ((index == Is ? skip<Ts>() : void()), ...);
  }

  void drop(std::uint64_t size) {
    if (rest_.size() < size) ok_ = false;
    if (ok_) rest_ = rest_.subspan(size);
  }
  std::uint64_t number(std::size_t size) {
    auto const from = rest_;
    drop(size);
    std::uint64_t value = 0;
    for (std::size_t i = size; ok_ && i-- > 0;) value = value << 8 | from[i];
    return value;
  }

  Bytes rest_;
  bool ok_ = true;
};

}  // namespace studylab::evidence
