#include "tests/support/canary.hpp"

#include "tests/support/program.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <mutex>
#include <set>

namespace invitectl::testing {

const std::string kCanaryToken =
    "MTExMTExMTExMTExMTExMTEx.GsimuX.made-up-for-tests-only-0123456789";

namespace {

std::string base64(const std::string& text) {
    const std::string letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    unsigned bits = 0;
    int have = 0;
    for (const char c : text) {
        bits = (bits << 8U) | static_cast<unsigned char>(c);
        for (have += 8; have >= 6; have -= 6) {
            out += letters[(bits >> static_cast<unsigned>(have - 6)) & 63U];
        }
    }
    return out;  // without what the last bits would add: they depend on what follows
}

std::string percent(const std::string& text) {
    std::string out;
    for (const char c : text) {
        out += c == '.' ? "%2E" : c == '-' ? "%2D" : std::string(1, c);
    }
    return out;
}

// The last part is the secret one. Base64 has three ways to begin.
std::vector<std::string> canaries() {
    const std::string secret = kCanaryToken.substr(kCanaryToken.rfind('.') + 1);
    std::vector<std::string> all = {secret, percent(secret)};
    for (const char* before : {"", "x", "xx"}) {
        all.push_back(base64(before + secret).substr(4, 40));
    }
    return all;
}

class Allowed {
  public:
    void add(const std::string& path) {
        const std::lock_guard guard(mutex_);
        paths_.insert(std::filesystem::weakly_canonical(path).string());
    }
    bool has(const std::filesystem::path& path) {
        const std::lock_guard guard(mutex_);
        return paths_.contains(std::filesystem::weakly_canonical(path).string());
    }

  private:
    std::mutex mutex_;
    std::set<std::string> paths_;
};

Allowed& allowed() {
    static Allowed all;
    return all;
}

// As init names it, and the tests.
bool is_token_file(const std::filesystem::path& path) {
    return path.filename() == "token" || path.filename() == "bot-token";
}

}  // namespace

bool holds_token(std::string_view text) {
    static const std::vector<std::string> all = canaries();
    return std::ranges::any_of(all, [&](const std::string& canary) {
        return text.find(canary) != std::string_view::npos;
    });
}

void allow_token_in(const std::string& path) {
    allowed().add(path);
}

std::vector<std::string> token_leaks(const std::string& folder) {
    std::vector<std::string> leaks;
    std::error_code ignored;
    std::filesystem::recursive_directory_iterator files(
        folder, std::filesystem::directory_options::skip_permission_denied, ignored);
    for (const auto& entry : files) {
        const bool searched = entry.is_regular_file(ignored) && !is_token_file(entry.path()) &&
                              !allowed().has(entry.path());
        if (searched && holds_token(read_file(entry.path().string()))) {
            leaks.push_back(entry.path().string());
        }
    }
    return leaks;
}

void require_no_token(std::string_view text, const std::string& where) {
    if (holds_token(text)) {
        std::fprintf(stderr, "the token stands in %s\n", where.c_str());
        std::abort();
    }
}

void require_no_token_in(const std::string& folder) {
    for (const std::string& leak : token_leaks(folder)) {
        require_no_token(read_file(leak), leak);
    }
}

}  // namespace invitectl::testing
