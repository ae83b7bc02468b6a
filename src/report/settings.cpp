#include "invitectl/report/settings.hpp"

#include "cells.hpp"

#include <utility>

namespace invitectl::report {
namespace {

std::string short_range(const SettingRow& row) {
    switch (row.type) {
        case SettingType::boolean:
            return "on or off";
        case SettingType::channels:
            return "channel ids";
        case SettingType::whole_number:
            break;
    }
    return std::to_string(row.min) + ".." + std::to_string(row.max);
}

}  // namespace

Table settings(const std::vector<SettingLine>& lines) {
    Table table;
    table.name = "settings list";
    table.identity = {"key"};
    table.title = "Settings";
    table.columns = {
        column("key", "key", Type::text, "its name"),
        column("value", "value", Type::text, "what is in force"),
        column("unit", "unit", Type::text, "what the value counts", Room::if_there),
        column("default", "default", Type::text, "the value where none was set", Room::if_there),
        column("range", "range", Type::text, "what it takes", Room::if_there),
        sentences("summary", "meaning", "what it does"),
        column(
            "set_at", "set", Type::instant, "when it was set; empty: the default", Room::if_there),
        column("set_by",
               "by",
               Type::enumeration,
               "user, or program for a declaration that the counters contradicted",
               Room::if_there),
    };
    std::vector<Row> rows;
    for (const SettingLine& line : lines) {
        rows.push_back({{std::string(line.row->key),
                         format_setting(*line.row, line.value),
                         text_cell(line.row->unit),
                         format_setting(*line.row, line.row->fallback),
                         short_range(*line.row),
                         std::string(line.row->summary),
                         cell(line.set_at),
                         text_cell(line.set_by)}});
    }
    table.rows = rows_of(std::move(rows));
    table.empty_message = "no settings";
    return table;
}

}  // namespace invitectl::report
