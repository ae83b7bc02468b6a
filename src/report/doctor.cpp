#include "invitectl/report/doctor.hpp"

#include "cells.hpp"

#include <algorithm>
#include <utility>

namespace invitectl::report {
namespace {

bool wants_attention(const CheckLine& line) {
    return line.status == "warning" || line.status == "failure" || line.status == "note";
}

std::string finding(const CheckLine& line) {
    std::string text = line.what;
    if (!line.why.empty()) {
        text += ": " + line.why;
    }
    if (wants_attention(line) && !line.next.empty()) {
        text += ". Next: " + line.next;
    }
    return text;
}

std::string summary(const std::vector<CheckLine>& lines) {
    const auto count = [&](std::string_view status) {
        return std::ranges::count(lines, status, &CheckLine::status);
    };
    const auto failures = count("failure");
    const auto warnings = count("warning");
    if (failures + warnings == 0) {
        return "Everything that was looked at is as it must be.";
    }
    return std::to_string(failures) + (failures == 1 ? " failure, " : " failures, ") +
           std::to_string(warnings) + (warnings == 1 ? " warning." : " warnings.");
}

}  // namespace

Table doctor(const std::vector<CheckLine>& lines) {
    Table table;
    table.name = "doctor";
    table.title = "Checks";
    table.columns = {
        column(
            "status",
            "status",
            Type::enumeration,
            "ok; note: worth knowing; skipped: could not be looked at; warning: less is known or "
            "safe than could be; failure: does not work, or soon will not"),
        column("check", "check", Type::enumeration, "what was looked at"),
        column(
            "guild", "guild", Type::text, "of which guild; empty: of the machine", Room::if_there),
        column("what", "what", Type::text, "what was found", Room::machines),
        column("why", "why", Type::text, "why it matters, or its cause", Room::machines),
        column("next", "next", Type::text, "what to do about it", Room::machines),
        sentences("finding", "finding", "what was found, why it matters, and what to do"),
    };
    std::vector<Row> rows;
    for (const CheckLine& line : lines) {
        rows.push_back({{line.status,
                         line.check,
                         text_cell(line.guild),
                         line.what,
                         text_cell(line.why),
                         text_cell(line.next),
                         finding(line)}});
    }
    table.rows = rows_of(std::move(rows));
    table.notes.push_back(summary(lines));
    return table;
}

}  // namespace invitectl::report
