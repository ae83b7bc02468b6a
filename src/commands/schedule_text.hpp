// How cron and systemd are told to sync. Text only: nothing here is installed.
#pragma once

#include "invitectl/base/time.hpp"

#include <optional>
#include <string>

namespace invitectl::commands {

// All paths absolute.
struct Schedule {
    Duration every = std::chrono::minutes{5};
    std::string program;
    std::optional<std::string> config;  // named in the environment; absent: found by itself
    std::string database;
    std::optional<std::string> token_file;  // absent: no file holds the token
    std::optional<std::string> log_file{};
    std::optional<std::string> metrics_file{};
    std::string user;  // who runs it; root hands over to a user without rights
};

// Throws Error(bad_value) for what neither can express: an interval must divide the minute, the
// hour or the day.
void check_interval(Duration every);

// One line of a crontab.
std::string cron_line(const Schedule& schedule);

// A unit and its timer, by the options of systemd 252.
// https://www.freedesktop.org/software/systemd/man/252/systemd.exec.html
std::string service_unit(const Schedule& schedule);
std::string timer_unit(const Schedule& schedule);

}  // namespace invitectl::commands
