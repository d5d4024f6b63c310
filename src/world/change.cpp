#include "world/change.h"

namespace studylab::world {

Change::Change() noexcept = default;
Change::Change(Change const& other) = default;
Change::Change(Change&& other) noexcept = default;
Change& Change::operator=(Change const& other) = default;
Change& Change::operator=(Change&& other) noexcept = default;
Change::~Change() = default;

}  // namespace studylab::world
