#include "invitectl/store/attributions.hpp"

#include "store/answer_news.hpp"
#include "store/query.hpp"

#include <algorithm>

namespace invitectl::store {

namespace {

// Columns in the order join_id, settled, by_kind, code_verdict, code_p, code, inviter_verdict,
// inviter_p, inviter_id, source_verdict, source_p, source_id, reason.
Attribution read_attribution(const Query& row) {
    return {.join = row.get<JoinId>(0),
            .code = {row.get<Verdict>(3), row.get<double>(4)},
            .inviter = {row.get<Verdict>(6), row.get<double>(7)},
            .source = {row.get<Verdict>(9), row.get<double>(10)},
            .by = row.get<Candidate::Kind>(2),
            .code_value = row.get<std::optional<InviteCode>>(5),
            .inviter_value = row.get<std::optional<UserId>>(8),
            .source_value = row.get<std::optional<SourceId>>(11),
            .settled = row.get<bool>(1),
            .reason = row.get<std::string>(12),
            .candidates = {}};
}

// Columns in the order join_id, kind, code, inviter_id, source_id, p, recredited, made_by.
Candidate read_candidate(const Query& row) {
    return {.kind = row.get<Candidate::Kind>(1),
            .code = row.get<std::optional<InviteCode>>(2),
            .inviter = row.get<std::optional<UserId>>(3),
            .source = row.get<std::optional<SourceId>>(4),
            .p = row.get<double>(5),
            .recredited = row.get<bool>(6),
            .made_by = row.get<std::optional<UserId>>(7)};
}

// Finds the whole answer for one join, again and again.
class AttributionFinder {
  public:
    AttributionFinder(sql::Connection& connection, GuildId guild)
        : guild_(guild),
          row_(connection,
               "SELECT join_id, settled, by_kind, code_verdict, code_p, code, inviter_verdict,"
               " inviter_p, inviter_id, source_verdict, source_p, source_id, reason"
               " FROM attribution WHERE guild_id = $guild AND join_id = $join",
               {"guild", "join"}),
          candidates_(connection,
                      "SELECT join_id, kind, code, inviter_id, source_id, p, recredited, made_by"
                      " FROM candidate"
                      " WHERE guild_id = $guild AND join_id = $join ORDER BY rank",
                      {"guild", "join"}) {}

    std::optional<Attribution> find(JoinId join) {
        if (!row_.with(guild_, join).next()) {
            return {};
        }
        Attribution found = read_attribution(row_);
        for (candidates_.with(guild_, join); candidates_.next();) {
            found.candidates.push_back(read_candidate(candidates_));
        }
        return found;
    }

