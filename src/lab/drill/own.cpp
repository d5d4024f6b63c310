#include "lab/drill/own.h"

#include <algorithm>
#include <list>
#include <mutex>
#include <utility>

#include <fmt/format.h>

#include "base/check.h"
#include "lab/drill/load.h"

namespace studylab::drill {
namespace {

// A drill is only added, never changed, so a reference stays valid without the lock.
struct OwnDrills {
  std::mutex lock;
  std::list<Drill> known;

  Drill const* find(std::string_view id, Digest const& file) const {
    auto const found = std::ranges::find_if(
        known, [&](Drill const& one) { return one.id == id && one.digest == file; });
    return found == known.end() ? nullptr : &*found;
  }
};

OwnDrills& own_drills() {
  static OwnDrills own;
  return own;
}

}  // namespace

Drill const& add_own(Drill drill) {
  STUDYLAB_CHECK(is_own(drill));
  auto& own = own_drills();
  std::scoped_lock const locked{own.lock};
  if (auto const* known = own.find(drill.id, drill.digest)) return *known;
  return own.known.emplace_back(std::move(drill));
}

Drill const* find_drill(std::string_view id, Digest const& file) {
  if (auto const* drill = find_drill(id)) return drill;
  auto& own = own_drills();
  std::scoped_lock const locked{own.lock};
  return own.find(id, file);
}

std::string unknown_drill(std::string_view id, Digest const& file) {
  if (file == Digest{}) {
    return fmt::format("'{}' is not a valid drill; `studylab drills` lists the drills", id);
  }
  constexpr std::size_t characters = 16;
  return fmt::format(
      "'{}' is not a drill of this program, and this home has no copy of its file, whose digest "
      "begins with {}: give it with --drill-file",
      id, to_hex(file.bytes).substr(0, characters));
}

bool is_own(Drill const& drill) { return find_drill(drill.id) == nullptr; }

}  // namespace studylab::drill
