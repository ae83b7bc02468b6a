#include "invitectl/domain/source.hpp"

#include "invitectl/base/error.hpp"
#include "invitectl/base/escape.hpp"
#include "invitectl/base/likeness.hpp"
#include "invitectl/base/utf8.hpp"

#include <algorithm>
#include <array>

namespace invitectl {

namespace {
constexpr std::array<std::string_view, 4> kKinds = {"named", "vanity", "bot", "none"};
constexpr std::size_t kLongestName = 200;
}  // namespace

std::string_view to_text(SourceKind kind) {
    return kKinds.at(static_cast<std::size_t>(kind));
}

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
        throw Error(
            ErrorCode::bad_value, "a source needs a name", "the name is blank", std::string(next));
    }
    if (name.size() > kLongestName) {
        throw Error(ErrorCode::bad_value,
                    "the source name is too long",
                    "it has " + std::to_string(name.size()) + " bytes; at most " +
                        std::to_string(kLongestName) + " are allowed",
                    std::string(next));
    }
    for (std::string_view rest = name; !rest.empty();) {
        const Decoded character = decode_utf8(rest);
        if (!character.code_point) {
            throw Error(ErrorCode::bad_value,
                        "the source name is no UTF-8 text",
                        "it could not be shown safely",
                        std::string(next));
        }
        if (is_unsafe(*character.code_point)) {
            throw Error(ErrorCode::bad_value,
                        "the source name contains a control character",
                        "characters that move the cursor, turn the reading order or do not show "
                        "are not allowed: \"" +
                            std::string(name) + "\"",
                        std::string(next));
        }
        rest.remove_prefix(character.length);
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

void check_new_source_name(std::string_view name) {
    check_source_name(name);
    if (name.starts_with('(') && name.ends_with(')')) {
        throw Error(ErrorCode::bad_value,
                    "the source name \"" + std::string(name) + "\" stands in brackets",
                    "in tables that is how rows are called that are no source, as (unassigned)",
                    "choose a name such as: \"Reddit ad\"");
    }
}

std::vector<std::string> confusable_names(std::string_view name,
                                          const std::vector<Source>& sources) {
    const std::string shape = likeness(name);
    std::vector<std::string> alike;
    for (const Source& source : sources) {
        if (source.name != name && likeness(source.name) == shape) {
            alike.push_back(source.name);
        }
    }
    return alike;
}

template <class Value>
void AssignmentTimeline::decide(Steps<Value>& steps,
                                const InviteCode& code,
                                std::optional<Instant> since,
                                const std::optional<Value>& value) {
    auto& of_code = steps[code];
    const Instant from = since.value_or(Instant::min());
    // A later decision covers everything from its own start on, also what was decided earlier for
    // then.
    std::erase_if(of_code, [&](const Step<Value>& step) { return step.from >= from; });
    of_code.push_back({from, value});
}

template <class Value>
std::optional<Value> AssignmentTimeline::decided(const Steps<Value>& steps,
                                                 const InviteCode& code,
                                                 Instant t) {
    const auto found = steps.find(code);
    if (found == steps.end()) {
        return {};
    }
    std::optional<Value> value;
    for (const Step<Value>& step : found->second) {
        if (step.from > t) {
            break;
        }
        value = step.value;
    }
    return value;
}

void AssignmentTimeline::add(const Assignment& assignment) {
    decide(steps_, assignment.code, assignment.from, assignment.source);
    if (assignment.from) {
        begins_.insert(*assignment.from);
    }
}

void AssignmentTimeline::add(const Credit& credit) {
    decide(credits_, credit.code, credit.from, credit.user);
    if (credit.from) {
        begins_.insert(*credit.from);
    }
}

bool AssignmentTimeline::is_same_at(Instant a, Instant b) const {
    const auto next = begins_.upper_bound(std::min(a, b));
    return next == begins_.end() || *next > std::max(a, b);
}

std::optional<SourceId> AssignmentTimeline::source_of(const InviteCode& code, Instant t) const {
    return decided(steps_, code, t);
}

std::optional<UserId> AssignmentTimeline::credited(const InviteCode& code, Instant t) const {
    if (const auto user = decided(credits_, code, t)) {
        return user;
    }
    if (owners_.empty()) {
        return {};
    }
    const auto source = source_of(code, t);
    const auto owner = source ? owners_.find(*source) : owners_.end();
    return owner == owners_.end() ? std::nullopt : std::optional(owner->second);
}

}  // namespace invitectl
