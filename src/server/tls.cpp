// The only file that uses OpenSSL directly.
#include "server/tls.h"

#include <algorithm>
#include <array>
#include <utility>

#include <arpa/inet.h>

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include "server/site.h"

namespace studylab::server {
namespace {

using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;
using PrivateKey = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Source = std::unique_ptr<BIO, decltype(&BIO_free_all)>;
using Failed = std::expected<void, std::string>;

// Of TLS 1.2; every one of TLS 1.3 is of this kind.
constexpr auto const* ciphers = "ECDHE+AESGCM:ECDHE+CHACHA20";

Source source_of(std::string_view text) {
  return {BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), &BIO_free_all};
}

// OpenSSL's words for why its last operation failed.
std::string last_error() {
  auto const* text = ERR_reason_error_string(ERR_peek_last_error());
  ERR_clear_error();
  return text == nullptr ? "no reason is known" : text;
}

Certificate next_certificate(Source const& source) {
  return {PEM_read_bio_X509(source.get(), nullptr, nullptr, nullptr), &X509_free};
}

// OpenSSL would otherwise ask at the terminal.
int note_passphrase(char*, int, int, void* asked) {
  *static_cast<bool*>(asked) = true;
  return -1;
}

// The server's certificate, and those that vouch for it.
Failed use_certificates(SSL_CTX* context, std::string_view text) {
  auto const source = source_of(text);
  auto const own = next_certificate(source);
  if (own == nullptr) {
    ERR_clear_error();
    return std::unexpected{"the certificate is not in PEM form"};
  }
  if (SSL_CTX_use_certificate(context, own.get()) != 1) {
    return std::unexpected("the certificate cannot be used: " + last_error());
  }
  if (X509_cmp_current_time(X509_get0_notAfter(own.get())) < 0) {
    return std::unexpected{"the certificate has expired"};
  }
  if (X509_cmp_current_time(X509_get0_notBefore(own.get())) > 0) {
    return std::unexpected{"the certificate is not valid yet"};
  }
  while (auto other = next_certificate(source)) {
    if (SSL_CTX_add0_chain_cert(context, other.get()) != 1) {
      return std::unexpected("a further certificate cannot be used: " + last_error());
    }
    static_cast<void>(other.release());  // the context has it now
  }
  ERR_clear_error();  // of the end of the text
  return {};
}

Failed use_key(SSL_CTX* context, std::string_view text) {
  bool asked = false;
  auto const source = source_of(text);
  PrivateKey const key{PEM_read_bio_PrivateKey(source.get(), nullptr, &note_passphrase, &asked),
                       &EVP_PKEY_free};
  if (key == nullptr) {
    ERR_clear_error();
    return std::unexpected{
        asked ? "the key has a passphrase; `openssl pkey -in KEY -out NEW` writes it without one"
              : "the key is not in PEM form"};
  }
  if (X509_check_private_key(SSL_CTX_get0_certificate(context), key.get()) != 1) {
    ERR_clear_error();
    return std::unexpected{"the key does not belong to the certificate"};
  }
  if (SSL_CTX_use_PrivateKey(context, key.get()) != 1) {
    return std::unexpected("the key cannot be used: " + last_error());
  }
  return {};
}

std::string_view bytes_of(ASN1_STRING const* text) {
  return {reinterpret_cast<char const*>(ASN1_STRING_get0_data(text)),
          static_cast<std::size_t>(ASN1_STRING_length(text))};
}

// Empty: the address is of no known kind.
std::string address_of(std::string_view bytes) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  auto const family = bytes.size() == 4 ? AF_INET : AF_INET6;
  bool const known = bytes.size() == 4 || bytes.size() == 16;
  if (!known || inet_ntop(family, bytes.data(), text.data(), text.size()) == nullptr) return {};
  return text.data();
}

// Whether this can be a host in a URL and in a header.
bool is_host_name(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '-' || c == '_';
  });
}

