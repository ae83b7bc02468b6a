#include "invitectl/store/join_columns.hpp"

#include "invitectl/analytics/join_column_vectors.hpp"
#include "invitectl/store/demands.hpp"
#include "invitectl/store/labels.hpp"
#include "invitectl/store/sources.hpp"

#include "store/join_rows.hpp"
#include "store/segment_loader.hpp"
#include "store/segment_words.hpp"

#include <map>
#include <utility>

namespace invitectl::store {

namespace {

using analytics::OtherUses;
using analytics::Parts;

// What matters here of a life of a code.
struct Life {
    InviteCode code;
    int epoch = 0;
    Stream stream = Stream::invites;
    std::optional<ChannelId> channel;
    std::optional<UserId> inviter;
    std::int64_t first_uses = 0;
    std::optional<Instant> baseline;  // when the first reading of all began, where it listed it
};

std::vector<Life> lives_of(sql::Connection& connection, GuildId guild) {
    Query all(connection,
              "SELECT i.code, i.epoch, i.stream, i.channel_id, i.inviter_id, i.first_uses, r.began"
              " FROM invite i LEFT JOIN reading r ON r.guild_id = i.guild_id"
              " AND r.stream = i.stream AND r.number = 1 AND i.first_reading = 1"
              " WHERE i.guild_id = $guild ORDER BY i.code, i.epoch",
              {"guild"});
    std::vector<Life> lives;
    for (all.with(guild); all.next();) {
        lives.push_back({.code = all.get<InviteCode>(0),
                         .epoch = all.get<int>(1),
                         .stream = all.get<Stream>(2),
                         .channel = all.get<std::optional<ChannelId>>(3),
                         .inviter = all.get<std::optional<UserId>>(4),
                         .first_uses = all.get<std::int64_t>(5),
                         .baseline = all.get<std::optional<Instant>>(6)});
    }
    return lives;
}

// Whom the audit log names as the maker of a code that no reading listed.
std::map<InviteCode, UserId> logged_inviters(sql::Connection& connection, GuildId guild) {
    Query all(connection,
              "SELECT code, inviter_id FROM audit_entry WHERE guild_id = $guild"
              " AND code IS NOT NULL AND inviter_id IS NOT NULL ORDER BY entry_id",
              {"guild"});
    std::map<InviteCode, UserId> inviters;
    for (all.with(guild); all.next();) {
        inviters.insert_or_assign(all.get<InviteCode>(0), all.get<UserId>(1));
    }
    return inviters;
}

}  // namespace

struct JoinColumnLoader::State {
    State(sql::Connection& open_connection, GuildId of_guild)
        : connection(open_connection),
          guild(of_guild),
          timeline(assignment_timeline(open_connection, of_guild)),
          reserved(reserved_sources(open_connection, of_guild)),
          names(load_dictionaries(open_connection, of_guild)),
          lives(lives_of(open_connection, of_guild)) {
        for (const Life& life : lives) {
            names.add(life.code, life.channel);
        }
    }

    OtherUses uses_of(Stream stream,
                      const InviteCode& code,
                      const std::optional<UserId>& inviter,
                      Instant t) {
        OtherUses uses;
        uses.code = names.code(code);
        if (stream == Stream::vanity) {
            uses.kind = Candidate::Kind::vanity;
            uses.source = names.source(reserved.vanity);
            return uses;
        }
        const auto credited = timeline.credited(code, t);
        const auto& whom = credited ? credited : inviter;
        uses.inviter = whom ? names.inviter(*whom) : analytics::kNoIndex;
        const auto source = timeline.source_of(code, t);
        uses.source = source ? names.source(*source) : analytics::kNoIndex;
        return uses;
    }

    void add_baselines(std::vector<OtherUses>& all) {
        for (const Life& life : lives) {
            if (life.baseline && life.first_uses > 0) {
                all.push_back(uses_of(life.stream, life.code, life.inviter, *life.baseline));
                all.back().baseline = life.first_uses;
            }
        }
    }

