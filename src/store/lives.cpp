#include "invitectl/store/readings.hpp"

#include "store/query.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace invitectl::store {

namespace {

// Columns in the order stream, number, began, ended.
Reading read_reading(const Query& row) {
    return {
        row.get<Stream>(0), row.get<ReadingNumber>(1), {row.get<Instant>(2), row.get<Instant>(3)}};
}

std::optional<Reading> first_row(Query& query) {
    return query.next() ? std::optional(read_reading(query)) : std::nullopt;
}

// The roles of the lives whose rows a query visits by code and epoch, read beside it.
class RoleReader {
  public:
    RoleReader(sql::Connection& connection, GuildId guild)
        : guild_(guild),
          roles_(connection,
                 "SELECT role_id FROM invite_role"
                 " WHERE guild_id = $guild AND code = $code AND epoch = $epoch ORDER BY role_id",
                 {"guild", "code", "epoch"}) {}

    std::vector<RoleId> of(const InviteCode& code, int epoch) {
        std::vector<RoleId> found;
        roles_.with(guild_, code, epoch);
        while (roles_.next()) {
            found.push_back(roles_.get<RoleId>(0));
        }
        return found;
    }

  private:
    GuildId guild_;
    Query roles_;
};

// Columns in the order of the three queries below.
InviteLife read_life(const Query& row, RoleReader& roles) {
    const auto stream = row.get<Stream>(2);
    const Reading first{
        stream, row.get<ReadingNumber>(14), {row.get<Instant>(15), row.get<Instant>(16)}};
    InviteLife life{
        .terms = {.code = row.get<InviteCode>(0),
                  .channel = row.get<std::optional<ChannelId>>(3),
                  .inviter = row.get<std::optional<UserId>>(4),
                  .created_at = row.get<std::optional<Instant>>(5).value_or(first.bracket.ended),
                  .expires_at = row.get<std::optional<Instant>>(6),
                  .max_uses = row.get<std::int64_t>(7),
                  .max_age = row.get<std::int64_t>(8),
                  .temporary = row.get<bool>(9),
                  .roles = {},
                  .targeted = row.get<bool>(10)},
        .epoch = row.get<int>(1),
        .stream = stream,
        .first = first,
        .first_uses = row.get<std::int64_t>(11),
        .carried_uses = row.get<std::int64_t>(12),
        .gone = {},
        .last_uses = row.get<std::int64_t>(13)};
    if (!row.is_null(17)) {
        life.gone = Reading{
            stream, row.get<ReadingNumber>(17), {row.get<Instant>(18), row.get<Instant>(19)}};
    }
    life.terms.roles = roles.of(life.terms.code, life.epoch);
    return life;
}

struct ReadingNews {
    std::int64_t moved_codes = 0;
    std::int64_t new_uses = 0;
    std::int64_t moved_by = 0;  // new uses less what fell
    std::int64_t came = 0;
    std::int64_t came_uses = 0;
    std::int64_t went = 0;
    std::int64_t went_uses = 0;
};

using NewsByReading = std::map<ReadingNumber, ReadingNews>;

NewsByReading news_since(sql::Connection& connection,
                         GuildId guild,
                         Stream stream,
                         ReadingNumber from) {
    NewsByReading news;
    Query moved(connection,
                "SELECT reading, COUNT(*), SUM(CASE WHEN uses_after > uses_before"
                " THEN uses_after - uses_before ELSE 0 END), SUM(uses_after - uses_before)"
                " FROM use_change WHERE guild_id = $guild AND stream = $stream"
                " AND reading >= $from GROUP BY reading",
                {"guild", "stream", "from"});
    for (moved.with(guild, stream, from); moved.next();) {
        ReadingNews& row = news[moved.get<ReadingNumber>(0)];
        row.moved_codes = moved.get<std::int64_t>(1);
        row.new_uses = moved.get<std::int64_t>(2);
        row.moved_by = moved.get<std::int64_t>(3);
    }
    Query came(connection,
               "SELECT first_reading, COUNT(*), SUM(first_uses) FROM invite"
               " WHERE guild_id = $guild AND stream = $stream AND first_reading >= $from"
               " GROUP BY first_reading",
               {"guild", "stream", "from"});
    for (came.with(guild, stream, from); came.next();) {
        ReadingNews& row = news[came.get<ReadingNumber>(0)];
        row.came = came.get<std::int64_t>(1);
        row.came_uses = came.get<std::int64_t>(2);
    }
    Query went(connection,
               "SELECT gone_reading, COUNT(*), SUM(last_uses) FROM invite"
               " WHERE guild_id = $guild AND stream = $stream AND gone_reading >= $from"
               " GROUP BY gone_reading",
               {"guild", "stream", "from"});
    for (went.with(guild, stream, from); went.next();) {
        ReadingNews& row = news[went.get<ReadingNumber>(0)];
        row.went = went.get<std::int64_t>(1);
        row.went_uses = went.get<std::int64_t>(2);
    }
    return news;
}

}  // namespace

