#include "invitectl/store/found_joins.hpp"

#include "store/query.hpp"

namespace invitectl::store {
namespace {

// One bit per verdict, by its number in the tables.
std::int64_t bits_of(const std::vector<Verdict>& verdicts) {
    constexpr std::int64_t kAll = -1;
    std::int64_t bits = 0;
    for (const Verdict verdict : verdicts) {
        bits |= std::int64_t{1} << number_of(verdict);
    }
    return verdicts.empty() ? kAll : bits;
}

// Columns 0 to 8, and 21.
StoredJoin read_join(const Query& row) {
    StoredJoin join;
    join.spell.user = row.get<UserId>(0);
    join.spell.joined_at = row.get<Instant>(1);
    if (!row.is_null(3)) {
        join.spell.leave = Leave{row.get<Instant>(2), row.get<Instant>(3), row.get<LeaveCause>(4)};
    }
    join.spell.joined_after = row.get<std::optional<Instant>>(21);
    join.id = row.get<JoinId>(5);
    join.bot = row.get<bool>(6);
    join.did_rejoin = row.get<bool>(7);
    join.pending = row.get<bool>(8);
    return join;
}

// Columns 9 to 20.
std::optional<Attribution> read_answer(const Query& row, JoinId join) {
    if (row.is_null(9)) {
        return {};
    }
    return Attribution{.join = join,
                       .code = {row.get<Verdict>(11), row.get<double>(12)},
                       .inviter = {row.get<Verdict>(14), row.get<double>(15)},
                       .source = {row.get<Verdict>(17), row.get<double>(18)},
                       .by = row.get<Candidate::Kind>(10),
                       .code_value = row.get<std::optional<InviteCode>>(13),
                       .inviter_value = row.get<std::optional<UserId>>(16),
                       .source_value = row.get<std::optional<SourceId>>(19),
                       .settled = row.get<bool>(9),
                       .reason = row.get<std::string>(20),
                       .candidates = {}};
}

}  // namespace

struct FoundJoins::State {
    explicit State(sql::Connection& connection)
        : rows(connection,
               "SELECT s.user_id, s.joined_at, s.leave_earliest, s.leave_latest, s.leave_cause,"
               " s.join_id, s.bot, s.did_rejoin, s.pending,"
               " a.settled, a.by_kind, a.code_verdict, a.code_p, a.code, a.inviter_verdict,"
               " a.inviter_p, a.inviter_id, a.source_verdict, a.source_p, a.source_id, a.reason,"
               " s.joined_after FROM member_spell s"
               " LEFT JOIN attribution a ON a.guild_id = s.guild_id AND a.join_id = s.join_id"
               " WHERE s.guild_id = $guild AND s.join_id IS NOT NULL"
               " AND s.joined_at >= $from AND s.joined_at < $until"
               " AND ($code IS NULL OR (a.code = $code AND a.code_verdict <= $credited))"
               " AND ($inviter IS NULL"
               " OR (a.inviter_id = $inviter AND a.inviter_verdict <= $credited))"
               " AND ($source IS NULL OR (a.source_id = $source AND a.source_verdict <= $credited))"
               " AND ($without = 0 OR (a.source_id IS NULL AND a.source_verdict <= $credited))"
               " AND ((1 << COALESCE(a.code_verdict, $unknown)) & $verdicts) <> 0"
               " ORDER BY s.join_id DESC",
               {"guild",
                "from",
                "until",
                "code",
                "inviter",
                "source",
                "without",
                "credited",
                "unknown",
                "verdicts"}) {}

    Query rows;
    bool ended = false;
};

FoundJoins::FoundJoins(sql::Connection& connection, GuildId guild, const JoinFilter& filter)
    : state_(std::make_unique<State>(connection)) {
    state_->rows.with(guild,
                      filter.joined.from,
                      filter.joined.until,
                      filter.code,
                      filter.inviter,
                      filter.source,
                      filter.without_source,
                      number_of(Verdict::likely),
                      number_of(Verdict::unknown),
                      bits_of(filter.verdicts));
}

FoundJoins::~FoundJoins() = default;

bool FoundJoins::next(StoredJoin& join, std::optional<Attribution>& answer) {
    state_->ended = state_->ended || !state_->rows.next();
    if (state_->ended) {
        return false;
    }
    join = read_join(state_->rows);
    answer = read_answer(state_->rows, join.id);
    return true;
}

}  // namespace invitectl::store
