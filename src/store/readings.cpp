#include "invitectl/store/readings.hpp"

#include "invitectl/store/people.hpp"

#include "store/moving_row.hpp"
#include "store/query.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace invitectl::store {

namespace {

// What a reading says of one code; a vanity code has no creation time.
struct Listed {
    InviteTerms terms;
    std::optional<Instant> created_at;
    std::int64_t uses = 0;
};

// What the tables say of a code that the last reading listed.
struct Living {
    Listed listed;
    int epoch = 1;
};

struct Movement {
    const Living* living = nullptr;
    std::int64_t uses_after = 0;
};

// The difference between a reading and the one before it.
struct News {
    std::vector<const Listed*> came;
    std::vector<const Living*> went;
    std::vector<Movement> moved;
    std::vector<std::pair<const Living*, const Listed*>> other_terms;  // no news, but worth keeping

    int count() const { return static_cast<int>(came.size() + went.size() + moved.size()); }
};

using ListedByCode = std::map<InviteCode, Listed>;
using LivingByCode = std::map<InviteCode, Living>;

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

News compare(const LivingByCode& before, const ListedByCode& now) {
    News news;
    for (const auto& [code, living] : before) {
        const auto found = now.find(code);
        if (found == now.end()) {
            news.went.push_back(&living);
            continue;
        }
        const Listed& listed = found->second;
        if (listed.created_at != living.listed.created_at) {
            news.went.push_back(&living);
            news.came.push_back(&listed);
            continue;
        }
        if (listed.uses != living.listed.uses) {
            news.moved.push_back({&living, listed.uses});
        }
        if (listed.terms != living.listed.terms) {
            news.other_terms.emplace_back(&living, &listed);
        }
    }
    for (const auto& [code, listed] : now) {
        if (!before.contains(code)) {
            news.came.push_back(&listed);
        }
    }
    return news;
}

// Writes the difference under the number of its reading.
class NewsWriter {
  public:
    NewsWriter(sql::Connection& connection, GuildId guild, Stream stream, ReadingNumber reading)
        : connection_(connection), guild_(guild), stream_(stream), reading_(reading) {}

    void write(const News& news) {
        for (const Living* living : news.went) {
            end_life(*living);
        }
        for (const Listed* listed : news.came) {
            begin_life(*listed);
        }
        for (const Movement& movement : news.moved) {
            move_counter(movement);
        }
        for (const auto& [living, listed] : news.other_terms) {
            update_terms(living->epoch, *listed);
        }
    }

  private:
    struct EarlierLife {
        int epoch = 0;
        std::int64_t carried_uses = 0;
    };

    void end_life(const Living& living) {
        Query(connection_,
              "UPDATE invite SET gone_reading = $reading"
              " WHERE guild_id = $guild AND code = $code AND epoch = $epoch",
              {"reading", "guild", "code", "epoch"})
            .with(reading_, guild_, living.listed.terms.code, living.epoch)
            .run();
    }

    // An invite that the list left out for a while returns with the same creation time and the uses
    // it had; a vanity code has no creation time, so there must have been no other in between.
    EarlierLife earlier_life(const Listed& listed) {
        Query find(connection_,
                   "SELECT epoch, created_at, last_uses, stream, (SELECT MAX(later.first_reading)"
                   " FROM invite later WHERE later.guild_id = $guild AND later.stream = $stream)"
                   " - first_reading FROM invite WHERE guild_id = $guild AND code = $code"
                   " ORDER BY epoch DESC LIMIT 1",
                   {"guild", "stream", "code"});
        if (!find.with(guild_, stream_, listed.terms.code).next()) {
            return {};
        }
        EarlierLife earlier{find.get<int>(0), 0};
        const auto last_uses = find.get<std::int64_t>(2);
        const bool same_stream = find.get<Stream>(3) == stream_;
        const bool same_invite =
            find.get<std::optional<Instant>>(1) == listed.created_at &&
            (stream_ == Stream::invites || (same_stream && find.get<std::int64_t>(4) == 0));
        if (same_stream && same_invite && listed.uses >= last_uses) {
            earlier.carried_uses = last_uses;
        }
        return earlier;
    }

