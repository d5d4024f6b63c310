#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "base/enum_size.h"
#include "base/fields.h"
#include "base/hash.h"
#include "base/ids.h"
#include "base/instant.h"
#include "base/named.h"

namespace studylab {

// Canonical encoding: integers little-endian at their full width, strings and lists with a 32-bit
// length before them, an optional as one byte 0 or 1 and then its value, a variant as one byte, the
// place of its alternative from 0, and then its value, times and durations as signed 64-bit
// microseconds, a struct as its fields in declared order. A value has exactly one
// encoding, so bytes are equal if and only if values are equal.
//
// A struct declares its fields once, with STUDYLAB_FIELDS.

template <class T>
concept HasFields = requires(T& t) { T::fields(t, [](std::string_view, auto&) {}); };

// Writes an integer's bytes at `to`, and returns the position after them.
template <class T>
  requires std::is_integral_v<T>
char* put_integer(char* to, T value) {
  if constexpr (std::endian::native == std::endian::little) {
    std::memcpy(to, &value, sizeof(T));
    return to + sizeof(T);
  }
  auto rest = static_cast<std::uint64_t>(static_cast<std::make_unsigned_t<T>>(value));
  for (std::size_t i = 0; i < sizeof(T); ++i) {
    *to++ = static_cast<char>(rest & 0xff);
    rest >>= 8;
  }
  return to;
}

// Writes values into a string, whose end is unused room until `finish`. Room is made for many
// values at once, so that writing one is a store.
class EncoderOutput {
 public:
  explicit EncoderOutput(std::string& out) : out_(out), used_(out.size()) {
    make_room(out.capacity());
  }
  // The string ends where the last value ends.
  void finish() { set_size(used_); }

  template <class T>
    requires std::is_integral_v<T>
  void put(T value) {
    put_integer(room(sizeof(T)), value);
  }
  void put(bool) = delete;  // a fact uses an enum with names
  template <class T>
    requires std::is_enum_v<T>
  void put(T value) {
    put(static_cast<std::underlying_type_t<T>>(value));
  }
  void put(std::string_view text) {
    put(static_cast<std::uint32_t>(text.size()));
    raw(as_bytes(text));
  }
  void put(std::string const& text) { put(std::string_view{text}); }
  template <class Value, class Tag>
  void put(Named<Value, Tag> const& named) {
    put(named.value());
  }
  template <class Tag>
  void put(NumberedId<Tag> id) {
    put(id.number);
  }
  void put(Hash const& hash) { raw(hash.bytes); }
  void put(Digest const& digest) { raw(digest.bytes); }
  void put(Signature const& signature) { raw(signature.bytes); }
  void put(Instant at) { put(at.time_since_epoch().count()); }
  void put(Duration length) { put(length.count()); }
  template <class T>
  void put(std::vector<T> const& list) {
    put(static_cast<std::uint32_t>(list.size()));
    for (auto const& item : list) put(item);
  }
  template <class T>
  void put(std::optional<T> const& maybe) {
    put(static_cast<std::uint8_t>(maybe ? 1 : 0));
    if (maybe) put(*maybe);
  }
  template <class... Ts>
  void put(std::variant<Ts...> const& one) {
    put(static_cast<std::uint8_t>(one.index()));
    std::visit([this](auto const& value) { this->put(value); }, one);
  }
  template <HasFields T>
  void put(T const& value) {
    static_assert(has_members<T, T::field_count>(), "STUDYLAB_FIELDS leaves out a member");
    T::fields(value, [this](std::string_view, auto const& field) { this->put(field); });
  }
  void raw(Bytes bytes) {
    if (!bytes.empty()) std::memcpy(room(bytes.size()), bytes.data(), bytes.size());
  }

 private:
  // Room for so many more bytes, which the caller writes.
  char* room(std::size_t size) {
    auto const before = used_;
    used_ += size;
    if (used_ > size_) make_room(2 * used_);
    return data_ + before;
  }
  // Rare, so the compiler keeps it out of `room`, which it inlines.
  [[gnu::noinline]] void make_room(std::size_t size) {
    set_size(size);
    data_ = out_.data();
    size_ = size;
  }
  // In GCC 12 the function is called with the new capacity, so the size is its own.
  void set_size(std::size_t size) {
    out_.resize_and_overwrite(size, [size](char*, std::size_t) { return size; });
  }

  std::string& out_;
  char* data_ = nullptr;
  std::size_t size_ = 0;
  std::size_t used_;
};

// Appends encoded values to a string.
class Encoder {
 public:
  explicit Encoder(std::string& out) : out_(out) {}

