#include "invitectl/base/edit_distance.hpp"

#include <algorithm>
#include <vector>

namespace invitectl {
namespace {

std::string lower(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return out;
}

}  // namespace

// Three rows of the usual table: a swap of neighbours looks two rows back.
int edit_distance(std::string_view a, std::string_view b) {
    std::vector<int> before_last(b.size() + 1);
    std::vector<int> last(b.size() + 1);
    std::vector<int> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) {
        last[j] = static_cast<int>(j);
    }
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = static_cast<int>(i);
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const int replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, replaced});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                row[j] = std::min(row[j], before_last[j - 2] + 1);
            }
        }
        std::swap(before_last, last);
        std::swap(last, row);
    }
    return last[b.size()];
}

std::vector<std::string> all_nearest(std::string_view word,
                                     std::span<const std::string> candidates) {
    constexpr std::size_t kShort = 3;
    constexpr std::size_t kLongestGuess = 64;  // nobody means a command by a kilobyte of text
    if (word.size() > kLongestGuess) {
        return {};
    }
    int best = word.size() <= kShort ? 1 : 2;
    std::vector<std::string> found;
    for (const std::string& candidate : candidates) {
        const int distance = edit_distance(lower(word), lower(candidate));
        if (distance > best || static_cast<std::size_t>(distance) >= candidate.size()) {
            continue;
        }
        if (distance < best) {
            found.clear();
        }
        best = distance;
        if (std::ranges::find(found, candidate) == found.end()) {
            found.push_back(candidate);
        }
    }
    return found;
}

std::optional<std::string> nearest(std::string_view word, std::span<const std::string> candidates) {
    const auto found = all_nearest(word, candidates);
    return found.empty() ? std::nullopt : std::optional(found.front());
}

}  // namespace invitectl
