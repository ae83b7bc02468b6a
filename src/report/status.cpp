#include "invitectl/report/status.hpp"

#include "cells.hpp"

#include <utility>

namespace invitectl::report {
namespace {

std::vector<Column> run_columns() {
    return {
        column("alias", "alias", Type::text, "what to type after -g"),
        column("name", "name", Type::text, "what Discord calls it"),
        column("standing",
               "standing",
               Type::enumeration,
               "ok; paused by its setting; failing: the latest reading went wrong; late: no run "
               "when one was due; never read"),
        column("last_run", "last run", Type::instant, "when sync ran last"),
        column("last_outcome", "outcome", Type::enumeration, "how that run ended"),
        column("last_detail", "because", Type::text, "what failed in it; empty: nothing"),
        column("last_success", "last success", Type::instant, "when a sync last went well"),
        column("every",
               "usually every",
               Type::duration,
               "the usual time between two runs; empty: too few to tell"),
        column("next_run", "next run", Type::instant, "when one is due by that"),
        column("at_work", "at work now", Type::text, "which command holds the lock; empty: none"),
    };
}

std::vector<Column> guild_columns() {
    return {
        column("invites_read", "invites read", Type::instant, "the latest good reading"),
        column("members_read", "members read", Type::instant, "the latest good reading"),
        column("audit_read", "audit log read", Type::instant, "the latest good reading"),
        column("members", "members", Type::integer, "by the latest sweep"),
        column("joins", "joins", Type::integer, "recorded since the guild was added"),
        column("certain", "certain", Type::integer, "joins labelled, stated, stamped or proved"),
        column("likely", "likely", Type::integer, "joins with one candidate at 90 % or more"),
        column("open", "open", Type::integer, "the other joins"),
        column("waiting",
               "waiting",
               Type::integer,
               "joins, of all of these, that the next readings may still settle"),
        column("gaps", "gaps", Type::integer, "stretches of which something could not be read"),
        column("latest_gap", "latest gap", Type::text, "what is missing, why, and until when"),
        column("database", "database", Type::text, "its file"),
        column("database_bytes", "size", Type::integer, "bytes on disk", Room::always, "bytes"),
    };
}

}  // namespace

Table status(const StatusLine& line) {
    Table table;
    table.name = "status";
    table.title = "Status of " + line.alias;
    table.columns = run_columns();
    for (Column& more : guild_columns()) {
        table.columns.push_back(std::move(more));
    }
    Row row;
    row.cells = {line.alias,
                 line.name,
                 line.standing,
                 cell(line.last_run),
                 text_cell(line.last_outcome),
                 text_cell(line.last_detail),
                 cell(line.last_success),
                 cell(line.every),
                 cell(line.next_run),
                 text_cell(line.at_work),
                 cell(line.invites_read),
                 cell(line.members_read),
                 cell(line.audit_read),
                 line.members,
                 line.joins,
                 line.certain,
                 line.likely,
                 line.open,
                 line.waiting,
                 line.gaps,
                 text_cell(line.latest_gap),
                 line.database,
                 line.database_bytes};
    return record_table(std::move(table), std::move(row));
}

}  // namespace invitectl::report
