// A bundle file: a bundle that can be read is written back as the same bytes. A generated input
// never has a valid signature, so the input is also used as the two chains of a bundle that is then
// signed.

#include <algorithm>
#include <optional>

#include "base/check.h"
#include "base/codec.h"
#include "evidence/bundle.h"
#include "evidence/seal.h"

using namespace studylab;
using namespace studylab::evidence;

namespace {

void check_file(Bytes file) {
  auto const bundle = decode_bundle(file);
  if (!bundle) {
    STUDYLAB_CHECK(!bundle.error().where.empty() && !bundle.error().what.empty());
    return;
  }
  STUDYLAB_CHECK(std::ranges::equal(as_bytes(encode_bundle(*bundle)), file));
}

std::string text_of(Bytes bytes) {
  return {reinterpret_cast<char const*>(bytes.data()), bytes.size()};
}

// Splits the input into entries of the platform's kinds and the rest, with the resulting heads.
Bundle bundle_of(Bytes all) {
  Bundle bundle;
  auto rest = all;
  std::optional<EntryView> opened;
  while (auto const entry = take_entry(rest)) {
    bool const of_lab = entry->kind >= first_lab_kind;
    auto& chain = of_lab || bundle.lab.head.size > 0 ? bundle.lab : bundle.platform;
    if (!opened) opened = *entry;
    chain.head = {chain.head.size + 1, hash_of(*entry)};
    chain.bytes += text_of(all.last(entry->body.size() + rest.size() + length_size)
                               .first(entry->body.size() + length_size));
  }
  bundle.run = text_of(rest);
  if (opened) {
    if (auto const fact = decoded<RunOpened>(opened->payload)) {
      bundle.program_version = fact->program_version;
      bundle.drill = fact->drill;
    }
  }
  return bundle;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  check_file({data, size});
  auto bundle = bundle_of({data, size});
  seal(bundle, signing_key({}));
  auto file = encode_bundle(bundle);
  check_file(as_bytes(file));
  if (!file.empty() && size > 0) {
    file[data[0] % file.size()] ^= 1;
    STUDYLAB_CHECK(!decode_bundle(as_bytes(file)));
  }
  return 0;
}
