#include "invitectl/domain/money.hpp"

#include "invitectl/base/error.hpp"

#include <algorithm>
#include <charconv>

namespace invitectl {

namespace {
constexpr std::int64_t kMost = 1'000'000'000;

bool all_digits(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}
}  // namespace

Hundredths parse_money(std::string_view text) {
    const std::size_t point = std::min(text.find('.'), text.size());
    const std::string_view whole = text.substr(0, point);
    const std::string_view rest = point < text.size() ? text.substr(point + 1) : "";
    std::int64_t units = 0;
    const auto [end, status] = std::from_chars(whole.data(), whole.data() + whole.size(), units);
    const bool good = !whole.empty() && all_digits(whole) && all_digits(rest) && rest.size() <= 2 &&
                      (point == text.size() || !rest.empty()) && status == std::errc{} &&
                      end == whole.data() + whole.size() && units <= kMost;
    if (!good) {
        throw Error(ErrorCode::bad_value,
                    "\"" + std::string(text) + "\" is no amount",
                    "it takes a number such as 120 or 99.50, up to " + std::to_string(kMost),
                    "leave the currency and commas out");
    }
    std::int64_t hundredths = 0;
    for (std::size_t i = 0; i < 2; ++i) {
        hundredths = hundredths * 10 + (i < rest.size() ? rest[i] - '0' : 0);
    }
    return units * 100 + hundredths;
}

std::string format_money(Hundredths amount) {
    std::string text = std::to_string(amount / 100) + ".";
    text += static_cast<char>('0' + amount % 100 / 10);
    text += static_cast<char>('0' + amount % 10);
    return text;
}

}  // namespace invitectl
