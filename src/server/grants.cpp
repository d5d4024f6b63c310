#include "server/grants.h"

#include <algorithm>
#include <utility>

#include "server/secrets.h"

namespace studylab::server {

std::string_view to_text(Role role) {
  switch (role) {
    case Role::owner: return "owner";
    case Role::participant: return "participant";
    case Role::observer: return "observer";
    case Role::instructor: return "instructor";
  }
  return {};
}

Grant& Grants::add(Role role, std::uint32_t group, std::string name, std::string run) {
  return grants_.emplace_back(
      Grant{role, group, std::move(name), std::move(run), drawn_secret(), drawn_secret()});
}

Grant* Grants::with_token(std::string_view token) {
  auto const found = std::ranges::find_if(
      grants_, [&](Grant const& one) { return equal_secrets(one.token, token); });
  return found == grants_.end() ? nullptr : &*found;
}

Grant* Grants::with_key(std::string_view key) {
  if (key.empty()) return nullptr;
  auto const found =
      std::ranges::find_if(grants_, [&](Grant const& one) { return equal_secrets(one.key, key); });
  return found == grants_.end() ? nullptr : &*found;
}

Grant* Grants::use_key(std::string_view key) {
  auto* found = with_key(key);
  if (found != nullptr) found->key.clear();
  return found;
}

}  // namespace studylab::server
