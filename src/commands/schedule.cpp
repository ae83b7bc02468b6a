// schedule print: what makes cron or systemd sync. Prints, never installs.
#include "invitectl/base/error.hpp"
#include "invitectl/base/time_text.hpp"

#include "commands/all.hpp"
#include "commands/lookups.hpp"

#include <ostream>

namespace invitectl::commands {
namespace {

struct Options {
    bool cron = false;
    bool systemd = false;
    std::string every = "5m";
    std::optional<std::string> part;
};

void declare(cli::OptionSet& set, Options& options) {
    set.flag("--cron", options.cron, "a line for crontab -e");
    set.flag("--systemd", options.systemd, "a service and its timer");
    set.option("--every", options.every, "TIME", "how often: 10s, 1m, 5m, 1h …");
    set.option("--part", options.part, "UNIT", "with --systemd: only this one")
        .choices({"service", "timer"});
}

constexpr const char* kInstalling =
    "# To install, not done by invitectl itself:\n"
    "#   invitectl schedule print --systemd --part service | sudo tee "
    "/etc/systemd/system/invitectl.service\n"
    "#   invitectl schedule print --systemd --part timer | sudo tee "
    "/etc/systemd/system/invitectl.timer\n"
    "#   sudo systemctl daemon-reload && sudo systemctl enable --now invitectl.timer\n\n";

cli::ExitStatus run(const Options& options, cli::Context& context) {
    if (options.cron == options.systemd || (options.part && !options.systemd)) {
        throw Error(ErrorCode::usage,
                    options.cron && options.systemd ? "--cron and --systemd exclude each other"
                    : options.part                  ? "--part goes with --systemd"
                                                    : "neither --cron nor --systemd is given",
                    "schedule print writes for one of them",
                    "invitectl schedule print --cron");
    }
    const auto every = parse_duration(options.every);
    if (!every) {
        throw Error(ErrorCode::bad_value,
                    "--every cannot be \"" + options.every + "\"",
                    "durations look like 30s, 5m or 1h",
                    "invitectl schedule print --cron --every 5m");
    }
    check_interval(*every);
    const Schedule schedule = schedule_here(context, *every);
    if (options.cron) {
        context.out() << cron_line(schedule);
        return cli::ExitStatus::ok;
    }
    const std::string part = options.part.value_or("");
    context.out() << (part.empty() ? kInstalling : "")
                  << (part != "timer" ? service_unit(schedule) : "") << (part.empty() ? "\n" : "")
                  << (part != "service" ? timer_unit(schedule) : "");
    return cli::ExitStatus::ok;
}

}  // namespace

cli::Command schedule_print() {
    return {.path = "schedule print",
            .group = cli::Group::start,
            .summary = "A line for cron, or units for systemd, that sync by themselves",
            .description =
                "Prints and installs nothing. What runs says nothing while all goes well, so cron "
                "mails only trouble. The unit sees nothing of the machine but its database, gets "
                "the token as a credential, and catches up on what it missed while the machine was "
                "off. Below a minute one run polls several times.",
            .examples = {{"invitectl schedule print --cron",
                          "each five minutes; add it with crontab -e"},
                         {"invitectl schedule print --systemd --every 1m",
                          "a service and its timer, and how to install them"}},
            .body = cli::body(declare, run)};
}

}  // namespace invitectl::commands
