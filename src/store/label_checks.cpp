#include "invitectl/store/label_checks.hpp"

#include "store/query.hpp"

namespace invitectl::store {

void each_label_truth(sql::Connection& connection,
                      GuildId guild,
                      const std::function<void(const LabelTruth&)>& visit) {
    Query find(connection,
               "SELECT m.join_id, l.code, l.source_id FROM label l JOIN member_spell m"
               " ON m.guild_id = l.guild_id AND m.user_id = l.user_id"
               " AND m.joined_at = l.joined_at WHERE l.guild_id = $guild"
               " AND l.withdrawn_at IS NULL AND m.join_id IS NOT NULL"
               " AND (l.code IS NOT NULL OR l.source_id IS NOT NULL)"
               " AND NOT EXISTS (SELECT 1 FROM label n WHERE n.guild_id = l.guild_id"
               " AND n.user_id = l.user_id AND n.joined_at = l.joined_at"
               " AND n.withdrawn_at IS NULL AND n.label_id > l.label_id) ORDER BY m.join_id",
               {"guild"});
    for (find.with(guild); find.next();) {
        visit({find.get<JoinId>(0),
               find.get<std::optional<InviteCode>>(1),
               find.get<std::optional<SourceId>>(2)});
    }
}

}  // namespace invitectl::store