  template <class T>
  void put(T const& value) {
    EncoderOutput output{out_};
    output.put(value);
    output.finish();
  }
  void raw(Bytes bytes) { out_.append(reinterpret_cast<char const*>(bytes.data()), bytes.size()); }

 private:
  std::string& out_;
};

// Reads what Encoder wrote. After the first error `ok()` is false and every later value is left
// unchanged: the caller checks once, at the end.
class Decoder {
 public:
  explicit Decoder(Bytes bytes) : rest_(bytes) {}

  bool ok() const { return ok_; }
  bool done() const { return ok_ && rest_.empty(); }
  std::size_t left() const { return rest_.size(); }
  void fail() { ok_ = false; }

  template <class T>
    requires std::is_integral_v<T>
  void take(T& value) {
    if (!have(sizeof(T))) return;
    if constexpr (std::endian::native == std::endian::little) {
      std::memcpy(&value, rest_.data(), sizeof(T));
    } else {
      std::uint64_t bits = 0;
      for (std::size_t i = sizeof(T); i-- > 0;) bits = bits << 8 | rest_[i];
      value = static_cast<T>(static_cast<std::make_unsigned_t<T>>(bits));
    }
    rest_ = rest_.subspan(sizeof(T));
  }
  template <class T>
    requires std::is_enum_v<T>
  void take(T& value) {
    std::underlying_type_t<T> number{};
    take(number);
    if (ok_ && static_cast<std::uint32_t>(number) >= enum_size<T>) ok_ = false;
    if (ok_) value = static_cast<T>(number);
  }
  void take(std::string& text) {
    std::uint32_t size = 0;
    take(size);
    if (!have(size)) return;
    text.assign(reinterpret_cast<char const*>(rest_.data()), size);
    rest_ = rest_.subspan(size);
  }
  template <class Value, class Tag>
  void take(Named<Value, Tag>& named) {
    Value value{};
    take(value);
    if (ok_) named = Named<Value, Tag>{std::move(value)};
  }
  template <class Tag>
  void take(NumberedId<Tag>& id) {
    take(id.number);
  }
  void take(Hash& hash) { raw(hash.bytes); }
  void take(Digest& digest) { raw(digest.bytes); }
  void take(Signature& signature) { raw(signature.bytes); }
  void take(Instant& at) {
    std::int64_t count = 0;
    take(count);
    if (ok_) at = Instant{Duration{count}};
  }
  void take(Duration& length) {
    std::int64_t count = 0;
    take(count);
    if (ok_) length = Duration{count};
  }
  template <class T>
  void take(std::vector<T>& list) {
    std::uint32_t size = 0;
    take(size);
    // Every item takes at least one byte: do not allocate memory for a length beyond the rest.
    if (!ok_ || size > rest_.size()) {
      ok_ = false;
      return;
    }
    list.clear();
    for (std::uint32_t i = 0; i < size && ok_; ++i) {
      T item{};
      take(item);
      list.push_back(std::move(item));
    }
  }
  template <class T>
  void take(std::optional<T>& maybe) {
    std::uint8_t there = 0;
    take(there);
    if (!ok_ || there > 1) {
      ok_ = false;
      return;
    }
    maybe.reset();
    if (there == 1) take(maybe.emplace());
  }
  template <class... Ts>
  void take(std::variant<Ts...>& one) {
    std::uint8_t index = 0;
    take(index);
    if (index >= sizeof...(Ts)) ok_ = false;
    if (ok_) take_alternative(one, index, std::index_sequence_for<Ts...>{});
  }
  template <HasFields T>
  void take(T& value) {
    T::fields(value, [this](std::string_view, auto& field) { this->take(field); });
  }
  void raw(std::span<std::uint8_t> out) {
    if (!have(out.size())) return;
    if (!out.empty()) std::memcpy(out.data(), rest_.data(), out.size());
    rest_ = rest_.subspan(out.size());
  }

 private:
  template <class Variant, std::size_t... Is>
  void take_alternative(Variant& one, std::size_t index, std::index_sequence<Is...>) {
    ((index == Is ? take(one.template emplace<Is>()) : void()), ...);
  }
  bool have(std::size_t size) {
    if (ok_ && rest_.size() < size) ok_ = false;
    return ok_;
  }

  Bytes rest_;
  bool ok_ = true;
};

template <class T>
std::string encoded(T const& value) {
  std::string bytes;
  Encoder{bytes}.put(value);
  return bytes;
}

template <class T>
std::optional<T> decoded(Bytes bytes) {
  T value{};
  Decoder decoder{bytes};
  decoder.take(value);
  return decoder.done() ? std::optional{std::move(value)} : std::nullopt;
}

}  // namespace studylab
