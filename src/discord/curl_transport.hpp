// HTTP by libcurl: one connection that is reused, one request at a time.
//
// The token goes to the API base alone: redirects are an answer like any other, plain http never
// passes a proxy, and no certificate goes unchecked.
#pragma once

#include "invitectl/base/secret.hpp"

#include "discord/transport.hpp"

#include <chrono>
#include <memory>
#include <stop_token>
#include <string>

namespace invitectl::discord {

struct CurlSettings {
    std::string api_base;  // see origin.hpp
    std::string user_agent;
    std::chrono::milliseconds connect_timeout;
    std::chrono::milliseconds request_timeout;
    std::string ca_file;  // empty: the system's
    std::stop_token stop;
};

// Of a decoded body. The largest list Discord is known to give (5000 invites) has some 10 MB.
inline constexpr std::size_t kLargestBody = std::size_t{64} * 1024 * 1024;
// Decoded bytes per received byte, once it matters: JSON shrinks to a tenth, bombs to a thousandth.
inline constexpr std::size_t kLargestRatio = 100;

class CurlTransport final : public Transport {
  public:
    CurlTransport(CurlSettings settings, const Secret& token);
    ~CurlTransport() override;
    CurlTransport(const CurlTransport&) = delete;
    CurlTransport& operator=(const CurlTransport&) = delete;

    Response send(const Request& request) override;

  private:
    struct Handles;

    void configure(const Secret& token);
    void choose_method(const Request& request) const;
    int run();  // CURLcode

    CurlSettings settings_;
    bool loopback_ = false;
    std::unique_ptr<Handles> handles_;
};

}  // namespace invitectl::discord
