#include "tests/sim/http_discord.hpp"

#include "invitectl/base/time_text.hpp"

#include "tests/sim/api_error.hpp"
#include "tests/sim/api_routes.hpp"
#include "tests/sim/limit_answers.hpp"
#include "tests/sim/sandbox_control.hpp"

#include <array>
#include <cstdio>
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

std::string seconds_text(std::int64_t millis) {
    std::array<char, 40> text{};
    std::snprintf(text.data(),
                  text.size(),
                  "%lld.%03lld",
                  static_cast<long long>(millis / 1000),
                  static_cast<long long>(millis % 1000));
    return text.data();
}

std::int64_t to_millis(Duration d) {
    return std::chrono::ceil<std::chrono::milliseconds>(d).count();
}

// Opaque, and without the resource, as Discord's are.
std::string bucket_hash(std::string_view bucket) {
    std::array<char, 24> text{};
    std::uint64_t hash = 14695981039346656037ULL;  // FNV-1a
    for (const char c : bucket) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    }
    std::snprintf(text.data(), text.size(), "%016llx", static_cast<unsigned long long>(hash));
    return text.data();
}

ApiRequest api_request(const httplib::Request& request) {
    ApiRequest api;
    api.method = request.method;
    api.path = request.path.substr(kPrefix.size());
    api.query.insert(request.params.begin(), request.params.end());
    api.authorization = request.get_header_value("Authorization");
    api.user_agent = request.get_header_value("User-Agent");
    api.body = request.body;
    return api;
}

}  // namespace

class HttpDiscord::Server {
  public:
    Server(World& world, HttpOptions options)
        : world_(world),
          options_(std::move(options)),
          limiter_(options_.limits),
          faults_(options_.fault_seed),
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
        faults_.add(fault);
    }
    void clear_faults() {
        const std::lock_guard guard(mutex_);
        faults_.clear();
    }
    std::vector<JournalLine> journal() {
        const std::lock_guard guard(mutex_);
        return journal_;
    }
    void clear_journal() {
        const std::lock_guard guard(mutex_);
        journal_.clear();
    }

  private:
    void set_up();
    int bind();
    void keep_pace();
    Instant limiter_now() const;
    void serve(const httplib::Request& request, httplib::Response& response);
    Answer serve_api(const httplib::Request& request, Duration& delay);
    Answer decide(const ApiRequest& request, const RouteMatch& route, Duration& delay);
    Answer limited(const RouteMatch& route, Answer answer);
    void write_journal(const httplib::Request& request, const RouteMatch& route, int status);

    World& world_;
    HttpOptions options_;
    std::mutex mutex_;  // around everything below and the world
    RateLimiter limiter_;
    FaultPlan faults_;
    std::vector<JournalLine> journal_;
    std::chrono::steady_clock::time_point born_;
    std::chrono::steady_clock::time_point moved_;
    httplib::Server http_;
    std::thread thread_;
    int port_ = 0;
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
        keep_pace();
        if (options_.control && request.path.starts_with(kControl)) {
            answer = control_answer(world_,
                                    journal_,
                                    request.method,
                                    request.path.substr(kControl.size()),
                                    request.body);
        } else {
            answer = serve_api(request, delay);
        }
        response.set_header("Date", format_http_date(world_.now()));
    }
    std::this_thread::sleep_for(delay);
    response.status = answer.status;
    for (const auto& [name, value] : answer.headers) {
        response.set_header(name, value);
    }
    response.set_content(answer.body, answer.content_type);
}

Answer HttpDiscord::Server::serve_api(const httplib::Request& request, Duration& delay) {
    const std::string slashed = std::string(kPrefix) + "/";
    if (!request.path.starts_with(slashed)) {
        write_journal(request, {}, 404);
        return error_answer(404, 0, "404: Not Found");
    }
    const ApiRequest api = api_request(request);
    const RouteMatch route = match_route(api);
    Answer answer = decide(api, route, delay);
    write_journal(request, route, answer.status);
    return answer;
}

Answer HttpDiscord::Server::decide(const ApiRequest& request,
                                   const RouteMatch& route,
                                   Duration& delay) {
    const auto fault = faults_.strike(route.name);
    if (fault && replaces_answer(fault->kind)) {
        Answer answer = replacement(*fault);
        // A page of Cloudflare's comes without what Discord's own servers add.
        if (answer.content_type == "application/json") {
            answer.headers.emplace_back("Via", "1.1 google");
        }
        return answer;
    }
    Answer answer = limited(route, sim::answer(world_, request, options_.token));
    answer.headers.emplace_back("Via", "1.1 google");
    if (fault && fault->kind == FaultKind::slow) {
        delay = fault->delay;
    } else if (fault && answer.status == 200) {
        spoil(*fault, answer);
    }
    return answer;
}

// Who is not let in at all is not counted either.
Answer HttpDiscord::Server::limited(const RouteMatch& route, Answer answer) {
    if (route.name.empty() || !route.method_allowed || answer.status == 401) {
        return answer;
    }
    const auto verdict = limiter_.admit(std::string(route.bucket), route.resource, limiter_now());
    if (!verdict.allowed) {
        answer = limit_answer(verdict.global ? LimitScope::global : LimitScope::user,
                              verdict.retry_after);
    }
    if (verdict.limit) {
        const auto reset =
            std::chrono::floor<std::chrono::milliseconds>(world_.now()).time_since_epoch().count() +
            to_millis(verdict.reset_after);
        answer.headers.emplace_back("X-RateLimit-Limit", std::to_string(verdict.limit->requests));
        answer.headers.emplace_back("X-RateLimit-Remaining", std::to_string(verdict.remaining));
        answer.headers.emplace_back("X-RateLimit-Reset", seconds_text(reset));
        answer.headers.emplace_back("X-RateLimit-Reset-After",
                                    seconds_text(to_millis(verdict.reset_after)));
        answer.headers.emplace_back("X-RateLimit-Bucket", bucket_hash(route.bucket));
    }
    return answer;
}

void HttpDiscord::Server::write_journal(const httplib::Request& request,
                                        const RouteMatch& route,
                                        int status) {
    const std::string& target = request.target;
    const auto mark = target.find('?');
    JournalLine line;
    line.method = request.method;
    line.path = target.substr(0, mark);
    if (line.path.starts_with(kPrefix)) {
        line.path.erase(0, kPrefix.size());
    }
    line.query = mark == std::string::npos ? "" : target.substr(mark + 1);
    line.route = route.name;
    line.status = status;
    line.at = world_.now();
    journal_.push_back(std::move(line));
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

}  // namespace invitectl::sim