  private:
    GuildId guild_;
    Query row_;
    Query candidates_;
};

JoinId highest_answered(sql::Connection& connection, GuildId guild) {
    Query find(connection,
               "SELECT COALESCE(MAX(join_id), 0) FROM attribution WHERE guild_id = $guild",
               {"guild"});
    find.with(guild).next();
    return find.get<JoinId>(0);
}

}  // namespace

struct AttributionReader::Finder : AttributionFinder {
    using AttributionFinder::AttributionFinder;
};

AttributionReader::AttributionReader(sql::Connection& connection, GuildId guild)
    : finder_(std::make_unique<Finder>(connection, guild)) {}

AttributionReader::~AttributionReader() = default;

std::optional<Attribution> AttributionReader::find(JoinId join) {
    return finder_->find(join);
}

struct AttributionWriter::Statements {
    Statements(sql::Connection& connection, GuildId of_guild)
        : guild(of_guild),
          highest(highest_answered(connection, of_guild)),
          news(connection, of_guild),
          stored(connection, of_guild),
          row(connection,
              "INSERT INTO attribution (guild_id, join_id, settled, by_kind, code_verdict, code_p,"
              " code, inviter_verdict, inviter_p, inviter_id, source_verdict, source_p, source_id,"
              " reason) VALUES ($guild, $join, $settled, $by_kind, $code_verdict, $code_p, $code,"
              " $inviter_verdict, $inviter_p, $inviter, $source_verdict, $source_p, $source,"
              " $reason) ON CONFLICT (guild_id, join_id) DO UPDATE SET settled = excluded.settled,"
              " by_kind = excluded.by_kind, code_verdict = excluded.code_verdict,"
              " code_p = excluded.code_p, code = excluded.code,"
              " inviter_verdict = excluded.inviter_verdict, inviter_p = excluded.inviter_p,"
              " inviter_id = excluded.inviter_id, source_verdict = excluded.source_verdict,"
              " source_p = excluded.source_p, source_id = excluded.source_id,"
              " reason = excluded.reason",
              {"guild",
               "join",
               "settled",
               "by_kind",
               "code_verdict",
               "code_p",
               "code",
               "inviter_verdict",
               "inviter_p",
               "inviter",
               "source_verdict",
               "source_p",
               "source",
               "reason"}),
          forget(connection,
                 "DELETE FROM candidate WHERE guild_id = $guild AND join_id = $join",
                 {"guild", "join"}),
          candidate(
              connection,
              "INSERT INTO candidate (guild_id, join_id, rank, kind, code, inviter_id,"
              " source_id, p, recredited, made_by) VALUES ($guild, $join, $rank, $kind, $code,"
              " $inviter, $source, $p, $recredited, $made_by)",
              {"guild",
               "join",
               "rank",
               "kind",
               "code",
               "inviter",
               "source",
               "p",
               "recredited",
               "made_by"}) {}

