#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <type_traits>
#include <vector>

#include "base/check.h"
#include "base/codec.h"
#include "evidence/entry.h"
#include "evidence/fact_codec.h"

namespace studylab::evidence {

// Entries of the lab chain, numbered from 1: `lab entry 3`.
struct LabEntryTag {
  static constexpr std::string_view prefix = "lab entry ";
};
using LabEntryId = NumberedId<LabEntryTag>;

struct LabEntry {
  LabEntryId id;
  Instant at;
  LabFact fact;
};

// The head of a chain: the number of entries, and the hash of the last one (all zero without
// entries).
struct Head {
  std::uint64_t size = 0;
  Hash hash;

  friend bool operator==(Head const&, Head const&) = default;
};

// A chain as bytes in memory: consecutive entries, each with the hash of the one before it.
class ChainBytes {
 public:
  // Continues after `before`: the head of the entries that other chains hold. There is room for
  // `usual_size` entries from the first one on; growing copies everything.
  ChainBytes(Head const& before, std::size_t usual_size)
      : usual_size_(usual_size), before_(before), head_(before) {}

  // Encodes the fact in place, without a buffer.
  template <HasFields T>
  void append(Term term, Instant at, T const& fact) {
    if (starts_.empty()) reserve();
    auto const start = begin_entry(
        bytes_, {T::fact_kind.number, T::fact_kind.version, term, head_.size + 1, at, head_.hash});
    Encoder{bytes_}.put(fact);
    starts_.push_back(start);
    head_ = {head_.size + 1, blake2b(finish_entry(bytes_, start))};
  }

  Head const& before() const { return before_; }
  Head const& head() const { return head_; }
  Bytes bytes() const { return as_bytes(bytes_); }
  // The entry with this sequence, which is in the chain: with its length, and its body alone.
  Bytes entry(std::uint64_t sequence) const;
  Bytes body(std::uint64_t sequence) const { return entry(sequence).subspan(length_size); }

 private:
  void reserve();

  std::string bytes_;
  std::vector<std::size_t> starts_;
  std::size_t usual_size_;
  Head before_;
  Head head_;
};

// A chain that is being written: the facts and their bytes. `Entry` is FactEntry or LabEntry. Times
// and terms never decrease from one entry to the next. A run's platform chain can be a span of a
// longer one: it then continues after `before`.
template <class Entry>
class ChainOf {
 public:
  using Id = decltype(Entry::id);
  using AnyFact = decltype(Entry::fact);

  explicit ChainOf(Head const& before = {}) : chain_(before, usual_size) {}

  // Later entries are of this leader's term.
  void begin_term(Term term);

  Id append(Instant at, AnyFact&& fact);

  // The sequence of the last entry.
  std::uint32_t size() const { return static_cast<std::uint32_t>(chain_.head().size); }
  Head const& before() const { return chain_.before(); }
  Hash const& head() const { return chain_.head().hash; }
  std::vector<Entry> const& entries() const { return entries_; }
  Entry const& entry(Id id) const {
    STUDYLAB_CHECK(id.number > before().size && id.number <= size());
    return entries_[id.number - before().size - 1];
  }
  // Every entry with its length, in order: what a bundle holds and verify_chain (verify_chain.h)
  // reads.
  Bytes bytes() const { return chain_.bytes(); }
  // The canonical bytes of one entry, without their length.
  Bytes body(Id id) const { return chain_.body(id.number); }
  RawEntry raw(Id id) const;

 private:
  // Enough for a whole drill.
  static constexpr std::size_t usual_size = std::is_same_v<Entry, FactEntry> ? 512 : 8;

  ChainBytes chain_;
  std::vector<Entry> entries_;
  Term term_;
};

using Chain = ChainOf<FactEntry>;
using LabChain = ChainOf<LabEntry>;
extern template class ChainOf<FactEntry>;
extern template class ChainOf<LabEntry>;

}  // namespace studylab::evidence
