#include "invitectl/domain/verdict.hpp"

#include <array>

namespace invitectl {

namespace {
constexpr std::array<std::string_view, 7> kNames = {
    "manual", "stated", "stamped", "proved", "likely", "open", "unknown"};
}

std::string_view to_text(Verdict verdict) {
    return kNames.at(static_cast<std::size_t>(verdict));
}

std::optional<Verdict> parse_verdict(std::string_view text) {
    for (std::size_t i = 0; i < kNames.size(); ++i) {
        if (kNames.at(i) == text) {
            return static_cast<Verdict>(i);
        }
    }
    return {};
}

}  // namespace invitectl
