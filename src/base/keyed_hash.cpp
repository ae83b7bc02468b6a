#include "invitectl/base/keyed_hash.hpp"

#include "invitectl/base/error.hpp"

#include <array>
#include <openssl/core_names.h>
#include <openssl/evp.h>

namespace invitectl {
namespace {

void must(bool worked) {
    if (!worked) {
        throw Error(ErrorCode::internal, "OpenSSL makes no HMAC-SHA256");
    }
}

// OpenSSL takes what it only reads without const.
const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

struct KeyedHash::State {
    std::unique_ptr<EVP_MAC, decltype(&EVP_MAC_free)> algorithm{
        EVP_MAC_fetch(nullptr, "HMAC", nullptr), &EVP_MAC_free};
    std::unique_ptr<EVP_MAC_CTX, decltype(&EVP_MAC_CTX_free)> context{
        EVP_MAC_CTX_new(algorithm.get()), &EVP_MAC_CTX_free};
};

KeyedHash::KeyedHash(std::string_view key) : state_(std::make_unique<State>()) {
    std::array<char, 7> digest{"SHA256"};
    const std::array<OSSL_PARAM, 2> parameters = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest.data(), 0),
        OSSL_PARAM_construct_end()};
    must(state_->context != nullptr &&
         EVP_MAC_init(state_->context.get(), bytes_of(key), key.size(), parameters.data()) == 1);
}

KeyedHash::~KeyedHash() = default;

KeyedHash::Digest KeyedHash::of(std::string_view message) {
    EVP_MAC_CTX* context = state_->context.get();
    Digest digest{};
    std::size_t length = 0;
    must(EVP_MAC_init(context, nullptr, 0, nullptr) == 1 &&
         EVP_MAC_update(context, bytes_of(message), message.size()) == 1 &&
         EVP_MAC_final(context, digest.data(), &length, digest.size()) == 1 && length == kBytes);
    return digest;
}

}  // namespace invitectl
