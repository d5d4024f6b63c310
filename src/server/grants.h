#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

namespace studylab::server {

// Who sends a request.
enum class Role : std::uint8_t {
  owner,        // of the home: may use everything except what is for instructors
  participant,  // of a group: operates one run
  observer,     // reads the platform chain of one run
  instructor,   // reads the runs of a group, or of this server, and what the lab knows of them
};
std::string_view to_text(Role role);

// What a token other than the owner's gives access to. It ends with the server.
struct Grant {
  Role role = Role::observer;
  std::uint32_t group = 0;  // of a participant or instructor; 0: none, an instructor's: all runs
  std::string name;         // a participant's
  std::string run;          // an observer's; a participant's once it is open
  std::string token;        // as a bearer token, or as the cookie of a browser
  std::string key;          // of the link, which works once; empty: it was used
};

// Every grant of a server. Grants keep their addresses.
class Grants {
 public:
  // Draws its token and the key of its link.
  Grant& add(Role role, std::uint32_t group, std::string name, std::string run);
  // nullptr: no grant has this token.
  Grant* with_token(std::string_view token);
  // The grant of the link with this key; nullptr: none, or the link was used.
  Grant* with_key(std::string_view key);
  // The same; the link does not work again.
  Grant* use_key(std::string_view key);
  std::size_t size() const { return grants_.size(); }
  std::deque<Grant> const& all() const { return grants_; }

 private:
  std::deque<Grant> grants_;
};

// Who sends a request, and for which runs.
struct Sender {
  Role role = Role::owner;
  Grant* grant = nullptr;  // none of the owner
};

}  // namespace studylab::server
