#include "store/query.hpp"
#include "store/reading_news.hpp"

namespace invitectl::store {

namespace {

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

}  // namespace

void write_news(sql::Connection& connection,
                GuildId guild,
                Stream stream,
                ReadingNumber reading,
                const News& news) {
    NewsWriter(connection, guild, stream, reading).write(news);
}

}  // namespace invitectl::store
