#include "invitectl/store/targets.hpp"

#include "store/query.hpp"

#include <set>

namespace invitectl::store {

std::vector<TargetQuestion> untold_invites(sql::Connection& connection, GuildId guild, int limit) {
    Query find(connection,
               "SELECT i.code, i.epoch, i.last_uses, i.created_at FROM invite i"
               " LEFT JOIN invite_targeting t ON t.guild_id = i.guild_id AND t.code = i.code"
               " AND t.epoch = i.epoch WHERE i.guild_id = $guild AND i.stream = $stream"
               " AND i.gone_reading IS NULL AND (t.code IS NULL"
               " OR (t.targeted = 1 AND t.uses <> i.last_uses))"
               " ORDER BY i.created_at DESC, i.code LIMIT $limit",
               {"guild", "stream", "limit"});
    std::vector<TargetQuestion> found;
    for (find.with(guild, Stream::invites, limit); find.next();) {
        found.push_back({find.get<InviteCode>(0),
                         find.get<int>(1),
                         find.get<std::int64_t>(2),
                         find.get<std::optional<Instant>>(3).value_or(Instant{})});
    }
    return found;
}

bool record_targets(sql::Connection& connection,
                    GuildId guild,
                    const TargetQuestion& invite,
                    const std::optional<std::vector<UserId>>& users,
                    Instant asked_at) {
    require_transaction(connection);
    Query(connection,
          "INSERT INTO invite_targeting (guild_id, code, epoch, targeted, uses, asked_at)"
          " VALUES ($guild, $code, $epoch, $targeted, $uses, $asked_at)"
          " ON CONFLICT (guild_id, code, epoch) DO UPDATE SET targeted = excluded.targeted,"
          " uses = excluded.uses, asked_at = excluded.asked_at",
          {"guild", "code", "epoch", "targeted", "uses", "asked_at"})
        .with(guild, invite.code, invite.epoch, users.has_value(), invite.uses, asked_at)
        .run();
    Query add(connection,
              "INSERT INTO invite_target (guild_id, code, epoch, user_id)"
              " VALUES ($guild, $code, $epoch, $user) ON CONFLICT DO NOTHING",
              {"guild", "code", "epoch", "user"});
    std::int64_t added = 0;
    for (const UserId user : users.value_or(std::vector<UserId>{})) {
        add.with(guild, invite.code, invite.epoch, user).run();
        added += connection.changes();
    }
    return added > 0;
}

std::optional<reconcile::Targeting> targeting_of(sql::Connection& connection,
                                                 GuildId guild,
                                                 const InviteCode& code) {
    Query open(connection,
               "SELECT 1 FROM invite i LEFT JOIN invite_targeting t ON t.guild_id = i.guild_id"
               " AND t.code = i.code AND t.epoch = i.epoch WHERE i.guild_id = $guild"
               " AND i.code = $code AND COALESCE(t.targeted, 0) = 0 LIMIT 1",
               {"guild", "code"});
    if (open.with(guild, code).next()) {
        return {};
    }
    Query users(connection,
                "SELECT DISTINCT user_id FROM invite_target WHERE guild_id = $guild"
                " AND code = $code ORDER BY user_id",
                {"guild", "code"});
    reconcile::Targeting found{.code = code, .users = {}};
    for (users.with(guild, code); users.next();) {
        found.users.push_back(users.get<UserId>(0));
    }
    return found;
}

std::vector<reconcile::Targeting> targetings(sql::Connection& connection,
                                             GuildId guild,
                                             const std::vector<reconcile::CodeLife>& lives) {
    Query any(connection,
              "SELECT 1 FROM invite_targeting WHERE guild_id = $guild AND targeted = 1 LIMIT 1",
              {"guild"});
    std::vector<reconcile::Targeting> found;
    if (!any.with(guild).next()) {
        return found;
    }
    std::set<InviteCode> codes;
    for (const reconcile::CodeLife& life : lives) {
        if (life.stream == Stream::invites) {
            codes.insert(life.terms.code);
        }
    }
    for (const InviteCode& code : codes) {
        if (auto one = targeting_of(connection, guild, code); one && !one->users.empty()) {
            found.push_back(*std::move(one));
        }
    }
    return found;
}

}  // namespace invitectl::store
