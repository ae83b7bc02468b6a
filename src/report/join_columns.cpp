#include "join_columns.hpp"

#include "invitectl/base/time_text.hpp"

#include "cells.hpp"

namespace invitectl::report {
namespace {

// "(server)", "(bot)", "(no invite)" or, of an invite, `of_invite`.
std::string without_invite(Candidate::Kind kind, std::string of_invite) {
    switch (kind) {
        case Candidate::Kind::vanity:
            return "(server)";
        case Candidate::Kind::bot:
            return "(bot)";
        case Candidate::Kind::none:
            return "(no invite)";
        case Candidate::Kind::invite:
            break;
    }
    return of_invite;
}

Cell leave_bound(const JoinLine& join, Instant Leave::*bound) {
    return join.spell.leave ? Cell{(*join.spell.leave).*bound} : Cell{};
}

Cell leave_cause(const JoinLine& join) {
    return join.spell.leave ? Cell{std::string(to_text(join.spell.leave->cause))} : Cell{};
}

// What is not credited has no value but may have candidates, and so a probability.
Cell probability(const LevelAnswer& level) {
    return level.verdict == Verdict::unknown ? Cell{} : Cell{level.p};
}

void append_level(const LevelAnswer& level, std::vector<Cell>& cells) {
    cells.emplace_back(std::string(to_text(level.verdict)));
    cells.push_back(probability(level));
}

void append_attribution(const Attribution& answer, const Names& names, std::vector<Cell>& cells) {
    const auto credited = [](const LevelAnswer& level, std::string value) {
        return is_credited(level.verdict) ? Cell{std::move(value)} : Cell{};
    };
    cells.push_back(credited(answer.inviter, way_inviter(answer.by, answer.inviter_value, names)));
    cells.push_back(credited(answer.code, way_code(answer.by, answer.code_value)));
    cells.emplace_back(std::string(to_text(answer.code.verdict)));
    cells.push_back(credited(answer.source, way_source(answer.by, answer.source_value, names)));
    cells.push_back(probability(answer.code));
    append_level(answer.inviter, cells);
    append_level(answer.source, cells);
    cells.push_back(cell(answer.inviter_value));
    cells.push_back(answer.source_value ? Cell{*answer.source_value} : Cell{});
    const bool any = is_credited(answer.code.verdict) || is_credited(answer.inviter.verdict) ||
                     is_credited(answer.source.verdict);
    cells.push_back(any ? Cell{std::string(to_text(answer.by))} : Cell{});
    cells.emplace_back(answer.settled);
    cells.push_back(text_cell(answer.reason));
}

std::vector<Column> attribution_columns() {
    constexpr auto kMachines = Room::machines;
    return {
        person_column("inviter", "inviter", "who is credited with the invite", "inviter_id"),
        column("code", "code", Type::text, "the invite code credited"),
        column("verdict",
               "verdict",
               Type::enumeration,
               "how sure the code is: manual, stated, stamped, proved, likely, open or unknown"),
        column("source",
               "source",
               Type::text,
               "the source credited; empty where none is sure enough",
               Room::if_there),
        share_column("p", "p", "probability of the code", "chance", Room::if_there),
        column("inviter_verdict",
               "inviter verdict",
               Type::enumeration,
               "how sure the inviter is",
               kMachines),
        share_column("inviter_p", "inviter p", "probability of the inviter", "chance", kMachines),
        column("source_verdict",
               "source verdict",
               Type::enumeration,
               "how sure the source is",
               kMachines),
        share_column("source_p", "source p", "probability of the source", "chance", kMachines),
        person_id_column("inviter_id", "inviter id", "the identity of the inviter"),
        column("source_id", "source id", Type::id, "the identity of the source", kMachines),
        column("by",
               "by",
               Type::enumeration,
               "the way in: invite, vanity (the server's own URL), bot (added by a member) or none",
               kMachines),
        column("settled",
               "settled",
               Type::boolean,
               "whether nothing that is still to be read can change the attribution",
               kMachines),
        column("reason", "reason", Type::enumeration, "the rule that decided", kMachines),
    };
}

constexpr std::size_t kAttributionCells = 14;

}  // namespace

std::string_view to_text(Candidate::Kind kind) {
    switch (kind) {
        case Candidate::Kind::invite:
            return "invite";
        case Candidate::Kind::vanity:
            return "vanity";
        case Candidate::Kind::bot:
            return "bot";
        case Candidate::Kind::none:
            break;
    }
    return "none";
}

std::string way_code(Candidate::Kind kind, const std::optional<InviteCode>& code) {
    return code ? code->text() : without_invite(kind, "(no code)");
}

std::string way_inviter(Candidate::Kind kind,
                        const std::optional<UserId>& inviter,
                        const Names& names) {
    return inviter ? person_text(*inviter, names) : without_invite(kind, "(no inviter)");
}

std::string way_source(Candidate::Kind kind,
                       const std::optional<SourceId>& source,
                       const Names& names) {
    return source ? source_text(source, names) : without_invite(kind, source_text({}, names));
}

std::string format_moment(Instant t) {
    return format_compact(t) + " UTC";
}

std::vector<Column> join_columns() {
    std::vector<Column> columns = {
        column("join", "join", Type::id, "number of the join in this guild"),
        column("joined_at", "joined", Type::instant, "when the member joined, as Discord says"),
        person_column("user", "member", "who joined", "user_id"),
        person_id_column("user_id", "member id", "the identity of the member"),
    };
    for (Column& attributed : attribution_columns()) {
        columns.push_back(std::move(attributed));
    }
    const std::initializer_list<Column> rest = {
        column("outcome",
               "outcome",
               Type::enumeration,
               "what became of the join: fake, left, retained, young or unsure",
               Room::if_there),
        column("left_after",
               "left after",
               Type::instant,
               "the member was still there then; empty while a member",
               Room::machines),
        column("left_by", "left by", Type::instant, "the member was gone then", Room::machines),
        column("leave_cause",
               "leave cause",
               Type::enumeration,
               "kicked, banned or unknown",
               Room::machines),
        account_column("account_created_at",
                       "account created",
                       Type::instant,
                       "when the member's account was made"),
        column("bot", "bot", Type::boolean, "whether the member is a bot", Room::machines),
        column("did_rejoin",
               "rejoined",
               Type::boolean,
               "whether Discord flagged the member as one who came back",
               Room::machines),
    };
    columns.insert(columns.end(), rest);
    return columns;
}

std::vector<Cell> join_cells(const JoinLine& join, const Names& names) {
    std::vector<Cell> cells = {
        join.id, join.spell.joined_at, person_text(join.spell.user, names), join.spell.user.value};
    if (join.attribution) {
        append_attribution(*join.attribution, names, cells);
    } else {
        cells.resize(cells.size() + kAttributionCells);
    }
    const std::initializer_list<Cell> rest = {std::string(to_text(join.outcome)),
                                              leave_bound(join, &Leave::earliest),
                                              leave_bound(join, &Leave::latest),
                                              leave_cause(join),
                                              join.spell.user.created_at(),
                                              join.bot,
                                              join.did_rejoin};
    cells.insert(cells.end(), rest);
    return cells;
}

}  // namespace invitectl::report
