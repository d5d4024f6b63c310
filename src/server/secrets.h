#pragma once

#include <string>
#include <string_view>

namespace studylab::server {

// 32 random bytes in hex digits: a token, or the key of a link.
std::string drawn_secret();
// Whether the text has the form of a secret.
bool is_secret(std::string_view text);
// In constant time, so that the duration of an answer says nothing about the secret.
bool equal_secrets(std::string_view one, std::string_view other);
// A secret derived from another for this purpose; it does not reveal the other.
std::string derived_secret(std::string_view secret, std::string_view purpose);

}  // namespace studylab::server
