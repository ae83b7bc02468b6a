#include "invitectl/store/join_columns.hpp"

#include "invitectl/analytics/join_column_vectors.hpp"
#include "invitectl/store/demands.hpp"
#include "invitectl/store/readings.hpp"
#include "invitectl/store/sources.hpp"

#include "store/join_dictionaries.hpp"
#include "store/query.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace invitectl::store {

namespace {

using analytics::JoinEntry;
using analytics::OtherUses;
using analytics::WayIn;
using analytics::WeightedWay;

struct SpellRow {
    JoinId join;
    std::int64_t joined_at;
    std::int64_t leave_earliest;
    std::int64_t leave_latest;
    std::int64_t user;
};

// By user id, as the table lies. Saying that join_id is not null would send the engine through the
// index of join ids, a look-up per row.
std::vector<SpellRow> spells(sql::Connection& connection, GuildId guild, const TimeRange& range) {
    Query all(connection,
              "SELECT join_id, joined_at, leave_earliest, leave_latest, user_id FROM member_spell"
              " WHERE guild_id = $guild AND joined_at >= $from AND joined_at < $until",
              {"guild", "from", "until"});
    std::vector<SpellRow> rows;
    for (all.with(guild, range.from, range.until); all.next();) {
        if (all.is_null(0)) {
            continue;
        }
        const bool present = all.is_null(3);
        rows.push_back({all.get<JoinId>(0),
                        all.get<std::int64_t>(1),
                        present ? analytics::kPresent : all.get<std::int64_t>(2),
                        present ? analytics::kPresent : all.get<std::int64_t>(3),
                        all.get<std::int64_t>(4)});
    }
    std::ranges::sort(rows, {}, &SpellRow::join);
    return rows;
}

JoinEntry entry_of(const SpellRow& row) {
    JoinEntry entry;
    entry.joined_at = from_micros(row.joined_at);
    entry.user = UserId{row.user};
    if (row.leave_latest != analytics::kPresent) {
        entry.leave = Leave{from_micros(row.leave_earliest), from_micros(row.leave_latest)};
    }
    return entry;
}

bool certain_everywhere(const JoinEntry& entry) {
    return is_certain(entry.code_verdict) && is_certain(entry.inviter_verdict) &&
           is_certain(entry.source_verdict);
}

// The answers of joins asked for in ascending order.
class AnswerScan {
  public:
    AnswerScan(sql::Connection& connection, GuildId guild, JoinId first, JoinDictionaries& names)
        : names_(names),
          answers_(connection,
                   "SELECT join_id, by_kind, code_verdict, code, inviter_verdict, inviter_id,"
                   " source_verdict, source_id FROM attribution"
                   " WHERE guild_id = $guild AND join_id >= $first ORDER BY join_id",
                   {"guild", "first"}),
          more_(answers_.with(guild, first).next()) {}

    // Fills verdicts and answer where there are any.
    void read(JoinId join, JoinEntry& entry) {
        while (more_ && answers_.get<JoinId>(0) < join) {
            more_ = answers_.next();
        }
        if (!more_ || answers_.get<JoinId>(0) != join) {
            return;
        }
        entry.answer.kind = answers_.get<Candidate::Kind>(1);
        entry.code_verdict = answers_.get<Verdict>(2);
        entry.answer.code = names_.code(answers_, 3);
        entry.inviter_verdict = answers_.get<Verdict>(4);
        entry.answer.inviter = names_.inviter(answers_, 5);
        entry.source_verdict = answers_.get<Verdict>(6);
        entry.answer.source = names_.source(answers_, 7);
    }

  private:
    JoinDictionaries& names_;
    Query answers_;
    bool more_;
};

// The candidates of joins asked for in ascending order.
class CandidateScan {
  public:
    CandidateScan(sql::Connection& connection, GuildId guild, JoinId first, JoinDictionaries& names)
        : names_(names),
          candidates_(connection,
                      "SELECT join_id, kind, code, inviter_id, source_id, p FROM candidate"
                      " WHERE guild_id = $guild AND join_id >= $first ORDER BY join_id, rank",
                      {"guild", "first"}),
          more_(candidates_.with(guild, first).next()) {}

