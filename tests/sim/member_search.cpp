#include "tests/sim/member_search.hpp"

#include <algorithm>
#include <tuple>

namespace invitectl::sim {
namespace {

std::int64_t milliseconds(Instant t) {
    return std::chrono::floor<std::chrono::milliseconds>(t).time_since_epoch().count();
}

auto place_of(const MemberState& member) {
    return std::tuple(milliseconds(member.joined_at), member.person->id.value);
}

int type_of(const TruthEntry& entry) {
    switch (entry.way) {
        case Way::invite:
            return 5;
        case Way::vanity:
            return 6;
        case Way::bot:
            return 1;
        case Way::none:
            break;
    }
    return entry.before_start ? 0 : 3;  // of old: not recorded; else by discovery
}

SearchHit hit_of(const GuildState& guild, const MemberState& member) {
    const TruthEntry& entry = guild.truth.entries[member.entry];
    if (member.misstated) {
        return {&member, 5, *member.misstated};
    }
    return {&member, type_of(entry), entry.code, entry.inviter};
}

}  // namespace

std::vector<SearchHit> search_members(const GuildState& guild,
                                      Instant now,
                                      std::int64_t since,
                                      const std::optional<SearchCursor>& after) {
    std::vector<SearchHit> hits;
    for (const auto& [user, member] : guild.members) {
        const bool wanted =
            milliseconds(member.joined_at) >= since &&
            (!after || place_of(member) > std::tuple(after->joined_at, after->user));
        if (wanted && member.joined_at + guild.search.lag <= now) {
            hits.push_back(hit_of(guild, member));
        }
    }
    std::ranges::sort(hits, {}, [](const SearchHit& hit) { return place_of(*hit.member); });
    return hits;
}

}  // namespace invitectl::sim
