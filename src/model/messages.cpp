#include "model/messages.h"

#include <algorithm>
#include <utility>

namespace studylab {
namespace {

template <class Message>
std::string without_signature(Message const& message) {
  std::string bytes;
  Encoder encoder{bytes};
  Message::fields(message, [&](std::string_view name, auto const& field) {
    if (name != "signature") encoder.put(field);
  });
  return bytes;
}

}  // namespace

void put_owner(std::vector<OwnerView>& owners, OwnerView owner) {
  auto const at = std::ranges::lower_bound(owners, owner.route, {}, &OwnerView::route);
  if (at != owners.end() && at->route == owner.route) {
    *at = std::move(owner);
  } else {
    owners.insert(at, std::move(owner));
  }
}

Hash table_checksum(std::vector<OwnerView> const& owners) {
  std::string bytes;
  Encoder{bytes}.put(owners);
  return blake2b(as_bytes(bytes));
}

std::string signed_bytes(RouteEvent const& event) { return without_signature(event); }
std::string signed_bytes(Snapshot const& snapshot) { return without_signature(snapshot); }

}  // namespace studylab
