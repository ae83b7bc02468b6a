#include "invitectl/report/config.hpp"

#include "cells.hpp"

namespace invitectl::report {
namespace {

std::string joined(const std::vector<std::string>& values) {
    std::string out;
    for (const std::string& value : values) {
        out += (out.empty() ? "" : " ") + value;
    }
    return out;
}

}  // namespace

Table config(const std::vector<ConfigLine>& lines, bool show_origin) {
    Table table;
    table.name = "config list";
    table.title = "Configuration";
    table.columns = {
        column("key", "key", Type::text, "the name in the file"),
        column("value", "value", Type::text, "what holds; several words are a list"),
        column("origin",
               "by",
               Type::text,
               "by whose word: an option, a variable, a line of a file, or the default",
               show_origin ? Room::always : Room::machines),
        sentences("meaning", "meaning", "what it is for"),
    };
    std::vector<Row> rows;
    for (const ConfigLine& line : lines) {
        rows.push_back(
            {{line.key, text_cell(joined(line.values)), text_cell(line.origin), line.meaning}});
    }
    table.rows = rows_of(std::move(rows));
    table.notes = {
        "The command line comes first, then the environment, then the user's file, then "
        "the machine's."};
    table.empty_message = "no keys";
    return table;
}

}  // namespace invitectl::report
