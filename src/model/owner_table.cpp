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

// The owners of a leaf in their canonical encoding, one after another, ascending by route. As bytes
// they take half the memory, and are copied and hashed at once.
struct OwnerTable::Leaf {
  std::string owners;
  std::uint32_t count = 0;
};

// The parent stores the children's hashes, so a change reads one path of the tree and no siblings.
// An absent child has a hash of zeros.
struct OwnerTable::Inner {
  std::array<NodePtr, 4> children;
  std::array<Hash, 4> hashes;
};

struct OwnerTable::Node {
  Hash hash;
  std::variant<Leaf, Inner> content;
};

namespace {

using Leaf = OwnerTable::Leaf;
using Inner = OwnerTable::Inner;
using Node = OwnerTable::Node;
using NodePtr = OwnerTable::NodePtr;

// At this depth the bits of a place are used up, so a leaf may hold any number of owners. Only
// seventeen names whose hashes agree in 64 bits lead this deep.
constexpr unsigned max_depth = 32;

constexpr std::string_view leaf_purpose = "route table leaf";
constexpr std::string_view inner_purpose = "route table node";

// Where a route belongs in the tree: the first 64 bits of its name's hash, two bits per level.
std::uint64_t place_of(std::string_view route) {
  auto const hash = blake2b(as_bytes(route));
  std::uint64_t place = 0;
  for (std::size_t i = 0; i < 8; ++i) place = place << 8 | hash.bytes[i];
  return place;
}

std::size_t branch(std::uint64_t place, unsigned depth) { return place >> (62 - 2 * depth) & 3; }

// One owner, as a leaf stores it.
struct Item {
  std::string_view route;
  OwnerTable::Owner owner;
  std::size_t begin = 0;
  std::size_t end = 0;
};

Item item_at(std::string_view bytes, std::size_t begin) {
  std::uint32_t size = 0;
  Decoder{as_bytes(bytes.substr(begin))}.take(size);
  auto const name = begin + sizeof size;
  Decoder rest{as_bytes(bytes.substr(name + size))};
  Item item{bytes.substr(name, size), {}, begin};
  rest.take(item.owner.release);
  rest.take(item.owner.epoch);
  item.end = bytes.size() - rest.left();
  return item;
}

// Calls `visit(item)` for each owner of a leaf until it returns false.
template <class Visit>
void each_owner(Leaf const& leaf, Visit&& visit) {
  for (std::size_t at = 0; at < leaf.owners.size();) {
    auto const item = item_at(leaf.owners, at);
    if (!visit(item)) return;
    at = item.end;
  }
}

std::vector<OwnerView> owners_of(Leaf const& leaf) {
  std::vector<OwnerView> owners;
  owners.reserve(leaf.count);
  each_owner(leaf, [&](Item const& item) {
    owners.push_back({RouteKey{std::string{item.route}}, item.owner.release, item.owner.epoch});
    return true;
  });
  return owners;
}

Hash hash_of(Leaf const& leaf) { return personal_blake2b(leaf_purpose, as_bytes(leaf.owners)); }

Hash hash_of(std::array<Hash, 4> const& parts) {
  static_assert(sizeof parts == 4 * sizeof(Hash::bytes));
  return personal_blake2b(inner_purpose, {parts.front().bytes.data(), sizeof parts});
}

NodePtr make_node(Leaf leaf) {
  auto const hash = hash_of(leaf);
  return std::make_shared<Node const>(Node{hash, std::move(leaf)});
}

NodePtr make_node(Inner inner) {
  auto const hash = hash_of(inner.hashes);
  return std::make_shared<Node const>(Node{hash, std::move(inner)});
}

void set_child(Inner& inner, std::size_t at, NodePtr child) {
  inner.hashes[at] = child ? child->hash : Hash{};
  inner.children[at] = std::move(child);
}

struct Placed {
  std::uint64_t place;
  std::uint32_t index;  // in the list of owners
};

// The tree of some owners, which `placed` names in the order of their places.
NodePtr build(std::span<Placed> placed, std::span<OwnerView const> owners, unsigned depth) {
  if (placed.empty()) return nullptr;
  if (placed.size() <= OwnerTable::max_in_leaf || depth == max_depth) {
    std::ranges::sort(placed, {}, &Placed::index);
    Leaf leaf{{}, static_cast<std::uint32_t>(placed.size())};
    leaf.owners.reserve(40 * placed.size());
    Encoder encoder{leaf.owners};
    for (auto const& one : placed) encoder.put(owners[one.index]);
    leaf.owners.shrink_to_fit();
    return make_node(std::move(leaf));
  }
  Inner inner;
  auto from = placed.begin();
  for (std::size_t i = 0; i < inner.children.size(); ++i) {
    auto const until = std::ranges::partition_point(
        from, placed.end(), [&](Placed const& one) { return branch(one.place, depth) <= i; });
    set_child(inner, i, build(std::span{from, until}, owners, depth + 1));
    from = until;
  }
  return make_node(std::move(inner));
}

// `owners` is ascending by route.
NodePtr build(std::span<OwnerView const> owners, unsigned depth) {
  std::vector<Placed> placed;
  placed.reserve(owners.size());
  bool const one_leaf = owners.size() <= OwnerTable::max_in_leaf;
  for (std::uint32_t i = 0; i < owners.size(); ++i) {
    placed.push_back({one_leaf ? 0 : place_of(owners[i].route.value()), i});
  }
  std::ranges::sort(placed, {}, &Placed::place);
  return build(std::span{placed}, owners, depth);
}

// The leaf with one owner added or replaced.
Leaf with(Leaf const& leaf, OwnerView const& owner) {
  std::size_t begin = leaf.owners.size();
  std::size_t end = begin;
  each_owner(leaf, [&](Item const& item) {
    if (item.route < owner.route.value()) return true;
    begin = item.begin;
    end = item.route == owner.route.value() ? item.end : item.begin;
    return false;
  });
  auto const item = encoded(owner);
  std::string_view const before{leaf.owners};
  Leaf changed{{}, leaf.count + (begin == end ? 1 : 0)};
  changed.owners.reserve(before.size() - (end - begin) + item.size());
  changed.owners.append(before.substr(0, begin)).append(item).append(before.substr(end));
  return changed;
}

NodePtr with(NodePtr const& node, std::uint64_t place, unsigned depth, OwnerView const& owner) {
  if (!node) return make_node(with(Leaf{}, owner));
  if (auto const* leaf = std::get_if<Leaf>(&node->content)) {
    auto changed = with(*leaf, owner);
    bool const fits = changed.count <= OwnerTable::max_in_leaf || depth == max_depth;
    return fits ? make_node(std::move(changed)) : build(owners_of(changed), depth);
  }
  auto inner = std::get<Inner>(node->content);
  auto const at = branch(place, depth);
  set_child(inner, at, with(inner.children[at], place, depth + 1, owner));
  return make_node(std::move(inner));
}

void collect(NodePtr const& node, std::vector<OwnerView>& owners) {
  if (!node) return;
  if (auto const* leaf = std::get_if<Leaf>(&node->content)) {
    std::ranges::move(owners_of(*leaf), std::back_inserter(owners));
    return;
  }
  for (auto const& child : std::get<Inner>(node->content).children) collect(child, owners);
}

Hash recomputed(NodePtr const& node) {
  if (!node) return Hash{};
  if (auto const* leaf = std::get_if<Leaf>(&node->content)) return hash_of(*leaf);
  auto const& children = std::get<Inner>(node->content).children;
  std::array<Hash, 4> parts;
  for (std::size_t i = 0; i < 4; ++i) parts[i] = recomputed(children[i]);
  return hash_of(parts);
}

bool is_inner(NodePtr const& node) { return node && std::holds_alternative<Inner>(node->content); }

}  // namespace

OwnerTable::OwnerTable(std::vector<OwnerView> owners) {
  bool const ascending = std::ranges::adjacent_find(owners, std::ranges::greater_equal{},
                                                    &OwnerView::route) == owners.end();
  if (ascending) {
    root_ = build(owners, 0);
  } else {
    for (auto const& owner : owners) put(owner);
  }
}

void OwnerTable::put(OwnerView const& owner) {
  // A table of one leaf needs no places.
  auto const place = is_inner(root_) ? place_of(owner.route.value()) : 0;
  root_ = with(root_, place, 0, owner);
}

std::optional<OwnerTable::Owner> OwnerTable::find(std::string_view route) const {
  auto const* node = root_.get();
  auto const place = is_inner(root_) ? place_of(route) : 0;
  for (unsigned depth = 0; node != nullptr; ++depth) {
    if (auto const* leaf = std::get_if<Leaf>(&node->content)) {
      std::optional<Owner> found;
      each_owner(*leaf, [&](Item const& item) {
        if (item.route == route) found = item.owner;
        return item.route < route;
      });
      return found;
    }
    node = std::get<Inner>(node->content).children[branch(place, depth)].get();
  }
  return std::nullopt;
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
