// doctor: looks at everything that must be right, and names what is not with the next command.
#include "invitectl/report/doctor.hpp"

#include "invitectl/base/error.hpp"
#include "invitectl/workflow/checkup.hpp"
#include "invitectl/workflow/self_test.hpp"

#include "commands/all.hpp"
#include "commands/lookups.hpp"

#include <algorithm>
#include <ostream>

namespace invitectl::commands {
namespace {

using workflow::Check;
using workflow::Health;

struct Options {
    bool self = false;
};

void declare(cli::OptionSet& set, Options& options) {
    set.flag("--self", options.self, "check the program itself; needs no set-up");
}

Check skipped(std::string_view id, std::string why) {
    return {std::string(id), "", Health::skipped, "not looked at", std::move(why)};
}

void add(std::vector<Check>& to, std::vector<Check> more) {
    std::ranges::move(more, std::back_inserter(to));
}

class Examination {
  public:
    explicit Examination(cli::Context& context) : context_(context) {}

    std::vector<Check> take() {
        if (check_config()) {
            check_token();
            open_database();
            check_discord();
            add(checks_,
                workflow::check_files(
                    context_.machine(), context_.database_path(), context_.clock().now()));
            check_database();
        }
        sort_as_listed();
        return std::move(checks_);
    }

  private:
    bool check_config() {
        try {
            context_.config();
            checks_.push_back({"config", "", Health::ok, "the configuration can be read"});
            return true;
        } catch (const Error& error) {
            checks_.push_back(workflow::failed_check("config", "", error));
            context_.go_on_without_config();  // to print that
            return false;
        }
    }

    void check_token() {
        try {
            const FoundToken& found = context_.token();
            checks_.push_back({"token", "", Health::ok, "there is a token: " + found.origin});
            checks_.push_back({"token-file", "", Health::ok, "nobody else can read it"});
            check_source(found.origin);
            has_token_ = true;
        } catch (const Error& error) {
            const bool unsafe = error.code() == ErrorCode::unsafe_token_file;
            checks_.push_back(unsafe ? Check{"token", "", Health::ok, "there is a token"}
                                     : workflow::failed_check("token", "", error));
            checks_.push_back(unsafe ? workflow::failed_check("token-file", "", error)
                                     : skipped("token-file", "there is no token"));
            checks_.push_back(skipped("token-source", "the token was not taken"));
        }
    }

    void check_source(const std::string& origin) {
        if (origin == "environment DISCORD_TOKEN") {
            checks_.push_back({"token-source",
                               "",
                               Health::warning,
                               "the token comes from the environment variable DISCORD_TOKEN",
                               "children inherit it, and tools that print the environment show it",
                               "put it into a file of mode 0600: --token-file FILE"});
            return;
        }
        checks_.push_back({"token-source", "", Health::ok, "the token comes from " + origin});
    }

    void open_database() {
        try {
            database_ = &context_.database();
            guilds_ = store::guilds(*database_);
            checks_.push_back({"database", "", Health::ok, "the database can be opened"});
            checks_.push_back({"schema", "", Health::ok, "it is of this version"});
        } catch (const Error& error) {
            database_ = nullptr;
            const bool version =
                error.code() == ErrorCode::newer_database || error.code() == ErrorCode::refused;
            checks_.push_back(version
                                  ? Check{"database", "", Health::ok, "the database can be opened"}
                                  : workflow::failed_check("database", "", error));
            if (version) {
                checks_.push_back(workflow::failed_check("schema", "", error));
            }
        }
    }

    void check_discord() {
        if (!has_token_) {
            checks_.push_back(skipped("api-base", "there is no token to be sent"));
            add(checks_, workflow::skip_discord("there is no token"));
            return;
        }
        Discord* discord = nullptr;
        try {
            discord = &context_.discord();
            checks_.push_back(
                {"api-base", "", Health::ok, "the token may be sent to the API base"});
        } catch (const Error& error) {
            checks_.push_back(workflow::failed_check("api-base", "", error));
            add(checks_, workflow::skip_discord("the API base is refused"));
            return;
        }
        context_.progress().begin("asking Discord");
        add(checks_,
            workflow::check_discord(*discord,
                                    context_.clock(),
                                    guilds_,
                                    {.compare_clocks = !context_.config().server_clock}));
        context_.progress().end();
    }

