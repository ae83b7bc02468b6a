#include "tests/sim/cut_proxy.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <atomic>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <utility>

namespace invitectl::sim {
namespace {

using std::chrono::milliseconds;

// How often a thread looks whether it is to end.
constexpr int kLookMs = 20;

class Socket {
  public:
    explicit Socket(int fd = -1) : fd_(fd) {}
    ~Socket() { close(); }
    Socket(Socket&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    Socket& operator=(Socket&& other) noexcept {
        std::swap(fd_, other.fd_);
        return *this;
    }

    int fd() const { return fd_; }
    bool open() const { return fd_ >= 0; }
    void close() {
        if (fd_ >= 0) {
            ::close(std::exchange(fd_, -1));
        }
    }
    // Closing then sends a reset instead of an orderly end.
    void make_abrupt() const {
        const linger now{1, 0};
        ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    }

  private:
    int fd_;
};

sockaddr_in loopback(int port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

// The socket calls want the general type of address.
sockaddr* general(sockaddr_in& address) {
    return reinterpret_cast<sockaddr*>(&address);
}

Socket listen_anywhere(int& port) {
    Socket socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    if (::bind(socket.fd(), general(address), size) != 0 || ::listen(socket.fd(), 64) != 0 ||
        ::getsockname(socket.fd(), general(address), &size) != 0) {
        throw std::runtime_error("the proxy cannot listen");
    }
    port = ntohs(address.sin_port);
    return socket;
}

Socket connect_to(int port) {
    Socket socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address = loopback(port);
    if (::connect(socket.fd(), general(address), sizeof address) != 0) {
        socket.close();
    }
    return socket;
}

bool send_all(int fd, const char* data, std::size_t size) {
    while (size > 0) {
        const ssize_t sent = ::send(fd, data, size, MSG_NOSIGNAL);
        if (sent <= 0) {
            return false;
        }
        data += sent;
        size -= static_cast<std::size_t>(sent);
    }
    return true;
}

// One connection and what is done to it. Ends when a side closes, when the plan says so, or when
// told.
class Connection {
  public:
    Connection(Socket client, int target_port, const CutPlan& plan, const std::atomic<bool>& ending)
        : client_(std::move(client)), target_port_(target_port), plan_(plan), ending_(ending) {}

    void run();

  private:
    bool pass_request(const char* data, std::size_t size);
    bool pass_answer(const char* data, std::size_t size);
    bool drip(const char* data, std::size_t size);
    static std::size_t within(std::size_t size, std::size_t passed, std::size_t most);

    Socket client_;
    Socket server_;
    int target_port_;
    CutPlan plan_;
    const std::atomic<bool>& ending_;
    std::size_t asked_ = 0;
    std::size_t answered_ = 0;
};

std::size_t Connection::within(std::size_t size, std::size_t passed, std::size_t most) {
    return std::min(size, most > passed ? most - passed : 0);
}

// False when this was the last of it.
bool Connection::pass_request(const char* data, std::size_t size) {
    if (plan_.kind == CutPlan::Kind::silent) {
        return true;
    }
    std::size_t passed = size;
    if (plan_.kind == CutPlan::Kind::cut_request) {
        passed = within(size, asked_, plan_.bytes);
    }
    asked_ += passed;
    return send_all(server_.fd(), data, passed) && passed == size;
}

bool Connection::pass_answer(const char* data, std::size_t size) {
    if (plan_.kind == CutPlan::Kind::drip) {
        return drip(data, size);
    }
    const bool cuts =
        plan_.kind == CutPlan::Kind::cut_response || plan_.kind == CutPlan::Kind::reset_response;
    const std::size_t passed = cuts ? within(size, answered_, plan_.bytes) : size;
    answered_ += passed;
    if (send_all(client_.fd(), data, passed) && passed == size) {
        return true;
    }
    if (plan_.kind == CutPlan::Kind::reset_response) {
        client_.make_abrupt();
    }
    return false;
}

bool Connection::drip(const char* data, std::size_t size) {
    for (std::size_t i = 0; i < size; ++i) {
        if (ending_ || !send_all(client_.fd(), data + i, 1)) {
            return false;
        }
        std::this_thread::sleep_for(plan_.pause);
    }
    return true;
}

void Connection::run() {
    if (plan_.kind != CutPlan::Kind::silent) {
        server_ = connect_to(target_port_);
        if (!server_.open()) {
            return;
        }
    }
    std::array<char, 65536> buffer{};
    while (!ending_) {
        std::array<pollfd, 2> sides = {{{client_.fd(), POLLIN, 0}, {server_.fd(), POLLIN, 0}}};
        if (::poll(sides.data(), sides.size(), kLookMs) <= 0) {
            continue;
        }
        for (std::size_t side = 0; side < sides.size(); ++side) {
            if (sides[side].revents == 0) {
                continue;
            }
            const ssize_t got = ::recv(sides[side].fd, buffer.data(), buffer.size(), 0);
            const auto size = static_cast<std::size_t>(std::max<ssize_t>(got, 0));
            const bool goes_on = got > 0 && (side == 0 ? pass_request(buffer.data(), size)
                                                       : pass_answer(buffer.data(), size));
            if (!goes_on) {
                return;
            }
        }
    }
}

}  // namespace

class CutProxy::Core {
  public:
    explicit Core(int target_port)
        : target_port_(target_port),
          listener_(listen_anywhere(port_)),
          accepting_([this] { accept(); }) {}

    ~Core() {
        ending_ = true;
        accepting_.join();
        for (std::thread& thread : threads_) {
            thread.join();
        }
    }
    Core(const Core&) = delete;
    Core& operator=(const Core&) = delete;

    int port() const { return port_; }
    int accepted() const { return accepted_; }

    void set_plan(const CutPlan& plan) {
        const std::lock_guard guard(mutex_);
        plan_ = plan;
    }

  private:
    void accept();
    CutPlan next_plan();

    int target_port_;
    int port_ = 0;
    Socket listener_;
    std::mutex mutex_;  // around the plan
    CutPlan plan_;
    std::atomic<bool> ending_ = false;
    std::atomic<int> accepted_ = 0;
    std::list<std::thread> threads_;  // touched by the accepting thread, and after its end
    std::thread accepting_;           // last: it starts when everything else is there
};

CutPlan CutProxy::Core::next_plan() {
    const std::lock_guard guard(mutex_);
    if (plan_.connections == 0) {
        return {};
    }
    plan_.connections -= plan_.connections > 0 ? 1 : 0;
    return plan_;
}

void CutProxy::Core::accept() {
    while (!ending_) {
        pollfd waiting{listener_.fd(), POLLIN, 0};
        if (::poll(&waiting, 1, kLookMs) <= 0) {
            continue;
        }
        Socket client(::accept4(listener_.fd(), nullptr, nullptr, SOCK_CLOEXEC));
        if (!client.open()) {
            continue;
        }
        ++accepted_;
        threads_.emplace_back(
            [connection = std::make_shared<Connection>(
                 std::move(client), target_port_, next_plan(), ending_)] { connection->run(); });
    }
}

CutProxy::CutProxy(int target_port) : core_(std::make_unique<Core>(target_port)) {}
CutProxy::~CutProxy() = default;

int CutProxy::port() const {
    return core_->port();
}
std::string CutProxy::base_url() const {
    return "http://127.0.0.1:" + std::to_string(port()) + "/api/v10";
}
void CutProxy::set_plan(const CutPlan& plan) {
    core_->set_plan(plan);
}
int CutProxy::connections() const {
    return core_->accepted();
}

}  // namespace invitectl::sim
