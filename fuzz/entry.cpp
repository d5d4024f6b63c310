// Bytes of a chain: entries and facts that can be read are written back as the same bytes, and
// checking a payload without decoding it agrees with decoding it.

#include <algorithm>
#include <variant>

#include "base/check.h"
#include "evidence/load_testing.h"

using namespace studylab;
using namespace studylab::evidence;

namespace {

template <class AnyFact>
void same_again(std::expected<std::variant<AnyFact, UnknownFact>, std::string> const& read,
                EntryView const& entry) {
  if (!read) return;
  auto const* known = std::get_if<AnyFact>(&*read);
  auto const bytes = known ? encode_fact(*known) : std::get<UnknownFact>(*read).payload;
  STUDYLAB_CHECK(std::ranges::equal(as_bytes(bytes), entry.payload));
}

void check_entry(EntryView const& entry, Bytes taken) {
  std::string again;
  put_entry(again, to_raw(entry));
  STUDYLAB_CHECK(std::ranges::equal(as_bytes(again), taken));
  auto const fact = decode_fact(entry.kind, entry.version, entry.payload);
  auto const lab_fact = decode_lab_fact(entry.kind, entry.version, entry.payload);
  same_again(fact, entry);
  same_again(lab_fact, entry);
  bool const reads =
      fact && lab_fact;  // a kind that one chain does not know is read there as bytes
  STUDYLAB_CHECK(reads == check_fact(entry.kind, entry.version, entry.payload).has_value());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  Bytes const all{data, size};
  for (auto rest = all; !rest.empty();) {
    auto const before = rest;
    auto const entry = take_entry(rest);
    if (!entry) break;
    check_entry(*entry, before.first(before.size() - rest.size()));
  }
  auto const head = verify_chain(all, ChainKind::platform);
  if (auto const chain = load_chain(all)) {
    STUDYLAB_CHECK(head && head->hash == chain->head());
    STUDYLAB_CHECK(std::ranges::equal(chain->bytes(), all));
  }
  if (auto const chain = load_lab_chain(all))
    STUDYLAB_CHECK(std::ranges::equal(chain->bytes(), all));
  return 0;
}