    void check_database() {
        if (database_ == nullptr) {
            add(checks_, without_schema(workflow::skip_database("the database cannot be used")));
            return;
        }
        try {
            const auto sound = workflow::check_database(*database_, context_.database_admin());
            const bool damaged = sound.front().health != Health::ok;
            add(checks_, sound);
            add(checks_,
                damaged ? without_schema(workflow::skip_database("the database is damaged"))
                        : workflow::check_collecting(
                              *database_, context_.clock().now(), context_.now()));
        } catch (const Error& error) {
            checks_.push_back(workflow::failed_check("database-check", "", error));
        }
    }

    // Checks that have a finding already are not skipped as well.
    std::vector<Check> without_schema(std::vector<Check> skipped_ones) const {
        std::erase_if(skipped_ones, [this](const Check& check) {
            return std::ranges::find(checks_, check.id, &Check::id) != checks_.end();
        });
        return skipped_ones;
    }

    void sort_as_listed() {
        const auto place = [](const Check& check) {
            const auto rows = workflow::check_rows();
            return std::ranges::find(rows, check.id, &workflow::CheckRow::id) - rows.begin();
        };
        std::ranges::stable_sort(checks_, {}, place);
    }

    cli::Context& context_;
    std::vector<Check> checks_;
    bool has_token_ = false;
    sql::Connection* database_ = nullptr;
    std::vector<store::StoredGuild> guilds_;
};

cli::ExitStatus conclude(const std::vector<Check>& checks, cli::Context& context) {
    std::vector<report::CheckLine> lines;
    for (const Check& check : checks) {
        lines.push_back({std::string(to_text(check.health)),
                         check.id,
                         check.guild,
                         check.what,
                         check.why,
                         check.next});
    }
    context.print(report::doctor(lines));
    const bool failed = std::ranges::find(checks, Health::failure, &Check::health) != checks.end();
    return failed ? cli::ExitStatus::failed : cli::ExitStatus::ok;
}

// The table that `doctor` prints as well, so that scripts read one form.
cli::ExitStatus run_self_test(cli::Context& context) {
    std::vector<Check> checks;
    const auto vectors = workflow::self_test_vectors(context.database_admin());
    for (const workflow::FailedVector& failed : workflow::run_vectors(vectors)) {
        checks.push_back({"self",
                          "",
                          Health::failure,
                          failed.name + " gave " + failed.given,
                          "it must give " + failed.expected,
                          "install invitectl anew"});
    }
    if (checks.empty()) {
        checks.push_back({"self",
                          "",
                          Health::ok,
                          counted(static_cast<std::int64_t>(vectors.size()), "vector") +
                              " gave what they must"});
    }
    return conclude(checks, context);
}

cli::ExitStatus run(const Options& options, cli::Context& context) {
    return options.self ? run_self_test(context) : conclude(Examination(context).take(), context);
}

}  // namespace

cli::Command doctor() {
    return {
        .path = "doctor",
        .group = cli::Group::start,
        .summary = "Look for what is wrong: token, permissions, clock, database, schedule",
        .description =
            "Asks Discord a few questions for each server, changes nothing, and says for each "
            "thing that is not right what it is, why it matters and what to do. A warning means "
            "that less is known or safe than could be; a failure, that something does not work "
            "or soon will not, and ends the command with 1.",
        .examples = {{"invitectl doctor", "everything"},
                     {"invitectl doctor --self", "only this program: does the build work?"},
                     {"invitectl doctor --json=check,status,next", "for a monitor"}},
        .needs = {.table = true, .discord = true},
        .body = cli::body(declare, run),
        .tables = [] { return std::vector{report::doctor({})}; }};
}

}  // namespace invitectl::commands
