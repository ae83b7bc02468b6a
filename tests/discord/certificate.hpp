// Certificates made for one test: they sign themselves.
#pragma once

#include <memory>
#include <openssl/evp.h>
#include <openssl/x509v3.h>
#include <string>

namespace invitectl::discord {

struct Certificate {
    std::shared_ptr<EVP_PKEY> key;
    std::shared_ptr<X509> x509;
};

// For one IP address, valid from an hour ago for `lifetime` seconds.
inline Certificate make_certificate(const std::string& address, long lifetime) {
    Certificate made{{EVP_EC_gen("P-256"), EVP_PKEY_free}, {X509_new(), X509_free}};
    X509* x509 = made.x509.get();
    X509_set_version(x509, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(x509), 1);
    X509_gmtime_adj(X509_getm_notBefore(x509), -3600);
    X509_gmtime_adj(X509_getm_notAfter(x509), -3600 + lifetime);
    X509_set_pubkey(x509, made.key.get());
    X509_NAME* name = X509_get_subject_name(x509);
    X509_NAME_add_entry_by_txt(
        name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("a test"), -1, -1, 0);
    X509_set_issuer_name(x509, name);
    const std::string alternative = "IP:" + address;
    X509_EXTENSION* extension =
        X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, alternative.c_str());
    X509_add_ext(x509, extension, -1);
    X509_EXTENSION_free(extension);
    X509_sign(x509, made.key.get(), EVP_sha256());
    return made;
}

}  // namespace invitectl::discord
