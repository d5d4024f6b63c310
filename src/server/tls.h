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

struct FreeTlsContext {
  void operator()(ssl_ctx_st* context) const;
};
// What the connections of a server or a client have in common.
using TlsContext = std::unique_ptr<ssl_ctx_st, FreeTlsContext>;

// The certificate with which a server proves who it is, and its key. TLS 1.2 and 1.3, with forward
// secrecy.
class TlsIdentity {
 public:
  // From the texts of two PEM files: the server's certificate, followed by those that vouch for it,
  // and the key of the first one. The error is one line: what is not a certificate or a key, a key
  // with a passphrase or of another certificate, or a certificate that is not valid now.
  static std::expected<TlsIdentity, std::string> of(std::string_view certificate,
                                                    std::string_view key);

  // The hosts that the certificate names, as in a URL and in its order; without wildcards.
  std::vector<std::string> const& names() const { return names_; }
  // Whether a client that expects this host accepts the certificate: its names with wildcards.
  bool covers(std::string_view host) const;
  // The certificate alone, in PEM form.
  std::string const& certificate() const { return certificate_; }
  // For the connections of a server.
  TlsContext context() const;

 private:
  explicit TlsIdentity(std::shared_ptr<ssl_ctx_st> context);

  std::shared_ptr<ssl_ctx_st> context_;
  std::vector<std::string> names_;
  std::string certificate_;
};

// For a client that accepts one certificate alone (in PEM form), as long as it is valid, and if it
// names `host`. The error is one line: this is not a certificate.
std::expected<TlsContext, std::string> trusting(std::string_view certificate,
                                                std::string_view host);

// Why a client has refused the certificate of the other side; empty: it has not.
std::string refusal_of_certificate(ssl_st* session);

}  // namespace studylab::server
