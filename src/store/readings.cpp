#include "invitectl/store/readings.hpp"

#include "invitectl/store/people.hpp"

#include "store/moving_row.hpp"
#include "store/query.hpp"
#include "store/reading_news.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace invitectl::store {

namespace {

std::optional<LastRow> last_row(sql::Connection& connection, GuildId guild, Stream stream) {
    Query find(connection,
               "SELECT number, began, ended, quiet FROM reading"
               " WHERE guild_id = $guild AND stream = $stream ORDER BY number DESC LIMIT 1",
               {"guild", "stream"});
    if (!find.with(guild, stream).next()) {
        return {};
    }
    return LastRow{
        find.get<std::int64_t>(0), {find.get<Instant>(1), find.get<Instant>(2)}, find.get<bool>(3)};
}

void load_living_roles(sql::Connection& connection,
                       GuildId guild,
                       Stream stream,
                       LivingByCode& living) {
    Query roles(connection,
                "SELECT r.code, r.role_id FROM invite i JOIN invite_role r"
                " ON r.guild_id = i.guild_id AND r.code = i.code AND r.epoch = i.epoch"
                " WHERE i.guild_id = $guild AND i.stream = $stream AND i.gone_reading IS NULL"
                " ORDER BY r.code, r.role_id",
                {"guild", "stream"});
    roles.with(guild, stream);
    while (roles.next()) {
        living.at(roles.get<InviteCode>(0)).listed.terms.roles.push_back(roles.get<RoleId>(1));
    }
}

LivingByCode load_living(sql::Connection& connection, GuildId guild, Stream stream) {
    Query all(
        connection,
        "SELECT code, epoch, channel_id, inviter_id, created_at, expires_at, max_uses,"
        " max_age, is_temporary, targeted, last_uses FROM invite"
        " WHERE guild_id = $guild AND stream = $stream AND gone_reading IS NULL ORDER BY code",
        {"guild", "stream"});
    LivingByCode living;
    all.with(guild, stream);
    while (all.next()) {
        const auto code = all.get<InviteCode>(0);
        const auto created_at = all.get<std::optional<Instant>>(4);
        InviteTerms terms{.code = code,
                          .channel = all.get<std::optional<ChannelId>>(2),
                          .inviter = all.get<std::optional<UserId>>(3),
                          .created_at = created_at.value_or(Instant{}),
                          .expires_at = all.get<std::optional<Instant>>(5),
                          .max_uses = all.get<std::int64_t>(6),
                          .max_age = all.get<std::int64_t>(7),
                          .temporary = all.get<bool>(8),
                          .roles = {},
                          .targeted = all.get<bool>(9)};
        Listed listed{std::move(terms), created_at, all.get<std::int64_t>(10)};
        living.emplace(code, Living{std::move(listed), all.get<int>(1)});
    }
    load_living_roles(connection, guild, stream, living);
    return living;
}

void write_row(sql::Connection& connection,
               GuildId guild,
               Stream stream,
               const RowPlan& plan,
               const Bracket& bracket) {
    const std::string_view sql =
        plan.append ? "INSERT INTO reading (guild_id, stream, number, began, ended, quiet)"
                      " VALUES ($guild, $stream, $number, $began, $ended, $quiet)"
                    : "UPDATE reading SET began = $began, ended = $ended, quiet = $quiet"
                      " WHERE guild_id = $guild AND stream = $stream AND number = $number";
    Query(connection, sql, {"guild", "stream", "number", "began", "ended", "quiet"})
        .with(guild, stream, plan.number, bracket.began, bracket.ended, plan.quiet)
        .run();
}

ReadingOutcome record(sql::Connection& connection,
                      GuildId guild,
                      Stream stream,
                      ListedByCode now,
                      const Bracket& bracket) {
    require_transaction(connection);
    const std::optional<LastRow> last = last_row(connection, guild, stream);
    if (last && bracket.began < last->bracket.began) {
        throw Error(ErrorCode::internal, "a reading began before the one it follows");
    }
    const LivingByCode before = load_living(connection, guild, stream);
    keep_known_inviters(before, now);
    const News news = compare(before, now);
    const RowPlan plan = plan_row(last, news.count() > 0);
    write_row(connection, guild, stream, plan, bracket);
    write_news(connection, guild, stream, plan.number, news);
    return {.number = plan.number, .first = !last, .news = news.count()};
}

ListedByCode by_code(const std::vector<Invite>& invites) {
    ListedByCode listed;
    for (const Invite& invite : invites) {
        Listed entry{invite.terms, invite.terms.created_at, invite.uses};
        std::ranges::sort(entry.terms.roles);
        const auto [other, added] = listed.emplace(invite.terms.code, std::move(entry));
        if (!added && other->second.uses != invite.uses) {
            throw Error(ErrorCode::broken_protocol,
                        "the invite list names " + invite.terms.code.text() + " twice",
                        "with different counters, so neither can be trusted",
                        "run the command again");
        }
    }
    return listed;
}

}  // namespace

ReadingOutcome record_invites(sql::Connection& connection,
                              GuildId guild,
                              const Timed<std::vector<Invite>>& list) {
    const ReadingOutcome outcome =
        record(connection, guild, Stream::invites, by_code(list.value), list.bracket);
    std::vector<Person> inviters;
    for (const Invite& invite : list.value) {
        if (invite.inviter) {
            inviters.push_back(*invite.inviter);
        }
    }
    remember_people(connection, guild, inviters);
    return outcome;
}

ReadingOutcome record_vanity(sql::Connection& connection,
                             GuildId guild,
                             const Timed<std::optional<Vanity>>& vanity) {
    ListedByCode listed;
    if (vanity.value) {
        const InviteTerms terms{.code = vanity.value->code,
                                .channel = {},
                                .inviter = {},
                                .created_at = {},
                                .expires_at = {},
                                .roles = {}};
        listed.emplace(vanity.value->code, Listed{terms, std::nullopt, vanity.value->uses});
    }
    return record(connection, guild, Stream::vanity, listed, vanity.bracket);
}

}  // namespace invitectl::store
