#include "commands/schedule_text.hpp"

#include "invitectl/base/error.hpp"
#include "invitectl/base/time_text.hpp"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>

namespace invitectl::commands {
namespace {

using namespace std::chrono_literals;

constexpr Duration kMinute = 1min;
constexpr Duration kHour = 1h;
constexpr Duration kDay = 24h;

std::int64_t count(Duration length, Duration unit) {
    return length / unit;
}

// Neither cron nor a polite timer starts a program more often than each minute.
bool polls_in_rounds(const Schedule& schedule) {
    return schedule.every < kMinute;
}

std::string arguments(const Schedule& schedule) {
    if (!polls_in_rounds(schedule)) {
        return "sync";
    }
    const Duration rounds = kMinute - std::min<Duration>(schedule.every / 2, 5s);
    return fmt::format("sync --every {}s --for {}s", count(schedule.every, 1s), count(rounds, 1s));
}

// "*/5 * * * *"
std::string cron_times(Duration every) {
    if (every <= kMinute) {
        return "* * * * *";
    }
    if (every < kHour) {
        return fmt::format("*/{} * * * *", count(every, kMinute));
    }
    if (every < kDay) {
        return every == kHour ? "0 * * * *" : fmt::format("0 */{} * * *", count(every, kHour));
    }
    return "0 0 * * *";
}

// https://www.freedesktop.org/software/systemd/man/252/systemd.time.html
std::string calendar(Duration every) {
    if (every <= kMinute) {
        return "*:0/1";
    }
    if (every < kHour) {
        return fmt::format("*:0/{}", count(every, kMinute));
    }
    return every < kDay ? fmt::format("0/{}:00", count(every, kHour)) : "daily";
}

bool is_plain(char c) {
    constexpr std::string_view kPlain = "/._-+=:@,";
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           kPlain.find(c) != std::string_view::npos;
}

void refuse_line_break(const std::string& path) {
    if (path.find('\n') != std::string::npos) {
        throw Error(ErrorCode::bad_value,
                    "a path with a line break cannot stand in a schedule",
                    "crontabs and units are read line by line",
                    "move the file to another path");
    }
}

// For /bin/sh, and with cron's own sign for a line break made harmless.
std::string shell_word(const std::string& text) {
    refuse_line_break(text);
    if (std::ranges::all_of(text, is_plain)) {
        return text;
    }
    std::string out = "'";
    for (const char c : text) {
        out += c == '\'' ? "'\\''" : c == '%' ? "\\%" : std::string{c};
    }
    return out + "'";
}

std::string unit_word(const std::string& text) {
    refuse_line_break(text);
    std::string out;
    for (const char c : text) {
        out += c == '%' ? "%%" : c == '"' || c == '\\' ? std::string{'\\', c} : std::string{c};
    }
    return std::ranges::all_of(text, is_plain) ? out : "\"" + out + "\"";
}

std::string folder_of(const std::string& path) {
    return std::filesystem::path(path).parent_path().string();
}

// A program that is not installed yet can be started all the same.
std::string program_below_home(const Schedule& schedule) {
    const bool hidden =
        schedule.program.starts_with("/home/") || schedule.program.starts_with("/root");
    return hidden ? "BindReadOnlyPaths=" + unit_word(schedule.program) + "\n" : "";
}

std::string as_a_user_without_rights(const Schedule& schedule) {
    return "# Runs as a user of its own, without rights, whose files are in /var/lib/invitectl. To "
           "take\n"
           "# the present database along, as root:\n"
           "#   mkdir -p /var/lib/private/invitectl\n"
           "#   cp " +
           shell_word(schedule.database) +
           " /var/lib/private/invitectl/invitectl.db\n"
           "DynamicUser=yes\n"
           "StateDirectory=invitectl\n"
           "StateDirectoryMode=0700\n"
           "Environment=INVITECTL_DB=%S/invitectl/invitectl.db\n"
           "ProtectHome=tmpfs\n";
}

std::string as_the_owner(const Schedule& schedule) {
    return "User=" + schedule.user +
           "\n"
           "StateDirectory=invitectl\n"
           "StateDirectoryMode=0700\n"
           "# Of the home directories only the database's folder can be seen.\n"
           "ProtectHome=tmpfs\n"
           "BindPaths=" +
           unit_word(folder_of(schedule.database)) +
           "\n"
           "Environment=" +
           unit_word("INVITECTL_DB=" + schedule.database) + "\n";
}

std::string credentials(const Schedule& schedule) {
    std::string out;
    if (schedule.token_file) {
        out = "LoadCredential=" + unit_word("discord-token:" + *schedule.token_file) + "\n";
    } else {
        out =
            "# A file that holds the bot's token, readable by root alone:\n"
            "LoadCredential=discord-token:/etc/invitectl/discord-token\n";
    }
    if (schedule.config) {
        out += "LoadCredential=" + unit_word("config.toml:" + *schedule.config) +
               "\n"
               "Environment=INVITECTL_CONFIG=%d/config.toml\n";
    }
    return out;
}

// The configuration is handed over as a copy, from whose folder its paths would be meant.
std::string files_written(const Schedule& schedule) {
    const bool own = schedule.user != "root";
    std::string out;
    const auto add = [&out](const char* variable, const std::string& path) {
        out += "Environment=" + unit_word(std::string(variable) + "=" + path) + "\n";
    };
    if (schedule.log_file && own) {
        out += "BindPaths=" + unit_word(folder_of(*schedule.log_file)) + "\n";
        add("INVITECTL_LOG_FILE", *schedule.log_file);
    } else if (schedule.log_file) {
        out +=
            "LogsDirectory=invitectl\n"
            "LogsDirectoryMode=0700\n"
            "Environment=INVITECTL_LOG_FILE=%L/invitectl/invitectl.log\n";
    }
    if (schedule.metrics_file) {
        out += own ? "" : "# A folder that this user without rights may write into:\n";
        out += "BindPaths=" + unit_word(folder_of(*schedule.metrics_file)) + "\n";
        add("INVITECTL_METRICS_FILE", *schedule.metrics_file);
    }
    return out;
}

// What the service may see of the machine, and as whom.
std::string places(const Schedule& schedule) {
    return (schedule.user == "root" ? as_a_user_without_rights(schedule) : as_the_owner(schedule)) +
           program_below_home(schedule) + credentials(schedule) + files_written(schedule);
}

constexpr const char* kHardening =
    "UMask=0077\n"
    "LimitCORE=0\n"
    "NoNewPrivileges=yes\n"
    "CapabilityBoundingSet=\n"
    "AmbientCapabilities=\n"
    "ProtectSystem=strict\n"
    "PrivateTmp=yes\n"
    "PrivateDevices=yes\n"
    "PrivateUsers=yes\n"
    "DevicePolicy=closed\n"
    "ProtectProc=invisible\n"
    "ProcSubset=pid\n"
    "ProtectClock=yes\n"
    "ProtectHostname=yes\n"
    "ProtectControlGroups=yes\n"
    "ProtectKernelLogs=yes\n"
    "ProtectKernelModules=yes\n"
    "ProtectKernelTunables=yes\n"
    "RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX\n"
    "RestrictNamespaces=yes\n"
    "RestrictRealtime=yes\n"
    "RestrictSUIDSGID=yes\n"
    "LockPersonality=yes\n"
    "MemoryDenyWriteExecute=yes\n"
    "KeyringMode=private\n"
    "RemoveIPC=yes\n"
    "SystemCallArchitectures=native\n"
    "SystemCallFilter=@system-service\n"
    "SystemCallFilter=~@privileged @resources\n"
    "SystemCallErrorNumber=EPERM\n";

}  // namespace

void check_interval(Duration every) {
    const Duration whole = every < kMinute ? kMinute : every < kHour ? kHour : kDay;
    const Duration unit = every < kMinute ? Duration{1s} : every < kHour ? kMinute : kHour;
    if (every < 1s || every > kDay || every % unit != Duration{0} || whole % every != Duration{0}) {
        throw Error(ErrorCode::bad_value,
                    "a sync every " + format_duration(every) + " cannot be scheduled",
                    "the interval must divide the minute, the hour or the day: 10s, 30s, 1m, 5m, "
                    "15m, 1h, 6h",
                    "invitectl schedule print --cron --every 5m");
    }
}

std::string cron_line(const Schedule& schedule) {
    std::string line = cron_times(schedule.every) + " ";
    if (schedule.config) {
        line += "INVITECTL_CONFIG=" + shell_word(*schedule.config) + " ";
    }
    return line + shell_word(schedule.program) + " " + arguments(schedule) + "\n";
}

std::string service_unit(const Schedule& schedule) {
    return "# /etc/systemd/system/invitectl.service\n"
           "[Unit]\n"
           "Description=Read the invites and members of Discord servers\n"
           "Documentation=man:invitectl(1)\n"
           "Wants=network-online.target\n"
           "After=network-online.target\n"
           "\n"
           "[Service]\n"
           "Type=oneshot\n"
           "ExecStart=" +
           unit_word(schedule.program) + " " + arguments(schedule) + "\n" + places(schedule) +
           kHardening;
}

std::string timer_unit(const Schedule& schedule) {
    const Duration spread = std::clamp<Duration>(schedule.every / 10, 1s, 30s);
    return "# /etc/systemd/system/invitectl.timer\n"
           "[Unit]\n"
           "Description=Read the invites and members of Discord servers every " +
           format_duration(std::max(schedule.every, kMinute)) +
           "\n"
           "\n"
           "[Timer]\n"
           "OnCalendar=" +
           calendar(schedule.every) +
           "\n"
           "Persistent=yes\n"
           "AccuracySec=1s\n"
           "RandomizedDelaySec=" +
           std::to_string(count(spread, 1s)) +
           "s\n"
           "\n"
           "[Install]\n"
           "WantedBy=timers.target\n";
}

}  // namespace invitectl::commands
