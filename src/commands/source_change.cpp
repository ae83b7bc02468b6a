// source create | set | rename | merge | reopen: what people say of sources.
#include "invitectl/base/error.hpp"
#include "invitectl/base/shell_text.hpp"
#include "invitectl/workflow/source_edits.hpp"

#include "commands/all.hpp"
#include "commands/lookups.hpp"

namespace invitectl::commands {
namespace {

void warn_of_alike(cli::Context& context,
                   const std::string& name,
                   const std::vector<std::string>& alike) {
    for (const std::string& other : alike) {
        context.tell("warning: \"" + name + "\" is easily taken for \"" + other +
                     "\", which is another source; undo with: invitectl undo");
    }
}

std::string described(const workflow::SourceHoldings& holdings) {
    std::string text = counted(static_cast<std::int64_t>(holdings.codes.size()), "code") + " and " +
                       counted(holdings.joins, "join");
    return holdings.labels > 0 ? text + ", " + counted(holdings.labels, "label") + " among them"
                               : text;
}

struct NameOptions {
    std::string name;
};

void declare_create(cli::OptionSet& set, NameOptions& options) {
    set.positional(
        "NAME", options.name, "any name; two names are one source only if they are equal");
}

cli::ExitStatus run_create(const NameOptions& options, cli::Context& context) {
    const auto created = workflow::create_source(
        context.database(), context.guild().guild.id, options.name, author_of(context));
    warn_of_alike(context, options.name, created.alike);
    context.tell("Created the source \"" + options.name +
                 "\". Give it codes: invitectl invite assign CODE " + shell_quoted(options.name));
    return cli::ExitStatus::ok;
}

struct SetOptions {
    std::string name;
    std::optional<std::string> cost;
    std::optional<std::string> from;
    std::optional<std::string> to;
    std::optional<std::string> note;
    std::vector<std::string> tags;
    std::vector<std::string> untags;
    std::optional<std::string> owner;
    bool no_owner = false;
};

void declare_set(cli::OptionSet& set, SetOptions& options) {
    set.positional("SOURCE", options.name, "its name");
    set.option("--cost", options.cost, "AMOUNT", "what was spent on it, such as 120 or 99.50");
    set.option("--from", options.from, "TIME", "since when it was spent");
    set.option("--to", options.to, "TIME", "until when it was spent");
    set.option("--note", options.note, "TEXT", "a note; empty: none any more");
    set.option("--tag", options.tags, "TAG", "add a tag; may be repeated");
    set.option("--untag", options.untags, "TAG", "take a tag away; may be repeated");
    set.option("--owner", options.owner, "USER", "who is credited for its codes: id or name");
    set.flag("--no-owner", options.no_owner, "credit whoever made its codes again");
}

workflow::SourceWishes wishes_of(const SetOptions& options, cli::Context& context) {
    workflow::SourceWishes wishes;
    if ((options.from || options.to) && !options.cost) {
        throw Error(ErrorCode::usage,
                    "--from and --to say when a cost was spent",
                    "--cost is missing",
                    "invitectl help source set");
    }
    if (options.owner && options.no_owner) {
        throw Error(ErrorCode::usage,
                    "--owner and --no-owner exclude each other",
                    {},
                    "leave one of them out");
    }
    if (options.cost) {
        wishes.cost = parse_money(*options.cost);
        wishes.cost_over.from = options.from ? context.time(*options.from) : Instant::min();
        wishes.cost_over.until = options.to ? context.time(*options.to) : Instant::max();
        if (wishes.cost_over.until <= wishes.cost_over.from) {
            throw Error(ErrorCode::bad_value, "--to lies before --from", {}, "swap the two times");
        }
    }
    wishes.note = options.note;
    wishes.add_tags = options.tags;
    wishes.remove_tags = options.untags;
    if (options.owner) {
        wishes.owner = user_named(context.database(), context.guild().guild.id, *options.owner);
    }
    wishes.no_owner = options.no_owner;
    return wishes;
}

cli::ExitStatus run_set(const SetOptions& options, cli::Context& context) {
    const workflow::SourceWishes wishes = wishes_of(options, context);
    const GuildId guild = context.guild().guild.id;
    const workflow::ChangedSource changed = workflow::change_source(
        context.database(), guild, options.name, wishes, author_of(context));
    std::string line = "Noted for \"" + options.name + "\".";
    if (wishes.owner || wishes.no_owner) {
        line += " " + counted(changed.joins, "join") + (changed.joins == 1 ? " has" : " have") +
                " another inviter now.";
    }
    context.tell(line);
    return cli::ExitStatus::ok;
}

struct RenameOptions {
    std::string from;
    std::string to;
};

void declare_rename(cli::OptionSet& set, RenameOptions& options) {
    set.positional("SOURCE", options.from, "its name now");
    set.positional("NAME", options.to, "its name from now on, for all history");
}

cli::ExitStatus run_rename(const RenameOptions& options, cli::Context& context) {
    const auto renamed = workflow::rename_source(
        context.database(), context.guild().guild.id, options.from, options.to, author_of(context));
    warn_of_alike(context, options.to, renamed.alike);
    context.tell("Renamed \"" + options.from + "\" to \"" + options.to + "\"; " +
                 described(renamed.holdings) + " go with it.");
    return cli::ExitStatus::ok;
}

struct MergeOptions {
    std::vector<std::string> from;
    std::string into;
};

void declare_merge(cli::OptionSet& set, MergeOptions& options) {
    set.positional("SOURCE", options.from, "those that cease").required();
    set.last_positional("INTO", options.into, "the one that everything counts to");
}

cli::ExitStatus run_merge(const MergeOptions& options, cli::Context& context) {
    const auto merged = workflow::merge_sources(context.database(),
                                                context.guild().guild.id,
                                                options.from,
                                                options.into,
                                                author_of(context));
    context.tell("Merged " + counted(static_cast<std::int64_t>(options.from.size()), "source") +
                 " into \"" + options.into + "\": " + described(merged.moved) +
                 " moved. Take it back with: invitectl undo");
    return cli::ExitStatus::ok;
}

void declare_name(cli::OptionSet& set, NameOptions& options) {
    set.positional("SOURCE", options.name, "its name");
}

cli::ExitStatus run_reopen(const NameOptions& options, cli::Context& context) {
    workflow::reopen_source(
        context.database(), context.guild().guild.id, options.name, author_of(context));
    context.tell("\"" + options.name + "\" takes codes again.");
    return cli::ExitStatus::ok;
}

}  // namespace

cli::Command source_create() {
    return {.path = "source create",
            .group = cli::Group::sources,
            .summary = "Make a named bucket for invites, such as \"Reddit ad\"",
            .description =
                "Names are kept byte for byte. One that is easily taken for another (by case, "
                "blanks or look-alike letters) is created with a warning.",
            .examples = {{"invitectl source create \"Reddit ad\"", "a source for one advert"},
                         {"invitectl source create \"Partner: Harbour Cafe\" -g harbour",
                          "in another server"}},
            .needs = {.guild = true},
            .changes = true,
            .body = cli::body(declare_create, run_create)};
}

cli::Command source_set() {
    return {.path = "source set",
            .group = cli::Group::sources,
            .summary = "Say what a source cost, who owns it, its note and tags",
            .description =
                "A cost for the same stretch of time replaces the earlier one; different stretches "
                "add up. The owner is credited for all codes of the source, whoever made them, "
                "unless invite credit says otherwise of a code.",
            .examples = {{"invitectl source set \"Reddit ad\" --cost 120 --from 2026-08-01 --to "
                          "2026-09-01",
                          "what the advert cost in August"},
                         {"invitectl source set \"Reddit ad\" --owner ana --tag paid --note "
                          "\"banner on r/harbour\"",
                          "whom its codes are credited to, a tag and a note"}},
            .needs = {.guild = true},
            .changes = true,
            .body = cli::body(declare_set, run_set)};
}

cli::Command source_rename() {
    return {.path = "source rename",
            .group = cli::Group::sources,
            .summary = "Give a source another name",
            .description = "Its codes, joins and history stay with it.",
            .examples = {{"invitectl source rename \"Partner: Harbour Cafe\" \"Harbour Cafe\"",
                          "a shorter name"},
                         {"invitectl source rename \"Harbour Cafe\" Cafe --dry-run",
                          "only say what would go with it"}},
            .needs = {.guild = true},
            .changes = true,
            .body = cli::body(declare_rename, run_rename)};
}

cli::Command source_merge() {
    return {
        .path = "source merge",
        .group = cli::Group::sources,
        .summary = "Count several sources as one",
        .description =
            "Everything of the first sources counts to the last one, for all history; they keep "
            "what was decided about them, so that undo brings them back exactly.",
        .examples = {{"invitectl source merge \"Harbour Cafe\" \"Reddit ad\" --dry-run",
                      "only say what would move"},
                     {"invitectl source merge \"Harbour Cafe\" \"Reddit ad\"",
                      "the cafe counts as the advert"}},
        .needs = {.guild = true},
        .changes = true,
        .body = cli::body(declare_merge, run_merge)};
}

cli::Command source_reopen() {
    return {.path = "source reopen",
            .group = cli::Group::sources,
            .summary = "Use a retired source again",
            .description = {},
            .examples = {{"invitectl source reopen \"Reddit ad\" --dry-run", "whether it may be"},
                         {"invitectl source reopen \"Reddit ad\"", "it takes codes again"}},
            .needs = {.guild = true},
            .changes = true,
            .body = cli::body(declare_name, run_reopen)};
}

}  // namespace invitectl::commands
