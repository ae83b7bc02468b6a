#include "discord/curl_transport.hpp"

#include "discord/origin.hpp"
#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <fmt/format.h>

namespace invitectl::discord {
namespace {

constexpr std::size_t kLargestHeaders = 64 * 1024;
constexpr std::size_t kRatioMatters = 1024 * 1024;
constexpr int kPollMilliseconds = 1000;

void initialise_curl() {
    static const CURLcode done = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (done != CURLE_OK) {
        throw Error(ErrorCode::internal, "libcurl does not start", curl_easy_strerror(done));
    }
}

bool is_visible_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7f'; });
}

// The answer while it arrives.
struct Arrival {
    CURL* easy = nullptr;
    Response response;
    std::size_t header_bytes = 0;
    bool headers_whole = false;
    std::string refused_for;  // why we broke it off
};

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    const std::size_t last = text.find_last_not_of(" \t\r\n");
    return first == std::string_view::npos ? "" : text.substr(first, last - first + 1);
}

extern "C" std::size_t take_header(char* data, std::size_t size, std::size_t count, void* to) {
    auto& arrival = *static_cast<Arrival*>(to);
    const std::string_view line(data, size * count);
    arrival.header_bytes += line.size();
    if (arrival.header_bytes > kLargestHeaders) {
        arrival.refused_for = "its headers are too large";
        return 0;
    }
    const std::size_t colon = line.find(':');
    if (line.substr(0, 5) == "HTTP/") {
        arrival.response.headers.clear();  // of an interim answer
        arrival.headers_whole = false;
    } else if (trimmed(line).empty()) {
        arrival.headers_whole = true;
    } else if (colon != std::string_view::npos) {
        arrival.response.headers.add(std::string(trimmed(line.substr(0, colon))),
                                     std::string(trimmed(line.substr(colon + 1))));
    }
    return line.size();
}

extern "C" std::size_t take_body(char* data, std::size_t size, std::size_t count, void* to) {
    auto& arrival = *static_cast<Arrival*>(to);
    std::string& body = arrival.response.body;
    const std::size_t bytes = size * count;
    curl_off_t received = 0;
    curl_easy_getinfo(arrival.easy, CURLINFO_SIZE_DOWNLOAD_T, &received);
    const std::size_t total = body.size() + bytes;
    if (total > kLargestBody) {
        arrival.refused_for = "it is larger than 64 MB";
    } else if (total > kRatioMatters &&
               total / kLargestRatio > static_cast<std::size_t>(received)) {
        arrival.refused_for = "it unpacks to more than a hundred times its size";
    }
    if (!arrival.refused_for.empty()) {
        return 0;
    }
    body.append(data, bytes);
    return bytes;
}

// What another try cannot mend.
bool may_pass(CURLcode code) {
    constexpr std::array kLasting = {CURLE_PEER_FAILED_VERIFICATION,
                                     CURLE_SSL_CACERT_BADFILE,
                                     CURLE_SSL_CERTPROBLEM,
                                     CURLE_SSL_ISSUER_ERROR,
                                     CURLE_UNSUPPORTED_PROTOCOL,
                                     CURLE_URL_MALFORMAT};
    return std::ranges::find(kLasting, code) == kLasting.end();
}

// Failures before a single byte of the request left this machine.
bool may_have_arrived(CURLcode code) {
    constexpr std::array kBefore = {CURLE_COULDNT_RESOLVE_HOST,
                                    CURLE_COULDNT_RESOLVE_PROXY,
                                    CURLE_COULDNT_CONNECT,
                                    CURLE_SSL_CONNECT_ERROR,
                                    CURLE_PROXY,
                                    CURLE_PEER_FAILED_VERIFICATION,
                                    CURLE_SSL_CACERT_BADFILE,
                                    CURLE_SSL_CERTPROBLEM,
                                    CURLE_SSL_ISSUER_ERROR,
                                    CURLE_UNSUPPORTED_PROTOCOL,
                                    CURLE_URL_MALFORMAT};
    return std::ranges::find(kBefore, code) == kBefore.end();
}

