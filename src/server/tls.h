#pragma once

#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

// OpenSSL's own types.
struct ssl_ctx_st;
struct ssl_st;

namespace studylab::server {

// The certificate with which a server proves who it is, and its key. TLS 1.2 and 1.3, with forward
// secrecy.
class TlsIdentity {
 public:
  // From the texts of two PEM files: the server's certificate, followed by those that vouch for it,
  // and the key of the first one. The error is one line: what is not a certificate or a key, a key
  // with a passphrase or of another certificate, or a certificate that has expired.
  static std::expected<TlsIdentity, std::string> of(std::string_view certificate,
                                                    std::string_view key);

  // The hosts that the certificate names, as in a URL and in its order; without wildcards.
  std::vector<std::string> const& names() const { return names_; }
  // Whether a client that expects this host accepts the certificate: its names with wildcards.
  bool covers(std::string_view host) const;
  // SHA-256 of the certificate in hex digits.
  std::string const& fingerprint() const { return fingerprint_; }

  // For the connections of a server; valid as long as this or a copy of it.
  ssl_ctx_st* native() const { return context_.get(); }

 private:
  explicit TlsIdentity(std::shared_ptr<ssl_ctx_st> context);

  std::shared_ptr<ssl_ctx_st> context_;
  std::vector<std::string> names_;
  std::string fingerprint_;
};

// The fingerprint of the certificate that the other side of a connection has shown; empty: none.
std::string peer_fingerprint(ssl_st* session);

}  // namespace studylab::server
