#include "invitectl/store/markers.hpp"

#include "store/leaves.hpp"
#include "store/query.hpp"

#include <algorithm>

namespace invitectl::store {

namespace {

std::vector<RoleId> roles_of(Query& rows) {
    std::vector<RoleId> roles;
    while (rows.next()) {
        roles.push_back(rows.get<RoleId>(0));
    }
    return roles;
}

// The invites that give each marker role, with who made them and when: looked up once.
class Givers {
  public:
    Givers(sql::Connection& connection, GuildId guild) {
        Query all(connection,
                  "SELECT r.role_id, i.code, i.inviter_id, i.created_at FROM invite_role r"
                  " JOIN invite i ON i.guild_id = r.guild_id AND i.code = r.code"
                  " AND i.epoch = r.epoch WHERE r.guild_id = $guild"
                  " ORDER BY r.role_id, i.code, i.epoch",
                  {"guild"});
        const auto markers = marker_roles(connection, guild);
        for (all.with(guild); all.next();) {
            if (const auto role = all.get<RoleId>(0); markers.contains(role)) {
                by_role_[role].push_back(
                    {{all.get<InviteCode>(1), all.get<std::optional<UserId>>(2)},
                     all.get<std::optional<Instant>>(3).value_or(Instant{})});
            }
        }
    }

    bool none() const { return by_role_.empty(); }

    // By code.
    std::vector<reconcile::StampedWay> ways(const std::vector<RoleId>& held, Instant t) const {
        std::map<InviteCode, std::pair<reconcile::StampedWay, std::size_t>> found;
        std::size_t markers = 0;
        for (const RoleId role : held) {
            const auto givers = by_role_.find(role);
            if (givers == by_role_.end()) {
                continue;
            }
            ++markers;
            std::set<InviteCode> codes;
            for (const auto& [way, created] : givers->second) {
                if (created <= t + kSweepSlack && codes.insert(way.code).second) {
                    ++found.try_emplace(way.code, way, 0).first->second.second;
                }
            }
        }
        const bool all = std::ranges::any_of(
            found, [&](const auto& one) { return one.second.second == markers; });
        std::vector<reconcile::StampedWay> ways;
        for (const auto& [code, one] : found) {
            if (!all || one.second == markers) {
                ways.push_back(one.first);
            }
        }
        return ways;
    }

  private:
    struct Giver {
        reconcile::StampedWay way;
        Instant created;
    };
    std::map<RoleId, std::vector<Giver>> by_role_;
};

}  // namespace

void mark_role(sql::Connection& connection,
               GuildId guild,
               RoleId role,
               std::optional<SourceId> source,
               const Decided& decided) {
    require_transaction(connection);
    Query(connection,
          "INSERT INTO marker_role (guild_id, marker_id, role_id, source_id, made_at, author,"
          " entry_id) SELECT $guild, COALESCE(MAX(marker_id), 0) + 1, $role, $source, $made_at,"
          " $author, $entry FROM marker_role WHERE guild_id = $guild",
          {"guild", "role", "source", "made_at", "author", "entry"})
        .with(guild, role, source, decided.at, decided.author, decided.entry)
        .run();
}

std::vector<StoredMarker> role_marks(sql::Connection& connection, GuildId guild) {
    Query all(connection,
              "SELECT marker_id, role_id, source_id, made_at, author FROM marker_role"
              " WHERE guild_id = $guild AND withdrawn_at IS NULL ORDER BY marker_id",
              {"guild"});
    std::vector<StoredMarker> marks;
    for (all.with(guild); all.next();) {
        marks.push_back({all.get<std::int64_t>(0),
                         all.get<RoleId>(1),
                         all.get<std::optional<SourceId>>(2),
                         all.get<Instant>(3),
                         all.get<std::string>(4)});
    }
    return marks;
}

std::map<RoleId, SourceId> marker_roles(sql::Connection& connection, GuildId guild) {
    std::map<RoleId, SourceId> roles;
    for (const StoredMarker& mark : role_marks(connection, guild)) {
        if (mark.source) {
            roles[mark.role] = *mark.source;
        } else {
            roles.erase(mark.role);
        }
    }
    return roles;
}

std::set<RoleId> telling_roles(sql::Connection& connection, GuildId guild) {
    Query all(connection,
              "SELECT role_id FROM invite_role WHERE guild_id = $guild"
              " UNION SELECT role_id FROM marker_role WHERE guild_id = $guild",
              {"guild"});
    const auto roles = roles_of(all.with(guild));
    return {roles.begin(), roles.end()};
}

std::vector<RoleId> roles_when_seen(sql::Connection& connection,
                                    GuildId guild,
                                    UserId user,
                                    Instant joined_at) {
    Query all(connection,
              "SELECT role_id FROM role_holding WHERE guild_id = $guild AND user_id = $user"
              " AND joined_at = $joined_at ORDER BY role_id",
              {"guild", "user", "joined_at"});
    return roles_of(all.with(guild, user, joined_at));
}

std::optional<Instant> first_holder(sql::Connection& connection, GuildId guild, RoleId role) {
    Query first(connection,
                "SELECT MIN(joined_at) FROM role_holding WHERE guild_id = $guild"
                " AND role_id = $role",
                {"guild", "role"});
    return first.with(guild, role).next() ? first.get<std::optional<Instant>>(0) : std::nullopt;
}

std::vector<InviteCode> codes_giving(sql::Connection& connection, GuildId guild, RoleId role) {
    Query all(connection,
              "SELECT DISTINCT code FROM invite_role WHERE guild_id = $guild AND role_id = $role"
              " ORDER BY code",
              {"guild", "role"});
    std::vector<InviteCode> codes;
    for (all.with(guild, role); all.next();) {
        codes.push_back(all.get<InviteCode>(0));
    }
    return codes;
}

std::vector<reconcile::StampedWay> stamped_ways(sql::Connection& connection,
                                                GuildId guild,
                                                UserId user,
                                                Instant joined_at) {
    return Givers(connection, guild)
        .ways(roles_when_seen(connection, guild, user, joined_at), joined_at);
}

std::vector<reconcile::Stamp> open_stamps(sql::Connection& connection,
                                          GuildId guild,
                                          JoinId first) {
    const Givers givers(connection, guild);
    if (givers.none()) {
        return {};
    }
    Query find(connection,
               "SELECT m.join_id, m.joined_at, h.role_id FROM member_spell m"
               " JOIN role_holding h ON h.guild_id = m.guild_id AND h.user_id = m.user_id"
               " AND h.joined_at = m.joined_at"
               " LEFT JOIN attribution a ON a.guild_id = m.guild_id AND a.join_id = m.join_id"
               " WHERE m.guild_id = $guild AND m.join_id >= $first AND m.bot = 0"
               " AND COALESCE(a.settled, 0) = 0 ORDER BY m.join_id, h.role_id",
               {"guild", "first"});
    struct Holder {
        JoinId join;
        Instant joined_at;
        std::vector<RoleId> roles;
    };
    std::vector<Holder> holders;
    for (find.with(guild, first); find.next();) {
        const auto join = find.get<JoinId>(0);
        if (holders.empty() || holders.back().join != join) {
            holders.push_back({join, find.get<Instant>(1), {}});
        }
        holders.back().roles.push_back(find.get<RoleId>(2));
    }
    std::vector<reconcile::Stamp> stamps;
    for (const Holder& holder : holders) {
        if (auto ways = givers.ways(holder.roles, holder.joined_at); !ways.empty()) {
            stamps.push_back({holder.join, std::move(ways)});
        }
    }
    return stamps;
}

}  // namespace invitectl::store
