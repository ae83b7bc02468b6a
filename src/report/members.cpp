#include "invitectl/report/members.hpp"

#include "cells.hpp"
#include "join_columns.hpp"

#include <memory>
#include <utility>

namespace invitectl::report {
namespace {

std::vector<Column> member_columns() {
    return {
        person_column("user", "member", "who it is", "user_id"),
        column("joined_at", "joined", Type::instant, "when they joined"),
        column("source",
               "source",
               Type::text,
               "the source credited; what a person said of a member from before tracking began"),
        person_column("inviter", "inviter", "who is credited with the invite", "inviter_id"),
        column("code", "code", Type::text, "the invite code credited", Room::if_there),
        column("verdict", "verdict", Type::enumeration, "how sure the code is", Room::if_there),
        column("before_tracking",
               "before",
               Type::boolean,
               "whether they were here before tracking began; they are no joins",
               Room::if_there),
        column("join", "join", Type::id, "the number of the join", Room::if_there),
        column("bot", "bot", Type::boolean, "whether it is a bot", Room::machines),
        person_id_column("user_id", "member id", "the identity of the member"),
        account_column(
            "account_created_at", "account created", Type::instant, "when the account was made"),
        person_id_column("inviter_id", "inviter id", "the identity of the inviter"),
    };
}

Row member_row(const MemberLine& line, const Names& names) {
    const JoinLine& join = line.join;
    Row row{{person_text(join.spell.user, names), join.spell.joined_at}};
    const auto& answer = join.attribution;
    const auto credited = [&](bool known, std::string value) {
        row.cells.push_back(known ? Cell{std::move(value)} : Cell{});
    };
    if (answer) {
        credited(is_credited(answer->source.verdict),
                 way_source(answer->by, answer->source_value, names));
        credited(is_credited(answer->inviter.verdict),
                 way_inviter(answer->by, answer->inviter_value, names));
        credited(is_credited(answer->code.verdict), way_code(answer->by, answer->code_value));
        row.cells.emplace_back(std::string(to_text(answer->code.verdict)));
    } else {
        row.cells.push_back(text_cell(line.label));
        row.cells.resize(row.cells.size() + 2);
        row.cells.push_back(line.label.empty() ? Cell{}
                                               : Cell{std::string(to_text(Verdict::manual))});
    }
    row.cells.emplace_back(join.id == 0);
    row.cells.push_back(join.id == 0 ? Cell{} : Cell{join.id});
    row.cells.emplace_back(join.bot);
    row.cells.emplace_back(join.spell.user.value);
    row.cells.emplace_back(join.spell.user.created_at());
    row.cells.push_back(answer ? cell(answer->inviter_value) : Cell{});
    return row;
}

Table spells_part(const std::vector<MemberLine>& spells, const Names& names) {
    Table table;
    table.name = "joins";
    table.title = "When they came and went";
    table.columns = member_columns();
    table.columns.erase(table.columns.begin());
    table.columns.insert(
        table.columns.begin() + 1,
        column(
            "left_by", "left by", Type::instant, "gone then at the latest; empty: still a member"));
    std::vector<Row> rows;
    for (const MemberLine& line : spells) {
        Row row = member_row(line, names);
        row.cells.erase(row.cells.begin());
        row.cells.insert(row.cells.begin() + 1,
                         line.join.spell.leave ? Cell{line.join.spell.leave->latest} : Cell{});
        rows.push_back(std::move(row));
    }
    table.rows = rows_of(std::move(rows));
    table.empty_message = "never a member, as far as anybody saw";
    return table;
}

}  // namespace

Table members(MemberSource source, Names names) {
    Table table;
    table.name = "member list";
    table.identity = {"user_id"};
    table.streams = true;
    table.title = "Members";
    table.columns = member_columns();
    table.rows = [source = std::move(source), names = std::move(names)](Row& row) {
        MemberLine line;
        if (!source(line)) {
            return false;
        }
        row = member_row(line, names);
        return true;
    };
    table.empty_message = "no members yet";
    return table;
}

Document member_show(const MemberView& view, const Names& names) {
    Document document;
    document.name = "member show";
    document.title = "Member " + person_text(view.user, names);
    Table record;
    record.name = "member";
    record.title = document.title;
    record.columns = {
        person_column("user", "member", "who it is", "user_id"),
        person_id_column("user_id", "member id", "the identity"),
        account_column(
            "account_created_at", "account created", Type::instant, "when the account was made"),
        column("bot", "bot", Type::boolean, "whether it is a bot"),
        column("invited", "invited", Type::integer, "joins credited to them"),
        column("retained", "of whom stayed", Type::integer, "of these, members who stayed"),
        column("excluded_as",
               "excluded as",
               Type::text,
               "whether boards deny credit: for whom they bring, or to whoever brings them"),
    };
    document.tables.push_back(record_table(std::move(record),
                                           {{person_text(view.user, names),
                                             view.user.value,
                                             view.user.created_at(),
                                             view.person ? Cell{view.person->bot} : Cell{},
                                             view.invited,
                                             view.retained,
                                             text_cell(to_text(view.exclusion))}}));
    document.tables.push_back(spells_part(view.spells, names));
    Table made = invites(view.invites, names);
    made.name = "invites";
    made.title = "Invites they made";
    made.empty_message = "they made none that was seen";
    document.tables.push_back(std::move(made));
    return document;
}

}  // namespace invitectl::report
