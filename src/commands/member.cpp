// member list | show | exclude: who is here.
#include "invitectl/base/error.hpp"
#include "invitectl/report/members.hpp"
#include "invitectl/report/table_tools.hpp"
#include "invitectl/store/attributions.hpp"
#include "invitectl/store/people.hpp"
#include "invitectl/store/settings_store.hpp"
#include "invitectl/store/standing.hpp"
#include "invitectl/workflow/boards.hpp"
#include "invitectl/workflow/edits.hpp"

#include "commands/all.hpp"
#include "commands/invite_lines.hpp"
#include "commands/lookups.hpp"

#include <utility>

namespace invitectl::commands {
namespace {

class MemberLines {
  public:
    MemberLines(sql::Connection& database, GuildId guild, Instant now)
        : now_(now),
          rules_(outcome_rules(store::settings(database, guild))),
          answers_(database, guild),
          labels_(baseline_labels(database, guild)) {}

    report::MemberLine line(const store::StoredJoin& stored) {
        report::MemberLine line;
        line.join.id = stored.id;
        line.join.spell = stored.spell;
        line.join.bot = stored.bot;
        line.join.did_rejoin = stored.did_rejoin;
        line.join.outcome = outcome_of(stored.spell, now_, rules_);
        if (stored.id != 0) {
            line.join.attribution = answers_.find(stored.id);
        } else if (const auto label = labels_.find({stored.spell.user, stored.spell.joined_at});
                   label != labels_.end()) {
            line.label = label->second;
        }
        return line;
    }

  private:
    Instant now_;
    OutcomeRules rules_;
    store::AttributionReader answers_;
    BaselineLabels labels_;
};

struct ListOptions {
    bool baseline = false;
};

void declare_list(cli::OptionSet& set, ListOptions& options) {
    set.flag("--baseline", options.baseline, "only members from before tracking began");
}

cli::ExitStatus run_list(const ListOptions& options, cli::Context& context) {
    sql::Connection& database = context.database();
    const GuildId guild = context.guild().guild.id;
    report::MemberSource members = present_members(database, guild, TimeRange{}, context.now());
    if (options.baseline) {
        members = [all = std::move(members)](report::MemberLine& line) {
            while (all(line)) {
                if (line.join.id == 0) {
                    return true;
                }
            }
            return false;
        };
    }
    context.print(report::members(std::move(members), names_of(database, guild)));
    return cli::ExitStatus::ok;
}

struct ShowOptions {
    std::string user;
};

void declare_show(cli::OptionSet& set, ShowOptions& options) {
    set.positional("USER", options.user, "user id or name");
}

void count_invited(sql::Connection& database,
                   GuildId guild,
                   Instant now,
                   report::MemberView& view) {
    analytics::BoardRules rules = board_rules(database, guild, analytics::Axis::inviter, now);
    const workflow::JoinBoard made = workflow::make_board(database, guild, rules);
    for (const analytics::BoardRow& row : made.board.groups) {
        if (made.dictionaries.inviters[static_cast<std::size_t>(row.key.id)] == view.user) {
            view.invited = row.tally.joins;
            view.retained = row.tally.of(Outcome::retained);
        }
    }
}

cli::ExitStatus run_show(const ShowOptions& options, cli::Context& context) {
    sql::Connection& database = context.database();
    const GuildId guild = context.guild().guild.id;
    report::MemberView view;
    view.user = user_named(database, guild, options.user);
    view.person = store::person(database, guild, view.user);
    MemberLines lines(database, guild, context.now());
    for (const store::StoredJoin& spell : store::spells_of(database, guild, view.user)) {
        view.spells.push_back(lines.line(spell));
    }
    if (!view.person && view.spells.empty()) {
        throw Error(ErrorCode::not_found,
                    "nobody has the id " + view.user.text() + " here",
                    "no reading of this server ever mentioned it",
                    "invitectl member list");
    }
    count_invited(database, guild, context.now(), view);
    for (report::InviteLine& line : invite_lines(database, guild, context.now())) {
        if (line.terms.inviter == view.user) {
            view.invites.push_back(std::move(line));
        }
    }
    const auto excluded = store::exclusions(database, guild);
    if (const auto found = excluded.find(view.user); found != excluded.end()) {
        view.exclusion = found->second;
    }
    context.print(report::member_show(view, names_of(database, guild)));
    return cli::ExitStatus::ok;
}

struct ExcludeOptions {
    std::vector<std::string> users;
    std::string as = "inviter";
    bool undo = false;
};

void declare_exclude(cli::OptionSet& set, ExcludeOptions& options) {
    set.positional("USER", options.users, "user ids or names").required();
    set.option("--as", options.as, "WHAT", "one or both of inviter,member");
    set.flag("--undo", options.undo, "grant credit again");
}

cli::ExitStatus run_exclude(const ExcludeOptions& options, cli::Context& context) {
    sql::Connection& database = context.database();
    const GuildId guild = context.guild().guild.id;
    const Exclusion exclusion = parse_exclusion(options.as);
    if (!exclusion.any()) {
        throw Error(ErrorCode::bad_value,
                    "--as says nothing",
                    "it takes inviter or member",
                    "leave --as out for inviter");
    }
    std::vector<UserId> users;
    std::string whom;
    for (const std::string& text : options.users) {
        users.push_back(user_named(database, guild, text));
        whom += (whom.empty() ? "" : ", ") +
                report::person_text(users.back(), names_of(database, guild)) + " (" +
                users.back().text() + ")";
    }
    workflow::exclude_users(database, guild, users, exclusion, !options.undo, author_of(context));
    context.tell((options.undo ? "Credit is granted again: " : "No credit on boards any more: ") +
                 whom + ", as " + to_text(exclusion) + ".");
    return cli::ExitStatus::ok;
}

}  // namespace

cli::Command member_list() {
    return {.path = "member list",
            .group = cli::Group::joins,
            .summary = "Who is a member, and how they came",
            .description = {},
            .examples = {{"invitectl member list", "all members, by the age of their account"},
                         {"invitectl member list --baseline --columns user,user_id",
                          "those from before tracking began"}},
            .needs = {.guild = true, .table = true, .limit = true, .as_of = true},
            .body = cli::body(declare_list, run_list),
            .tables = [] {
                return std::vector{report::members([](report::MemberLine&) { return false; }, {})};
            }};
}

cli::Command member_show() {
    return {.path = "member show",
            .group = cli::Group::joins,
            .summary = "One member: when they came and went, whom they brought",
            .description = {},
            .examples = {{"invitectl member show bob", "by user name"},
                         {"invitectl member show ana --json", "for a script"}},
            .needs = {.guild = true, .table = true, .as_of = true},
            .body = cli::body(declare_show, run_show),
            .tables = [] { return std::vector{report::flatten(report::member_show({}, {}))}; }};
}

cli::Command member_exclude() {
    return {
        .path = "member exclude",
        .group = cli::Group::joins,
        .summary = "Deny credit on boards to staff, or for test accounts",
        .description =
            "inviter: whom they bring is credited to nobody. member: whoever brings them gets no "
            "credit. The joins stay on the boards, in a row of their own, so that the sums still "
            "add up.",
        .examples = {{"invitectl member exclude ana", "a member of the staff"},
                     {"invitectl member exclude bob --as member", "a test account"},
                     {"invitectl member exclude ana bob --as inviter,member --undo",
                      "both as before"}},
        .needs = {.guild = true},
        .changes = true,
        .body = cli::body(declare_exclude, run_exclude)};
}

}  // namespace invitectl::commands
