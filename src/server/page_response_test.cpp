#include "server/page_response.h"

#include <gtest/gtest.h>

namespace studylab::server {
namespace {

TEST(AcceptsGzip, ReadsTheHeaderAsHttpDefinesIt) {
  for (auto const* yes : {"gzip", "gzip, deflate, br, zstd", "br;q=1.0, gzip;q=0.8, *;q=0.1",
                          "deflate , gzip ; q=0.001", "*", "x-gzip", "gzip;q=1"}) {
    EXPECT_TRUE(accepts_gzip(yes)) << yes;
  }
  for (auto const* no :
       {"", "identity", "br", "gzip;q=0", "gzip; q=0.000, *", "*;q=0", "gzipped", ",;,q=1"}) {
    EXPECT_FALSE(accepts_gzip(no)) << no;
  }
}

TEST(HasContentHash, IsTrueOfNamesThatThePagesBuildMakes) {
  for (auto const* yes :
       {"/assets/index-LXqaF4Ae.js", "/assets/Observe-BYFufa_r.css", "/assets/a-b-1234-678.svg"}) {
    EXPECT_TRUE(has_content_hash(yes)) << yes;
  }
  for (auto const* no : {"/index.html", "/icon.svg", "/assets/index.js", "/assets/-LXqaF4Ae.js",
                         "/assets/index-LXqaF4A.js", "/assets/index-LXqa.4Ae.js",
                         "/other/index-LXqaF4Ae.js", "/assets/index-LXqaF4Ae"}) {
    EXPECT_FALSE(has_content_hash(no)) << no;
  }
}

}  // namespace
}  // namespace studylab::server
