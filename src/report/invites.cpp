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

Document invite_show(const std::vector<InviteLine>& lives, const Names& names) {
    Document document;
    document.name = "invite show";
    for (const InviteLine& life : lives) {
        Table table;
        table.name = "invite";
        table.title = "Invite " + life.terms.code.text();
        if (lives.size() > 1) {
            table.title += ", life " + std::to_string(life.epoch);
        }
        table.columns = invite_columns();
        document.tables.push_back(record_table(std::move(table), invite_row(life, names)));
    }
    return document;
}

}  // namespace invitectl::report
