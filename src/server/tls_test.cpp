#include "server/tls.h"

#include <gtest/gtest.h>

#include "server/tls_testing.h"

namespace studylab::server {
namespace {

using Names = std::vector<std::string>;

std::string refusal_of(std::string_view certificate, std::string_view key) {
  auto const identity = TlsIdentity::of(certificate, key);
  return identity ? "" : identity.error();
}

TEST(TlsIdentity, ItHasTheNamesOfItsCertificateInItsOrder) {
  auto const made = make_identity({.names = "DNS:Class.example,IP:192.0.2.7,IP:fd00::5"});
  auto const identity = TlsIdentity::of(made.certificate, made.key);
  ASSERT_TRUE(identity) << identity.error();
  EXPECT_EQ(identity->names(), (Names{"class.example", "192.0.2.7", "[fd00::5]"}));
  EXPECT_EQ(identity->certificate(), made.certificate);
  for (auto const* host : {"class.example", "CLASS.example", "192.0.2.7", "fd00::5", "[fd00::5]"}) {
    EXPECT_TRUE(identity->covers(host)) << host;
  }
  for (auto const* host : {"", "example", "a.class.example", "192.0.2.8", "fd00::6"}) {
    EXPECT_FALSE(identity->covers(host)) << host;
  }
}

TEST(TlsIdentity, AWildcardIsNotANameButCoversHosts) {
  auto const made = make_identity({.names = "DNS:*.class.example"});
  auto const identity = TlsIdentity::of(made.certificate, made.key);
  ASSERT_TRUE(identity) << identity.error();
  EXPECT_TRUE(identity->names().empty());
  EXPECT_TRUE(identity->covers("lab.class.example"));
  EXPECT_FALSE(identity->covers("class.example"));
}

TEST(TlsIdentity, TheSubjectIsNotAName) {
  auto const made = make_identity({.names = "", .subject = "class.example"});
  auto const identity = TlsIdentity::of(made.certificate, made.key);
  ASSERT_TRUE(identity) << identity.error();
  EXPECT_TRUE(identity->names().empty());
  EXPECT_FALSE(identity->covers("class.example"));
}

TEST(TlsIdentity, WhatIsNotACertificateOrAKeyIsNamed) {
  auto const made = make_identity();
  for (auto const* text :
       {"", "x", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"}) {
    EXPECT_EQ(refusal_of(text, made.key), "the certificate is not in PEM form");
    EXPECT_EQ(refusal_of(made.certificate, text), "the key is not in PEM form");
  }
  EXPECT_EQ(refusal_of(made.key, made.certificate), "the certificate is not in PEM form");
}

TEST(TlsIdentity, AKeyOfAnotherCertificateIsRefused) {
  EXPECT_EQ(refusal_of(make_identity().certificate, make_identity().key),
            "the key does not belong to the certificate");
}

TEST(TlsIdentity, AKeyWithAPassphraseIsRefusedAndNotAskedFor) {
  auto const made = make_identity({}, "secret");
  EXPECT_NE(refusal_of(made.certificate, made.key).find("openssl pkey"), std::string::npos);
}

TEST(TlsIdentity, ACertificateIsValidNow) {
  auto const expired = make_identity({.from = -7200, .until = -3600});
  EXPECT_EQ(refusal_of(expired.certificate, expired.key), "the certificate has expired");
  auto const early = make_identity({.from = 3600, .until = 7200});
  EXPECT_EQ(refusal_of(early.certificate, early.key), "the certificate is not valid yet");
}

TEST(TlsIdentity, FurtherCertificatesAreNotItsOwn) {
  auto const made = make_identity(), other = make_identity({.names = "DNS:authority.example"});
  auto const identity = TlsIdentity::of(made.certificate + other.certificate, made.key);
  ASSERT_TRUE(identity) << identity.error();
  EXPECT_EQ(identity->certificate(), made.certificate);
  EXPECT_EQ(refusal_of(other.certificate + made.certificate, made.key),
            "the key does not belong to the certificate");
}

TEST(Trusting, WhatIsNotACertificateIsRefused) {
  EXPECT_TRUE(trusting(make_identity().certificate, "localhost"));
  EXPECT_FALSE(trusting("", "localhost"));
  EXPECT_FALSE(trusting(make_identity().key, "localhost"));
}

}  // namespace
}  // namespace studylab::server
