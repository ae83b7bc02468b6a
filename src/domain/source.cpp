#include "invitectl/domain/source.hpp"

#include <algorithm>
#include <array>

#include "invitectl/base/error.hpp"

namespace invitectl {

namespace {
constexpr std::array<std::string_view, 4> kKinds = {"named", "vanity", "bot", "none"};
constexpr std::size_t kLongestName = 200;
}  // namespace

std::string_view to_text(SourceKind kind) { return kKinds.at(static_cast<std::size_t>(kind)); }

std::optional<SourceKind> parse_source_kind(std::string_view text) {
    for (std::size_t i = 0; i < kKinds.size(); ++i) {
        if (kKinds.at(i) == text) {
            return static_cast<SourceKind>(i);
        }
    }
    return {};
}

void check_source_name(std::string_view name) {
    const std::string_view next = "choose a name such as: \"Reddit ad\"";
    if (name.find_first_not_of(' ') == std::string_view::npos) {
        throw Error(ErrorCode::bad_value, "a source needs a name", "the name is blank",
                    std::string(next));
    }
    if (name.size() > kLongestName) {
        throw Error(ErrorCode::bad_value,
                    "the source name is too long",
                    "it has " + std::to_string(name.size()) + " bytes; at most " +
                        std::to_string(kLongestName) + " are allowed",
                    std::string(next));
    }
    const bool control = std::ranges::any_of(name, [](char c) {
        return static_cast<unsigned char>(c) < ' ' || c == '\x7f';
    });
    if (control) {
        throw Error(ErrorCode::bad_value,
                    "the source name contains a control character",
                    "it could not be shown safely",
                    std::string(next));
    }
    for (const auto kind : {SourceKind::vanity, SourceKind::bot, SourceKind::none}) {
        if (name == to_text(kind)) {
            throw Error(ErrorCode::bad_value,
                        "the source name \"" + std::string(name) + "\" is reserved",
                        "vanity, bot and none are sources of their own in every guild",
                        std::string(next));
        }
    }
}

void AssignmentTimeline::add(const Assignment& assignment) {
    auto& steps = steps_[assignment.code];
    const Instant from = assignment.from.value_or(Instant::min());
    // A later decision covers everything from its own start on, also what was decided earlier for then.
    std::erase_if(steps, [&](const Step& step) { return step.from >= from; });
    steps.push_back({from, assignment.source});
}

std::optional<SourceId> AssignmentTimeline::source_of(const InviteCode& code, Instant t) const {
    const auto found = steps_.find(code);
    if (found == steps_.end()) {
        return {};
    }
    std::optional<SourceId> source;
    for (const Step& step : found->second) {
        if (step.from > t) {
            break;
        }
        source = step.source;
    }
    return source;
}

}  // namespace invitectl
