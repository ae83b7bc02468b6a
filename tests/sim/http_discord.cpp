#include "tests/sim/http_discord.hpp"

#include "invitectl/base/time_text.hpp"

#include "tests/sim/api_error.hpp"
#include "tests/sim/sandbox_control.hpp"

#include <algorithm>
#include <condition_variable>
#include <functional>
#include <httplib.h>
#include <mutex>
#include <stdexcept>
#include <string_view>
#include <thread>

namespace invitectl::sim {
namespace {

constexpr std::string_view kPrefix = "/api/v10";
constexpr std::string_view kControl = "/sandbox";

std::string percent_decoded(const std::string& text) {
    return httplib::detail::decode_url(text, false);
}

ApiRequest api_request(const httplib::Request& request) {
    ApiRequest api;
    api.method = request.method;
    api.path = request.path.substr(kPrefix.size());
    api.query.insert(request.params.begin(), request.params.end());
    api.authorization = request.get_header_value("Authorization");
    api.user_agent = request.get_header_value("User-Agent");
    api.body = request.body;
    api.reason = percent_decoded(request.get_header_value("X-Audit-Log-Reason"));
    for (const auto& [name, part] : request.files) {
        api.parts[name] = part.content;
    }
    return api;
}

}  // namespace

class HttpDiscord::Server {
  public:
    Server(World& world, HttpOptions options)
        : world_(world),
          options_(std::move(options)),
          api_(world,
               {.token = options_.token,
                .limits = options_.limits,
                .fault_seed = options_.fault_seed}),
          born_(std::chrono::steady_clock::now()),
          moved_(born_) {
        set_up();
        port_ = bind();
        thread_ = std::thread([this] { http_.listen_after_bind(); });
        // Stopping a server that does not run yet would be lost.
        while (!http_.is_running()) {
            std::this_thread::sleep_for(1ms);
        }
    }
    ~Server() {
        {
            const std::lock_guard guard(mutex_);
            is_leaving_ = true;
        }
        leaving_.notify_all();  // nobody is left to wait for a slow answer
        http_.stop();
        thread_.join();
    }
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    int port() const { return port_; }

    template <class Use>
    void locked(Use use) {
        const std::lock_guard guard(mutex_);
        keep_pace();
        use(world_);
    }

    void add_fault(const Fault& fault) {
        const std::lock_guard guard(mutex_);
        api_.faults().add(fault);
    }
    void clear_faults() {
        const std::lock_guard guard(mutex_);
        api_.faults().clear();
    }
    std::vector<JournalLine> journal() {
        const std::lock_guard guard(mutex_);
        return api_.journal();
    }
    void clear_journal() {
        const std::lock_guard guard(mutex_);
        api_.journal().clear();
    }
    int most_under_way() {
        const std::lock_guard guard(mutex_);
        return most_under_way_;
    }

  private:
    void set_up();
    int bind();
    void keep_pace();
    Instant limiter_now() const;
    void serve(const httplib::Request& request, httplib::Response& response);
    Answer serve_api(const httplib::Request& request, Duration& delay);

