#include "join_evidence.hpp"

#include "invitectl/report/table_tools.hpp"

#include "cells.hpp"
#include "join_columns.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace invitectl::report {
namespace {

struct Piece {
    std::string evidence;  // its word
    std::optional<InviteCode> code;
    std::optional<Instant> at;
    std::string sentence;
};

std::string stated_text(const StatedSource& stated, const Names& names) {
    switch (stated.way) {
        case Candidate::Kind::invite:
            return "Discord says: by the invite " + (stated.code ? stated.code->text() : "?") +
                   (stated.inviter ? " of " + person_text(*stated.inviter, names) : "");
        case Candidate::Kind::vanity:
            return "Discord says: by the server's own URL";
        default:
            return "Discord says: without an invite";
    }
}

std::vector<Piece> pieces_of(const JoinExplanation& explanation) {
    const JoinEvidence& known = explanation.evidence;
    std::vector<Piece> pieces;
    if (known.stated) {
        pieces.push_back(
            {"stated", known.stated->code, {}, stated_text(*known.stated, explanation.names)});
    }
    for (const InviteCode& code : known.stamped) {
        pieces.push_back(
            {"stamped",
             code,
             {},
             "held a marker role when first seen, which the invite " + code.text() + " gives"});
    }
    for (const Instant at : known.announced) {
        pieces.push_back(
            {"announced",
             {},
             at,
             "a join message announced this member at " + moment_text(explanation, at)});
    }
    if (known.closed) {
        pieces.push_back(
            {"closed", {}, {}, "the server was declared closed: nobody joins without an invite"});
    }
    if (known.no_ghosts) {
        pieces.push_back(
            {"no_ghosts", {}, {}, "no_ghosts was declared: everybody who joined is known"});
    }
    return pieces;
}

struct RuledOut {
    Candidate::Kind kind;
    std::optional<InviteCode> code;
    std::string why;       // its word
    std::string sentence;  // "abc: …"
};

bool is_candidate(const Attribution& answer, const DemandLine& demand) {
    return std::ranges::any_of(answer.candidates,
                               [&](const Candidate& way) { return way.code == demand.code; });
}

RuledOut ruled_out_code(const JoinExplanation& explanation, const DemandLine& demand) {
    const auto kind =
        demand.stream == Stream::vanity ? Candidate::Kind::vanity : Candidate::Kind::invite;
    const std::string code = demand.code.text();
    const auto& for_others = explanation.evidence.for_others;
    if (std::ranges::find(for_others, demand.code) != for_others.end()) {
        return {kind,
                demand.code,
                "for_others",
                code + ": only listed people may accept it, and this member is not listed"};
    }
    switch (explanation.join.attribution->code.verdict) {
        case Verdict::stated:
            return {kind, demand.code, "stated", code + ": Discord says it was another way"};
        case Verdict::stamped:
            return {kind,
                    demand.code,
                    "stamped",
                    code + ": it does not give the role that the member held"};
        default:
            break;
    }
    if (!explanation.evidence.stamped.empty()) {
        return {kind,
                demand.code,
                "stamped",
                code + ": it does not give the role that the member held"};
    }
    return {kind,
            demand.code,
            "used_by_others",
            code + ": in every explanation its uses belong to other members"};
}

std::optional<RuledOut> no_invite_ruled_out(const JoinExplanation& explanation) {
    const JoinEvidence& known = explanation.evidence;
    const auto& ways = explanation.join.attribution->candidates;
    const bool possible = std::ranges::any_of(ways, [](const Candidate& way) {
        return way.kind != Candidate::Kind::invite && way.kind != Candidate::Kind::vanity;
    });
    if (possible || ways.empty() || known.stated || !known.stamped.empty()) {
        return {};
    }
    if (known.closed) {
        return RuledOut{Candidate::Kind::none,
                        {},
                        "closed",
                        "no invite at all: the server was declared closed"};
    }
    if (known.no_ghosts) {
        return RuledOut{Candidate::Kind::none,
                        {},
                        "no_ghosts",
                        "no invite at all: every use was somebody's, and without this member "
                        "there are too few people for them"};
    }
    return {};
}

std::vector<RuledOut> ruled_out(const JoinExplanation& explanation) {
    std::vector<RuledOut> found;
    const auto& answer = explanation.join.attribution;
    if (!answer || !answer->settled || explanation.join.bot) {
        return found;
    }
    for (const DemandLine& demand : explanation.demands) {
        const bool told = std::ranges::any_of(
            found, [&](const RuledOut& one) { return one.code == demand.code; });
        if (!told && !is_candidate(*answer, demand)) {
            found.push_back(ruled_out_code(explanation, demand));
        }
    }
    if (auto none = no_invite_ruled_out(explanation)) {
        found.push_back(std::move(*none));
    }
    return found;
}

}  // namespace

std::string moment_text(const JoinExplanation& explanation, Instant t) {
    return explanation.instant_text ? explanation.instant_text(t) : format_moment(t);
}

std::string joined_text(const JoinExplanation& explanation) {
    const Spell& spell = explanation.join.spell;
    if (!spell.joined_after) {
        return moment_text(explanation, spell.joined_at);
    }
    return "between " + moment_text(explanation, *spell.joined_after) + " and " +
           moment_text(explanation, spell.joined_at) + ", seen by no look at the members";
}

Table evidence_part(const JoinExplanation& explanation) {
    Table table;
    table.name = "evidence";
    table.title = "What is known beside the counters";
    table.columns = {
        column("evidence",
               "evidence",
               Type::enumeration,
               "stated, stamped or announced; or what was declared then: closed, no_ghosts"),
        column("code", "code", Type::text, "the invite it names"),
        column("at", "at", Type::instant, "when it appeared"),
        column("says", "says", Type::text, "the same as a sentence"),
    };
    std::vector<Row> rows;
    for (const Piece& piece : pieces_of(explanation)) {
        rows.push_back({{piece.evidence,
                         piece.code ? Cell(piece.code->text()) : Cell(),
                         cell(piece.at),
                         piece.sentence}});
        table.story.push_back("- " + piece.sentence);
    }
    table.rows = rows_of(std::move(rows));
    table.empty_message =
        "Nothing: no statement, no marker role, no join message, nothing declared.";
    return table;
}

Table ruled_out_part(const JoinExplanation& explanation) {
    Table table;
    table.name = "ruled_out";
    table.title = "What ruled the others out";
    table.columns = {
        column("by", "by", Type::enumeration, "invite, vanity or none"),
        column("code", "code", Type::text, "the code of that way in"),
        column("why",
               "why",
               Type::enumeration,
               "used_by_others, for_others, stated, stamped, closed or no_ghosts"),
        column("says", "says", Type::text, "the same as a sentence"),
    };
    std::vector<Row> rows;
    for (const RuledOut& one : ruled_out(explanation)) {
        rows.push_back({{std::string(to_text(one.kind)),
                         one.code ? Cell(one.code->text()) : Cell(),
                         one.why,
                         one.sentence}});
        table.story.push_back("- " + one.sentence);
    }
    if (explanation.join.attribution && explanation.join.attribution->settled &&
        !explanation.join.bot) {
        table.story.emplace_back(
            "- every other invite: it was not used while this member can have joined");
    }
    table.rows = rows_of(std::move(rows));
    table.empty_message = "Nothing yet: readings that can still change this are to come.";
    return table;
}

}  // namespace invitectl::report
