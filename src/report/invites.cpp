#include "invitectl/report/invites.hpp"

#include "cells.hpp"

#include <utility>

namespace invitectl::report {
namespace {

std::vector<Column> counting_columns() {
    return {
        column("uses",
               "uses",
               Type::integer,
               "the latest counter Discord showed",
               Room::always,
               "uses"),
        column(
            "joins", "joins", Type::integer, "joins credited to this code", Room::always, "joins"),
        column("baseline",
               "baseline",
               Type::integer,
               "uses from before the first reading; they are no joins",
               Room::if_there,
               "uses"),
        column("ghosts",
               "ghosts",
               Type::real,
               "expected number of uses whose member was never seen",
               Room::if_there,
               "uses"),
    };
}

std::vector<Column> invite_columns() {
    std::vector<Column> columns = {
        column("code", "code", Type::text, "what stands after discord.gg/"),
        column("state",
               "state",
               Type::enumeration,
               "active, expired, used_up, deleted, gone (for an unknown reason) or vanity"),
        person_column("inviter",
                      "inviter",
                      "who made it, (server) for its own URL; empty for a widget's",
                      "inviter_id"),
    };
    for (Column& counting : counting_columns()) {
        columns.push_back(std::move(counting));
    }
    const std::initializer_list<Column> rest = {
        column("source", "source", Type::text, "the source it is assigned to now", Room::if_there),
        column("channel", "channel", Type::text, "where it leads", Room::if_there),
        column("created_at", "created", Type::instant, "when it was made", Room::if_there),
        column(
            "expires_at", "expires", Type::instant, "when it ends; empty: never", Room::if_there),
        column("max_uses",
               "max uses",
               Type::integer,
               "how often it may be used; empty: no limit",
               Room::if_there,
               "uses"),
        column("epoch",
               "epoch",
               Type::integer,
               "which life of the code: one that came back lives again",
               Room::machines),
        column("stream", "counter", Type::enumeration, "invites or vanity", Room::machines),
        person_id_column("inviter_id", "inviter id", "the identity of the inviter"),
        column("channel_id", "channel id", Type::id, "the identity of the channel", Room::machines),
        column("source_id", "source id", Type::id, "the identity of the source", Room::machines),
        column("temporary",
               "temporary",
               Type::boolean,
               "whether members without a role leave when they go offline",
               Room::machines),
        column("targeted",
               "targeted",
               Type::boolean,
               "whether only listed users may accept it",
               Room::machines),
    };
    columns.insert(columns.end(), rest);
    return columns;
}

bool is_own_url(const InviteLine& line) {
    return line.stream == Stream::vanity;
}

Cell inviter_cell(const InviteLine& line, const Names& names) {
    if (is_own_url(line)) {
        return std::string("(server)");
    }
    return line.terms.inviter ? Cell{person_text(*line.terms.inviter, names)} : Cell{};
}

Row invite_row(const InviteLine& line, const Names& names) {
    const InviteTerms& terms = line.terms;
    return {{terms.code.text(),
             line.state,
             inviter_cell(line, names),
             line.uses,
             line.joins,
             line.baseline_uses,
             line.ghosts,
             is_own_url(line) ? std::string(to_text(SourceKind::vanity))
                              : source_text(line.source, names),
             terms.channel ? Cell{channel_text(*terms.channel, names)} : Cell{},
             terms.created_at,
             cell(terms.expires_at),
             limit_cell(terms.max_uses),
             std::int64_t{line.epoch},
             std::string(to_text(line.stream)),
             cell(terms.inviter),
             cell(terms.channel),
             cell(line.source),
             terms.temporary,
             terms.targeted}};
}

}  // namespace

Table invites(const std::vector<InviteLine>& lines, const Names& names) {
    Table table;
    table.name = "invite list";
    table.identity = {"code"};
    table.title = "Invites";
    table.columns = invite_columns();
    std::vector<Row> rows;
    for (const InviteLine& line : lines) {
        rows.push_back(invite_row(line, names));
    }
    table.rows = rows_of(std::move(rows));
    table.empty_message = "no invites";
    return table;
}

namespace {

using analytics::CodeFinding;

std::string sentence(CodeFinding finding, const InviteView& view) {
    const std::string code = view.code.text();
    switch (finding) {
        case CodeFinding::unseen:
            if (view.made_here) {
                return "It was made by `invite create`, and no reading has listed it so far: the "
                       "next sync does, unless it has been deleted since.";
            }
            return "No reading of this server ever listed " + code +
                   ": it belongs to another server, came and went between two readings, or was "
                   "mistyped.";
        case CodeFinding::unassigned:
            return "No source is credited with its joins. Give it one, for all history: invitectl "
                   "invite assign " +
                   code + " SOURCE";
        case CodeFinding::ignored:
            return "It is left out of: " + to_text(view.facts.ignored) +
                   ". Take it in again: invitectl invite ignore " + code + " --scope " +
                   to_text(view.facts.ignored) + " --undo";
        case CodeFinding::unmoved:
            return "Its counter never moved: nobody has used it.";
        case CodeFinding::baseline_only:
            return "All of its " + std::to_string(view.facts.baseline_uses) +
                   " uses are from before tracking began; nobody knows who they were.";
        case CodeFinding::all_open:
            return std::to_string(view.facts.open_joins) +
                   " joins may have come by it, but by others as well. Polling more often tells "
                   "more apart (`invitectl coverage`). By hand: invitectl join review";
        case CodeFinding::ghosts_only:
            break;
    }
    return "It was used, but whoever used it was never seen: they left again before anybody "
           "looked.";
}

Table findings_part(const InviteView& view) {
    Table table;
    table.name = "findings";
    table.title = "What to know about it";
    table.columns = {
        column("finding", "finding", Type::enumeration, "in one word"),
        sentences("meaning", "meaning", "what it means, and what to do"),
    };
    std::vector<Row> rows;
    for (const CodeFinding finding : analytics::findings(view.facts)) {
        rows.push_back({{std::string(to_text(finding)), sentence(finding, view)}});
    }
    table.rows = rows_of(std::move(rows));
    table.empty_message = "nothing: it has a source, and joins are credited to it";
    return table;
}

}  // namespace

Document invite_show(const InviteView& view, const Names& names) {
    Document document;
    document.name = "invite show";
    document.title = "Invite " + view.code.text();
    if (view.line) {
        Table table;
        table.name = "invite";
        table.title = document.title;
        table.columns = invite_columns();
        Row row = invite_row(*view.line, names);
        table.columns.push_back(person_column("credited_to",
                                              "credited to",
                                              "whom a person credits for it; empty: who made it",
                                              "credited_to_id"));
        row.cells.push_back(view.credited ? Cell{person_text(*view.credited, names)} : Cell{});
        table.columns.push_back(
            person_id_column("credited_to_id", "credited to id", "the identity of that person"));
        row.cells.push_back(cell(view.credited));
        document.tables.push_back(record_table(std::move(table), std::move(row)));
    }
    document.tables.push_back(findings_part(view));
    Table decisions = assignments_part(view.assignments, names);
    decisions.title = "Decisions to which source it belongs";
    decisions.empty_message = "it was never assigned to a source";
    document.tables.push_back(std::move(decisions));
    return document;
}

}  // namespace invitectl::report
