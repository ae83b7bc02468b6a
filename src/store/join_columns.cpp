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

// A code that the first reading of all listed with uses.
struct Baseline {
    InviteCode code;
    Stream stream = Stream::invites;
    std::optional<UserId> inviter;
    std::int64_t uses = 0;
};

// Takes in the codes of all readings, with where they lead to.
void add_codes(sql::Connection& connection, GuildId guild, JoinDictionaries& names) {
    Query all(connection,
              "SELECT code, channel_id FROM invite WHERE guild_id = $guild ORDER BY code, epoch",
              {"guild"});
    for (all.with(guild); all.next();) {
        names.add(all.get<InviteCode>(0), all.get<std::optional<ChannelId>>(1));
    }
}

std::vector<Baseline> find_baselines(sql::Connection& connection, GuildId guild) {
    Query all(connection,
              "SELECT code, stream, inviter_id, first_uses FROM invite WHERE guild_id = $guild"
              " AND first_reading = 1 AND first_uses > 0 ORDER BY first_uses, code, epoch",
              {"guild"});
    std::vector<Baseline> baselines;
    for (all.with(guild); all.next();) {
        baselines.push_back({.code = all.get<InviteCode>(0),
                             .stream = all.get<Stream>(1),
                             .inviter = all.get<std::optional<UserId>>(2),
                             .uses = all.get<std::int64_t>(3)});
    }
    return baselines;
}

// When the first reading of each stream began.
std::map<Stream, Instant> first_readings(sql::Connection& connection, GuildId guild) {
    Query all(connection,
              "SELECT stream, began FROM reading WHERE guild_id = $guild AND number = 1",
              {"guild"});
    std::map<Stream, Instant> found;
    for (all.with(guild); all.next();) {
        found.emplace(all.get<Stream>(0), all.get<Instant>(1));
    }
    return found;
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
    State(sql::Connection& open_connection, GuildId of_guild, Words words)
        : connection(open_connection),
          guild(of_guild),
          names(load_dictionaries(open_connection, of_guild, words)) {
        if (names.with_codes()) {
            add_codes(connection, guild, names);
        }
    }

    // Who is credited and which source counts, over time: read when somebody asks.
    const AssignmentTimeline& timeline() {
        if (!timeline_) {
            timeline_ = assignment_timeline(connection, guild);
        }
        return *timeline_;
    }

    const reconcile::ReservedSources& reserved() {
        if (!reserved_) {
            reserved_ = reserved_sources(connection, guild);
        }
        return *reserved_;
    }

    OtherUses uses_of(Stream stream,
                      const InviteCode& code,
                      const std::optional<UserId>& inviter,
                      Instant t) {
        OtherUses uses;
        uses.code = names.code(code);
        if (stream == Stream::vanity) {
            uses.kind = Candidate::Kind::vanity;
            uses.source = names.source(reserved().vanity);
            return uses;
        }
        const auto credited = timeline().credited(code, t);
        const auto& whom = credited ? credited : inviter;
        uses.inviter = whom ? names.inviter(*whom) : analytics::kNoIndex;
        const auto source = timeline().source_of(code, t);
        uses.source = source ? names.source(*source) : analytics::kNoIndex;
        return uses;
    }

    void add_baselines(std::vector<OtherUses>& all) {
        const auto began = first_readings(connection, guild);
        for (const Baseline& one : find_baselines(connection, guild)) {
            if (const auto first = began.find(one.stream); first != began.end()) {
                all.push_back(uses_of(one.stream, one.code, one.inviter, first->second));
                all.back().baseline = one.uses;
            }
        }
    }

    void add_ghosts(const TimeRange& range, Instant now, std::vector<OtherUses>& all) {
        const auto inviters = logged_inviters(connection, guild);
        Query ghosts(connection,
                     "SELECT d.stream, d.code, d.interval_until, d.ghosts, i.code IS NOT NULL,"
                     " i.inviter_id FROM demand d LEFT JOIN invite i ON i.guild_id = d.guild_id"
                     " AND i.code = d.code AND i.epoch = d.epoch"
                     " WHERE d.guild_id = $guild AND d.settled = 1 AND d.ghosts > 0"
                     " AND d.interval_from < $now AND d.interval_until >= $from"
                     " AND d.interval_until < $until"
                     " ORDER BY d.stream, d.reading, d.code, d.epoch, d.kind",
                     {"guild", "now", "from", "until"});
        for (ghosts.with(guild, now, range.from, range.until); ghosts.next();) {
            const auto code = ghosts.get<InviteCode>(1);
            const auto logged = inviters.find(code);
            const auto inviter = ghosts.get<bool>(4)        ? ghosts.get<std::optional<UserId>>(5)
                                 : logged != inviters.end() ? std::optional(logged->second)
                                                            : std::nullopt;
            all.push_back(uses_of(ghosts.get<Stream>(0), code, inviter, ghosts.get<Instant>(2)));
            all.back().ghosts = ghosts.get<double>(3);
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
    JoinDictionaries names;

  private:
    std::optional<AssignmentTimeline> timeline_;
    std::optional<reconcile::ReservedSources> reserved_;
};

JoinColumnLoader::JoinColumnLoader(sql::Connection& connection, GuildId guild, Words words)
    : state_(std::make_unique<State>(connection, guild, words)) {}

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
        if (parts.has(analytics::Part::code) && !from.names.with_codes()) {
            throw Error(ErrorCode::internal, "Codes were asked for that nobody had loaded");
        }
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
