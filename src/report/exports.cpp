#include "invitectl/report/exports.hpp"

#include "invitectl/report/leaderboard.hpp"

#include "cells.hpp"
#include "join_columns.hpp"

#include <utility>

namespace invitectl::report {
namespace {

constexpr auto kVeryYoung = std::chrono::hours{24};
constexpr auto kYoung = std::chrono::days{7};

// With the guild as its first column, and everything shown in every format.
Table of_guild(GuildId guild, std::string name, Table table) {
    table.name = std::move(name);
    table.columns.insert(
        table.columns.begin(),
        column("guild_id", "guild id", Type::id, "the identity of the guild", Room::always));
    table.rows = [guild, source = std::move(table.rows)](Row& row) {
        if (!source(row)) {
            return false;
        }
        row.cells.insert(row.cells.begin(), Cell{guild.value});
        return true;
    };
    return table;
}

void append_flag(std::string& flags, bool holds, std::string_view name) {
    if (holds) {
        flags += flags.empty() ? "" : " ";
        flags += name;
    }
}

Cell flags_cell(const JoinLine& join) {
    const Duration age = join.spell.joined_at - join.spell.user.created_at();
    std::string flags;
    append_flag(flags, join.bot, "bot");
    append_flag(flags, join.has_been_before, "rejoin");
    append_flag(flags, age < kVeryYoung, "account_under_24h");
    append_flag(flags, age < kYoung, "account_under_7d");
    append_flag(flags, join.spell.joined_after.has_value(), "time_interval");
    append_flag(flags, join.spell.leave && !join.spell.leave->exact(), "leave_interval");
    append_flag(flags, !join.attribution || !join.attribution->settled, "unsettled");
    return text_cell(flags);
}

std::vector<Column> record_columns() {
    Column age = account_column("account_age",
                                "account age",
                                Type::duration,
                                "how old the member's account was at the join");
    age.unit = "s";
    return {
        std::move(age),
        column("joined_after",
               "joined after",
               Type::instant,
               "where it is set, the join lies between this and joined_at: the member was never "
               "seen, only announced or kicked",
               Room::machines),
        column("flags",
               "flags",
               Type::text,
               "words with blanks between: bot; rejoin (a member before, as far as anybody knows); "
               "account_under_24h and account_under_7d (its age at the join); time_interval (see "
               "joined_after); leave_interval (left_after and left_by are bounds, not an instant); "
               "unsettled (what is still to be read may change the attribution)",
               Room::machines),
    };
}

}  // namespace

Table export_joins(GuildId guild, JoinSource joins, Names names) {
    Table table;
    table.columns = join_columns();
    for (Column& added : record_columns()) {
        table.columns.push_back(std::move(added));
    }
    table.identity = {"join"};
    table.streams = true;
    table.rows =
        [next = std::move(joins), names = std::move(names), join = JoinLine{}](Row& row) mutable {
            if (!next(join)) {
                return false;
            }
            row.cells = join_cells(join, names);
            row.cells.emplace_back(join.spell.joined_at - join.spell.user.created_at());
            row.cells.push_back(cell(join.spell.joined_after));
            row.cells.push_back(flags_cell(join));
            return true;
        };
    table.empty_message = "no joins";
    return of_guild(guild, "export joins", std::move(table));
}

Table export_members(GuildId guild, MemberSource source, Names names) {
    return of_guild(guild, "export members", members(std::move(source), std::move(names)));
}

Table export_invites(GuildId guild, const std::vector<InviteLine>& lines, const Names& names) {
    return of_guild(guild, "export invites", invites(lines, names));
}

Table export_sources(GuildId guild, const std::vector<SourceLine>& lines, const Names& names) {
    return of_guild(guild, "export sources", sources(lines, names));
}

namespace {

constexpr std::size_t kCreditColumns = 16;

std::vector<Column> credit_columns() {
    return {
        column("join", "join", Type::id, "the number of the join; empty for a bonus"),
        column("bonus", "bonus", Type::id, "the number of the bonus; empty for a join"),
        column("share",
               "share",
               Type::integer,
               "the number of the row among those of its join, from 1; empty for a bonus"),
        column("at", "at", Type::instant, "when somebody joined, or the bonus was given"),
        person_column("inviter",
                      "inviter",
                      "whom the join belongs to with this probability; in brackets where that is "
                      "no inviter; (open) where it is not sure enough for anybody",
                      "inviter_id"),
        person_id_column("inviter_id", "inviter id", "the identity of the inviter"),
        share_column("p",
                     "p",
                     "probability that the join belongs here; those of a join add up to 1",
                     "chance"),
        column("stands",
               "stands",
               Type::boolean,
               "whether boards count the join here; true in one row of every join"),
        column("denied",
               "denied",
               Type::enumeration,
               "the rule that denies the credit: ignored_code, excluded_inviter, bot_invite, "
               "excluded_member, self_invite, rejoin, young_inviter or young_member; empty: none"),
        column("amount",
               "amount",
               Type::integer,
               "what the inviter gets: 1 where the join stands, unless it is denied or fake; of a "
               "bonus its amount"),
        column("outcome",
               "outcome",
               Type::enumeration,
               "what became of the join: fake, left, retained, young or unsure"),
        person_column("user", "member", "who joined", "user_id"),
        person_id_column("user_id", "member id", "the identity of the member"),
        column("code", "code", Type::text, "the invite code credited for the join"),
        column("source", "source", Type::text, "the source credited for the join"),
        column("inviter_verdict",
               "inviter verdict",
               Type::enumeration,
               "how sure the inviter of the join is"),
    };
}

Cell credit_inviter(const analytics::CreditShare& share, const Names& names) {
    return share.inviter ? person_text(*share.inviter, names)
                         : special_name({share.row, analytics::Denial::none, 0});
}

void append_join(const JoinLine& join, const Names& names, std::vector<Cell>& cells) {
    cells.emplace_back(std::string(to_text(join.outcome)));
    cells.emplace_back(person_text(join.spell.user, names));
    cells.emplace_back(join.spell.user.value);
    const Attribution answer = join.attribution.value_or(Attribution{});
    cells.push_back(is_credited(answer.code.verdict) ? Cell{way_code(answer.by, answer.code_value)}
                                                     : Cell{});
    cells.push_back(is_credited(answer.source.verdict)
                        ? Cell{way_source(answer.by, answer.source_value, names)}
                        : Cell{});
    cells.emplace_back(std::string(to_text(answer.inviter.verdict)));
}

std::vector<Cell> credit_cells(const CreditLine& line, const Names& names) {
    const bool of_join = line.join.id != 0;
    const analytics::CreditShare& share = line.share;
    const bool denied = share.denial != analytics::Denial::none;
    std::vector<Cell> cells = {of_join ? Cell{line.join.id} : Cell{},
                               of_join ? Cell{} : Cell{line.bonus},
                               of_join ? Cell{line.number} : Cell{},
                               line.at,
                               credit_inviter(share, names),
                               cell(share.inviter),
                               of_join ? Cell{share.p} : Cell{},
                               of_join ? Cell{share.stands} : Cell{},
                               denied ? Cell{std::string(to_text(share.denial))} : Cell{},
                               line.worth};
    if (of_join) {
        append_join(line.join, names, cells);
    }
    cells.resize(kCreditColumns);
    return cells;
}

}  // namespace

Table export_credits(GuildId guild, CreditSource credits, Names names) {
    Table table;
    table.columns = credit_columns();
    table.identity = {"join", "bonus", "share"};
    table.streams = true;
    table.rows = [next = std::move(credits), names = std::move(names), line = CreditLine{}](
                     Row& row) mutable {
        if (!next(line)) {
            return false;
        }
        row.cells = credit_cells(line, names);
        return true;
    };
    table.empty_message = "nobody joined and nobody got a bonus";
    return of_guild(guild, "export credits", std::move(table));
}

}  // namespace invitectl::report
