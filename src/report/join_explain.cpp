#include "invitectl/report/joins.hpp"
#include "invitectl/report/table_tools.hpp"

#include "cells.hpp"
#include "join_columns.hpp"
#include "join_evidence.hpp"
#include "join_story.hpp"

#include <utility>

namespace invitectl::report {
namespace {

// The join itself, with the sentence that says what decided.
Table join_part(const JoinExplanation& explanation) {
    Table table = join_show(explanation.join, explanation.names, explanation.now);
    table.name = "join";
    std::vector<Row> rows = collect(table);
    table.columns.push_back(
        column("explanation", "explanation", Type::text, "what decided, as a sentence"));
    rows.front().cells.push_back(text_cell(explanation.reason));
    table.rows = rows_of(std::move(rows));
    table.title += ": " + person_text(explanation.join.spell.user, explanation.names);
    table.story = answer_story(explanation);
    return table;
}

Table readings_part(const JoinExplanation& explanation) {
    Table table;
    table.name = "readings";
    table.title = "When the counters were read";
    table.story = readings_story(explanation);
    table.columns = {
        column("stream", "counter", Type::enumeration, "invites, or vanity: the server's own URL"),
        column("reading", "reading", Type::integer, "number of the reading in its stream"),
        exact_instant("began", "began", "when the request began"),
        exact_instant("ended", "ended", "when it had been answered"),
        column(
            "side", "side", Type::enumeration, "whether the reading lies before or after the join"),
    };
    std::vector<Row> rows;
    for (const Reading& reading : explanation.readings) {
        const bool before = reading.bracket.ended <= explanation.join.spell.joined_at;
        rows.push_back({{std::string(to_text(reading.stream)),
                         reading.number,
                         reading.bracket.began,
                         reading.bracket.ended,
                         std::string(before ? "before" : "after")}});
    }
    table.rows = rows_of(std::move(rows));
    table.empty_message = "No reading lies on either side yet.";
    return table;
}

Table demands_part(const JoinExplanation& explanation) {
    Table table;
    table.name = "demands";
    table.title = "Uses that can have been this member's";
    table.story = demands_story(explanation);
    table.columns = {
        column("code", "code", Type::text, "the code whose counter moved"),
        column("epoch", "epoch", Type::integer, "which life of the code", Room::if_there),
        column("kind", "kind", Type::enumeration, "why these uses are counted"),
        column("uses_min",
               "uses",
               Type::integer,
               "uses it stands for, at least",
               Room::always,
               "uses"),
        column("uses_max",
               "at most",
               Type::integer,
               "uses it stands for, at most; empty: no bound",
               Room::always,
               "uses"),
        exact_instant("from", "after", "they happened after this"),
        exact_instant("until", "until", "and at this moment or before"),
        column("attributed",
               "joins",
               Type::real,
               "expected number of these uses that are joins of this guild",
               Room::if_there,
               "uses"),
        column("ghosts",
               "ghosts",
               Type::real,
               "expected number of these uses whose member was never seen",
               Room::if_there,
               "uses"),
    };
    std::vector<Row> rows;
    for (const DemandLine& demand : explanation.demands) {
        rows.push_back({{demand.code.text(),
                         std::int64_t{demand.epoch},
                         demand.kind,
                         demand.at_least,
                         cell(demand.at_most),
                         demand.from,
                         demand.until,
                         demand.attributed,
                         demand.ghosts}});
    }
    table.rows = rows_of(std::move(rows));
    table.empty_message = "No counter can have counted this join.";
    return table;
}

Table candidates_part(const JoinExplanation& explanation) {
    const Names& names = explanation.names;
    Table table;
    table.name = "candidates";
    table.title = "Ways in that the counters allow";
    table.story = candidates_story(explanation);
    table.columns = {
        column("by", "by", Type::enumeration, "invite, vanity, bot or none"),
        column("code", "code", Type::text, "the code of this way in"),
        person_column("inviter", "inviter", "who made it", "inviter_id"),
        column("source", "source", Type::text, "the source it belonged to when the member joined"),
        share_column("p", "p", "its probability; all candidates together give 100%", "chance"),
        person_id_column("inviter_id", "inviter id", "the identity of who made it"),
    };
    std::vector<Row> rows;
    if (explanation.join.attribution) {
        for (const Candidate& way : explanation.join.attribution->candidates) {
            rows.push_back({{std::string(to_text(way.kind)),
                             way_code(way.kind, way.code),
                             way_inviter(way.kind, way.inviter, names),
                             way_source(way.kind, way.source, names),
                             way.p,
                             cell(way.inviter)}});
        }
    }
    table.rows = rows_of(std::move(rows));
    table.empty_message = "The counters allow no way in.";
    return table;
}

}  // namespace

Document join_explain(const JoinExplanation& explanation) {
    Document document;
    document.name = "join show --explain";
    document.title = "Join " + std::to_string(explanation.join.id);
    document.tables.push_back(join_part(explanation));
    document.tables.push_back(evidence_part(explanation));
    document.tables.push_back(readings_part(explanation));
    document.tables.push_back(demands_part(explanation));
    document.tables.push_back(candidates_part(explanation));
    document.tables.push_back(ruled_out_part(explanation));
    return document;
}

}  // namespace invitectl::report
