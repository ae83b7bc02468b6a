#include "discord/origin.hpp"

#include "invitectl/base/error.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <memory>
#include <string>

namespace invitectl::discord {
namespace {

struct UrlCleanup {
    void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
using Url = std::unique_ptr<CURLU, UrlCleanup>;

std::string part_of(const Url& url, CURLUPart part) {
    char* text = nullptr;
    if (curl_url_get(url.get(), part, &text, 0) != CURLUE_OK) {
        return {};
    }
    std::string copy(text);
    curl_free(text);
    return copy;
}

bool is_plain(char c) {
    const bool alphanumeric =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return alphanumeric || std::string_view(":/.-_[]").find(c) != std::string_view::npos;
}

bool is_loopback(std::string_view host) {
    const bool address = host.find_first_not_of("0123456789.") == std::string_view::npos;
    return host == "localhost" || host == "[::1]" || (address && host.substr(0, 4) == "127.");
}

// A host that is no name, address or bracketed address as everybody writes it.
bool is_odd(std::string_view host) {
    if (host.front() == '[') {
        return host.back() != ']';
    }
    const bool lower = std::ranges::none_of(host, [](char c) { return c >= 'A' && c <= 'Z'; });
    const bool labels =
        host.front() != '.' && host.back() != '.' && host.find("..") == std::string_view::npos;
    return !lower || !labels || host.find_first_of("[]_:") != std::string_view::npos;
}

std::string problem_of(std::string_view base, Origin& origin) {
    if (!std::ranges::all_of(base, is_plain)) {
        return "it contains a character that could hide its host";
    }
    const Url url(curl_url());
    const std::string text(base);
    if (curl_url_set(url.get(), CURLUPART_URL, text.c_str(), CURLU_NON_SUPPORT_SCHEME) !=
        CURLUE_OK) {
        return "it is no URL";
    }
    const std::string scheme = part_of(url, CURLUPART_SCHEME);
    const std::string host = part_of(url, CURLUPART_HOST);
    if (host.empty() || is_odd(host)) {
        return "its host is written in an unusual way";
    }
    // curl turns 0x7f.1 into 127.0.0.1: then the text does not start with what it understood.
    const std::string shown = scheme + "://" + host;
    const bool same =
        base.substr(0, shown.size()) == shown &&
        (base.size() == shown.size() || base[shown.size()] == ':' || base[shown.size()] == '/');
    if (!same) {
        return "its host is not what it seems";
    }
    if (base.back() == '/' || base.find("/.") != std::string_view::npos ||
        base.find("//", scheme.size() + 3) != std::string_view::npos) {
        return "its path is written in an unusual way";
    }
    origin.loopback = scheme == "http" && is_loopback(host);
    return scheme == "https" || origin.loopback ? "" : "it is neither https nor on this machine";
}

}  // namespace

Origin check_origin(std::string_view base) {
    Origin origin;
    const std::string problem = problem_of(base, origin);
    if (!problem.empty()) {
        throw Error(ErrorCode::refused,
                    "the token is not sent to the API base " + std::string(base.substr(0, 200)),
                    problem);
    }
    return origin;
}

}  // namespace invitectl::discord
