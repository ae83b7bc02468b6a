#include "invitectl/store/labels.hpp"

#include "store/query.hpp"
#include "store/source_rows.hpp"

namespace invitectl::store {

void add_label(sql::Connection& connection,
               GuildId guild,
               UserId user,
               Instant joined_at,
               const Label& label,
               const std::string& reason,
               const Decided& decided) {
    require_transaction(connection);
    Query(connection,
          "INSERT INTO label (guild_id, label_id, user_id, joined_at, source_id, code, inviter_id,"
          " way, made_by, reason, author, made_at, entry_id) SELECT $guild,"
          " COALESCE(MAX(label_id), 0) + 1, $user, $joined_at, $source, $code, $inviter, $way,"
          " $made_by, $reason, $author, $made_at, $entry FROM label WHERE guild_id = $guild",
          {"guild",
           "user",
           "joined_at",
           "source",
           "code",
           "inviter",
           "way",
           "made_by",
           "reason",
           "author",
           "made_at",
           "entry"})
        .with(guild,
              user,
              joined_at,
              label.source,
              label.code,
              label.inviter,
              label.way,
              label.made_by,
              reason,
              decided.author,
              decided.at,
              decided.entry)
        .run();
}

std::vector<StoredLabel> labels(sql::Connection& connection, GuildId guild) {
    const Merges merges(sources(connection, guild));
    Query all(connection,
              "SELECT m.join_id, l.user_id, l.joined_at, l.source_id, l.code, l.inviter_id, l.way,"
              " l.made_by, l.reason, l.author, l.made_at, l.entry_id FROM label l"
              " LEFT JOIN member_spell m ON m.guild_id = l.guild_id AND m.user_id = l.user_id"
              " AND m.joined_at = l.joined_at WHERE l.guild_id = $guild"
              " AND l.withdrawn_at IS NULL AND NOT EXISTS (SELECT 1 FROM label n"
              " WHERE n.guild_id = l.guild_id AND n.user_id = l.user_id"
              " AND n.joined_at = l.joined_at AND n.withdrawn_at IS NULL"
              " AND n.label_id > l.label_id) ORDER BY m.join_id, l.user_id",
              {"guild"});
    std::vector<StoredLabel> found;
    for (all.with(guild); all.next();) {
        StoredLabel one{.join = all.get<std::optional<JoinId>>(0),
                        .user = all.get<UserId>(1),
                        .joined_at = all.get<Instant>(2),
                        .label = {all.get<std::optional<SourceId>>(3),
                                  all.get<std::optional<InviteCode>>(4),
                                  all.get<std::optional<UserId>>(5),
                                  all.get<std::optional<Candidate::Kind>>(6),
                                  all.get<std::optional<UserId>>(7)},
                        .reason = all.get<std::string>(8),
                        .author = all.get<std::string>(9),
                        .made_at = all.get<Instant>(10),
                        .entry = all.get<std::optional<EntryId>>(11)};
        if (one.label.source) {
            one.label.source = merges.end_of(*one.label.source);
        }
        if (one.label.says_anything()) {
            found.push_back(std::move(one));
        }
    }
    return found;
}

}  // namespace invitectl::store