    void begin_life(const Listed& listed) {
        const EarlierLife earlier = earlier_life(listed);
        const InviteTerms& terms = listed.terms;
        Query(connection_,
              "INSERT INTO invite (guild_id, code, epoch, stream, channel_id, inviter_id,"
              " created_at, expires_at, max_uses, max_age, is_temporary, targeted, first_reading,"
              " first_uses, carried_uses, last_uses) VALUES ($guild, $code, $epoch, $stream,"
              " $channel, $inviter, $created_at, $expires_at, $max_uses, $max_age, $is_temporary,"
              " $targeted, $reading, $uses, $carried_uses, $uses)",
              {"guild",
               "code",
               "epoch",
               "stream",
               "channel",
               "inviter",
               "created_at",
               "expires_at",
               "max_uses",
               "max_age",
               "is_temporary",
               "targeted",
               "reading",
               "uses",
               "carried_uses"})
            .with(guild_,
                  terms.code,
                  earlier.epoch + 1,
                  stream_,
                  terms.channel,
                  terms.inviter,
                  listed.created_at,
                  terms.expires_at,
                  terms.max_uses,
                  terms.max_age,
                  terms.temporary,
                  terms.targeted,
                  reading_,
                  listed.uses,
                  earlier.carried_uses)
            .run();
        add_roles(earlier.epoch + 1, terms);
    }

    void add_roles(int epoch, const InviteTerms& terms) {
        Query add(connection_,
                  "INSERT INTO invite_role (guild_id, code, epoch, role_id)"
                  " VALUES ($guild, $code, $epoch, $role)",
                  {"guild", "code", "epoch", "role"});
        for (const RoleId role : terms.roles) {
            add.with(guild_, terms.code, epoch, role).run();
        }
    }

    void move_counter(const Movement& movement) {
        const Living& living = *movement.living;
        Query(connection_,
              "INSERT INTO use_change (guild_id, stream, reading, code, epoch, uses_before,"
              " uses_after) VALUES ($guild, $stream, $reading, $code, $epoch, $before, $after)",
              {"guild", "stream", "reading", "code", "epoch", "before", "after"})
            .with(guild_,
                  stream_,
                  reading_,
                  living.listed.terms.code,
                  living.epoch,
                  living.listed.uses,
                  movement.uses_after)
            .run();
        Query(connection_,
              "UPDATE invite SET last_uses = $uses"
              " WHERE guild_id = $guild AND code = $code AND epoch = $epoch",
              {"uses", "guild", "code", "epoch"})
            .with(movement.uses_after, guild_, living.listed.terms.code, living.epoch)
            .run();
    }

    void update_terms(int epoch, const Listed& listed) {
        const InviteTerms& terms = listed.terms;
        Query(connection_,
              "UPDATE invite SET channel_id = $channel, inviter_id = $inviter,"
              " expires_at = $expires_at, max_uses = $max_uses, max_age = $max_age,"
              " is_temporary = $is_temporary, targeted = $targeted"
              " WHERE guild_id = $guild AND code = $code AND epoch = $epoch",
              {"channel",
               "inviter",
               "expires_at",
               "max_uses",
               "max_age",
               "is_temporary",
               "targeted",
               "guild",
               "code",
               "epoch"})
            .with(terms.channel,
                  terms.inviter,
                  terms.expires_at,
                  terms.max_uses,
                  terms.max_age,
                  terms.temporary,
                  terms.targeted,
                  guild_,
                  terms.code,
                  epoch)
            .run();
        Query(connection_,
              "DELETE FROM invite_role"
              " WHERE guild_id = $guild AND code = $code AND epoch = $epoch",
              {"guild", "code", "epoch"})
            .with(guild_, terms.code, epoch)
            .run();
        add_roles(epoch, terms);
    }

    sql::Connection& connection_;
    GuildId guild_;
    Stream stream_;
    ReadingNumber reading_;
};

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

// Who made an invite never changes, so a list that stops saying it takes nothing back.
void keep_known_inviters(const LivingByCode& before, ListedByCode& now) {
    for (auto& [code, listed] : now) {
        const auto known = before.find(code);
        if (!listed.terms.inviter && known != before.end() &&
            known->second.listed.created_at == listed.created_at) {
            listed.terms.inviter = known->second.listed.terms.inviter;
        }
    }
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
    NewsWriter(connection, guild, stream, plan.number).write(news);
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
