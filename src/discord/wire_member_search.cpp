#include "discord/wire_member_search.hpp"

#include "discord/json_fields.hpp"
#include <nlohmann/json.hpp>

namespace invitectl::discord {
namespace {

// What `join_source_type` may be. Two kinds are not among them because they settle nothing by
// themselves: unspecified (0), and let in after an application (7), which hides the invite used.
enum JoinSourceType : std::int64_t {
    kAddedByApplication = 1,
    kIntegration = 2,
    kDiscovery = 3,
    kHub = 4,
    kVanity = 6,
    kLinkedLobby = 8,
};

std::optional<Candidate::Kind> way_of(std::int64_t type, bool has_code) {
    switch (type) {
        case kVanity:
            return Candidate::Kind::vanity;
        case kAddedByApplication:
        case kIntegration:
        case kDiscovery:
        case kHub:
        case kLinkedLobby:
            return Candidate::Kind::none;
        default:
            return has_code ? std::optional(Candidate::Kind::invite) : std::nullopt;
    }
}

void read_source(const Json& row, const SearchPlace& who, SourcePage& page) {
    const bool has_code = maybe_text(row, "source_invite_code").has_value();
    const auto way = way_of(maybe_integer(row, "join_source_type").value_or(0), has_code);
    if (!way) {
        return;
    }
    StatedSource stated;
    stated.user = who.user;
    stated.joined_at = who.joined_at;
    stated.way = *way;
    if (has_code && *way != Candidate::Kind::none) {
        stated.code = code_field(row, "source_invite_code");
    }
    if (*way == Candidate::Kind::invite) {
        stated.inviter = maybe_id<UserId>(row, "inviter_id");
    }
    page.stated.push_back(std::move(stated));
}

void read_row(const Json& row, SourcePage& page) {
    std::optional<SearchPlace> who;
    with_field(row, "member", [&](const Json& member) {
        // Guests of a voice channel, who are no members: the only ones without a join time.
        if (is_null(member, "joined_at")) {
            return;
        }
        SearchPlace place;
        place.joined_at = time_field(member, "joined_at");
        with_field(
            member, "user", [&](const Json& user) { place.user = id_field<UserId>(user, "id"); });
        who = place;
    });
    if (who) {
        page.last = who;
        read_source(row, *who, page);
    }
}

}  // namespace

SourcePage read_source_page(std::string_view body, std::size_t limit) {
    const Json answer = parse_strict(body);
    SourcePage page;
    with_field(answer, "members", [&](const Json& list) {
        page.complete = length_of(list) < limit;
        for_each(list, [&](const Json& row) { read_row(row, page); });
    });
    return page;
}

}  // namespace invitectl::discord
