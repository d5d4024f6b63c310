#include "evidence/memory_ledger_testing.h"

#include <algorithm>
#include <utility>

namespace studylab::evidence {

AppendResult MemoryLedger::append(Hash const& expected_head, std::span<RawEntry const> batch) {
  if (state_ == State::unknown) {
    return {Appended::refused, "the outcome of the last append is unknown"};
  }
  auto const after = put_batch(bytes_, head_, expected_head, batch);
  if (!after) return {Appended::refused, after.error()};
  auto const fault = std::exchange(fault_, Fault::none);
  if (fault == Fault::refuse) {
    bytes_.resize(durable_);
    return {Appended::refused, "no room"};
  }
  if (fault == Fault::unknown_lost) bytes_.resize(durable_);
  if (fault == Fault::torn) bytes_.resize(bytes_.size() - 1);
  if (fault != Fault::none) {
    state_ = State::unknown;
    return {Appended::unknown, "the answer was lost"};
  }
  return resolve_unknown() ? AppendResult{} : AppendResult{Appended::unknown, {}};
}

std::expected<Head, std::string> MemoryLedger::resolve_unknown() {
  state_ = State::known;
  // A batch is stored if all its bytes are: entries are read up to the end or to a torn one.
  auto after = head_;
  std::vector<std::size_t> starts;
  auto rest = as_bytes(bytes_).subspan(durable_);
  while (!rest.empty()) {
    auto const start = bytes_.size() - rest.size();
    auto const entry = take_entry(rest);
    if (!entry) {
      bytes_.resize(durable_);
      return head_;
    }
    starts.push_back(start);
    after = {entry->sequence, hash_of(*entry)};
  }
  starts_.insert(starts_.end(), starts.begin(), starts.end());
  durable_ = bytes_.size();
  head_ = after;
  return head_;
}

std::expected<std::vector<RawEntry>, std::string> MemoryLedger::read(std::uint64_t from,
                                                                     std::size_t at_most) const {
  std::vector<RawEntry> entries;
  if (from == 0 || from > head_.size) return entries;
  auto rest = bytes().subspan(starts_[from - 1]);
  while (!rest.empty() && entries.size() < at_most)
    entries.push_back(to_raw(take_entry(rest).value()));
  return entries;
}

}  // namespace studylab::evidence
