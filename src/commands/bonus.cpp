// bonus add | list | revoke: credit given by hand, a column of its own on boards.
#include "invitectl/base/error.hpp"
#include "invitectl/report/bonuses.hpp"
#include "invitectl/store/bonuses.hpp"
#include "invitectl/workflow/edit.hpp"

#include "commands/all.hpp"
#include "commands/lookups.hpp"

#include <fmt/format.h>

namespace invitectl::commands {
namespace {

constexpr std::int64_t kMost = 1'000'000;

struct Options {
    std::string user;
    std::string amount;
    std::string reason;
};

void declare(cli::OptionSet& set, Options& options) {
    set.positional("USER", options.user, "user id or name");
    set.positional("N", options.amount, "how much");
    set.option("--reason", options.reason, "TEXT", "why; it is kept").required();
}

std::int64_t parse_amount(const std::string& text) {
    constexpr std::size_t kDigits = 7;
    const bool digits = !text.empty() && text.size() <= kDigits &&
                        text.find_first_not_of("0123456789") == std::string::npos;
    const std::int64_t amount = digits ? std::stoll(text) : 0;
    if (amount < 1 || amount > kMost) {
        throw Error(ErrorCode::bad_value,
                    "\"" + text + "\" is no amount",
                    fmt::format("an amount is a whole number from 1 to {}", kMost),
                    "run: invitectl help bonus add");
    }
    return amount;
}

void change(const Options& options,
            cli::Context& context,
            const std::string& action,
            std::int64_t sign) {
    sql::Connection& database = context.database();
    const GuildId guild = context.guild().guild.id;
    const UserId user = user_named(database, guild, options.user);
    const std::int64_t amount = sign * parse_amount(options.amount);
    const workflow::Author author = author_of(context);
    workflow::Edit edit(database, guild, author);
    const store::Decided decided =
        edit.decide(action, user.text(), fmt::format("{:+} ({})", amount, options.reason));
    store::add_bonus(database, guild, user, amount, options.reason, decided);
    edit.commit();
    std::int64_t sum = 0;
    for (const store::StoredBonus& bonus : store::bonuses(database, guild)) {
        sum += bonus.user == user ? bonus.amount : 0;
    }
    context.tell(fmt::format(
        "{} has a bonus of {} now.", report::person_text(user, names_of(database, guild)), sum));
}

cli::ExitStatus run_add(const Options& options, cli::Context& context) {
    change(options, context, "bonus add", 1);
    return cli::ExitStatus::ok;
}

cli::ExitStatus run_revoke(const Options& options, cli::Context& context) {
    change(options, context, "bonus revoke", -1);
    return cli::ExitStatus::ok;
}

cli::ExitStatus run_list(cli::Context& context) {
    sql::Connection& database = context.database();
    const GuildId guild = context.guild().guild.id;
    std::vector<report::BonusLine> lines;
    for (const store::StoredBonus& bonus : store::bonuses(database, guild)) {
        lines.push_back(
            {bonus.id, bonus.user, bonus.amount, bonus.reason, bonus.made_at, bonus.author});
    }
    context.print(report::bonuses(lines, names_of(database, guild)));
    return cli::ExitStatus::ok;
}

}  // namespace

cli::Command bonus_add() {
    return {.path = "bonus add",
            .group = cli::Group::analyse,
            .summary = "Give an inviter credit by hand, beside the joins",
            .description =
                "Boards by inviter show the sum in a column of its own; joins, shares and ranks "
                "stay what they are.",
            .examples = {{"invitectl bonus add ana 5 --reason \"won the contest\"", "by user name"},
                         {"invitectl bonus add bob 1 --reason \"brought a speaker\"",
                          "the reason is kept"}},
            .needs = {.guild = true},
            .changes = true,
            .body = cli::body(declare, run_add)};
}

cli::Command bonus_revoke() {
    return {.path = "bonus revoke",
            .group = cli::Group::analyse,
            .summary = "Take credit away that was given by hand",
            .description = "What was given stays in the list; the sum is what counts.",
            .examples = {{"invitectl bonus revoke ana 5 --reason \"counted twice\"",
                          "the sum goes down by 5"},
                         {"invitectl bonus revoke bob 1 --reason mistake", "by user name"}},
            .needs = {.guild = true},
            .changes = true,
            .body = cli::body(declare, run_revoke)};
}

cli::Command bonus_list() {
    return {.path = "bonus list",
            .group = cli::Group::analyse,
            .summary = "What was given to inviters by hand, and why",
            .description = {},
            .examples = {{"invitectl bonus list", "oldest first"},
                         {"invitectl bonus list --json", "for a script"}},
            .needs = {.guild = true, .table = true, .limit = true},
            .body = cli::body(run_list),
            .tables = [] { return std::vector{report::bonuses({}, {})}; }};
}

}  // namespace invitectl::commands
