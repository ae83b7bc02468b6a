#include "invitectl/store/join_records.hpp"

#include "store/query.hpp"

namespace invitectl::store {
namespace {

// Columns 0 to 10 of both scans of spells.
void read_spell(const Query& row, JoinRecord& record) {
    StoredJoin& join = record.join;
    join.id = row.get<std::optional<JoinId>>(0).value_or(0);
    join.spell.user = row.get<UserId>(1);
    join.spell.joined_at = row.get<Instant>(2);
    join.spell.leave.reset();
    if (!row.is_null(4)) {
        join.spell.leave = Leave{row.get<Instant>(3), row.get<Instant>(4), row.get<LeaveCause>(5)};
    }
    join.spell.joined_after = row.get<std::optional<Instant>>(6);
    join.bot = row.get<bool>(7);
    join.did_rejoin = row.get<bool>(8);
    join.pending = row.get<bool>(9);
    record.has_been_before = row.get<bool>(10);
}

// `first` and the eleven columns after it.
void read_answer(const Query& row, int first, JoinId join, std::optional<Attribution>& answer) {
    if (!answer) {
        answer.emplace();
    }
    const auto at = [first](int column) { return first + column; };
    answer->join = join;
    answer->settled = row.get<bool>(at(0));
    answer->by = row.get<Candidate::Kind>(at(1));
    answer->code = {row.get<Verdict>(at(2)), row.get<double>(at(3))};
    answer->code_value = row.get<std::optional<InviteCode>>(at(4));
    answer->inviter = {row.get<Verdict>(at(5)), row.get<double>(at(6))};
    answer->inviter_value = row.get<std::optional<UserId>>(at(7));
    answer->source = {row.get<Verdict>(at(8)), row.get<double>(at(9))};
    answer->source_value = row.get<std::optional<SourceId>>(at(10));
    answer->reason.assign(row.text(at(11)));
    answer->candidates.clear();
}

}  // namespace

struct JoinRecords::State {
    State(sql::Connection& connection, GuildId guild, const TimeRange& joined, Candidates wanted)
        : spells(connection,
                 "SELECT m.join_id, m.user_id, m.joined_at, m.leave_earliest, m.leave_latest,"
                 " m.leave_cause, m.joined_after, m.bot, m.did_rejoin, m.pending,"
                 " m.did_rejoin OR EXISTS (SELECT 1 FROM member_spell e"
                 " WHERE e.guild_id = m.guild_id AND e.user_id = m.user_id"
                 " AND e.joined_at < m.joined_at) FROM member_spell m"
                 " WHERE m.guild_id = $guild AND m.join_id IS NOT NULL"
                 " AND m.joined_at >= $from AND m.joined_at < $until ORDER BY m.join_id",
                 {"guild", "from", "until"}),
          answers(connection,
                  "SELECT join_id, settled, by_kind, code_verdict, code_p, code, inviter_verdict,"
                  " inviter_p, inviter_id, source_verdict, source_p, source_id, reason"
                  " FROM attribution WHERE guild_id = $guild ORDER BY join_id",
                  {"guild"}),
          candidates(connection,
                     "SELECT join_id, kind, code, inviter_id, source_id, p FROM candidate"
                     " WHERE guild_id = $guild ORDER BY join_id, rank",
                     {"guild"}) {
        spells.with(guild, joined.from, joined.until);
        more_answers = answers.with(guild).next();
        more_candidates = wanted == Candidates::read && candidates.with(guild).next();
    }

    void read_answer_of(JoinId join, std::optional<Attribution>& answer) {
        while (more_answers && answers.get<JoinId>(0) < join) {
            more_answers = answers.next();
        }
        if (more_answers && answers.get<JoinId>(0) == join) {
            read_answer(answers, 1, join, answer);
        } else {
            answer.reset();
        }
    }

    void read_candidates_of(JoinId join, std::optional<Attribution>& answer) {
        for (; more_candidates && candidates.get<JoinId>(0) <= join;
             more_candidates = candidates.next()) {
            if (answer && candidates.get<JoinId>(0) == join) {
                answer->candidates.push_back({.kind = candidates.get<Candidate::Kind>(1),
                                              .code = candidates.get<std::optional<InviteCode>>(2),
                                              .inviter = candidates.get<std::optional<UserId>>(3),
                                              .source = candidates.get<std::optional<SourceId>>(4),
                                              .p = candidates.get<double>(5)});
            }
        }
    }

    Query spells;
    Query answers;
    Query candidates;
    bool more_answers = false;
    bool more_candidates = false;
    bool ended = false;
};

JoinRecords::JoinRecords(sql::Connection& connection,
                         GuildId guild,
                         const TimeRange& joined,
                         Candidates candidates)
    : state_(std::make_unique<State>(connection, guild, joined, candidates)) {}

JoinRecords::~JoinRecords() = default;

bool JoinRecords::next(JoinRecord& record) {
    state_->ended = state_->ended || !state_->spells.next();
    if (state_->ended) {
        return false;
    }
    read_spell(state_->spells, record);
    state_->read_answer_of(record.join.id, record.answer);
    state_->read_candidates_of(record.join.id, record.answer);
    return true;
}

struct MemberRecords::State {
    explicit State(sql::Connection& connection)
        : rows(connection,
               "SELECT m.join_id, m.user_id, m.joined_at, m.leave_earliest, m.leave_latest,"
               " m.leave_cause, m.joined_after, m.bot, m.did_rejoin, m.pending,"
               " m.did_rejoin OR EXISTS (SELECT 1 FROM member_spell e"
               " WHERE e.guild_id = m.guild_id AND e.user_id = m.user_id"
               " AND e.joined_at < m.joined_at),"
               " a.settled, a.by_kind, a.code_verdict, a.code_p, a.code, a.inviter_verdict,"
               " a.inviter_p, a.inviter_id, a.source_verdict, a.source_p, a.source_id, a.reason"
               " FROM member_spell m"
               " LEFT JOIN attribution a ON a.guild_id = m.guild_id AND a.join_id = m.join_id"
               " WHERE m.guild_id = $guild AND m.joined_at <= $at"
               " AND (m.leave_latest IS NULL OR m.leave_latest > $at)"
               " AND m.joined_at >= $from AND m.joined_at < $until"
               " ORDER BY m.user_id, m.joined_at",
               {"guild", "at", "from", "until"}) {}

    Query rows;
    bool ended = false;
};

MemberRecords::MemberRecords(sql::Connection& connection,
                             GuildId guild,
                             const TimeRange& joined,
                             Instant at)
    : state_(std::make_unique<State>(connection)) {
    state_->rows.with(guild, at, joined.from, joined.until);
}

MemberRecords::~MemberRecords() = default;

bool MemberRecords::next(JoinRecord& record) {
    state_->ended = state_->ended || !state_->rows.next();
    if (state_->ended) {
        return false;
    }
    read_spell(state_->rows, record);
    if (state_->rows.is_null(11)) {
        record.answer.reset();
    } else {
        read_answer(state_->rows, 11, record.join.id, record.answer);
    }
    return true;
}

}  // namespace invitectl::store