std::optional<Reading> reading(sql::Connection& connection,
                               GuildId guild,
                               Stream stream,
                               ReadingNumber number) {
    Query find(connection,
               "SELECT stream, number, began, ended FROM reading"
               " WHERE guild_id = $guild AND stream = $stream AND number = $number",
               {"guild", "stream", "number"});
    return first_row(find.with(guild, stream, number));
}

std::optional<Reading> first_reading(sql::Connection& connection, GuildId guild, Stream stream) {
    return reading(connection, guild, stream, 1);
}

std::optional<Reading> latest_reading(sql::Connection& connection, GuildId guild, Stream stream) {
    Query find(connection,
               "SELECT stream, number, began, ended FROM reading"
               " WHERE guild_id = $guild AND stream = $stream ORDER BY number DESC LIMIT 1",
               {"guild", "stream"});
    return first_row(find.with(guild, stream));
}

std::vector<ReadingSummary> recent_readings(
    sql::Connection& connection, GuildId guild, Stream stream, int limit, ReadingNumber oldest) {
    Query latest(connection,
                 "SELECT stream, number, began, ended, quiet FROM reading"
                 " WHERE guild_id = $guild AND stream = $stream AND number >= $oldest"
                 " ORDER BY number DESC LIMIT $limit",
                 {"guild", "stream", "oldest", "limit"});
    std::vector<ReadingSummary> rows;
    for (latest.with(guild, stream, oldest, limit); latest.next();) {
        rows.push_back({.reading = read_reading(latest), .quiet = latest.get<bool>(4)});
    }
    if (rows.empty()) {
        return rows;
    }
    const NewsByReading news = news_since(connection, guild, stream, rows.back().reading.number);
    Query now(connection,
              "SELECT COUNT(*), COALESCE(SUM(last_uses), 0) FROM invite"
              " WHERE guild_id = $guild AND stream = $stream AND gone_reading IS NULL",
              {"guild", "stream"});
    now.with(guild, stream).next();
    auto codes = now.get<std::int64_t>(0);
    auto uses = now.get<std::int64_t>(1);
    // Backwards from what is listed now, undoing each reading's news.
    for (ReadingSummary& row : rows) {
        const auto found = news.find(row.reading.number);
        const ReadingNews change = found == news.end() ? ReadingNews{} : found->second;
        row.codes = codes;
        row.uses = uses;
        row.moved_codes = change.moved_codes;
        row.new_uses = change.new_uses;
        row.came = change.came;
        row.went = change.went;
        codes += change.went - change.came;
        uses += change.went_uses - change.came_uses - change.moved_by;
    }
    return rows;
}

ReadingsAround readings_around(sql::Connection& connection,
                               GuildId guild,
                               Stream stream,
                               Instant t) {
    Query before(connection,
                 "SELECT stream, number, began, ended FROM reading WHERE guild_id = $guild"
                 " AND stream = $stream AND ended <= $t ORDER BY number DESC LIMIT 1",
                 {"guild", "stream", "t"});
    Query after(connection,
                "SELECT stream, number, began, ended FROM reading WHERE guild_id = $guild"
                " AND stream = $stream AND began > $t ORDER BY number LIMIT 1",
                {"guild", "stream", "t"});
    return {first_row(before.with(guild, stream, t)), first_row(after.with(guild, stream, t))};
}

std::vector<TimeRange> pauses_before_news(sql::Connection& connection,
                                          GuildId guild,
                                          Stream stream) {
    Query all(connection,
              "SELECT ended, began, quiet FROM reading WHERE guild_id = $guild"
              " AND stream = $stream ORDER BY number",
              {"guild", "stream"});
    std::vector<TimeRange> pauses;
    std::optional<Instant> ended;
    for (all.with(guild, stream); all.next();) {
        const auto began = all.get<Instant>(1);
        if (ended && !all.get<bool>(2)) {
            pauses.push_back({*ended, std::max(began, *ended)});
        }
        ended = all.get<Instant>(0);
    }
    return pauses;
}

