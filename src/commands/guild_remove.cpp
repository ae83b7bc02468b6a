// guild remove: follow a server no longer.
#include "invitectl/base/error.hpp"
#include "invitectl/store/guilds.hpp"
#include "invitectl/store/members.hpp"
#include "invitectl/store/settings_store.hpp"
#include "invitectl/workflow/setting_edits.hpp"

#include "commands/all.hpp"
#include "commands/lookups.hpp"

namespace invitectl::commands {
namespace {

struct Options {
    std::string guild;
    bool keep_data = false;
};

void declare(cli::OptionSet& set, Options& options) {
    set.positional("GUILD", options.guild, "alias, id or name");
    set.flag("--keep-data", options.keep_data, "only stop reading it; everything stored stays");
}

store::StoredGuild named(cli::Context& context, const std::string& text) {
    if (auto found = store::find_guild(context.database(), text)) {
        return *found;
    }
    throw Error(ErrorCode::unknown_guild,
                "no guild is called \"" + text + "\"",
                "this database does not follow it",
                "invitectl guild list");
}

cli::ExitStatus stop_reading(const store::StoredGuild& guild, cli::Context& context) {
    workflow::change_setting(context.database(),
                             guild.guild.id,
                             *find_setting("enabled"),
                             0,
                             {},
                             {context.login_name(), context.now()});
    context.tell(guild.alias +
                 " is no longer read; its data stays. To go on: invitectl settings "
                 "set enabled on -g " +
                 guild.alias);
    return cli::ExitStatus::ok;
}

cli::ExitStatus forget(const store::StoredGuild& guild, cli::Context& context) {
    sql::Connection& database = context.database();
    const store::MemberCounts counts = store::member_counts(database, guild.guild.id);
    const std::string what = "\"" + guild.guild.name + "\" with " + counted(counts.joins, "join") +
                             " and all that is stored of it";
    if (!context.dry_run()) {
        context.confirm({.danger = cli::Danger::severe,
                         .action = "delete " + what + " from this database",
                         .name = guild.guild.name});
    }
    const auto lock = context.lock_runs();
    sql::Transaction step(database);
    store::remove_guild(database, guild.guild.id);
    step.commit();
    context.tell("Deleted " + what + ".");
    return cli::ExitStatus::ok;
}

cli::ExitStatus run(const Options& options, cli::Context& context) {
    const store::StoredGuild guild = named(context, options.guild);
    return options.keep_data ? stop_reading(guild, context) : forget(guild, context);
}

}  // namespace

cli::Command guild_remove() {
    return {.path = "guild remove",
            .group = cli::Group::guild,
            .summary = "Follow a server no longer",
            .description =
                "Deletes everything stored of it: what Discord said, what people decided, and the "
                "answers. Nothing changes at Discord. With --keep-data the server is only read no "
                "longer. To keep a copy: invitectl facts export.",
            .examples = {{"invitectl guild remove harbour --dry-run", "what would be deleted"},
                         {"invitectl guild remove harbour --keep-data", "stop reading it"},
                         {"invitectl guild remove books --yes", "delete it, without a question"}},
            .needs = {.lock = true, .confirm = true},
            .changes = true,
            .body = cli::body(declare, run)};
}

}  // namespace invitectl::commands
