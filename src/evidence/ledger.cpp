#include "evidence/ledger.h"

#include <fmt/format.h>

namespace studylab::evidence {

std::expected<Head, std::string> put_batch(std::string& out, Head const& head,
                                           Hash const& expected_head,
                                           std::span<RawEntry const> batch) {
  if (expected_head != head.hash) return std::unexpected("the ledger ends in another entry");
  if (batch.empty()) return std::unexpected("the batch is empty");
  auto const before = out.size();
  auto after = head;
  for (auto const& entry : batch) {
    bool const follows = entry.sequence == after.size + 1 && entry.previous == after.hash;
    if (!follows || entry.payload.size() > max_payload_size) {
      out.resize(before);
      return std::unexpected(fmt::format("entry {} does not {}", entry.sequence,
                                         follows ? "fit" : "follow the previous one"));
    }
    auto const start = begin_entry(out, entry);
    out.append(entry.payload);
    after = {entry.sequence, blake2b(finish_entry(out, start))};
  }
  return after;
}

}  // namespace studylab::evidence
