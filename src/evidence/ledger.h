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
  durable,  // the whole batch is stored and survives a crash of process and machine
  refused,  // nothing of it is stored
  unknown,  // either all or nothing of it is stored: call resolve_unknown()
};

struct AppendResult {
  Appended appended = Appended::durable;
  std::string why;  // empty if durable
};

// The store of a chain's entries. One process appends. A batch is stored as a whole or not at all.
//
// When append returns `durable`, the entries have been synced to the implementation's storage. A
// crash before that leaves the chain as before append or as after it, never in between.
class Ledger {
 public:
  virtual ~Ledger() = default;

  // Appends entries that follow `expected_head`. Refused if that is not the head (another append
  // happened, or the caller missed an outcome), if the batch is empty or its entries do not follow
  // each other, if there is no room, and while an `unknown` outcome is unresolved.
  virtual AppendResult append(Hash const& expected_head, std::span<RawEntry const> batch) = 0;

  // After `unknown`: reads the storage and makes its content durable. The returned head shows
  // whether the batch was stored; append it again only if it was not. The error is the reason why
  // that is still unknown. Without an unknown outcome, returns the head.
  virtual std::expected<Head, std::string> resolve_unknown() = 0;

  // The last known head of the durable entries.
  virtual Head head() const = 0;

  // Up to `at_most` entries with sequences from `from` on; fewer at the end, none after it.
  virtual std::expected<std::vector<RawEntry>, std::string> read(std::uint64_t from,
                                                                 std::size_t at_most) const = 0;
};

// Appends the encoding of a batch to `out` if the batch follows `head`, and returns the new head.
// On an error `out` is unchanged.
std::expected<Head, std::string> put_batch(std::string& out, Head const& head,
                                           Hash const& expected_head,
                                           std::span<RawEntry const> batch);

}  // namespace studylab::evidence