void each_invite_life(sql::Connection& connection, GuildId guild, const LifeCallback& visit) {
    Query all(connection,
              "SELECT i.code, i.epoch, i.stream, i.channel_id, i.inviter_id, i.created_at,"
              " i.expires_at, i.max_uses, i.max_age, i.is_temporary, i.targeted, i.first_uses,"
              " i.carried_uses, i.last_uses, i.first_reading, f.began, f.ended, i.gone_reading,"
              " g.began, g.ended FROM invite i"
              " JOIN reading f ON f.guild_id = i.guild_id AND f.stream = i.stream"
              " AND f.number = i.first_reading"
              " LEFT JOIN reading g ON g.guild_id = i.guild_id AND g.stream = i.stream"
              " AND g.number = i.gone_reading"
              " WHERE i.guild_id = $guild ORDER BY i.code, i.epoch",
              {"guild"});
    RoleReader roles(connection, guild);
    for (all.with(guild); all.next();) {
        visit(read_life(all, roles));
    }
}

std::vector<InviteLife> live_invites(sql::Connection& connection, GuildId guild) {
    Query listed(connection,
                 "SELECT i.code, i.epoch, i.stream, i.channel_id, i.inviter_id, i.created_at,"
                 " i.expires_at, i.max_uses, i.max_age, i.is_temporary, i.targeted, i.first_uses,"
                 " i.carried_uses, i.last_uses, i.first_reading, f.began, f.ended, i.gone_reading,"
                 " 0, 0 FROM invite i"
                 " JOIN reading f ON f.guild_id = i.guild_id AND f.stream = i.stream"
                 " AND f.number = i.first_reading"
                 " WHERE i.guild_id = $guild AND i.gone_reading IS NULL"
                 " ORDER BY i.code, i.epoch",
                 {"guild"});
    RoleReader roles(connection, guild);
    std::vector<InviteLife> lives;
    for (listed.with(guild); listed.next();) {
        lives.push_back(read_life(listed, roles));
    }
    return lives;
}

std::vector<InviteLife> invite_lives(sql::Connection& connection,
                                     GuildId guild,
                                     const InviteCode& code) {
    Query all(connection,
              "SELECT i.code, i.epoch, i.stream, i.channel_id, i.inviter_id, i.created_at,"
              " i.expires_at, i.max_uses, i.max_age, i.is_temporary, i.targeted, i.first_uses,"
              " i.carried_uses, i.last_uses, i.first_reading, f.began, f.ended, i.gone_reading,"
              " g.began, g.ended FROM invite i"
              " JOIN reading f ON f.guild_id = i.guild_id AND f.stream = i.stream"
              " AND f.number = i.first_reading"
              " LEFT JOIN reading g ON g.guild_id = i.guild_id AND g.stream = i.stream"
              " AND g.number = i.gone_reading"
              " WHERE i.guild_id = $guild AND i.code = $code ORDER BY i.epoch",
              {"guild", "code"});
    RoleReader roles(connection, guild);
    std::vector<InviteLife> lives;
    for (all.with(guild, code); all.next();) {
        lives.push_back(read_life(all, roles));
    }
    return lives;
}

std::string_view to_text(InviteState state) {
    constexpr std::array<std::string_view, 6> kNames = {
        "active", "expired", "used_up", "deleted", "vanity", "gone"};
    return kNames.at(static_cast<std::size_t>(state));
}

InviteState state_of(const InviteLife& life, bool deletion_logged, Instant now) {
    if (life.stream == Stream::vanity) {
        return life.gone ? InviteState::gone : InviteState::vanity;
    }
    const bool full = life.terms.max_uses > 0 && life.last_uses >= life.terms.max_uses;
    if (!life.gone) {
        const bool late = life.terms.expires_at && *life.terms.expires_at <= now;
        return full ? InviteState::used_up : late ? InviteState::expired : InviteState::active;
    }
    if (deletion_logged) {
        return InviteState::deleted;
    }
    if (full) {
        return InviteState::used_up;
    }
    const bool past_its_time =
        life.terms.expires_at && *life.terms.expires_at <= life.gone->bracket.ended;
    return past_its_time ? InviteState::expired : InviteState::gone;
}

std::vector<UseChange> use_changes(sql::Connection& connection,
                                   GuildId guild,
                                   Stream stream,
                                   ReadingNumber number) {
    Query all(connection,
              "SELECT r.stream, r.number, r.began, r.ended, c.code, c.epoch, c.uses_before,"
              " c.uses_after FROM use_change c JOIN reading r ON r.guild_id = c.guild_id"
              " AND r.stream = c.stream AND r.number = c.reading"
              " WHERE c.guild_id = $guild AND c.stream = $stream AND c.reading = $number"
              " ORDER BY c.code, c.epoch",
              {"guild", "stream", "number"});
    std::vector<UseChange> changes;
    for (all.with(guild, stream, number); all.next();) {
        changes.push_back({.reading = read_reading(all),
                           .code = all.get<InviteCode>(4),
                           .epoch = all.get<int>(5),
                           .before = all.get<std::int64_t>(6),
                           .after = all.get<std::int64_t>(7)});
    }
    return changes;
}

}  // namespace invitectl::store
