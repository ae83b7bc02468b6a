// Real servers on 127.0.0.1 for what is tested over a real connection.
#pragma once

#include <arpa/inet.h>
#include <atomic>
#include <httplib.h>
#include <netinet/in.h>
#include <stdexcept>
#include <string>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

namespace invitectl::discord {

// An HTTP server; set its handlers before the first request.
class HttpServer {
  public:
    HttpServer() {
        server.set_keep_alive_max_count(100);
        port_ = server.bind_to_any_port("127.0.0.1");
        thread_ = std::thread([this] { server.listen_after_bind(); });
        while (!server.is_running()) {
            std::this_thread::sleep_for(std::chrono::milliseconds{1});
        }
    }
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;
    ~HttpServer() {
        server.stop();
        thread_.join();
    }

    int port() const { return port_; }
    std::string base() const { return "http://127.0.0.1:" + std::to_string(port_) + "/api"; }

    httplib::Server server;

  private:
    int port_ = 0;
    std::thread thread_;
};

// Answers every connection with the same bytes, whatever is asked, and closes it.
class RawServer {
  public:
    explicit RawServer(std::string bytes) : bytes_(std::move(bytes)) {
        listening_ = socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof(address);
        auto* generic = reinterpret_cast<sockaddr*>(&address);
        if (bind(listening_, generic, size) != 0 || listen(listening_, 8) != 0 ||
            getsockname(listening_, generic, &size) != 0) {
            throw std::runtime_error("no socket");
        }
        port_ = ntohs(address.sin_port);
        thread_ = std::thread([this] { serve(); });
    }
    RawServer(const RawServer&) = delete;
    RawServer& operator=(const RawServer&) = delete;
    ~RawServer() {
        shutdown(listening_, SHUT_RDWR);
        thread_.join();
        close(listening_);
    }

    std::string base() const { return "http://127.0.0.1:" + std::to_string(port_) + "/api"; }

  private:
    void serve() {
        for (;;) {
            const int connection = accept(listening_, nullptr, nullptr);
            if (connection < 0) {
                return;
            }
            char request[4096];
            [[maybe_unused]] const auto got = read(connection, request, sizeof(request));
            [[maybe_unused]] const auto sent =
                send(connection, bytes_.data(), bytes_.size(), MSG_NOSIGNAL);
            shutdown(connection, SHUT_RDWR);
            close(connection);
        }
    }

    std::string bytes_;
    int listening_ = -1;
    int port_ = 0;
    std::thread thread_;
};

}  // namespace invitectl::discord
