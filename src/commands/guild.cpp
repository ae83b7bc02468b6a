// guild add | list | show | use: which servers this database follows.
#include "invitectl/base/error.hpp"
#include "invitectl/report/guilds.hpp"
#include "invitectl/store/guilds.hpp"
#include "invitectl/store/members.hpp"
#include "invitectl/store/readings.hpp"
#include "invitectl/store/settings_store.hpp"
#include "invitectl/workflow/setup.hpp"

#include "commands/all.hpp"
#include "commands/lookups.hpp"

namespace invitectl::commands {
namespace {

struct AddOptions {
    std::string id;
    std::optional<std::string> alias;
};

void declare_add(cli::OptionSet& set, AddOptions& options) {
    set.positional("SERVER_ID", options.id, "the id of the server");
    set.option("--alias", options.alias, "NAME", "what to call it after -g")
        .fallback("made from its name");
}

cli::ExitStatus run_add(const AddOptions& options, cli::Context& context) {
    constexpr std::size_t kFewestDigits = 15;  // older than Discord itself
    const auto id = options.id.size() < kFewestDigits ? std::nullopt : GuildId::parse(options.id);
    if (!id) {
        throw Error(ErrorCode::bad_value,
                    "\"" + options.id + "\" is no server id",
                    "an id is a number of 17 to 20 digits",
                    "invitectl guild list");
    }
    sql::Connection& database = context.database();
    if (const auto known = store::find_guild(database, id->text())) {
        throw Error(ErrorCode::already_exists,
                    "the guild " + id->text() + " is followed already, as " + known->alias,
                    {},
                    "invitectl guild list");
    }
    Discord& discord = context.discord();
    context.progress().begin("asking Discord");
    const workflow::Access access = workflow::check_access(discord, *id);
    const std::string alias =
        workflow::add_guild(database, access.guild, options.alias, context.clock().now());
    context.tell("Following \"" + access.guild.name + "\" as " + alias +
                 ". Its first reading comes with: invitectl sync -g " + alias);
    return cli::ExitStatus::ok;
}

report::GuildLine line_of(sql::Connection& database, const store::StoredGuild& stored) {
    const GuildId id = stored.guild.id;
    report::GuildLine line;
    line.guild = stored.guild;
    line.alias = stored.alias;
    line.is_default = stored.is_default;
    line.enabled = store::settings(database, id).enabled;
    line.added_at = stored.added_at;
    const store::MemberCounts counts = store::member_counts(database, id);
    line.members = counts.present;
    line.joins = counts.joins;
    if (const auto reading = store::latest_reading(database, id, Stream::invites)) {
        line.last_reading = reading->bracket.ended;
    }
    if (const auto sweep = store::latest_sweep(database, id)) {
        line.last_sweep = sweep->bracket.ended;
    }
    return line;
}

cli::ExitStatus run_list(cli::Context& context) {
    std::vector<report::GuildLine> lines;
    for (const store::StoredGuild& stored : store::guilds(context.database())) {
        lines.push_back(line_of(context.database(), stored));
    }
    context.print(report::guilds(lines));
    return cli::ExitStatus::ok;
}

cli::ExitStatus run_show(cli::Context& context) {
    const store::StoredGuild guild = context.guild();
    context.print(report::guild_show(line_of(context.database(), guild),
                                     names_of(context.database(), guild.guild.id)));
    return cli::ExitStatus::ok;
}

struct UseOptions {
    std::string guild;
};

void declare_use(cli::OptionSet& set, UseOptions& options) {
    set.positional("GUILD", options.guild, "alias, id or name");
}

cli::ExitStatus run_use(const UseOptions& options, cli::Context& context) {
    sql::Connection& database = context.database();
    const auto guild = store::find_guild(database, options.guild);
    if (!guild) {
        throw Error(ErrorCode::unknown_guild,
                    "no guild is called \"" + options.guild + "\"",
                    "this database does not follow it",
                    "invitectl guild list");
    }
    sql::Transaction step(database);
    store::make_default(database, guild->guild.id);
    step.commit();
    context.tell("Commands without -g are now about " + guild->alias + ".");
    return cli::ExitStatus::ok;
}

}  // namespace

cli::Command guild_add() {
    return {.path = "guild add",
            .group = cli::Group::guild,
            .summary = "Follow another server",
            .description =
                "Checks that the bot is in the server and may read what is needed. The "
                "next sync takes the baseline.",
            .examples = {{"invitectl guild add 1308388315686375505", "follow it"},
                         {"invitectl guild add 1308388315686375505 --alias harbour",
                          "and call it harbour"}},
            .needs = {.discord = true},
            .changes = true,
            .body = cli::body(declare_add, run_add)};
}

cli::Command guild_list() {
    return {.path = "guild list",
            .group = cli::Group::guild,
            .summary = "The servers this database follows",
            .description = {},
            .examples = {{"invitectl guild list", "all of them"},
                         {"invitectl guild list --json=alias,guild_id", "for a script"}},
            .needs = {.table = true},
            .body = cli::body(run_list),
            .tables = [] { return std::vector{report::guilds({})}; }};
}

cli::Command guild_show() {
    return {.path = "guild show",
            .group = cli::Group::guild,
            .summary = "One server in detail",
            .description = "The default one, or the one that -g names.",
            .examples = {{"invitectl guild show", "the default server"},
                         {"invitectl guild show --json", "for a script"}},
            .needs = {.guild = true, .table = true},
            .body = cli::body(run_show),
            .tables = [] { return std::vector{report::guild_show({}, {})}; }};
}

cli::Command guild_use() {
    return {.path = "guild use",
            .group = cli::Group::guild,
            .summary = "Choose the server that commands are about without -g",
            .description = {},
            .examples = {{"invitectl guild use harbour", "by alias"},
                         {"invitectl guild use 1308388315686375505", "by id"}},
            .needs = {},
            .changes = true,
            .body = cli::body(declare_use, run_use)};
}

}  // namespace invitectl::commands