    void add_ghosts(const TimeRange& range, Instant now, std::vector<OtherUses>& all) {
        auto inviters = logged_inviters(connection, guild);
        std::map<std::pair<InviteCode, int>, std::optional<UserId>> listed;
        for (const Life& life : lives) {
            listed.emplace(std::pair(life.code, life.epoch), life.inviter);
        }
        Query ghosts(connection,
                     "SELECT stream, code, epoch, interval_until, ghosts FROM demand"
                     " WHERE guild_id = $guild AND settled = 1 AND ghosts > 0"
                     " AND interval_from < $now AND interval_until >= $from"
                     " AND interval_until < $until ORDER BY stream, reading, code, epoch, kind",
                     {"guild", "now", "from", "until"});
        for (ghosts.with(guild, now, range.from, range.until); ghosts.next();) {
            const auto code = ghosts.get<InviteCode>(1);
            const auto life = listed.find({code, ghosts.get<int>(2)});
            const auto logged = inviters.find(code);
            const auto inviter = life != listed.end()       ? life->second
                                 : logged != inviters.end() ? std::optional(logged->second)
                                                            : std::nullopt;
            all.push_back(uses_of(ghosts.get<Stream>(0), code, inviter, ghosts.get<Instant>(3)));
            all.back().ghosts = ghosts.get<double>(4);
        }
    }

    // What a level was not told of stands with what nobody made or assigned.
    void add_labels(std::vector<OtherUses>& all) {
        for (const StoredLabel& stored : labels(connection, guild)) {
            if (stored.join) {
                continue;
            }
            const Label& label = stored.label;
            OtherUses uses;
            if (label.code) {
                uses =
                    uses_of(label.way == Candidate::Kind::vanity ? Stream::vanity : Stream::invites,
                            *label.code,
                            label.made_by,
                            stored.joined_at);
            }
            uses.kind = label.way.value_or(Candidate::Kind::invite);
            if (label.inviter) {
                uses.inviter = names.inviter(*label.inviter);
            }
            if (label.source) {
                uses.source = names.source(*label.source);
            }
            uses.labelled = 1;
            all.push_back(uses);
        }
    }

    sql::Connection& connection;
    GuildId guild;
    AssignmentTimeline timeline;
    reconcile::ReservedSources reserved;
    JoinDictionaries names;
    std::vector<Life> lives;
};

JoinColumnLoader::JoinColumnLoader(sql::Connection& connection, GuildId guild)
    : state_(std::make_unique<State>(connection, guild)) {}

JoinColumnLoader::~JoinColumnLoader() = default;

const analytics::Dictionaries& JoinColumnLoader::dictionaries() const {
    return state_->names.dictionaries();
}

std::uint32_t JoinColumnLoader::inviter(UserId user) {
    return state_->names.inviter(user);
}

void JoinColumnLoader::each_segment(const WantedParts& wants, const SegmentCallback& visit) {
    State& from = *state_;
    SegmentLoader loader(from.connection, from.guild, from.names);
    JoinId covered = 0;
    for (const Segment& segment : segments(from.connection, from.guild)) {
        const Parts parts = wants(segment.bounds);
        if (!parts.empty()) {
            visit(loader.load(segment, parts).view(parts));
        }
        covered = segment.last();
    }
    analytics::JoinColumnVectors rest;
    const JoinId last = last_join(from.connection, from.guild);
    each_join_row(
        from.connection, from.guild, covered + 1, last, from.names, [&](const JoinRow& row) {
            rest.add(row.entry, row.candidates);
            if (rest.size() == kSegmentJoins) {
                visit(rest.view());
                rest.clear();
            }
        });
    if (rest.size() > 0) {
        visit(rest.view());
    }
}

void JoinColumnLoader::each_segment(const SegmentCallback& visit) {
    each_segment([](const analytics::SegmentBounds&) { return Parts::all(); }, visit);
}

std::vector<OtherUses> JoinColumnLoader::other_uses(const TimeRange& range, Instant now) {
    std::vector<OtherUses> all;
    state_->add_baselines(all);
    state_->add_ghosts(range, now, all);
    state_->add_labels(all);
    return all;
}

}  // namespace invitectl::store
