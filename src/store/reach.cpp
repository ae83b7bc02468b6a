#include "invitectl/store/reach.hpp"

#include "store/query.hpp"

#include <algorithm>
#include <string_view>

namespace invitectl::store {

std::set<JoinId> joins_reached_by(sql::Connection& connection,
                                  GuildId guild,
                                  std::span<const InviteCode> codes) {
    std::vector<std::string_view> wanted;
    for (const InviteCode& code : codes) {
        wanted.emplace_back(code.text());
    }
    std::ranges::sort(wanted);
    std::set<JoinId> joins;
    const auto take = [&](Query& rows) {
        for (rows.with(guild); rows.next();) {
            if (std::ranges::binary_search(wanted, rows.text(1))) {
                joins.insert(joins.end(), rows.get<JoinId>(0));
            }
        }
    };
    if (wanted.empty()) {
        return joins;
    }
    Query answers(connection,
                  "SELECT join_id, code FROM attribution"
                  " WHERE guild_id = $guild AND code IS NOT NULL ORDER BY join_id",
                  {"guild"});
    take(answers);
    Query candidates(connection,
                     "SELECT join_id, code FROM candidate"
                     " WHERE guild_id = $guild AND code IS NOT NULL ORDER BY join_id",
                     {"guild"});
    take(candidates);
    return joins;
}

}  // namespace invitectl::store
