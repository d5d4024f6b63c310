// The messages that edges receive: a valid snapshot or route event is written back as the same
// bytes.

#include <algorithm>

#include "base/check.h"
#include "base/codec.h"
#include "model/messages.h"
#include "model/owner_table.h"

using namespace studylab;

namespace {

template <class Message>
void check(Bytes bytes) {
  auto const message = decoded<Message>(bytes);
  if (!message) return;
  STUDYLAB_CHECK(std::ranges::equal(as_bytes(encoded(*message)), bytes));
  // The signature covers everything except itself.
  STUDYLAB_CHECK(signed_bytes(*message).size() + sizeof message->signature.bytes == bytes.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  Bytes const bytes{data, size};
  check<Snapshot>(bytes);
  check<RouteEvent>(bytes);
  if (auto const snapshot = decoded<Snapshot>(bytes)) table_checksum(snapshot->owners);
  return 0;
}
