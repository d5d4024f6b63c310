#include "lab/external/confinement.h"

#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <system_error>
#include <vector>

#include "evidence/file_write.h"

namespace studylab::external {
namespace {

namespace fs = std::filesystem;

// Newer than Debian 12's header, and ignored by a system that does not know it.
constexpr std::uint64_t access_truncate = 1ULL << 14;  // from version 3
constexpr std::uint64_t scope_signal = 1ULL << 1;      // from version 6
struct Ruleset {
  std::uint64_t files = 0;
  std::uint64_t network = 0;
  std::uint64_t scoped = 0;
};

// What a rule for a file, as opposed to a folder, may name.
constexpr std::uint64_t file_access = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE |
                                      LANDLOCK_ACCESS_FS_READ_FILE | access_truncate;

int landlock_version() {
  auto const version =
      syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
  return version < 0 ? 0 : static_cast<int>(version);
}

std::uint64_t access_of(int version) {
  std::uint64_t access = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1;  // all of version 1
  if (version >= 2) access |= LANDLOCK_ACCESS_FS_REFER;
  if (version >= 3) access |= access_truncate;
  return access;
}

int new_rules(int version) {
  Ruleset const rules{access_of(version), 0, version >= 6 ? scope_signal : 0};
  auto const size = version >= 6 ? sizeof rules : sizeof rules.files;
  return static_cast<int>(syscall(SYS_landlock_create_ruleset, &rules, size, 0));
}

// Adds rules for all that lies beside the hidden paths.
class Walk {
 public:
  Walk(int rules, std::uint64_t access, std::vector<fs::path> hidden)
      : rules_(rules), access_(access), hidden_(std::move(hidden)) {}

  void through(fs::path const& folder) {
    std::error_code unreadable;
    for (auto const& entry : fs::directory_iterator{folder, unreadable}) {
      auto const& path = entry.path();
      if (std::ranges::find(hidden_, path) != hidden_.end()) continue;
      if (std::ranges::any_of(hidden_, [&](auto const& one) { return lies_in(one, path); })) {
        through(path);
      } else {
        allow(path);
      }
    }
  }

  // A link is not a place: what it leads to has its own rule. What has disappeared needs none.
  bool allow(fs::path const& path) const {
    int const place = open(path.c_str(), O_PATH | O_NOFOLLOW | O_CLOEXEC);
    if (place < 0) return false;
    struct stat about{};
    bool added = false;
    if (fstat(place, &about) == 0 && !S_ISLNK(about.st_mode)) {
      landlock_path_beneath_attr const rule{
          S_ISDIR(about.st_mode) ? access_ : access_ & file_access, place};
      added = syscall(SYS_landlock_add_rule, rules_, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
    }
    close(place);
    return added;
  }

 private:
  static bool lies_in(fs::path const& path, fs::path const& folder) {
    return std::mismatch(folder.begin(), folder.end(), path.begin(), path.end()).first ==
           folder.end();
  }

  int rules_;
  std::uint64_t access_;
  std::vector<fs::path> hidden_;
};

}  // namespace

bool can_confine() { return landlock_version() > 0; }

std::expected<Confinement, std::string> Confinement::hiding(std::span<fs::path const> hidden,
                                                            fs::path const& open) {
  auto const version = landlock_version();
  if (version == 0 || hidden.empty()) return Confinement{};
  std::vector<fs::path> whole;
  for (auto const& path : hidden) {
    std::error_code failed;
    auto place = fs::weakly_canonical(fs::absolute(path), failed);
    if (failed) return std::unexpected(evidence::failure("hide", path, failed.value()));
    if (!place.has_filename()) place = place.parent_path();
    if (place == place.root_path()) {
      return std::unexpected(evidence::failure("hide", path, EBUSY));
    }
    whole.push_back(std::move(place));
  }
  Confinement made{new_rules(version)};
  if (made.rules_ < 0) {
    return std::unexpected(evidence::failure("hide", hidden.front(), errno));
  }
  Walk walk{made.rules_, access_of(version), std::move(whole)};
  walk.through("/");
  if (!walk.allow(open)) return std::unexpected(evidence::failure("open", open, errno));
  return made;
}

Confinement::~Confinement() {
  if (rules_ >= 0) close(rules_);
}

bool Confinement::enter() const {
  if (rules_ < 0) return true;
  return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
         syscall(SYS_landlock_restrict_self, rules_, 0) == 0;
}

}  // namespace studylab::external