// Headers of one request in front of those of every request. Nothing is copied or owned.
class HeaderChain {
  public:
    explicit HeaderChain(curl_slist* shared) : first_(shared) {}
    HeaderChain(const HeaderChain&) = delete;
    HeaderChain& operator=(const HeaderChain&) = delete;

    void add(const std::string& name, const std::string& value) {
        lines_[count_] = name + ": " + value;
        nodes_[count_] = {lines_[count_].data(), first_};
        first_ = &nodes_[count_++];
    }
    curl_slist* first() const { return first_; }

  private:
    std::array<std::string, 2> lines_;
    std::array<curl_slist, 2> nodes_{};
    std::size_t count_ = 0;
    curl_slist* first_;
};

}  // namespace

struct CurlTransport::Handles {
    CURL* easy = curl_easy_init();
    CURLM* multi = curl_multi_init();
    curl_slist* headers = nullptr;
    std::array<char, CURL_ERROR_SIZE> error{};

    Handles() {
        if (easy == nullptr || multi == nullptr) {
            throw Error(ErrorCode::internal, "libcurl does not start", "out of memory");
        }
    }
    Handles(const Handles&) = delete;
    Handles& operator=(const Handles&) = delete;
    ~Handles() {
        curl_easy_cleanup(easy);
        curl_multi_cleanup(multi);
        for (const curl_slist* line = headers; line != nullptr; line = line->next) {
            explicit_bzero(line->data, std::strlen(line->data));  // one of them holds the token
        }
        curl_slist_free_all(headers);
    }

    template <class Value>
    void set(CURLoption option, Value value) const {
        const CURLcode code = curl_easy_setopt(easy, option, value);
        if (code != CURLE_OK) {
            throw Error(ErrorCode::internal, "libcurl refuses a setting", curl_easy_strerror(code));
        }
    }
    void add_header(const char* line) {
        curl_slist* longer = curl_slist_append(headers, line);
        if (longer == nullptr) {
            throw std::bad_alloc();
        }
        headers = longer;
    }
};

CurlTransport::CurlTransport(CurlSettings settings, const Secret& token)
    : settings_(std::move(settings)) {
    initialise_curl();
    loopback_ = check_origin(settings_.api_base).loopback;
    if (token.empty() || !is_visible_ascii(token.reveal())) {
        throw Error(ErrorCode::no_token, "the token holds characters that no bot token has");
    }
    handles_ = std::make_unique<Handles>();
    configure(token);
}

CurlTransport::~CurlTransport() = default;

void CurlTransport::configure(const Secret& token) {
    Handles& h = *handles_;
    std::string line = "Authorization: Bot ";
    line += token.reveal();
    h.add_header(line.c_str());
    h.add_header("Accept: application/json");
    explicit_bzero(line.data(), line.size());

    h.set(CURLOPT_HEADEROPT, static_cast<long>(CURLHEADER_SEPARATE));  // none of them to a proxy
    h.set(CURLOPT_USERAGENT, settings_.user_agent.c_str());
    h.set(CURLOPT_ERRORBUFFER, h.error.data());
    h.set(CURLOPT_NOSIGNAL, 1L);
    h.set(CURLOPT_QUICK_EXIT, 1L);  // a stuck name look-up holds up nobody who wants to stop
    h.set(CURLOPT_PROTOCOLS_STR, "https,http");
    h.set(CURLOPT_FOLLOWLOCATION, 0L);
    h.set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    h.set(CURLOPT_ACCEPT_ENCODING, "gzip");
    h.set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
    h.set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    h.set(CURLOPT_SSL_VERIFYPEER, 1L);
    h.set(CURLOPT_SSL_VERIFYHOST, 2L);
    h.set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(settings_.connect_timeout.count()));
    h.set(CURLOPT_TIMEOUT_MS, static_cast<long>(settings_.request_timeout.count()));
    h.set(CURLOPT_HEADERFUNCTION, &take_header);
    h.set(CURLOPT_WRITEFUNCTION, &take_body);
    if (loopback_) {
        h.set(CURLOPT_NOPROXY, "*");
    }
    if (!settings_.ca_file.empty()) {
        h.set(CURLOPT_CAINFO, settings_.ca_file.c_str());
    }
}

