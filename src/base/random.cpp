#include "base/random.h"

#include <bit>
#include <string>
#include <utility>

#include "base/check.h"
#include "base/codec.h"

namespace studylab {

Random::Random(Seed const& seed, std::string_view stream) {
  std::string material(sizeof seed.number, '\0');
  put_integer(material.data(), seed.number);
  material.reserve(material.size() + seed.salt.bytes.size() + stream.size());
  material.append(reinterpret_cast<char const*>(seed.salt.bytes.data()), seed.salt.bytes.size());
  material.append(stream);
  auto const hash = blake2b(as_bytes(material));
  Decoder words{hash.bytes};
  for (auto& word : state_) words.take(word);
}

std::uint64_t Random::bits() {
  auto const result = std::rotl(state_[1] * 5, 7) * 9;
  auto const shifted = state_[1] << 17;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= shifted;
  state_[3] = std::rotl(state_[3], 45);
  return result;
}

std::uint64_t Random::below(std::uint64_t bound) {
  STUDYLAB_CHECK(bound > 0);
  __extension__ using Wide = unsigned __int128;
  auto wide = static_cast<Wide>(bits()) * bound;
  auto low = static_cast<std::uint64_t>(wide);
  if (low < bound) {
    auto const threshold = (0 - bound) % bound;
    while (low < threshold) {
      wide = static_cast<Wide>(bits()) * bound;
      low = static_cast<std::uint64_t>(wide);
    }
  }
  return static_cast<std::uint64_t>(wide >> 64);
}

std::int64_t Random::between(std::int64_t low, std::int64_t high) {
  STUDYLAB_CHECK(low <= high);
  auto const width = static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low) + 1;
  auto const above = width == 0 ? bits() : below(width);  // zero: every value
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(low) + above);
}

bool Random::chance(std::uint32_t permille) { return below(1000) < permille; }

Hash Random::hash() {
  Hash hash;
  auto* to = reinterpret_cast<char*>(hash.bytes.data());
  for (int word = 0; word < 4; ++word) to = put_integer(to, bits());
  return hash;
}

}  // namespace studylab
