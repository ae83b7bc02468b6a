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

}  // namespace invitectl::report
