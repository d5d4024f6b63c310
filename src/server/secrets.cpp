#include "server/secrets.h"

#include <array>

#include <sodium.h>

namespace studylab::server {
namespace {

constexpr std::size_t secret_bytes = 32;
using SecretBytes = std::array<unsigned char, secret_bytes>;

std::string hex_of(SecretBytes const& bytes) {
  std::string text(bytes.size() * 2 + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), bytes.data(), bytes.size());
  text.pop_back();
  return text;
}

}  // namespace

std::string drawn_secret() {
  SecretBytes bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  return hex_of(bytes);
}

bool is_secret(std::string_view text) {
  return text.size() == secret_bytes * 2 &&
         text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

bool equal_secrets(std::string_view one, std::string_view other) {
  return one.size() == other.size() && sodium_memcmp(one.data(), other.data(), one.size()) == 0;
}

std::string derived_secret(std::string_view secret, std::string_view purpose) {
  SecretBytes bytes{};
  crypto_generichash(bytes.data(), bytes.size(),
                     reinterpret_cast<unsigned char const*>(purpose.data()), purpose.size(),
                     reinterpret_cast<unsigned char const*>(secret.data()), secret.size());
  return hex_of(bytes);
}

}  // namespace studylab::server
