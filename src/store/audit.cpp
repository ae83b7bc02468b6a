#include "invitectl/store/audit.hpp"

#include "store/query.hpp"

namespace invitectl::store {

namespace {

// Columns in the order entry_id, action, actor_id, target_id, reason, code, channel_id, inviter_id,
// uses, max_uses, max_age, is_temporary.
AuditEntry read_entry(const Query& row) {
    AuditEntry entry{.id = row.get<AuditEntryId>(0),
                     .action = row.get<int>(1),
                     .actor = row.get<std::optional<UserId>>(2),
                     .target = row.get<std::optional<std::int64_t>>(3),
                     .invite = {},
                     .reason = row.get<std::string>(4)};
    if (auto code = row.get<std::optional<InviteCode>>(5)) {
        entry.invite = AuditInvite{.code = *std::move(code),
                                   .channel = row.get<std::optional<ChannelId>>(6),
                                   .inviter = row.get<std::optional<UserId>>(7),
                                   .uses = row.get<std::optional<std::int64_t>>(8),
                                   .max_uses = row.get<std::optional<std::int64_t>>(9),
                                   .max_age = row.get<std::optional<std::int64_t>>(10),
                                   .temporary = row.get<std::optional<bool>>(11)};
    }
    return entry;
}

void add_entry(Query& add, GuildId guild, const AuditEntry& entry) {
    if (!entry.invite) {
        constexpr std::nullopt_t kNothing = std::nullopt;
        const std::optional<std::int64_t> nothing = kNothing;
        add.with(guild,
                 entry.id,
                 entry.at(),
                 entry.action,
                 entry.actor,
                 entry.target,
                 entry.reason,
                 nothing,
                 nothing,
                 nothing,
                 nothing,
                 nothing,
                 nothing,
                 nothing)
            .run();
        return;
    }
    const AuditInvite& invite = *entry.invite;
    add.with(guild,
             entry.id,
             entry.at(),
             entry.action,
             entry.actor,
             entry.target,
             entry.reason,
             invite.code,
             invite.channel,
             invite.inviter,
             invite.uses,
             invite.max_uses,
             invite.max_age,
             invite.temporary)
        .run();
}

}  // namespace

std::int64_t record_audit_entries(sql::Connection& connection,
                                  GuildId guild,
                                  std::span<const AuditEntry> entries) {
    require_transaction(connection);
    Query add(
        connection,
        "INSERT INTO audit_entry (guild_id, entry_id, at, action, actor_id, target_id, reason,"
        " code, channel_id, inviter_id, uses, max_uses, max_age, is_temporary)"
        " VALUES ($guild, $entry, $at, $action, $actor, $target, $reason, $code, $channel,"
        " $inviter, $uses, $max_uses, $max_age, $is_temporary)"
        " ON CONFLICT (guild_id, entry_id) DO NOTHING",
        {"guild",
         "entry",
         "at",
         "action",
         "actor",
         "target",
         "reason",
         "code",
         "channel",
         "inviter",
         "uses",
         "max_uses",
         "max_age",
         "is_temporary"});
    std::int64_t added = 0;
    for (const AuditEntry& entry : entries) {
        add_entry(add, guild, entry);
        added += connection.changes();
    }
    return added;
}

void each_audit_entry(sql::Connection& connection,
                      GuildId guild,
                      AuditEntryId after,
                      const AuditCallback& visit) {
    Query all(connection,
              "SELECT entry_id, action, actor_id, target_id, reason, code, channel_id, inviter_id,"
              " uses, max_uses, max_age, is_temporary FROM audit_entry"
              " WHERE guild_id = $guild AND entry_id > $after ORDER BY entry_id",
              {"guild", "after"});
    all.with(guild, after);
    while (all.next()) {
        visit(read_entry(all));
    }
}

std::vector<AuditEntry> audit_entries_of(sql::Connection& connection,
                                         GuildId guild,
                                         const InviteCode& code) {
    Query all(connection,
              "SELECT entry_id, action, actor_id, target_id, reason, code, channel_id, inviter_id,"
              " uses, max_uses, max_age, is_temporary FROM audit_entry"
              " WHERE guild_id = $guild AND code = $code ORDER BY entry_id",
              {"guild", "code"});
    std::vector<AuditEntry> entries;
    all.with(guild, code);
    while (all.next()) {
        entries.push_back(read_entry(all));
    }
    return entries;
}

std::optional<AuditEntryId> latest_audit_entry(sql::Connection& connection, GuildId guild) {
    Query newest(connection,
                 "SELECT entry_id FROM audit_entry WHERE guild_id = $guild"
                 " ORDER BY entry_id DESC LIMIT 1",
                 {"guild"});
    return newest.with(guild).next() ? std::optional(newest.get<AuditEntryId>(0)) : std::nullopt;
}

}  // namespace invitectl::store
