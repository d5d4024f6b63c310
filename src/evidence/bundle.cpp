#include "evidence/bundle.h"

#include <string_view>
#include <utility>

#include "base/check.h"
#include "base/codec.h"
#include "evidence/bundle_format.h"

namespace studylab::evidence {
namespace {

std::string header_bytes(Bundle const& bundle) {
  std::string out{bundle_magic};
  Encoder encoder{out};
  encoder.put(bundle_version);
  encoder.put(bundle.run);
  encoder.put(bundle.program_version);
  encoder.put(bundle.drill);
  encoder.put(bundle.platform.before.size);
  encoder.put(bundle.platform.before.hash);
  encoder.put(static_cast<std::uint32_t>(bundle.platform.size()));
  encoder.put(static_cast<std::uint32_t>(bundle.lab.size()));
  return out;
}

// The seal without its signature.
std::string sealed_bytes(Bundle const& bundle, std::string_view header) {
  std::string out;
  Encoder encoder{out};
  encoder.put(blake2b(as_bytes(header)));
  encoder.put(bundle.nonce);
  encoder.put(bundle.platform.head.hash);
  encoder.put(bundle.lab.head.hash);
  encoder.raw(bundle.public_key.bytes);
  return out;
}

// Takes the header off the front of `rest`; `bundle` gets its fields and the chains' sizes.
}  // namespace

Hash commitment(Hash const& nonce, Bytes lab_first_body) {
  return blake2b(nonce.bytes, lab_first_body);
}

Bundle unsigned_bundle(std::string run, Chain const& platform, LabChain const& lab,
                       Hash const& nonce) {
  STUDYLAB_CHECK(!platform.entries().empty() && lab.size() > 0 && lab.before() == Head{});
  auto const* opened = fact_if<RunOpened>(platform.entries().front().fact);
  STUDYLAB_CHECK(opened && fact_if<RunEnded>(platform.entries().back().fact));
  auto const copy = [](Bytes bytes) {
    return std::string{reinterpret_cast<char const*>(bytes.data()), bytes.size()};
  };
  Bundle bundle;
  bundle.run = std::move(run);
  bundle.program_version = opened->program_version;
  bundle.drill = opened->drill;
  bundle.platform = {platform.before(), copy(platform.bytes()), {platform.size(), platform.head()}};
  bundle.lab = {{}, copy(lab.bytes()), {lab.size(), lab.head()}};
  bundle.nonce = nonce;
  return bundle;
}

Hash signed_hash(Bundle const& bundle) {
  return blake2b(as_bytes(sealed_bytes(bundle, header_bytes(bundle))));
}

std::string encode_bundle(Bundle const& bundle) {
  auto out = header_bytes(bundle);
  auto const seal = sealed_bytes(bundle, out);
  out.reserve(out.size() + bundle.platform.bytes.size() + bundle.lab.bytes.size() + seal_size);
  out += bundle.platform.bytes;
  out += bundle.lab.bytes;
  out += seal;
  Encoder{out}.raw(bundle.signature.bytes);
  return out;
}

}  // namespace studylab::evidence
