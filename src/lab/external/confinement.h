#pragma once

#include <expected>
#include <filesystem>
#include <span>
#include <string>
#include <utility>

// Keeps files from a process and what it starts, with Landlock (Linux 5.13). Landlock can only
// allow: every file of the system is allowed, except those to hide and the lists of the folders
// above them.
namespace studylab::external {

class Confinement {
 public:
  // Where the system has no Landlock, it confines nothing. `open` stays reachable even if a folder
  // above it is hidden. Files that others create later beside a hidden path are hidden too. The
  // error is one line: what cannot be hidden.
  static std::expected<Confinement, std::string> hiding(
      std::span<std::filesystem::path const> hidden, std::filesystem::path const& open);
  Confinement() = default;
  ~Confinement();
  Confinement(Confinement&& other) noexcept : rules_(std::exchange(other.rules_, -1)) {}
  Confinement& operator=(Confinement&& other) noexcept {
    std::swap(rules_, other.rules_);
    return *this;
  }

  bool confines() const { return rules_ >= 0; }
  // For this process and its later children, for ever. They also cannot gain privileges, and from
  // Linux 6.12 on they cannot send signals to other processes. Allocates no memory. If it fails,
  // errno has the reason.
  bool enter() const;

 private:
  explicit Confinement(int rules) : rules_(rules) {}
  int rules_ = -1;
};

// Whether the running system can confine.
bool can_confine();

}  // namespace studylab::external
