#include "base/hash.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace studylab {
namespace {

// BLAKE2b with 32 bytes of output: checked against another implementation (Python's hashlib).
TEST(Hash, IsBlake2b) {
  EXPECT_EQ(to_text(blake2b(as_bytes(""))),
            "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
  EXPECT_EQ(to_text(blake2b(as_bytes("abc"))),
            "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
  EXPECT_EQ(blake2b(as_bytes("ab"), as_bytes("c")), blake2b(as_bytes("abc")));
  EXPECT_EQ(to_text(keyed_blake2b(as_bytes("0123456789abcdef"), as_bytes("abc"))),
            "66b4857d42c644c61fca8c0bcea243e0e75088582c7964bbac6b92c02381d9c7");
}

TEST(Hash, ReadsBackWhatItPrints) {
  EXPECT_TRUE(rc::check("any", [](std::string const& text) {
    auto const hash = blake2b(as_bytes(text));
    RC_ASSERT(parse_hash(to_text(hash)) == hash);
  }));
  auto const text = to_text(blake2b(as_bytes("")));
  EXPECT_FALSE(parse_hash(text.substr(1)));
  EXPECT_FALSE(parse_hash(text + "0"));
  EXPECT_FALSE(parse_hash("G" + text.substr(1)));
  EXPECT_FALSE(parse_hash("E" + text.substr(1)));
}

TEST(Digest, HasAFullAndAShortForm) {
  Digest digest;
  digest.bytes[0] = 0xab;
  EXPECT_EQ(to_text(digest), "sha256:ab" + std::string(62, '0'));
  EXPECT_EQ(short_text(digest), "sha256:ab0000000000");
  EXPECT_EQ(parse_digest_prefix("sha256:ab0000"), "sha256:ab0000");
  EXPECT_EQ(parse_digest_prefix(to_text(digest)), to_text(digest));
  for (auto const* text :
       {"", "sha256:", "sha256:ab000", "sha256:AB0000", "md5:ab0000", "ab0000"}) {
    EXPECT_FALSE(parse_digest_prefix(text)) << text;
  }
  EXPECT_FALSE(parse_digest_prefix(to_text(digest) + "0"));
}

}  // namespace
}  // namespace studylab
