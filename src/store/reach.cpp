#include "invitectl/store/reach.hpp"

#include "store/query.hpp"

namespace invitectl::store {

std::set<JoinId> joins_reached_by(sql::Connection& connection,
                                  GuildId guild,
                                  const InviteCode& code) {
    Query reached(connection,
                  "SELECT join_id FROM attribution WHERE guild_id = $guild AND code = $code"
                  " UNION SELECT join_id FROM candidate WHERE guild_id = $guild AND code = $code",
                  {"guild", "code"});
    std::set<JoinId> joins;
    for (reached.with(guild, code); reached.next();) {
        joins.insert(reached.get<JoinId>(0));
    }
    return joins;
}

}  // namespace invitectl::store
