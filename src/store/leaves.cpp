#include "store/leaves.hpp"

#include "invitectl/domain/audit_entry.hpp"
#include "invitectl/store/join_segments.hpp"
#include "invitectl/store/members.hpp"

#include "store/query.hpp"

#include <algorithm>

namespace invitectl::store {

namespace {

LeaveCause cause_of(int action) {
    return action == audit_action::kMemberBan ? LeaveCause::banned : LeaveCause::kicked;
}

std::vector<UserId> users_removed_since(sql::Connection& connection,
                                        GuildId guild,
                                        AuditEntryId after) {
    Query find(connection,
               "SELECT DISTINCT target_id FROM audit_entry WHERE guild_id = $guild"
               " AND entry_id > $after AND action IN (20, 22) AND target_id IS NOT NULL"
               " ORDER BY target_id",
               {"guild", "after"});
    std::vector<UserId> users;
    for (find.with(guild, after); find.next();) {
        users.push_back(find.get<UserId>(0));
    }
    return users;
}

std::vector<LeaveNews> unexplained_leaves(sql::Connection& connection, GuildId guild, UserId user) {
    Query find(
        connection,
        "SELECT COALESCE(join_id, 0), joined_at, leave_earliest, leave_latest, joined_after"
        " FROM member_spell WHERE guild_id = $guild AND user_id = $user AND leave_cause = $unknown"
        " ORDER BY joined_at",
        {"guild", "user", "unknown"});
    std::vector<LeaveNews> leaves;
    for (find.with(guild, user, LeaveCause::unknown); find.next();) {
        leaves.push_back({find.get<JoinId>(0),
                          find.get<Instant>(1),
                          Leave{find.get<Instant>(2), find.get<Instant>(3)},
                          find.get<std::optional<Instant>>(4)});
    }
    return leaves;
}

}  // namespace

Leave leave_between(const MissingSpell& spell, Instant last_seen, Instant ended) {
    constexpr Duration kSmallest{1};
    const Instant latest = std::max(spell.rejoined_at.value_or(ended), spell.joined_at + kSmallest);
    const Instant earliest = std::min(std::max(last_seen, spell.joined_at), latest - kSmallest);
    return {earliest, latest, LeaveCause::unknown};
}

std::optional<Leave> explained(sql::Connection& connection,
                               GuildId guild,
                               UserId user,
                               Instant joined_at,
                               const Leave& leave) {
    Query find(connection,
               "SELECT at, action FROM audit_entry WHERE guild_id = $guild AND target_id = $user"
               " AND action IN (20, 22, 28) AND action <> 28 AND at >= $joined_at AND at > "
               "$earliest AND at <= $latest"
               " ORDER BY entry_id LIMIT 1",
               {"guild", "user", "joined_at", "earliest", "latest"});
    const Instant earliest = leave.earliest - kSweepSlack;
    if (!find.with(guild, user, joined_at, earliest, leave.latest + kSweepSlack).next()) {
        return {};
    }
    const auto at = find.get<Instant>(0);
    return Leave{at, at, cause_of(find.get<int>(1))};
}

std::int64_t refine_leaves_from_audit(sql::Connection& connection,
                                      GuildId guild,
                                      AuditEntryId after) {
    require_transaction(connection);
    Query update(connection,
                 "UPDATE member_spell SET leave_earliest = $at, leave_latest = $at,"
                 " leave_cause = $cause WHERE guild_id = $guild AND user_id = $user"
                 " AND joined_at = $joined_at",
                 {"at", "cause", "guild", "user", "joined_at"});
    std::vector<LeaveNews> refined;
    for (const UserId user : users_removed_since(connection, guild, after)) {
        for (const LeaveNews& known : unexplained_leaves(connection, guild, user)) {
            const auto exact = explained(connection, guild, user, known.joined_at, *known.leave);
            if (exact) {
                update.with(exact->latest, exact->cause, guild, user, known.joined_at).run();
                refined.push_back({known.join, known.joined_at, exact, known.joined_after});
            }
        }
    }
    note_leaves(connection, guild, refined);
    return static_cast<std::int64_t>(refined.size());
}

}  // namespace invitectl::store
