#include "invitectl/store/journal.hpp"
#include "invitectl/store/sources.hpp"

#include "store/query.hpp"
#include "store/source_rows.hpp"

#include <array>
#include <set>

namespace invitectl::store {

namespace {

// The tables of what people decide, each with its way to set rows of an entry in or out of force.
constexpr auto kWithdrawals = std::to_array<std::string_view>({
    "UPDATE assignment SET withdrawn_at = $at WHERE guild_id = $guild AND entry_id = $entry",
    "UPDATE label SET withdrawn_at = $at WHERE guild_id = $guild AND entry_id = $entry",
    "UPDATE setting SET withdrawn_at = $at WHERE guild_id = $guild AND entry_id = $entry",
    "UPDATE calibration SET withdrawn_at = $at WHERE guild_id = $guild AND entry_id = $entry",
    "UPDATE source_change SET withdrawn_at = $at WHERE guild_id = $guild AND entry_id = $entry",
    "UPDATE credit SET withdrawn_at = $at WHERE guild_id = $guild AND entry_id = $entry",
    "UPDATE ignored_code SET withdrawn_at = $at WHERE guild_id = $guild AND entry_id = $entry",
    "UPDATE exclusion SET withdrawn_at = $at WHERE guild_id = $guild AND entry_id = $entry",
    "UPDATE cost SET withdrawn_at = $at WHERE guild_id = $guild AND entry_id = $entry",
    "UPDATE marker_role SET withdrawn_at = $at WHERE guild_id = $guild AND entry_id = $entry",
    "UPDATE bonus SET withdrawn_at = $at WHERE guild_id = $guild AND entry_id = $entry",
});

std::vector<InviteCode> codes_of(sql::Connection& connection, GuildId guild, EntryId entry) {
    Query find(connection,
               "SELECT code FROM assignment WHERE guild_id = $guild AND entry_id = $entry"
               " UNION SELECT code FROM credit WHERE guild_id = $guild AND entry_id = $entry"
               " UNION SELECT r.code FROM marker_role m JOIN invite_role r"
               " ON r.guild_id = m.guild_id AND r.role_id = m.role_id"
               " WHERE m.guild_id = $guild AND m.entry_id = $entry",
               {"guild", "entry"});
    std::vector<InviteCode> codes;
    for (find.with(guild, entry); find.next();) {
        codes.push_back(find.get<InviteCode>(0));
    }
    return codes;
}

std::vector<SourceId> sources_of(sql::Connection& connection, GuildId guild, EntryId entry) {
    Query find(connection,
               "SELECT DISTINCT source_id FROM source_change"
               " WHERE guild_id = $guild AND entry_id = $entry ORDER BY source_id",
               {"guild", "entry"});
    std::vector<SourceId> found;
    for (find.with(guild, entry); find.next();) {
        found.push_back(find.get<SourceId>(0));
    }
    return found;
}

std::vector<JoinId> labelled_joins(sql::Connection& connection, GuildId guild, EntryId entry) {
    Query find(connection,
               "SELECT m.join_id FROM label l JOIN member_spell m ON m.guild_id = l.guild_id"
               " AND m.user_id = l.user_id AND m.joined_at = l.joined_at"
               " WHERE l.guild_id = $guild AND l.entry_id = $entry AND m.join_id IS NOT NULL",
               {"guild", "entry"});
    std::vector<JoinId> joins;
    for (find.with(guild, entry); find.next();) {
        joins.push_back(find.get<JoinId>(0));
    }
    return joins;
}

std::optional<Instant> bounds_from(sql::Connection& connection, GuildId guild, EntryId entry) {
    Query find(connection,
               "SELECT valid_from FROM calibration WHERE guild_id = $guild AND entry_id = $entry",
               {"guild", "entry"});
    std::optional<Instant> earliest;
    for (find.with(guild, entry); find.next();) {
        const Instant from = find.get<std::optional<Instant>>(0).value_or(from_micros(0));
        earliest = std::min(earliest.value_or(from), from);
    }
    return earliest;
}

std::optional<Instant> held_from(sql::Connection& connection, GuildId guild, EntryId entry) {
    Query first(connection,
                "SELECT MIN(h.joined_at) FROM marker_role m JOIN role_holding h"
                " ON h.guild_id = m.guild_id AND h.role_id = m.role_id"
                " WHERE m.guild_id = $guild AND m.entry_id = $entry",
                {"guild", "entry"});
    return first.with(guild, entry).next() ? first.get<std::optional<Instant>>(0) : std::nullopt;
}

// Bounds found later carry a declaration along, so only the latest one can be taken back.
void check_bounds_are_latest(sql::Connection& connection, GuildId guild, EntryId entry) {
    Query later(connection,
                "SELECT 1 FROM calibration WHERE guild_id = $guild AND withdrawn_at IS NULL"
                " AND calibration_id > (SELECT MAX(calibration_id) FROM calibration"
                " WHERE guild_id = $guild AND entry_id = $entry)",
                {"guild", "entry"});
    if (later.with(guild, entry).next()) {
        throw Error(ErrorCode::refused,
                    "this declaration cannot be taken back any more",
                    "bounds that were found later build on it",
                    "say the opposite instead: invitectl settings set closed off");
    }
}

// An entry in force that speaks of a source which does not exist, where there is one.
struct Dangling {
    EntryId entry = 0;
    SourceId source = 0;
};

std::optional<Dangling> dangling(sql::Connection& connection, GuildId guild) {
    Query find(
        connection,
        "SELECT d.entry_id, s.source_id FROM source s JOIN ("
        " SELECT guild_id, source_id, entry_id FROM assignment WHERE withdrawn_at IS NULL"
        " UNION ALL SELECT guild_id, source_id, entry_id FROM label WHERE withdrawn_at IS NULL"
        " UNION ALL SELECT guild_id, source_id, entry_id FROM cost WHERE withdrawn_at IS NULL"
        " UNION ALL SELECT guild_id, source_id, entry_id FROM marker_role"
        " WHERE withdrawn_at IS NULL"
        " UNION ALL SELECT guild_id, source_id, entry_id FROM source_change"
        " WHERE withdrawn_at IS NULL"
        " UNION ALL SELECT guild_id, CAST(value AS INTEGER), entry_id FROM source_change"
        " WHERE withdrawn_at IS NULL AND property = 'merged_into') d"
        " ON d.guild_id = s.guild_id AND d.source_id = s.source_id"
        " WHERE s.guild_id = $guild AND s.withdrawn_at IS NOT NULL"
        " ORDER BY d.entry_id DESC LIMIT 1",
        {"guild"});
    if (!find.with(guild).next()) {
        return {};
    }
    return Dangling{find.get<std::optional<EntryId>>(0).value_or(0), find.get<SourceId>(1)};
}

}  // namespace

bool has_decisions(sql::Connection& connection, GuildId guild, EntryId entry) {
    Query find(
        connection,
        "SELECT 1 FROM assignment WHERE guild_id = $guild AND entry_id = $entry"
        " UNION ALL SELECT 1 FROM label WHERE guild_id = $guild AND entry_id = $entry"
        " UNION ALL SELECT 1 FROM setting WHERE guild_id = $guild AND entry_id = $entry"
        " UNION ALL SELECT 1 FROM calibration WHERE guild_id = $guild AND entry_id = $entry"
        " UNION ALL SELECT 1 FROM source_change WHERE guild_id = $guild AND entry_id = $entry"
        " UNION ALL SELECT 1 FROM credit WHERE guild_id = $guild AND entry_id = $entry"
        " UNION ALL SELECT 1 FROM ignored_code WHERE guild_id = $guild AND entry_id = $entry"
        " UNION ALL SELECT 1 FROM exclusion WHERE guild_id = $guild AND entry_id = $entry"
        " UNION ALL SELECT 1 FROM cost WHERE guild_id = $guild AND entry_id = $entry"
        " UNION ALL SELECT 1 FROM marker_role WHERE guild_id = $guild AND entry_id = $entry"
        " UNION ALL SELECT 1 FROM bonus WHERE guild_id = $guild AND entry_id = $entry LIMIT 1",
        {"guild", "entry"});
    return find.with(guild, entry).next();
}

Touched withdraw(sql::Connection& connection,
                 GuildId guild,
                 EntryId entry,
                 std::optional<Instant> withdrawn_at) {
    require_transaction(connection);
    Touched touched{.codes = codes_of(connection, guild, entry),
                    .sources = sources_of(connection, guild, entry),
                    .joins = labelled_joins(connection, guild, entry),
                    .bounds_from = bounds_from(connection, guild, entry),
                    .held_from = held_from(connection, guild, entry)};
    if (touched.bounds_from) {
        check_bounds_are_latest(connection, guild, entry);
    }
    for (const std::string_view withdrawal : kWithdrawals) {
        Query(connection, withdrawal, {"at", "guild", "entry"})
            .with(withdrawn_at, guild, entry)
            .run();
    }
    for (const SourceId source : touched.sources) {
        set_source_straight(connection, guild, source);
    }
    if (const auto left = dangling(connection, guild)) {
        throw Error(
            ErrorCode::refused,
            withdrawn_at ? "the source is still in use" : "the source is not there any more",
            "entry " + std::to_string(left->entry) + " speaks of it",
            "take that back first: invitectl undo " + std::to_string(left->entry));
    }
    return touched;
}

}  // namespace invitectl::store
