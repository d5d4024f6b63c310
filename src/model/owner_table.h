#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "model/edge_facts.h"

namespace studylab {

// The route table of one partition: which release owns each route. It holds a million routes; a
// change costs a few microseconds and so does the checksum with the change in it.
//
// The table is a Merkle tree over the hashes of the route names. A set of at most `max_in_leaf`
// owners is one leaf: its hash is BLAKE2b over the owners, ascending by route, in their canonical
// encoding. A larger set is split in four by the next two bits of the route's hash; its hash is
// BLAKE2b over the hashes of the four parts. The shape depends on the set alone, not on the order
// of changes, so equal tables have equal checksums.
//
// Two different tables with the same checksum would be a collision of BLAKE2b-256: leaves and inner
// nodes are hashed under different personalisations, so neither can replace the other, and
// within one kind different content is different input. (A sum of element hashes is cheaper to
// update, but modulo 2^256 it can be forged with about 2^32 work, by generalized birthdays.)
//
// Copies share their nodes: copying a table costs nothing, and changing one copy leaves the others
// as they are.
class OwnerTable {
 public:
  static constexpr std::size_t max_in_leaf = 16;

  struct Owner {
    ReleaseId release;
    KeyEpoch epoch;
    friend bool operator==(Owner const&, Owner const&) = default;
  };

  OwnerTable() = default;
  // From a list. If it names a route twice, the last one counts. Ascending by route is fastest.
  explicit OwnerTable(std::vector<OwnerView> owners);

  void put(OwnerView const& owner);

  std::optional<Owner> find(std::string_view route) const;
  // Ascending by route.
  std::vector<OwnerView> owners() const;

  // As kept in the tree.
  Hash checksum() const;
  // Computed again from the owners alone, in one pass: what an audit compares with.
  Hash recomputed_checksum() const;

  // Whether both are copies of one table and neither has changed since.
  friend bool shared(OwnerTable const& a, OwnerTable const& b) { return a.root_ == b.root_; }

  struct Leaf;
  struct Inner;
  struct Node;
  using NodePtr = std::shared_ptr<Node const>;

 private:
  NodePtr root_;  // nullptr: no owner
};

// The checksum of a table given as a list.
Hash table_checksum(std::vector<OwnerView> owners);

}  // namespace studylab
