// invite create: a new link of a source's own.
#include "invitectl/base/error.hpp"
#include "invitectl/base/time_text.hpp"
#include "invitectl/report/plan.hpp"
#include "invitectl/workflow/invite_effects.hpp"

#include "commands/all.hpp"
#include "commands/discord_effects.hpp"
#include "commands/lookups.hpp"

namespace invitectl::commands {
namespace {

struct Options {
    std::string source;
    std::string channel;
    std::optional<std::string> max_age;
    std::int64_t max_uses = 0;
    bool temporary = false;
    std::optional<std::string> marker_role;
    std::optional<std::string> users;
    std::optional<std::string> credit;
    bool new_source = false;
    std::string reason;
};

void declare(cli::OptionSet& set, Options& options) {
    set.positional("SOURCE", options.source, "the source whoever comes by it belongs to");
    set.option("--channel", options.channel, "CHANNEL", "where it leads: name or id").required();
    set.option("--max-age", options.max_age, "TIME", "how long it works, such as 7d")
        .fallback("it never expires");
    set.option("--max-uses", options.max_uses, "N", "how often it works; 0: no limit", 0, 100);
    set.flag("--temporary", options.temporary, "members without a role leave when they go offline");
    set.optional_value("--marker-role",
                       options.marker_role,
                       "NAME",
                       "give whoever joins a role without permissions, as proof of the source");
    set.option("--users", options.users, "FILE", "only these may accept it: user ids, one a line");
    set.option("--credit", options.credit, "USER", "who brought whoever comes by it: id or name");
    set.flag("--new-source", options.new_source, "make the source if it is not there");
    set.option("--reason", options.reason, "TEXT", "for the audit log of the server");
}

std::int64_t seconds_of(const std::string& text) {
    const auto age = parse_duration(text);
    if (!age || *age <= Duration{0} || *age % std::chrono::seconds{1} != Duration{0}) {
        throw Error(ErrorCode::bad_value,
                    "\"" + text + "\" is no length of time",
                    "it takes 30m, 12h, 7d and their like",
                    "leave --max-age out for an invite that never expires");
    }
    return *age / std::chrono::seconds{1};
}

std::vector<UserId> users_of(cli::Context& context, const std::string& file) {
    std::vector<UserId> users;
    for (const std::string& word : words_with_file(context, {}, file)) {
        const auto user = UserId::parse(word);
        if (!user) {
            throw Error(ErrorCode::bad_value,
                        "\"" + word + "\" in " + file + " is no user id",
                        "the file holds one id a line",
                        "invitectl member list --columns user_id,user");
        }
        users.push_back(*user);
    }
    return users;
}

// The channel as Discord knows it now; what is stored may lack one that no invite led to yet.
Channel channel_at_discord(cli::Context& context, GuildId guild, const std::string& text) {
    const std::string name = text.starts_with('#') ? text.substr(1) : text;
    std::vector<Channel> found;
    Discord& discord = context.discord();
    context.progress().begin("channels");
    for (const Channel& channel : discord.guilds.channels(guild)) {
        if (channel.id.text() == text || channel.name == name) {
            found.push_back(channel);
        }
    }
    if (found.size() == 1) {
        return found.front();
    }
    throw Error(ErrorCode::not_found,
                "there is no channel \"" + text + "\" to lead to",
                found.empty() ? "no channel that the bot sees has this name or id"
                              : "several channels have this name; use an id",
                "invitectl invite list --columns channel,channel_id");
}

workflow::InviteRequest request_of(const Options& options,
                                   cli::Context& context,
                                   GuildId guild,
                                   const Channel& channel) {
    workflow::InviteRequest request;
    request.source = options.source;
    request.new_source = options.new_source;
    request.reason = options.reason;
    request.wish.channel = channel.id;
    request.wish.max_age = options.max_age ? seconds_of(*options.max_age) : 0;
    request.wish.max_uses = options.max_uses;
    request.wish.temporary = options.temporary;
    if (options.marker_role) {
        request.wish.marker_role =
            options.marker_role->empty() ? "via " + options.source : *options.marker_role;
    }
    if (options.users) {
        request.wish.targets = users_of(context, *options.users);
    }
    if (options.credit) {
        request.wish.credit = user_named(context.database(), guild, *options.credit);
    }
    return request;
}

cli::ExitStatus run(const Options& options, cli::Context& context) {
    const GuildId guild = context.guild().guild.id;
    const auto lock = context.lock_runs();
    const Channel channel = channel_at_discord(context, guild, options.channel);
    const workflow::InviteRequest request = request_of(options, context, guild, channel);
    workflow::InvitePorts ports = invite_ports(context);
    context.progress().begin("the invite");
    const auto prepared = workflow::prepare(context.database(), guild, ports, request);
    if (context.dry_run()) {
        context.print(report::plan(plan::creation(
            prepared.wish, {options.source, channel.name}, prepared.role.has_value())));
        return cli::ExitStatus::ok;
    }
    workflow::CreatedInvite created =
        workflow::create_invite(context.database(), guild, ports, request, author_of(context));
    context.out() << "https://discord.gg/" << created.code.text() << '\n';
    context.out().flush();
    workflow::note_told(context.database(), guild, created, context.now());
    context.tell((created.found_again ? "Found the invite that an interrupted run had made: "
                                      : "Created the invite ") +
                 created.code.text() + " for \"" + options.source +
                 "\"; lists show it after the next sync.");
    return cli::ExitStatus::ok;
}

}  // namespace

cli::Command invite_create() {
    return {
        .path = "invite create",
        .group = cli::Group::sources,
        .summary = "Make a new invite of a source's own",
        .description =
            "Always a fresh code, assigned to the source at once; its link is printed. Discord "
            "names the bot as its inviter, so --credit (or the source's owner, see source set) "
            "says who brought whoever comes by it; otherwise such joins stand in a row of their "
            "own on boards by inviter.\n\nWhen it is interrupted, type the same command again: "
            "an invite that was made is found and not made twice.",
        .examples = {{"invitectl invite create \"Reddit ad\" --channel general --max-age 7d",
                      "a link for a week"},
                     {"invitectl invite create Newsletter --channel general --new-source "
                      "--credit ana --dry-run",
                      "what would be done for a source that is not there yet"}},
        .needs = {.guild = true, .table = true, .discord = true, .lock = true},
        .changes = true,
        .body = cli::body(declare, run),
        .tables = [] { return std::vector{report::plan({})}; }};
}

}  // namespace invitectl::commands
