#include "model/owner_table.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <span>
#include <utility>
#include <variant>

#include "base/codec.h"

namespace studylab {

using Children = std::array<OwnerTable::NodePtr, 4>;
using Leaf = std::vector<OwnerView>;

struct OwnerTable::Node {
  Hash hash;
  std::variant<Leaf, Children> content;
};

namespace {

using Node = OwnerTable::Node;
using NodePtr = OwnerTable::NodePtr;

// Past this depth the bits of a place are used up: a leaf there may hold any number of owners. It
// takes seventeen names whose hashes agree in 64 bits to get there.
constexpr unsigned max_depth = 32;

constexpr std::string_view leaf_purpose = "route table leaf";
constexpr std::string_view inner_purpose = "route table node";

// Where a route belongs in the tree: the first 64 bits of its name's hash, two bits a level.
std::uint64_t place_of(std::string_view route) {
  auto const hash = blake2b(as_bytes(route));
  std::uint64_t place = 0;
  for (std::size_t i = 0; i < 8; ++i) place = place << 8 | hash.bytes[i];
  return place;
}

std::size_t branch(std::uint64_t place, unsigned depth) { return place >> (62 - 2 * depth) & 3; }

Hash hash_of(Leaf const& owners) {
  std::string bytes;
  bytes.reserve(64 * (owners.size() + 1));
  Encoder{bytes}.put(owners);
  return personal_blake2b(leaf_purpose, as_bytes(bytes));
}

Hash hash_of(std::array<Hash, 4> const& parts) {
  std::array<std::uint8_t, 4 * sizeof(Hash)> bytes;
  auto out = bytes.begin();
  for (auto const& part : parts) out = std::ranges::copy(part.bytes, out).out;
  return personal_blake2b(inner_purpose, bytes);
}

NodePtr make_leaf(Leaf owners) {
  auto const hash = hash_of(owners);
  return std::make_shared<Node const>(Node{hash, std::move(owners)});
}

// An absent child counts as a hash of zeros.
NodePtr make_inner(Children children) {
  std::array<Hash, 4> parts;
  for (std::size_t i = 0; i < 4; ++i) parts[i] = children[i] ? children[i]->hash : Hash{};
  return std::make_shared<Node const>(Node{hash_of(parts), std::move(children)});
}

struct Placed {
  std::uint64_t place;
  std::uint32_t index;  // in the list of owners
};

// The tree of some owners, which `placed` names in the order of their places.
NodePtr build(std::span<Placed> placed, std::vector<OwnerView>& owners, unsigned depth) {
  if (placed.empty()) return nullptr;
  if (placed.size() <= OwnerTable::max_in_leaf || depth == max_depth) {
    std::ranges::sort(placed, {}, &Placed::index);
    Leaf leaf;
    leaf.reserve(placed.size());
    for (auto const& one : placed) leaf.push_back(std::move(owners[one.index]));
    return make_leaf(std::move(leaf));
  }
  Children children;
  auto from = placed.begin();
  for (std::size_t i = 0; i < children.size(); ++i) {
    auto const until = std::ranges::partition_point(
        from, placed.end(), [&](Placed const& one) { return branch(one.place, depth) <= i; });
    children[i] = build(std::span{from, until}, owners, depth + 1);
    from = until;
  }
  return make_inner(std::move(children));
}

// `owners` is ascending by route.
NodePtr build(std::vector<OwnerView> owners, unsigned depth) {
  if (owners.empty()) return nullptr;
  if (owners.size() <= OwnerTable::max_in_leaf) return make_leaf(std::move(owners));
  std::vector<Placed> placed;
  placed.reserve(owners.size());
  for (std::uint32_t i = 0; i < owners.size(); ++i) {
    placed.push_back({place_of(owners[i].route.value()), i});
  }
  std::ranges::sort(placed, {}, &Placed::place);
  return build(std::span{placed}, owners, depth);
}

std::string_view name_of(OwnerView const& owner) { return owner.route.value(); }

Leaf with(Leaf const& leaf, OwnerView owner) {
  auto const at = std::ranges::lower_bound(leaf, name_of(owner), {}, name_of);
  bool const known = at != leaf.end() && at->route == owner.route;
  Leaf changed;
  changed.reserve(leaf.size() + (known ? 0 : 1));
  changed.insert(changed.end(), leaf.begin(), at);
  changed.push_back(std::move(owner));
  changed.insert(changed.end(), known ? std::next(at) : at, leaf.end());
  return changed;
}

NodePtr with(NodePtr const& node, std::uint64_t place, unsigned depth, OwnerView owner) {
  if (!node) return make_leaf({std::move(owner)});
  if (auto const* leaf = std::get_if<Leaf>(&node->content)) {
    auto changed = with(*leaf, std::move(owner));
    return depth == max_depth ? make_leaf(std::move(changed)) : build(std::move(changed), depth);
  }
  auto children = std::get<Children>(node->content);
  auto& child = children[branch(place, depth)];
  child = with(child, place, depth + 1, std::move(owner));
  return make_inner(std::move(children));
}

void collect(NodePtr const& node, std::vector<OwnerView>& owners) {
  if (!node) return;
  if (auto const* leaf = std::get_if<Leaf>(&node->content)) {
    owners.insert(owners.end(), leaf->begin(), leaf->end());
    return;
  }
  for (auto const& child : std::get<Children>(node->content)) collect(child, owners);
}

Hash recomputed(NodePtr const& node) {
  if (!node) return Hash{};
  if (auto const* leaf = std::get_if<Leaf>(&node->content)) return hash_of(*leaf);
  auto const& children = std::get<Children>(node->content);
  std::array<Hash, 4> parts;
  for (std::size_t i = 0; i < 4; ++i) parts[i] = recomputed(children[i]);
  return hash_of(parts);
}

bool is_inner(NodePtr const& node) {
  return node && std::holds_alternative<Children>(node->content);
}

}  // namespace

OwnerTable::OwnerTable(std::vector<OwnerView> owners) {
  bool const ascending = std::ranges::adjacent_find(owners, std::ranges::greater_equal{},
                                                    &OwnerView::route) == owners.end();
  if (ascending) {
    root_ = build(std::move(owners), 0);
  } else {
    for (auto& owner : owners) put(std::move(owner));
  }
}

void OwnerTable::put(OwnerView owner) {
  // A table of one leaf needs no places.
  auto const place = is_inner(root_) ? place_of(owner.route.value()) : 0;
  root_ = with(root_, place, 0, std::move(owner));
}

OwnerView const* OwnerTable::find(std::string_view route) const {
  auto const* node = root_.get();
  auto const place = is_inner(root_) ? place_of(route) : 0;
  for (unsigned depth = 0; node != nullptr; ++depth) {
    if (auto const* leaf = std::get_if<Leaf>(&node->content)) {
      auto const at = std::ranges::lower_bound(*leaf, route, {}, name_of);
      return at != leaf->end() && name_of(*at) == route ? &*at : nullptr;
    }
    node = std::get<Children>(node->content)[branch(place, depth)].get();
  }
  return nullptr;
}

std::vector<OwnerView> OwnerTable::owners() const {
  std::vector<OwnerView> owners;
  collect(root_, owners);
  std::ranges::sort(owners, {}, &OwnerView::route);
  return owners;
}

Hash OwnerTable::checksum() const { return root_ ? root_->hash : hash_of(Leaf{}); }

Hash OwnerTable::recomputed_checksum() const { return root_ ? recomputed(root_) : hash_of(Leaf{}); }

Hash table_checksum(std::vector<OwnerView> owners) {
  return OwnerTable{std::move(owners)}.checksum();
}

}  // namespace studylab