    void read(JoinId join, std::vector<WeightedWay>& ways) {
        ways.clear();
        for (; more_ && candidates_.get<JoinId>(0) <= join; more_ = candidates_.next()) {
            if (candidates_.get<JoinId>(0) == join) {
                ways.push_back({{candidates_.get<Candidate::Kind>(1),
                                 names_.code(candidates_, 2),
                                 names_.inviter(candidates_, 3),
                                 names_.source(candidates_, 4)},
                                candidates_.get<double>(5)});
            }
        }
    }

  private:
    JoinDictionaries& names_;
    Query candidates_;
    bool more_;
};

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
          reserved(reserved_sources(open_connection, of_guild)) {
        for (const Source& source : sources(connection, guild)) {
            names.add(source);
        }
        each_invite_life(connection, guild, [this](const InviteLife& life) {
            names.add(life.terms.code, life.terms.channel);
            lives.push_back(life);
        });
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
        uses.inviter = inviter ? names.inviter(*inviter) : analytics::kNoIndex;
        const auto source = timeline.source_of(code, t);
        uses.source = source ? names.source(*source) : analytics::kNoIndex;
        return uses;
    }

    void add_baselines(std::vector<OtherUses>& all) {
        for (const InviteLife& life : lives) {
            if (life.baseline() && life.first_uses > 0) {
                all.push_back(uses_of(
                    life.stream, life.terms.code, life.terms.inviter, life.first.bracket.began));
                all.back().baseline = life.first_uses;
            }
        }
    }

    void add_ghosts(const TimeRange& range, Instant now, std::vector<OtherUses>& all) {
        auto inviters = logged_inviters(connection, guild);
        std::map<std::pair<InviteCode, int>, std::optional<UserId>> listed;
        for (const InviteLife& life : lives) {
            listed.emplace(std::pair(life.terms.code, life.epoch), life.terms.inviter);
        }
        each_demand(connection, guild, [&](const StoredDemand& demand) {
            if (!demand.settled || demand.ghosts <= 0 || demand.from >= now ||
                !range.contains(demand.until)) {
                return;
            }
            const auto life = listed.find({demand.code, demand.epoch});
            const auto logged = inviters.find(demand.code);
            const auto inviter = life != listed.end()       ? life->second
                                 : logged != inviters.end() ? std::optional(logged->second)
                                                            : std::nullopt;
            all.push_back(uses_of(demand.stream, demand.code, inviter, demand.until));
            all.back().ghosts = demand.ghosts;
        });
    }

    sql::Connection& connection;
    GuildId guild;
    AssignmentTimeline timeline;
    reconcile::ReservedSources reserved;
    JoinDictionaries names;
    std::vector<InviteLife> lives;
};

JoinColumnLoader::JoinColumnLoader(sql::Connection& connection, GuildId guild)
    : state_(std::make_unique<State>(connection, guild)) {}

JoinColumnLoader::~JoinColumnLoader() = default;

const analytics::Dictionaries& JoinColumnLoader::dictionaries() const {
    return state_->names.dictionaries();
}

void JoinColumnLoader::each_segment(const TimeRange& range, const SegmentCallback& visit) {
    const auto rows = spells(state_->connection, state_->guild, range);
    if (rows.empty()) {
        return;
    }
    const JoinId first = rows.front().join;
    AnswerScan answers(state_->connection, state_->guild, first, state_->names);
    CandidateScan candidates(state_->connection, state_->guild, first, state_->names);
    analytics::JoinColumnVectors segment;
    std::vector<WeightedWay> ways;
    for (const SpellRow& row : rows) {
        JoinEntry entry = entry_of(row);
        answers.read(row.join, entry);
        ways.clear();
        if (!certain_everywhere(entry)) {
            candidates.read(row.join, ways);
        }
        segment.add(entry, ways);
        if (segment.size() == kSegmentJoins) {
            visit(segment.view());
            segment.clear();
        }
    }
    if (segment.size() > 0) {
        visit(segment.view());
    }
}

std::vector<OtherUses> JoinColumnLoader::other_uses(const TimeRange& range, Instant now) {
    std::vector<OtherUses> all;
    state_->add_baselines(all);
    state_->add_ghosts(range, now, all);
    return all;
}

}  // namespace invitectl::store
