#include "invitectl/report/database.hpp"

#include "cells.hpp"

namespace invitectl::report {

Table database_info(const DatabaseInfo& info) {
    Table table;
    table.name = "db info";
    table.title = "Database";
    table.columns = {
        column("path", "path", Type::text, "where the file is"),
        column("bytes", "size", Type::integer, "size of the file", Room::always, "bytes"),
        column("log_bytes",
               "log size",
               Type::integer,
               "size of the log beside it, which flows into it by and by",
               Room::always,
               "bytes"),
        column("mode", "mode", Type::text, "who may read and write the file"),
        column("schema", "schema", Type::integer, "version of its tables"),
        column("latest_schema",
               "latest schema",
               Type::integer,
               "version of the tables this program writes"),
        column("guilds", "guilds", Type::integer, "servers it follows", Room::always, "guilds"),
        column("joins",
               "joins",
               Type::integer,
               "joins recorded in all of them",
               Room::always,
               "joins"),
        column("present",
               "members",
               Type::integer,
               "members present in all of them",
               Room::always,
               "members"),
        column("runs", "runs", Type::integer, "records of runs kept", Room::always, "runs"),
        column("last_run", "last run", Type::instant, "when the latest run began"),
    };
    return record_table(std::move(table),
                        {{info.path,
                          info.bytes,
                          info.log_bytes,
                          info.mode,
                          info.schema,
                          info.latest_schema,
                          info.guilds,
                          info.joins,
                          info.present,
                          info.runs,
                          cell(info.last_run)}});
}

Table database_check(const std::vector<DatabaseProblem>& problems) {
    Table table;
    table.name = "db check";
    table.title = "What is wrong in the database";
    table.columns = {
        column("part",
               "part",
               Type::enumeration,
               "file: the file itself, by SQLite's own check; columns: the joins as reports read "
               "them, which should say what their rows say"),
        column("guild", "guild", Type::text, "the guild concerned; empty: the whole file"),
        column("place", "place", Type::text, "which row, as far as that is known"),
        column("stored", "stored", Type::text, "what is there, or what SQLite says about it"),
        column("expected", "expected", Type::text, "what should be there"),
    };
    std::vector<Row> rows;
    for (const DatabaseProblem& problem : problems) {
        rows.push_back({{problem.part,
                         text_cell(problem.guild),
                         text_cell(problem.place),
                         problem.stored,
                         text_cell(problem.expected)}});
    }
    table.rows = rows_of(std::move(rows));
    table.empty_message = "nothing is wrong with the database";
    return table;
}

}  // namespace invitectl::report
