// To whom the token is told over TLS: nobody whose certificate does not hold.
#include "discord/curl_transport.hpp"
#include "tests/discord/certificate.hpp"
#include "tests/discord/notes.hpp"
#include "tests/discord/servers.hpp"
#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <openssl/pem.h>

namespace invitectl::discord {
namespace {

class TlsServer {
  public:
    explicit TlsServer(const Certificate& certificate, int highest_version = TLS1_3_VERSION)
        : server_(certificate.x509.get(), certificate.key.get()) {
        SSL_CTX_set_min_proto_version(server_.ssl_context(), TLS1_VERSION);
        SSL_CTX_set_max_proto_version(server_.ssl_context(), highest_version);
        SSL_CTX_set_security_level(server_.ssl_context(), 0);
        server_.Get(".*", [this](const auto&, auto& response) {
            ++asked;
            response.set_content("[]", "application/json");
        });
        port_ = server_.bind_to_any_port("127.0.0.1");
        thread_ = std::thread([this] { server_.listen_after_bind(); });
        while (!server_.is_running()) {
            std::this_thread::sleep_for(1ms);
        }
    }
    ~TlsServer() {
        server_.stop();
        thread_.join();
    }
    TlsServer(const TlsServer&) = delete;
    TlsServer& operator=(const TlsServer&) = delete;

    std::string base() const { return "https://127.0.0.1:" + std::to_string(port_) + "/api"; }

    std::atomic<int> asked = 0;

  private:
    httplib::SSLServer server_;
    int port_ = 0;
    std::thread thread_;
};

class Tls : public testing::Test {
  protected:
    void SetUp() override {
        trusted_ = std::filesystem::temp_directory_path() /
                   ("invitectl-tls-" + std::to_string(getpid()) + ".pem");
    }
    void TearDown() override { std::filesystem::remove(trusted_); }

    void trust(const Certificate& certificate) {
        std::FILE* file = std::fopen(trusted_.c_str(), "w");
        ASSERT_NE(file, nullptr);
        PEM_write_X509(file, certificate.x509.get());
        std::fclose(file);
    }

    CurlTransport transport_to(const TlsServer& server) {
        const bool own_trust = std::filesystem::exists(trusted_);
        return CurlTransport({.api_base = server.base(),
                              .user_agent = "DiscordBot (https://example.org, 1.0)",
                              .connect_timeout = 2s,
                              .request_timeout = 5s,
                              .ca_file = own_trust ? trusted_.string() : "",
                              .stop = {}},
                             Secret("token"));
    }

    // The connection fails for good, and nothing of the request arrives.
    void expect_refused(TlsServer& server, bool passing = false) {
        auto transport = transport_to(server);
        try {
            transport.send(ask_self());
            FAIL() << "the server was believed";
        } catch (const ConnectionError& error) {
            EXPECT_EQ(error.passing(), passing) << error.why();
        }
        EXPECT_EQ(server.asked, 0);
    }

  private:
    std::filesystem::path trusted_;
};

constexpr long kDay = 24 * 3600;

TEST_F(Tls, a_trusted_certificate_of_the_right_host) {
    const Certificate good = make_certificate("127.0.0.1", kDay);
    TlsServer server(good);
    trust(good);
    EXPECT_EQ(transport_to(server).send(ask_self()).body, "[]");
}

TEST_F(Tls, one_that_signed_itself) {
    TlsServer server(make_certificate("127.0.0.1", kDay));
    expect_refused(server);
}

TEST_F(Tls, one_of_another_host) {
    const Certificate other = make_certificate("192.0.2.7", kDay);
    TlsServer server(other);
    trust(other);
    expect_refused(server);
}

TEST_F(Tls, one_that_has_expired) {
    const Certificate expired = make_certificate("127.0.0.1", 60);
    TlsServer server(expired);
    trust(expired);
    expect_refused(server);
}

TEST_F(Tls, nothing_older_than_tls_1_2) {
    const Certificate good = make_certificate("127.0.0.1", kDay);
    TlsServer server(good, TLS1_1_VERSION);
    trust(good);
    expect_refused(server, true);
}

}  // namespace
}  // namespace invitectl::discord