    World& world_;
    HttpOptions options_;
    std::mutex mutex_;  // around everything below and the world
    ApiServer api_;
    std::chrono::steady_clock::time_point born_;
    std::chrono::steady_clock::time_point moved_;
    httplib::Server http_;
    std::thread thread_;
    int port_ = 0;
    int under_way_ = 0;
    int most_under_way_ = 0;
    bool is_leaving_ = false;
    std::condition_variable leaving_;
};

void HttpDiscord::Server::set_up() {
    const auto handler = [this](const httplib::Request& request, httplib::Response& response) {
        serve(request, response);
    };
    http_.Get(".*", handler);
    http_.Post(".*", handler);
    http_.Put(".*", handler);
    http_.Patch(".*", handler);
    http_.Delete(".*", handler);
    http_.Options(".*", handler);
    // The library would let two servers share a port without a word.
    http_.set_socket_options([](socket_t socket) {
        const int yes = 1;
        ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    });
    http_.set_tcp_nodelay(true);
    http_.set_keep_alive_max_count(1'000'000);
    // Short, since stopping waits for idle connections; a client that comes later connects anew.
    http_.set_keep_alive_timeout(2);
    http_.new_task_queue = [] { return new httplib::ThreadPool(16); };
}

int HttpDiscord::Server::bind() {
    if (options_.port == 0) {
        return http_.bind_to_any_port("127.0.0.1");
    }
    if (!http_.bind_to_port("127.0.0.1", options_.port)) {
        throw std::runtime_error("port " + std::to_string(options_.port) + " is taken");
    }
    return options_.port;
}

void HttpDiscord::Server::keep_pace() {
    const auto now = std::chrono::steady_clock::now();
    if (options_.speed > 0) {
        const std::chrono::duration<double, std::micro> passed = now - moved_;
        world_.advance(Duration{static_cast<std::int64_t>(passed.count() * options_.speed)});
    }
    moved_ = now;
}

Instant HttpDiscord::Server::limiter_now() const {
    const auto real =
        std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now() - born_);
    return world_.now() + real;
}

void HttpDiscord::Server::serve(const httplib::Request& request, httplib::Response& response) {
    Duration delay{0};
    Answer answer;
    {
        const std::lock_guard guard(mutex_);
        most_under_way_ = std::max(most_under_way_, ++under_way_);
        keep_pace();
        if (options_.control && request.path.starts_with(kControl)) {
            answer = control_answer(world_,
                                    api_.journal(),
                                    request.method,
                                    request.path.substr(kControl.size()),
                                    request.body);
        } else {
            answer = serve_api(request, delay);
        }
        response.set_header("Date", format_http_date(world_.now()));
    }
    {
        std::unique_lock lock(mutex_);
        leaving_.wait_for(lock, delay, [this] { return is_leaving_; });
        --under_way_;
    }
    response.status = answer.status;
    for (const auto& [name, value] : answer.headers) {
        response.set_header(name, value);
    }
    if (answer.status != 204) {
        response.set_content(answer.body, answer.content_type);
    }
}

Answer HttpDiscord::Server::serve_api(const httplib::Request& request, Duration& delay) {
    const std::string slashed = std::string(kPrefix) + "/";
    const auto mark = request.target.find('?');
    const std::string query = mark == std::string::npos ? "" : request.target.substr(mark + 1);
    if (!request.path.starts_with(slashed)) {
        api_.journal().push_back({.method = request.method,
                                  .path = request.target.substr(0, mark),
                                  .query = query,
                                  .route = "",
                                  .status = 404,
                                  .at = world_.now()});
        return error_answer(404, 0, "404: Not Found");
    }
    ApiServer::Served served = api_.serve(api_request(request), query, limiter_now());
    delay = served.delay;
    return std::move(served.answer);
}

HttpDiscord::HttpDiscord(World& world, const HttpOptions& options)
    : server_(std::make_unique<Server>(world, options)) {}

HttpDiscord::~HttpDiscord() = default;

int HttpDiscord::port() const {
    return server_->port();
}

std::string HttpDiscord::base_url() const {
    return "http://127.0.0.1:" + std::to_string(port()) + std::string(kPrefix);
}

void HttpDiscord::with_world(const std::function<void(World&)>& use) {
    server_->locked(use);
}
void HttpDiscord::add_fault(const Fault& fault) {
    server_->add_fault(fault);
}
void HttpDiscord::clear_faults() {
    server_->clear_faults();
}
std::vector<JournalLine> HttpDiscord::journal() const {
    return server_->journal();
}
void HttpDiscord::clear_journal() {
    server_->clear_journal();
}
int HttpDiscord::most_under_way() const {
    return server_->most_under_way();
}

}  // namespace invitectl::sim
