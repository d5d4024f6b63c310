#include "server/listening.h"

#include <gtest/gtest.h>

#include "server/tls_testing.h"

namespace studylab::server {
namespace {

using Names = std::vector<std::string>;

std::optional<TlsIdentity> identity(std::string names) {
  auto const made = make_identity({.names = std::move(names)});
  return TlsIdentity::of(made.certificate, made.key).value();
}

std::string refusal(std::string host, std::optional<TlsIdentity> tls = {},
                    std::string_view name = {}) {
  auto const where = listening({std::move(host), 0}, std::move(tls), name);
  return where ? "" : where.error();
}

Names names(std::string host, std::optional<TlsIdentity> tls = {}, std::string_view name = {}) {
  auto const where = listening({std::move(host), 0}, std::move(tls), name);
  return where ? where->names : Names{where.error()};
}

TEST(Listening, WithoutTlsOnlyThisMachineReachesIt) {
  EXPECT_EQ(names("127.0.0.1"), (Names{"127.0.0.1", "localhost"}));
  EXPECT_EQ(names("127.0.0.2"), (Names{"127.0.0.2", "localhost"}));
  EXPECT_EQ(names("::1"), (Names{"[::1]", "localhost"}));
  for (auto const* host : {"0.0.0.0", "::", "192.0.2.7", "fd00::5", "::ffff:192.0.2.7"}) {
    auto const why = refusal(host);
    EXPECT_NE(why.find("requires TLS: add --tls-certificate FILE and --tls-key FILE"),
              std::string::npos)
        << host << why;
  }
}

TEST(Listening, OnlyIpAddressesAreAccepted) {
  for (auto const* host : {"example.org", "localhost", "", "127.0.0", "127.0.0.1/8", "1.2.3.4.5"}) {
    EXPECT_NE(refusal(host).find("is not an IP address"), std::string::npos) << host;
  }
}

TEST(Listening, WithTlsItsFirstNameIsOneThatTheCertificateProves) {
  EXPECT_EQ(names("0.0.0.0", identity("DNS:class.example,IP:192.0.2.7")),
            (Names{"class.example", "192.0.2.7", "localhost"}));
  EXPECT_EQ(names("192.0.2.7", identity("DNS:class.example,IP:192.0.2.7")),
            (Names{"192.0.2.7", "class.example"}));
  EXPECT_EQ(names("127.0.0.1", identity("DNS:class.example")),
            (Names{"class.example", "127.0.0.1", "localhost"}));
}

TEST(Listening, AChosenNameComesFirstAndIsProven) {
  EXPECT_EQ(names("0.0.0.0", identity("DNS:a.example,DNS:b.example"), "B.example").front(),
            "b.example");
  EXPECT_EQ(names("0.0.0.0", identity("DNS:*.class.example"), "lab.class.example").front(),
            "lab.class.example");
  EXPECT_EQ(refusal("0.0.0.0", identity("DNS:a.example"), "b.example"),
            "--name: the certificate does not name b.example");
  EXPECT_NE(refusal("127.0.0.1", {}, "a.example").find("requires --tls-certificate"),
            std::string::npos);
}

TEST(Listening, ACertificateWithoutANameIsRefused) {
  for (auto const* none : {"", "DNS:*.class.example", "email:a@b.example"}) {
    EXPECT_NE(refusal("127.0.0.1", identity(none)).find("names no host"), std::string::npos)
        << none;
  }
}

}  // namespace
}  // namespace studylab::server
