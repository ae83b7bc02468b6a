// HTTP/2 where a server offers it, tried behind nghttpx: what it hands on to a plain server says in
// `Via` how it was asked itself.
#include "discord/curl_transport.hpp"
#include "tests/discord/certificate.hpp"
#include "tests/discord/notes.hpp"
#include "tests/discord/servers.hpp"
#include <gtest/gtest.h>

#include <csignal>
#include <cstdio>
#include <filesystem>
#include <openssl/pem.h>
#include <sys/wait.h>

namespace invitectl::discord {
namespace {

int free_port() {
    const int listening = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    const bool bound =
        bind(listening, generic, size) == 0 && getsockname(listening, generic, &size) == 0;
    close(listening);
    return bound ? ntohs(address.sin_port) : 0;
}

bool answers(int port) {
    const int trying = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const bool open = connect(trying, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0;
    close(trying);
    return open;
}

class Http2 : public testing::Test {
  protected:
    void SetUp() override {
        folder_ = std::filesystem::temp_directory_path() /
                  ("invitectl-http2-" + std::to_string(getpid()));
        std::filesystem::create_directories(folder_);
        const Certificate certificate = make_certificate("127.0.0.1", 24 * 3600);
        std::FILE* file = std::fopen(path("cert.pem").c_str(), "w");
        PEM_write_X509(file, certificate.x509.get());
        std::fclose(file);
        file = std::fopen(path("key.pem").c_str(), "w");
        PEM_write_PrivateKey(file, certificate.key.get(), nullptr, nullptr, 0, nullptr, nullptr);
        std::fclose(file);
    }
    void TearDown() override {
        if (proxy_ > 0) {
            kill(proxy_, SIGTERM);
            waitpid(proxy_, nullptr, 0);
        }
        std::filesystem::remove_all(folder_);
    }
    std::string path(const char* name) const { return (folder_ / name).string(); }

    // Returns the port on which it speaks HTTP/2.
    int put_proxy_before(int plain_port) {
        const int port = free_port();
        const std::string frontend = "--frontend=127.0.0.1," + std::to_string(port);
        const std::string backend = "--backend=127.0.0.1," + std::to_string(plain_port);
        const std::string key = path("key.pem");
        const std::string certificate = path("cert.pem");
        proxy_ = fork();
        if (proxy_ == 0) {
            if (std::freopen("/dev/null", "w", stderr) == nullptr) {
                _exit(126);
            }
            // Debian keeps it where not everybody looks.
            execl("/usr/sbin/nghttpx",
                  "nghttpx",
                  "--conf=/dev/null",
                  "--workers=1",
                  frontend.c_str(),
                  backend.c_str(),
                  key.c_str(),
                  certificate.c_str(),
                  static_cast<char*>(nullptr));
            _exit(127);
        }
        for (int tries = 0; tries < 200 && !answers(port); ++tries) {
            std::this_thread::sleep_for(25ms);
        }
        return port;
    }

  private:
    std::filesystem::path folder_;
    pid_t proxy_ = -1;
};

TEST_F(Http2, is_spoken_where_it_is_offered) {
    HttpServer plain;
    std::vector<std::string> via;
    std::string token;
    plain.server.Get(".*", [&](const httplib::Request& request, httplib::Response& response) {
        via.push_back(request.get_header_value("Via"));
        token = request.get_header_value("Authorization");
        response.set_content("[1]", "application/json");
        response.set_header("X-RateLimit-Remaining", "4");
    });
    const int port = put_proxy_before(plain.port());
    ASSERT_TRUE(answers(port)) << "nghttpx (Debian's nghttp2-proxy) did not start";
    CurlTransport transport({.api_base = "https://127.0.0.1:" + std::to_string(port) + "/api",
                             .user_agent = "DiscordBot (https://example.org, 1.0)",
                             .connect_timeout = 2s,
                             .request_timeout = 5s,
                             .ca_file = path("cert.pem"),
                             .stop = {}},
                            Secret("token"));
    for (int twice = 0; twice < 2; ++twice) {
        const Response response = transport.send(ask_self());
        EXPECT_EQ(response.status, 200);
        EXPECT_EQ(response.body, "[1]");
        EXPECT_EQ(response.headers.number("X-RateLimit-Remaining"), 4);
    }
    ASSERT_EQ(via.size(), 2U);
    EXPECT_EQ(via[0].substr(0, 2), "2 ") << via[0];
    EXPECT_EQ(token, "Bot token");
}

}  // namespace
}  // namespace invitectl::discord
