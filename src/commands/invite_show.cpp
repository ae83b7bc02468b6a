// invite show: one invite in all its lives.
#include "invitectl/base/edit_distance.hpp"
#include "invitectl/base/error.hpp"
#include "invitectl/report/invites.hpp"
#include "invitectl/report/table_tools.hpp"
#include "invitectl/store/attributions.hpp"
#include "invitectl/store/audit.hpp"
#include "invitectl/store/demands.hpp"
#include "invitectl/store/readings.hpp"
#include "invitectl/store/sources.hpp"

#include "commands/all.hpp"
#include "commands/lookups.hpp"

namespace invitectl::commands {
namespace {

struct Options {
    std::string code;
};

void declare(cli::OptionSet& set, Options& options) {
    set.positional("CODE", options.code, "the code, or the whole invite link");
}

bool is_deletion_logged(sql::Connection& database, GuildId guild, const InviteCode& code) {
    bool logged = false;
    store::each_audit_entry(database, guild, AuditEntryId{}, [&](const AuditEntry& entry) {
        logged = logged || (entry.action == audit_action::kInviteDelete && entry.invite &&
                            entry.invite->code == code);
    });
    return logged;
}

std::int64_t credited_joins(sql::Connection& database, GuildId guild, const InviteCode& code) {
    std::int64_t joins = 0;
    store::each_attribution(database, guild, 0, [&](const Attribution& answer) {
        joins += is_credited(answer.code.verdict) && answer.code_value == code ? 1 : 0;
    });
    return joins;
}

double ghosts_of(sql::Connection& database, GuildId guild, const InviteCode& code, int epoch) {
    double ghosts = 0;
    store::each_demand(database, guild, [&](const store::StoredDemand& demand) {
        ghosts += demand.code == code && demand.epoch == epoch ? demand.ghosts : 0;
    });
    return ghosts;
}

[[noreturn]] void unknown_code(sql::Connection& database, GuildId guild, const InviteCode& code) {
    std::vector<std::string> codes;
    store::each_invite_life(database, guild, [&codes](const store::InviteLife& life) {
        codes.push_back(life.terms.code.text());
    });
    const auto near = nearest(code.text(), codes);
    throw Error(ErrorCode::not_found,
                "the code " + code.text() + " has never been seen in this server",
                near ? "did you mean " + *near + "? codes tell upper from lower case"
                     : "no reading has listed it",
                "invitectl invite list");
}

cli::ExitStatus run(const Options& options, cli::Context& context) {
    sql::Connection& database = context.database();
    const GuildId guild = context.guild().guild.id;
    const auto code = InviteCode::parse_pasted(options.code);
    if (!code) {
        throw Error(ErrorCode::bad_value,
                    "\"" + options.code + "\" is no invite code",
                    "a code is what follows discord.gg/ in a link",
                    "invitectl invite list");
    }
    const auto lives = store::invite_lives(database, guild, *code);
    if (lives.empty()) {
        unknown_code(database, guild, *code);
    }
    const Instant now = context.now();
    const bool deleted = is_deletion_logged(database, guild, *code);
    const auto source = store::assignment_timeline(database, guild).source_of(*code, now);
    const std::int64_t joins = credited_joins(database, guild, *code);
    std::vector<report::InviteLine> lines;
    for (const store::InviteLife& life : lives) {
        lines.push_back({.terms = life.terms,
                         .epoch = life.epoch,
                         .stream = life.stream,
                         .state = std::string(store::to_text(store::state_of(life, deleted, now))),
                         .source = source,
                         .uses = life.last_uses,
                         .baseline_uses = life.baseline() ? life.first_uses : 0,
                         .joins = joins,
                         .ghosts = ghosts_of(database, guild, *code, life.epoch)});
    }
    context.print(report::invite_show(lines, names_of(database, guild)));
    return cli::ExitStatus::ok;
}

// Each life is a record of the columns that the list has.
std::vector<report::Table> tables() {
    report::Document lives{"invite show", "", {}};
    lives.tables.push_back(report::invites({}, {}));
    return {report::flatten(std::move(lives))};
}

}  // namespace

cli::Command invite_show() {
    return {
        .path = "invite show",
        .group = cli::Group::sources,
        .summary = "One invite in detail, in all its lives",
        .description =
            "A code that was gone and came back lives again, and each life has its own counter; "
            "joins are those credited to the code in all of them.",
        .examples = {{"invitectl invite show abc123", "by its code"},
                     {"invitectl invite show https://discord.gg/abc123 --json",
                      "by its link, for a script"}},
        .needs = {.guild = true, .table = true, .as_of = true},
        .body = cli::body(declare, run),
        .tables = tables};
}

}  // namespace invitectl::commands
