// join label | unlabel: what a person knows of a join.
#include "invitectl/workflow/label_edits.hpp"

#include "commands/all.hpp"
#include "commands/lookups.hpp"

namespace invitectl::commands {
namespace {

struct LabelOptions {
    std::vector<std::string> joins;
    std::string source;
    std::optional<std::string> code;
    std::optional<std::string> inviter;
    std::string reason;
    std::optional<std::string> file;
};

void declare_label(cli::OptionSet& set, LabelOptions& options) {
    set.positional("JOIN", options.joins, "numbers of joins, user ids or names; - reads them")
        .optional();
    set.last_positional("SOURCE", options.source, "the source they came by");
    set.option("--code", options.code, "CODE", "the invite they came by");
    set.option("--inviter", options.inviter, "USER", "who brought them: id or name");
    set.option("--reason", options.reason, "TEXT", "why, for the history");
    set.option("--from-file", options.file, "FILE", "the joins, one a line");
}

void tell_labelled(cli::Context& context,
                   const workflow::Labelled& labelled,
                   const std::string& done) {
    std::string line = done + " " + counted(labelled.joins, "join") + ".";
    if (labelled.before_tracking > 0) {
        line += " " + std::to_string(labelled.before_tracking) +
                " of them from before tracking began: outside the sums, in a column of their own.";
    }
    context.tell(line);
}

cli::ExitStatus run_label(const LabelOptions& options, cli::Context& context) {
    sql::Connection& database = context.database();
    const GuildId guild = context.guild().guild.id;
    workflow::LabelWish wish;
    wish.source = options.source;
    if (options.code) {
        wish.code = parse_codes({*options.code}).front();
    }
    if (options.inviter) {
        wish.inviter = user_named(database, guild, *options.inviter);
    }
    wish.reason = options.reason;
    const auto joins = words_with_file(context, options.joins, options.file);
    const auto labelled = workflow::label_joins(database, guild, joins, wish, author_of(context));
    if (labelled.never_seen) {
        context.tell("note: the code " + wish.code->text() +
                     " has never been seen in this server; the label stands all the same");
    }
    tell_labelled(context, labelled, "Labelled");
    return cli::ExitStatus::ok;
}

struct UnlabelOptions {
    std::vector<std::string> joins;
    std::optional<std::string> file;
};

void declare_unlabel(cli::OptionSet& set, UnlabelOptions& options) {
    set.positional("JOIN", options.joins, "numbers of joins, user ids or names; - reads them")
        .optional();
    set.option("--from-file", options.file, "FILE", "the joins, one a line");
}

cli::ExitStatus run_unlabel(const UnlabelOptions& options, cli::Context& context) {
    const auto joins = words_with_file(context, options.joins, options.file);
    const auto labelled = workflow::unlabel_joins(
        context.database(), context.guild().guild.id, joins, author_of(context));
    tell_labelled(context, labelled, "Took the label from");
    return cli::ExitStatus::ok;
}

}  // namespace

cli::Command join_label() {
    return {
        .path = "join label",
        .group = cli::Group::joins,
        .summary = "Say by hand which source joins came by",
        .description =
            "A label lies over what was worked out and changes nothing about other joins. Boards "
            "count it, and count it apart (--certain-only, --without-manual). A number names a "
            "join "
            "while it is short and a user when it is an id; for a user the latest join is meant. "
            "Members from before tracking began can be labelled too, outside the sums.",
        .examples = {{"invitectl join label 1 \"Reddit ad\" --reason \"said so in #welcome\"",
                      "one join"},
                     {"invitectl join label bob eve \"Reddit ad\" --code abc123 --inviter ana",
                      "two members, with invite and inviter"},
                     {"printf '1\\n2\\n' | invitectl join label - none", "joins from a pipe"}},
        .needs = {.guild = true},
        .changes = true,
        .body = cli::body(declare_label, run_label)};
}

cli::Command join_unlabel() {
    return {.path = "join unlabel",
            .group = cli::Group::joins,
            .summary = "Take labels from joins again",
            .description = "What was worked out beneath them shows again.",
            .examples = {{"invitectl join unlabel 1", "one join"},
                         {"invitectl join unlabel eve --dry-run", "whether there is a label"}},
            .needs = {.guild = true},
            .changes = true,
            .body = cli::body(declare_unlabel, run_unlabel)};
}

}  // namespace invitectl::commands
