// What the index behind members-search knows: members by the time at which they joined, and how
// they came in (discord-userdoccers, pages/resources/guild.mdx).
#pragma once

#include "tests/sim/guild_state.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace invitectl::sim {

// Behind this one, times in milliseconds since 1970.
struct SearchCursor {
    std::int64_t joined_at = 0;
    std::int64_t user = 0;
};

struct SearchHit {
    const MemberState* member = nullptr;
    int type = 0;      // join_source_type
    std::string code;  // empty: none
    std::optional<UserId> inviter{};
};

// Members the index has taken in by `now` who joined at `since` or later, oldest join first.
std::vector<SearchHit> search_members(const GuildState& guild,
                                      Instant now,
                                      std::int64_t since,
                                      const std::optional<SearchCursor>& after);

}  // namespace invitectl::sim
