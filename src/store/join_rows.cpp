#include "store/join_rows.hpp"

#include "store/query.hpp"

namespace invitectl::store {
namespace {

using analytics::JoinEntry;
using analytics::WeightedWay;

bool certain_everywhere(const JoinEntry& entry) {
    return is_certain(entry.code_verdict) && is_certain(entry.inviter_verdict) &&
           is_certain(entry.source_verdict);
}

// Three scans in the order of joins, side by side, and one look-up per join: the members' rows lie
// far apart, so reaching each of them once is what costs most.
class JoinRowScan {
  public:
    JoinRowScan(sql::Connection& connection, GuildId guild, JoinDictionaries& names)
        : guild_(guild),
          names_(names),
          joins_(connection,
                 "SELECT join_id, user_id, joined_at FROM member_spell WHERE guild_id = $guild"
                 " AND join_id >= $first AND join_id <= $last ORDER BY join_id",
                 {"guild", "first", "last"}),
          // The join's own row, and an earlier one of the same user.
          spell_(connection,
                 "SELECT leave_earliest, leave_latest, bot, did_rejoin, joined_after"
                 " FROM member_spell WHERE guild_id = $guild AND user_id = $user"
                 " AND joined_at <= $joined ORDER BY joined_at DESC LIMIT 2",
                 {"guild", "user", "joined"}),
          answers_(connection,
                   "SELECT join_id, by_kind, code_verdict, code, inviter_verdict, inviter_id,"
                   " source_verdict, source_id FROM attribution WHERE guild_id = $guild"
                   " AND join_id >= $first AND join_id <= $last ORDER BY join_id",
                   {"guild", "first", "last"}),
          candidates_(connection,
                      "SELECT join_id, kind, code, inviter_id, source_id, p FROM candidate"
                      " WHERE guild_id = $guild AND join_id >= $first AND join_id <= $last"
                      " ORDER BY join_id, rank",
                      {"guild", "first", "last"}) {}

    void scan(JoinId first, JoinId last, const std::function<void(const JoinRow&)>& visit) {
        more_answers_ = answers_.with(guild_, first, last).next();
        more_candidates_ = candidates_.with(guild_, first, last).next();
        JoinRow row;
        for (joins_.with(guild_, first, last); joins_.next();) {
            row.join = joins_.get<JoinId>(0);
            row.entry = read_spell();
            read_answer(row);
            read_candidates(row);
            visit(row);
        }
    }

  private:
    JoinEntry read_spell() {
        JoinEntry entry;
        entry.user = joins_.get<UserId>(1);
        entry.joined_at = joins_.get<Instant>(2);
        spell_.with(guild_, entry.user, entry.joined_at).next();
        if (!spell_.is_null(1)) {
            entry.leave = Leave{spell_.get<Instant>(0), spell_.get<Instant>(1)};
        }
        entry.joined_after = spell_.get<std::optional<Instant>>(4);
        const bool bot = spell_.get<bool>(2);
        const bool rejoin = spell_.get<bool>(3) || spell_.next();
        entry.flags = static_cast<std::uint8_t>((bot ? analytics::join_flag::kBot : 0) |
                                                (rejoin ? analytics::join_flag::kRejoin : 0));
        return entry;
    }

    void read_answer(JoinRow& row) {
        while (more_answers_ && answers_.get<JoinId>(0) < row.join) {
            more_answers_ = answers_.next();
        }
        if (!more_answers_ || answers_.get<JoinId>(0) != row.join) {
            return;
        }
        JoinEntry& entry = row.entry;
        entry.answer.kind = answers_.get<Candidate::Kind>(1);
        entry.code_verdict = answers_.get<Verdict>(2);
        entry.answer.code = names_.code(answers_, 3);
        entry.inviter_verdict = answers_.get<Verdict>(4);
        entry.answer.inviter = names_.inviter(answers_, 5);
        entry.source_verdict = answers_.get<Verdict>(6);
        entry.answer.source = names_.source(answers_, 7);
    }

    void read_candidates(JoinRow& row) {
        row.candidates.clear();
        const bool wanted = !certain_everywhere(row.entry);
        for (; more_candidates_ && candidates_.get<JoinId>(0) <= row.join;
             more_candidates_ = candidates_.next()) {
            if (wanted && candidates_.get<JoinId>(0) == row.join) {
                row.candidates.push_back({{candidates_.get<Candidate::Kind>(1),
                                           names_.code(candidates_, 2),
                                           names_.inviter(candidates_, 3),
                                           names_.source(candidates_, 4)},
                                          candidates_.get<double>(5)});
            }
        }
    }

    GuildId guild_;
    JoinDictionaries& names_;
    Query joins_;
    Query spell_;
    Query answers_;
    Query candidates_;
    bool more_answers_ = false;
    bool more_candidates_ = false;
};

}  // namespace

void each_join_row(sql::Connection& connection,
                   GuildId guild,
                   JoinId first,
                   JoinId last,
                   JoinDictionaries& names,
                   const std::function<void(const JoinRow&)>& visit) {
    JoinRowScan(connection, guild, names).scan(first, last, visit);
}

void each_join_row(sql::Connection& connection,
                   GuildId guild,
                   std::span<const JoinId> joins,
                   JoinDictionaries& names,
                   const std::function<void(const JoinRow&)>& visit) {
    JoinRowScan rows(connection, guild, names);
    for (const JoinId join : joins) {
        rows.scan(join, join, visit);
    }
}

JoinId last_join(sql::Connection& connection, GuildId guild) {
    Query find(connection,
               "SELECT COALESCE(MAX(join_id), 0) FROM member_spell WHERE guild_id = $guild"
               " AND join_id IS NOT NULL",
               {"guild"});
    find.with(guild).next();
    return find.get<JoinId>(0);
}

}  // namespace invitectl::store
