#include "invitectl/domain/standing.hpp"

#include "invitectl/base/error.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace invitectl {
namespace {

constexpr std::array<std::pair<std::string_view, bool IgnoreScope::*>, 3> kScopes = {
    {{"log", &IgnoreScope::log}, {"board", &IgnoreScope::board}, {"xp", &IgnoreScope::xp}}};
constexpr std::array<std::pair<std::string_view, bool Exclusion::*>, 2> kExclusions = {
    {{"inviter", &Exclusion::as_inviter}, {"member", &Exclusion::as_member}}};

template <class Set, std::size_t kCount>
std::string joined(const Set& set,
                   const std::array<std::pair<std::string_view, bool Set::*>, kCount>& names) {
    std::string text;
    for (const auto& [name, flag] : names) {
        if (set.*flag) {
            text += (text.empty() ? "" : ",") + std::string(name);
        }
    }
    return text;
}

template <class Set, std::size_t kCount>
Set parsed(std::string_view text,
           const std::array<std::pair<std::string_view, bool Set::*>, kCount>& names,
           std::string_view what,
           std::string_view all) {
    Set set;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(','), text.size());
        const std::string_view word = text.substr(0, end);
        bool known = false;
        for (const auto& [name, flag] : names) {
            if (name == word) {
                set.*flag = true;
                known = true;
            }
        }
        if (!known) {
            throw Error(ErrorCode::bad_value,
                        "\"" + std::string(word) + "\" is no " + std::string(what),
                        "it takes one or more of " + std::string(all) + ", with commas between",
                        "write them without blanks, such as: log,board");
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return set;
}

}  // namespace

IgnoreScope parse_ignore_scope(std::string_view text) {
    return parsed<IgnoreScope>(text, kScopes, "scope", "log, board, xp");
}

std::string to_text(const IgnoreScope& scope) {
    return joined(scope, kScopes);
}

Exclusion parse_exclusion(std::string_view text) {
    return parsed<Exclusion>(text, kExclusions, "way of being excluded", "inviter, member");
}

std::string to_text(const Exclusion& exclusion) {
    return joined(exclusion, kExclusions);
}

}  // namespace invitectl