std::vector<std::string> names_in(X509 const* certificate) {
  std::unique_ptr<GENERAL_NAMES, decltype(&GENERAL_NAMES_free)> const all{
      static_cast<GENERAL_NAMES*>(
          X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)),
      &GENERAL_NAMES_free};
  std::vector<std::string> names;
  for (int n = 0; n < sk_GENERAL_NAME_num(all.get()); ++n) {
    auto const* one = sk_GENERAL_NAME_value(all.get(), n);
    if (one->type == GEN_DNS && is_host_name(bytes_of(one->d.dNSName))) {
      names.push_back(url_host(bytes_of(one->d.dNSName)));
    } else if (one->type == GEN_IPADD) {
      auto const address = address_of(bytes_of(one->d.iPAddress));
      if (!address.empty()) names.push_back(url_host(address));
    }
  }
  return names;
}

std::string pem_of(X509 const* certificate) {
  Source const out{BIO_new(BIO_s_mem()), &BIO_free_all};
  if (PEM_write_bio_X509(out.get(), certificate) != 1) return {};
  char* text = nullptr;
  auto const size = BIO_get_mem_data(out.get(), &text);
  return {text, static_cast<std::size_t>(size)};
}

std::string without_brackets(std::string_view host) {
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  return std::string{host};
}

}  // namespace

void FreeTlsContext::operator()(ssl_ctx_st* context) const { SSL_CTX_free(context); }

TlsIdentity::TlsIdentity(std::shared_ptr<ssl_ctx_st> context)
    : context_(std::move(context)),
      names_(names_in(SSL_CTX_get0_certificate(context_.get()))),
      certificate_(pem_of(SSL_CTX_get0_certificate(context_.get()))) {}

TlsContext TlsIdentity::context() const {
  SSL_CTX_up_ref(context_.get());
  return TlsContext{context_.get()};
}

std::expected<TlsIdentity, std::string> TlsIdentity::of(std::string_view certificate,
                                                        std::string_view key) {
  std::shared_ptr<SSL_CTX> const context{SSL_CTX_new(TLS_server_method()), &SSL_CTX_free};
  if (context == nullptr || SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION) != 1 ||
      SSL_CTX_set_cipher_list(context.get(), ciphers) != 1) {
    return std::unexpected("TLS cannot be used: " + last_error());
  }
  SSL_CTX_set_options(context.get(), SSL_OP_NO_RENEGOTIATION);
  SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
  if (auto used = use_certificates(context.get(), certificate); !used) {
    return std::unexpected(std::move(used.error()));
  }
  if (auto used = use_key(context.get(), key); !used) {
    return std::unexpected(std::move(used.error()));
  }
  return TlsIdentity{context};
}

bool TlsIdentity::covers(std::string_view host) const {
  auto const name = without_brackets(host);
  auto* certificate = SSL_CTX_get0_certificate(context_.get());
  return X509_check_ip_asc(certificate, name.c_str(), 0) == 1 ||
         X509_check_host(certificate, name.data(), name.size(), X509_CHECK_FLAG_NEVER_CHECK_SUBJECT,
                         nullptr) == 1;
}

std::expected<TlsContext, std::string> trusting(std::string_view certificate,
                                                std::string_view host) {
  auto const anchor = next_certificate(source_of(certificate));
  if (anchor == nullptr) {
    ERR_clear_error();
    return std::unexpected{"its certificate is not in PEM form"};
  }
  TlsContext context{SSL_CTX_new(TLS_client_method())};
  if (context == nullptr || SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION) != 1 ||
      X509_STORE_add_cert(SSL_CTX_get_cert_store(context.get()), anchor.get()) != 1) {
    return std::unexpected("TLS cannot be used: " + last_error());
  }
  auto* rules = SSL_CTX_get0_param(context.get());
  // The anchor need not be that of an authority.
  X509_VERIFY_PARAM_set_flags(rules, X509_V_FLAG_PARTIAL_CHAIN);
  auto const name = without_brackets(host);
  if (X509_VERIFY_PARAM_set1_ip_asc(rules, name.c_str()) != 1 &&
      X509_VERIFY_PARAM_set1_host(rules, name.data(), name.size()) != 1) {
    return std::unexpected("its name cannot be checked: " + last_error());
  }
  ERR_clear_error();  // of a name that is not an address
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
  return context;
}

std::string refusal_of_certificate(ssl_st* session) {
  auto const result = SSL_get_verify_result(session);
  return result == X509_V_OK ? std::string{} : X509_verify_cert_error_string(result);
}

}  // namespace studylab::server
