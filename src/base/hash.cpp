#include "base/hash.h"

#include <algorithm>

#include <sodium.h>

#include "base/check.h"

namespace studylab {
namespace {

constexpr std::string_view digest_prefix = "sha256:";
constexpr std::size_t short_digits = 12;

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

}  // namespace

Hash blake2b(Bytes data) {
  Hash hash;
  crypto_generichash(hash.bytes.data(), hash.bytes.size(), data.data(), data.size(), nullptr, 0);
  return hash;
}

Hash blake2b(Bytes first, Bytes second) {
  crypto_generichash_state state;
  Hash hash;
  crypto_generichash_init(&state, nullptr, 0, hash.bytes.size());
  crypto_generichash_update(&state, first.data(), first.size());
  crypto_generichash_update(&state, second.data(), second.size());
  crypto_generichash_final(&state, hash.bytes.data(), hash.bytes.size());
  return hash;
}

Hash personal_blake2b(std::string_view purpose, Bytes data) {
  std::array<std::uint8_t, crypto_generichash_blake2b_PERSONALBYTES> personal{};
  STUDYLAB_CHECK(purpose.size() <= personal.size());
  std::ranges::copy(purpose, personal.begin());
  Hash hash;
  crypto_generichash_blake2b_salt_personal(hash.bytes.data(), hash.bytes.size(), data.data(),
                                           data.size(), nullptr, 0, nullptr, personal.data());
  return hash;
}

Hash keyed_blake2b(Bytes key, Bytes data) {
  STUDYLAB_CHECK(key.size() >= crypto_generichash_KEYBYTES_MIN &&
                 key.size() <= crypto_generichash_KEYBYTES_MAX);
  Hash hash;
  crypto_generichash(hash.bytes.data(), hash.bytes.size(), data.data(), data.size(), key.data(),
                     key.size());
  return hash;
}

Signature keyed_blake2b_64(Bytes key, Bytes data) {
  STUDYLAB_CHECK(key.size() >= crypto_generichash_KEYBYTES_MIN &&
                 key.size() <= crypto_generichash_KEYBYTES_MAX);
  Signature code;
  crypto_generichash(code.bytes.data(), code.bytes.size(), data.data(), data.size(), key.data(),
                     key.size());
  return code;
}

std::string to_hex(Bytes data) {
  constexpr char digits[] = "0123456789abcdef";
  std::string text(data.size() * 2, '0');
  auto to = text.begin();
  for (auto const byte : data) {
    *to++ = digits[byte >> 4];
    *to++ = digits[byte & 15];
  }
  return text;
}

std::optional<Hash> parse_hash(std::string_view hex) {
  Hash hash;
  if (hex.size() != hash.bytes.size() * 2) return std::nullopt;
  for (std::size_t i = 0; i < hash.bytes.size(); ++i) {
    int const high = hex_value(hex[2 * i]);
    int const low = hex_value(hex[2 * i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    hash.bytes[i] = static_cast<std::uint8_t>(high * 16 + low);
  }
  return hash;
}

std::string to_text(Digest const& digest) {
  return std::string{digest_prefix} + to_hex(digest.bytes);
}

std::string short_text(Digest const& digest) {
  return std::string{digest_prefix} + to_hex(Bytes{digest.bytes}.first(short_digits / 2));
}

std::optional<std::string> parse_digest_prefix(std::string_view text) {
  if (!text.starts_with(digest_prefix)) return std::nullopt;
  auto const hex = text.substr(digest_prefix.size());
  if (hex.size() < 6 || hex.size() > 64) return std::nullopt;
  for (char const c : hex) {
    if (hex_value(c) < 0) return std::nullopt;
  }
  return std::string{text};
}

}  // namespace studylab