    GuildId guild;
    JoinId highest;  // with an answer
    AnswerNews news;
    AttributionFinder stored;
    Query row;
    Query forget;
    Query candidate;
};

namespace {

// Whether both read alike on a board.
bool same_answer(const std::optional<Attribution>& before, const Attribution& after) {
    if (!before) {
        return false;
    }
    Attribution alike = after;
    alike.settled = before->settled;
    alike.reason = before->reason;
    return alike == before;
}

}  // namespace

AttributionWriter::AttributionWriter(sql::Connection& connection, GuildId guild) {
    require_transaction(connection);
    statements_ = std::make_unique<Statements>(connection, guild);
}

AttributionWriter::~AttributionWriter() = default;

bool AttributionWriter::write(const Attribution& attribution) {
    Statements& to = *statements_;
    // Above the highest there is nothing to find; most joins of a rebuild come in their order.
    const std::optional<Attribution> before =
        attribution.join > to.highest ? std::nullopt : to.stored.find(attribution.join);
    to.highest = std::max(to.highest, attribution.join);
    if (before == attribution) {
        return false;
    }
    if (!same_answer(before, attribution)) {
        to.news.note(attribution.join);
    }
    to.row
        .with(to.guild,
              attribution.join,
              attribution.settled,
              attribution.by,
              attribution.code.verdict,
              attribution.code.p,
              attribution.code_value,
              attribution.inviter.verdict,
              attribution.inviter.p,
              attribution.inviter_value,
              attribution.source.verdict,
              attribution.source.p,
              attribution.source_value,
              attribution.reason)
        .run();
    if (before && before->candidates == attribution.candidates) {
        return true;
    }
    if (before && !before->candidates.empty()) {
        to.forget.with(to.guild, attribution.join).run();
    }
    std::int64_t rank = 0;
    for (const Candidate& one : attribution.candidates) {
        to.candidate
            .with(to.guild,
                  attribution.join,
                  ++rank,
                  one.kind,
                  one.code,
                  one.inviter,
                  one.source,
                  one.p,
                  one.recredited,
                  one.made_by)
            .run();
    }
    return true;
}

std::optional<Attribution> load_attribution(sql::Connection& connection,
                                            GuildId guild,
                                            JoinId join) {
    return AttributionFinder(connection, guild).find(join);
}

void each_attribution(sql::Connection& connection,
                      GuildId guild,
                      JoinId after,
                      const AttributionCallback& visit) {
    Query rows(connection,
               "SELECT join_id, settled, by_kind, code_verdict, code_p, code, inviter_verdict,"
               " inviter_p, inviter_id, source_verdict, source_p, source_id, reason"
               " FROM attribution WHERE guild_id = $guild AND join_id > $after ORDER BY join_id",
               {"guild", "after"});
    Query candidates(connection,
                     "SELECT join_id, kind, code, inviter_id, source_id, p, recredited, made_by"
                     " FROM candidate"
                     " WHERE guild_id = $guild AND join_id > $after ORDER BY join_id, rank",
                     {"guild", "after"});
    // Both run side by side in the order of joins.
    bool more = candidates.with(guild, after).next();
    for (rows.with(guild, after); rows.next();) {
        Attribution found = read_attribution(rows);
        for (; more && candidates.get<JoinId>(0) <= found.join; more = candidates.next()) {
            if (candidates.get<JoinId>(0) == found.join) {
                found.candidates.push_back(read_candidate(candidates));
            }
        }
        visit(found);
    }
}

std::int64_t unsettled_joins(sql::Connection& connection, GuildId guild) {
    Query count(connection,
                "SELECT COUNT(*) FROM member_spell m LEFT JOIN attribution a"
                " ON a.guild_id = m.guild_id AND a.join_id = m.join_id"
                " WHERE m.guild_id = $guild AND m.join_id >= $first"
                " AND COALESCE(a.settled, 0) = 0",
                {"guild", "first"});
    count.with(guild, low_water_marks(connection, guild).join).next();
    return count.get<std::int64_t>(0);
}

reconcile::Marks low_water_marks(sql::Connection& connection, GuildId guild) {
    Query find(connection,
               "SELECT invites, vanity, join_id FROM low_water_mark WHERE guild_id = $guild",
               {"guild"});
    if (!find.with(guild).next()) {
        return {};
    }
    return {find.get<ReadingNumber>(0), find.get<ReadingNumber>(1), find.get<JoinId>(2)};
}

void set_low_water_marks(sql::Connection& connection,
                         GuildId guild,
                         const reconcile::Marks& marks) {
    require_transaction(connection);
    Query(connection,
          "INSERT INTO low_water_mark (guild_id, invites, vanity, join_id)"
          " VALUES ($guild, $invites, $vanity, $join) ON CONFLICT (guild_id) DO UPDATE SET"
          " invites = excluded.invites, vanity = excluded.vanity, join_id = excluded.join_id"
          " WHERE low_water_mark.invites <> excluded.invites"
          " OR low_water_mark.vanity <> excluded.vanity"
          " OR low_water_mark.join_id <> excluded.join_id",
          {"guild", "invites", "vanity", "join"})
        .with(guild, marks.invites, marks.vanity, marks.join)
        .run();
}

void drop_derived(sql::Connection& connection, GuildId guild) {
    require_transaction(connection);
    for (const std::string_view deletion : {"DELETE FROM segment_answer WHERE guild_id = $guild",
                                            "DELETE FROM segment_leaves WHERE guild_id = $guild",
                                            "DELETE FROM segment_word WHERE guild_id = $guild",
                                            "DELETE FROM segment_total WHERE guild_id = $guild",
                                            "DELETE FROM segment_rules WHERE guild_id = $guild",
                                            "DELETE FROM segment_column WHERE guild_id = $guild",
                                            "DELETE FROM segment WHERE guild_id = $guild"}) {
        Query(connection, deletion, {"guild"}).with(guild).run();
    }
    Query(connection, "DELETE FROM low_water_mark WHERE guild_id = $guild", {"guild"})
        .with(guild)
        .run();
    Query(connection, "DELETE FROM demand WHERE guild_id = $guild", {"guild"}).with(guild).run();
    Query(connection, "DELETE FROM candidate WHERE guild_id = $guild", {"guild"}).with(guild).run();
    Query(connection, "DELETE FROM attribution WHERE guild_id = $guild", {"guild"})
        .with(guild)
        .run();
}

}  // namespace invitectl::store
