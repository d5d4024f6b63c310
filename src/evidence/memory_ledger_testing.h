#pragma once

#include "evidence/ledger.h"

namespace studylab::evidence {

// A ledger in memory, the model for the file ledger. `fail_next` makes the next append fail like a
// store can.
class MemoryLedger final : public Ledger {
 public:
  enum class Fault : std::uint8_t {
    none,
    refuse,        // no room
    unknown_kept,  // stored as a whole, but the answer is lost
    unknown_lost,  // not stored, and the answer is lost
    torn,          // cut in the middle: resolve_unknown() removes the rest
  };
  void fail_next(Fault fault) { fault_ = fault; }

  AppendResult append(Hash const& expected_head, std::span<RawEntry const> batch) override;
  std::expected<Head, std::string> resolve_unknown() override;
  Head head() const override { return head_; }
  std::expected<std::vector<RawEntry>, std::string> read(std::uint64_t from,
                                                         std::size_t at_most) const override;

  // Every durable entry with its length, in order.
  Bytes bytes() const { return as_bytes(bytes_).first(durable_); }

 private:
  std::string bytes_;
  std::vector<std::size_t> starts_;  // of durable entries
  std::size_t durable_ = 0;          // of bytes_
  Head head_;
  Fault fault_ = Fault::none;
  enum class State : std::uint8_t { known, unknown } state_ = State::known;
};

}  // namespace studylab::evidence
