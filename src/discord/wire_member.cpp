#include "discord/wire_member.hpp"

#include "discord/json_fields.hpp"
#include "discord/wire_person.hpp"
#include <nlohmann/json.hpp>

#include <algorithm>
#include <unordered_set>

namespace invitectl::discord {
namespace {

// https://discord.com/developers/docs/resources/guild#guild-member-object-guild-member-flags
constexpr std::int64_t kDidRejoin = 1 << 0;

Member read_member(const Json& json, Person person) {
    Member member;
    member.person = std::move(person);
    member.joined_at = time_field(json, "joined_at");
    member.did_rejoin = (maybe_integer(json, "flags").value_or(0) & kDidRejoin) != 0;
    member.pending = flag_or_false(json, "pending");
    with_field(json, "roles", [&](const Json& list) {
        member.roles.reserve(length_of(list));
        for_each(list, [&](const Json& role) { member.roles.push_back({snowflake_of(role)}); });
    });
    return member;
}

Person read_next_person(const Json& json, UserId after, std::unordered_set<UserId>& seen) {
    Person person;
    with_field(json, "user", [&](const Json& user) {
        person = read_person(user);
        const bool is_new = seen.insert(person.id).second;
        if (person.id <= after || !is_new) {
            FieldError error(is_new ? "is not beyond the page before" : "is listed twice");
            error.put_inside("id");
            throw error;
        }
    });
    return person;
}

}  // namespace

std::optional<Member> read_one_member(std::string_view body) {
    const Json json = parse_strict(body);
    if (is_null(json, "joined_at")) {
        return std::nullopt;
    }
    Person person;
    with_field(json, "user", [&](const Json& user) { person = read_person(user); });
    return read_member(json, std::move(person));
}

MemberPage read_member_page(std::string_view body, UserId after, std::size_t limit) {
    MemberPage page;
    std::unordered_set<UserId> seen;
    const std::size_t listed = for_each_in(body, [&](const Json& json) {
        Person person = read_next_person(json, after, seen);
        page.last = std::max(page.last.value_or(person.id), person.id);
        // Guests of a voice channel, who are no members: the only ones without a join time.
        if (!is_null(json, "joined_at")) {
            page.members.push_back(read_member(json, std::move(person)));
        }
    });
    page.complete = listed < limit;
    std::ranges::sort(page.members, {}, [](const Member& member) { return member.person.id; });
    return page;
}

}  // namespace invitectl::discord
