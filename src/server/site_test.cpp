#include "server/site.h"

#include <gtest/gtest.h>

namespace studylab::server {
namespace {

TEST(Site, ItsLinksBeginWithItsFirstName) {
  EXPECT_EQ((Site{false, {"127.0.0.1", "localhost"}, 7070}.root()), "http://127.0.0.1:7070");
  EXPECT_EQ((Site{true, {"class.example"}, 443}.root()), "https://class.example:443");
}

TEST(Site, OnlyItsNamesWithItsPortAreItsHosts) {
  Site const site{true, {"class.example", "[fd00::5]"}, 7070};
  for (auto const* host : {"class.example:7070", "CLASS.example:7070", "[fd00::5]:7070"}) {
    EXPECT_TRUE(site.is_host(host)) << host;
  }
  for (auto const* host :
       {"", "class.example", "class.example:7071", "class.example.evil:7070", "example:7070",
        "fd00::5:7070", "localhost:7070", "class.example:7070 ", "a.class.example:7070"}) {
    EXPECT_FALSE(site.is_host(host)) << host;
  }
}

TEST(Site, TheUsualPortOfItsSchemeMayBeOmitted) {
  EXPECT_TRUE((Site{true, {"class.example"}, 443}.is_host("class.example")));
  EXPECT_FALSE((Site{false, {"class.example"}, 443}.is_host("class.example")));
  EXPECT_TRUE((Site{false, {"localhost"}, 80}.is_host("localhost")));
  EXPECT_FALSE((Site{true, {"localhost"}, 80}.is_host("localhost")));
}

TEST(Site, ItsOriginHasItsScheme) {
  Site const site{true, {"class.example"}, 7070};
  EXPECT_TRUE(site.is_origin("https://class.example:7070"));
  for (auto const* origin : {"http://class.example:7070", "https://evil.example:7070", "null",
                             "https://class.example:7070/", "class.example:7070"}) {
    EXPECT_FALSE(site.is_origin(origin)) << origin;
  }
}

TEST(Site, AnAddressIsWrittenAsInAUrl) {
  EXPECT_EQ(url_host("fd00::5"), "[fd00::5]");
  EXPECT_EQ(url_host("[FD00::5]"), "[fd00::5]");
  EXPECT_EQ(url_host("Class.Example"), "class.example");
  EXPECT_EQ(url_host("192.168.1.5"), "192.168.1.5");
}

}  // namespace
}  // namespace studylab::server
