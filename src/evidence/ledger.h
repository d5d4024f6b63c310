#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <vector>

#include "evidence/chain.h"

namespace studylab::evidence {

enum class Appended : std::uint8_t {
  durable,  // the whole batch is kept, and outlives a crash of process and machine
  refused,  // nothing of it is kept
  unknown,  // all of it is kept or nothing: ask with resolve_unknown()
};

struct AppendResult {
  Appended appended = Appended::durable;
  std::string why;  // empty where durable
};

// Where a chain's entries are kept. One process appends; a batch is kept as a whole or not at all.
//
// The point of durability is the return of append with `durable`: the entries have then been synced
// to what the implementation is kept on. Until it returns a crash leaves the chain as it was
// before, or as it is after, and never in between.
class Ledger {
 public:
  virtual ~Ledger() = default;

  // Appends entries that carry on from `expected_head`. Refused where that is not the head
  // (somebody appended, or the caller missed an outcome), where the batch is empty or its entries
  // do not follow on one another, where there is no room, and while an `unknown` is not settled.
  virtual AppendResult append(Hash const& expected_head, std::span<RawEntry const> batch) = 0;

  // After an `unknown`: asks the store, and makes what it finds durable. The head that stands tells
  // whether the batch was kept; only where it was not may it be appended again. The error says why
  // it cannot be told yet. Where nothing is unknown it is the head.
  virtual std::expected<Head, std::string> resolve_unknown() = 0;

  // The head as last known: of what is durable.
  virtual Head head() const = 0;

  // Up to `at_most` entries with sequences from `from` on; fewer at the end, none past it.
  virtual std::expected<std::vector<RawEntry>, std::string> read(std::uint64_t from,
                                                                 std::size_t at_most) const = 0;
};

// Encodes a batch behind `out` where it carries on from `head`, and gives the head after it; else
// says what is wrong with it. `out` then holds what it held.
std::expected<Head, std::string> put_batch(std::string& out, Head const& head,
                                           Hash const& expected_head,
                                           std::span<RawEntry const> batch);

}  // namespace studylab::evidence