// The body is not copied: it has to stay where it is until the answer is there.
void CurlTransport::choose_method(const Request& request) const {
    const Handles& h = *handles_;
    const Method method = route_of(request.endpoint).method;
    h.set(CURLOPT_CUSTOMREQUEST, static_cast<const char*>(nullptr));
    if (method == Method::get) {
        h.set(CURLOPT_HTTPGET, 1L);
        return;
    }
    h.set(CURLOPT_POST, 1L);
    h.set(CURLOPT_POSTFIELDSIZE, static_cast<long>(request.body.size()));
    h.set(CURLOPT_POSTFIELDS, request.body.c_str());
    h.set(CURLOPT_CUSTOMREQUEST, name_of(method).data());
}

Response CurlTransport::send(const Request& request) {
    Handles& h = *handles_;
    Arrival arrival;
    arrival.easy = h.easy;
    const std::string url = settings_.api_base + request.path;
    h.set(CURLOPT_URL, url.c_str());
    choose_method(request);
    HeaderChain headers(h.headers);
    if (!request.body.empty()) {
        headers.add("Content-Type", request.content_type);
    }
    if (!request.reason.empty()) {
        headers.add("X-Audit-Log-Reason", request.reason);
    }
    h.set(CURLOPT_HTTPHEADER, headers.first());
    // On a connection that was used before, curl sends again by itself when no answer comes.
    h.set(CURLOPT_FRESH_CONNECT, route_of(request.endpoint).repeatable ? 0L : 1L);
    h.set(CURLOPT_HEADERDATA, &arrival);
    h.set(CURLOPT_WRITEDATA, &arrival);
    h.error[0] = '\0';

    const auto code = static_cast<CURLcode>(run());
    if (!arrival.refused_for.empty()) {
        throw Error(ErrorCode::broken_protocol,
                    fmt::format("{}: the answer was broken off", label_of(request.endpoint)),
                    arrival.refused_for);
    }
    // curl takes a connection that is closed among the headers for an answer without a body.
    if (code == CURLE_OK && !arrival.headers_whole) {
        throw ConnectionError("Discord could not be asked",
                              fmt::format("{}: the connection was closed among the headers",
                                          label_of(request.endpoint)),
                              true);
    }
    if (code != CURLE_OK) {
        throw ConnectionError(
            "Discord could not be asked",
            fmt::format("{}: {}",
                        label_of(request.endpoint),
                        h.error[0] != '\0' ? h.error.data() : curl_easy_strerror(code)),
            may_pass(code),
            may_have_arrived(code));
    }
    long status = 0;
    curl_easy_getinfo(h.easy, CURLINFO_RESPONSE_CODE, &status);
    arrival.response.status = static_cast<int>(status);
    return std::move(arrival.response);
}

// Through the multi interface, since only there a stop request can wake what waits for the network.
int CurlTransport::run() {
    struct Attached {
        CURLM* multi;
        CURL* easy;
        ~Attached() { curl_multi_remove_handle(multi, easy); }
    };
    Handles& h = *handles_;
    curl_multi_add_handle(h.multi, h.easy);
    const Attached attached{h.multi, h.easy};
    const std::stop_callback wake(settings_.stop, [&h] { curl_multi_wakeup(h.multi); });
    for (int running = 1; running > 0;) {
        if (settings_.stop.stop_requested()) {
            throw interrupted();
        }
        CURLMcode code = curl_multi_perform(h.multi, &running);
        if (code == CURLM_OK && running > 0) {
            code = curl_multi_poll(h.multi, nullptr, 0, kPollMilliseconds, nullptr);
        }
        if (code != CURLM_OK) {
            throw Error(ErrorCode::internal, "libcurl failed", curl_multi_strerror(code));
        }
    }
    int left = 0;
    const CURLMsg* message = curl_multi_info_read(h.multi, &left);
    return message == nullptr ? CURLE_RECV_ERROR : message->data.result;
}

}  // namespace invitectl::discord
