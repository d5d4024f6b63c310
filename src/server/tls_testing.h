#pragma once

#include <string>

namespace studylab::server {

// What a certificate of a test is about. Times are seconds from now.
struct TestCertificate {
  std::string names = "DNS:localhost,IP:127.0.0.1";  // as OpenSSL writes them; empty: no name
  std::string subject = "Study Lab";
  long from = -3600;
  long until = 3600;
};

// Both in PEM form.
struct TestIdentity {
  std::string certificate, key;
};

// A new key, and a certificate that it has signed itself. `passphrase` protects the key; empty: it
// is in plain text.
TestIdentity make_identity(TestCertificate const& about = {}, std::string const& passphrase = {});

}  // namespace studylab::server
