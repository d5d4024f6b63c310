#include "server/tls_testing.h"

#include <memory>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

namespace studylab::server {
namespace {

using MadeKey = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using MadeCertificate = std::unique_ptr<X509, decltype(&X509_free)>;
using Memory = std::unique_ptr<BIO, decltype(&BIO_free_all)>;

std::string text_in(Memory const& memory) {
  char* text = nullptr;
  auto const size = BIO_get_mem_data(memory.get(), &text);
  return {text, static_cast<std::size_t>(size)};
}

void add_names(X509* certificate, std::string const& names) {
  std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> const extension{
      X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, names.c_str()),
      &X509_EXTENSION_free};
  X509_add_ext(certificate, extension.get(), -1);
}

MadeCertificate signed_by(EVP_PKEY* key, TestCertificate const& about) {
  MadeCertificate certificate{X509_new(), &X509_free};
  X509_set_version(certificate.get(), X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), about.from);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), about.until);
  auto* name = X509_get_subject_name(certificate.get());
  auto const* text = reinterpret_cast<unsigned char const*>(about.subject.c_str());
  X509_NAME_add_entry_by_NID(name, NID_commonName, MBSTRING_UTF8, text, -1, -1, 0);
  X509_set_issuer_name(certificate.get(), name);
  X509_set_pubkey(certificate.get(), key);
  if (!about.names.empty()) add_names(certificate.get(), about.names);
  X509_sign(certificate.get(), key, EVP_sha256());
  return certificate;
}

}  // namespace

TestIdentity make_identity(TestCertificate const& about, std::string const& passphrase) {
  MadeKey const key{EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"), &EVP_PKEY_free};
  auto const certificate = signed_by(key.get(), about);
  Memory const certificate_text{BIO_new(BIO_s_mem()), &BIO_free_all};
  Memory const key_text{BIO_new(BIO_s_mem()), &BIO_free_all};
  PEM_write_bio_X509(certificate_text.get(), certificate.get());
  auto const* cipher = passphrase.empty() ? nullptr : EVP_aes_256_cbc();
  auto const* secret = reinterpret_cast<unsigned char const*>(passphrase.data());
  PEM_write_bio_PrivateKey(key_text.get(), key.get(), cipher, cipher == nullptr ? nullptr : secret,
                           static_cast<int>(passphrase.size()), nullptr, nullptr);
  return {text_in(certificate_text), text_in(key_text)};
}

}  // namespace studylab::server
