#include "cli/config_table.hpp"

#include "invitectl/base/time_text.hpp"
#include "invitectl/cli/time_input.hpp"
#include "invitectl/ports/discord.hpp"

#include "cli/config_places.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <initializer_list>

namespace invitectl::cli {

Error Reading::wrong(const std::string& why) const {
    return {ErrorCode::bad_config,
            "the configuration " + path + " is wrong at line " + std::to_string(entry.line),
            entry.key + " " + why,
            "edit " + path};
}

const std::string& Reading::text() const {
    if (entry.is_list || entry.is_switch || entry.values.size() != 1) {
        throw wrong("must be a text in quotes");
    }
    return entry.values.front();
}

namespace {

std::string file_path(const Reading& reading) {
    const std::string& text = reading.text();
    if (text.empty()) {
        throw reading.wrong("must not be empty");
    }
    if (text.starts_with("~/")) {
        return home_folder(reading.environment) + text.substr(1);
    }
    return (std::filesystem::path(reading.path).parent_path() / text).string();
}

std::vector<std::string> command_words(const Reading& reading) {
    if (!reading.entry.is_list) {
        return {"/bin/sh", "-c", reading.text()};
    }
    if (reading.entry.values.empty() || reading.entry.values.front().empty()) {
        throw reading.wrong("must name a program");
    }
    return reading.entry.values;
}

bool is_server_clock(const Reading& reading) {
    const std::string& text = reading.text();
    if (text != "server" && text != "system") {
        throw reading.wrong("must be \"system\" or \"server\"");
    }
    return text == "server";
}

std::string zone_name(const Reading& reading) {
    try {
        check_zone(reading.text());
    } catch (const Error& error) {
        throw reading.wrong("names a zone that does not exist: " + reading.text());
    }
    return reading.text();
}

std::string duration_text(const Reading& reading) {
    if (!parse_duration(reading.text())) {
        throw reading.wrong("must be a time such as \"90s\" or \"2m\"");
    }
    return reading.text();
}

// One of a few words.
std::string choice(const Reading& reading, std::initializer_list<std::string_view> allowed) {
    const std::string& text = reading.text();
    if (std::ranges::find(allowed, text) == allowed.end()) {
        std::string all;
        for (const std::string_view word : allowed) {
            all += (all.empty() ? "" : ", ") + ("\"" + std::string(word) + "\"");
        }
        throw reading.wrong("must be one of " + all);
    }
    return text;
}

bool switch_value(const Reading& reading) {
    if (!reading.entry.is_switch) {
        throw reading.wrong("must be true or false, without quotes");
    }
    return reading.entry.values.front() == "true";
}

using Values = std::vector<std::string>;

Values values_of(const std::optional<std::string>& text) {
    return text ? Values{*text} : Values{};
}

}  // namespace

std::span<const Key> config_table() {
    static const std::array<Key, 18> kKeys = {{
        {{"db", "--db", "", false, "the database"},
         [](Config& c, const Reading& r) { c.db = file_path(r); },
         [](const Config& c) { return values_of(c.db); }},
        {{"guild", "--guild", "", false, "the guild that commands are about without -g"},
         [](Config& c, const Reading& r) { c.guild = r.text(); },
         [](const Config& c) { return values_of(c.guild); }},
        {{"token_file", "--token-file", "", false, "file with the bot token"},
         [](Config& c, const Reading& r) { c.token_file = file_path(r); },
         [](const Config& c) { return values_of(c.token_file); }},
        {{"token_command", "", "", true, "program and arguments that print the bot token"},
         [](Config& c, const Reading& r) { c.token_command = command_words(r); },
         [](const Config& c) { return c.token_command; }},
        {{"tz", "--tz", "UTC", false, "time zone of input and tables; where absent TZ decides"},
         [](Config& c, const Reading& r) { c.tz = zone_name(r); },
         [](const Config& c) { return values_of(c.tz); }},
        {{"color", "--color", "auto", false, "colour in tables"},
         [](Config& c, const Reading& r) {
             c.color = choice(r, {"auto", "always", "never"});
         },
         [](const Config& c) { return values_of(c.color); }},
        {{"ascii",
          "--ascii",
          "false",
          false,
          "ASCII only in tables; where absent the locale decides"},
         [](Config& c, const Reading& r) { c.ascii = switch_value(r); },
         [](const Config& c) { return c.ascii ? Values{*c.ascii ? "true" : "false"} : Values{}; }},
        {{"names", "--names", "full", false, "whether output says who people are"},
         [](Config& c, const Reading& r) {
             c.names = choice(r, {"full", "pseudonym", "none"});
         },
         [](const Config& c) { return values_of(c.names); }},
        {{"csv_safe", "--csv-safe", "on", false, "CSV: an apostrophe before formulas"},
         [](Config& c, const Reading& r) {
             c.csv_safe = choice(r, {"on", "off"});
         },
         [](const Config& c) { return values_of(c.csv_safe); }},
        {{"progress", "--progress", "auto", false, "what is going on, on standard error"},
         [](Config& c, const Reading& r) {
             c.progress = choice(r, {"auto", "json", "off"});
         },
         [](const Config& c) { return values_of(c.progress); }},
        {{"log_format", "--log-format", "text", false, "how -v, warnings and errors are written"},
         [](Config& c, const Reading& r) {
             c.log_format = choice(r, {"text", "json"});
         },
         [](const Config& c) { return values_of(c.log_format); }},
        {{"log_file", "--log-file", "", false, "file that keeps what -v says"},
         [](Config& c, const Reading& r) { c.log_file = file_path(r); },
         [](const Config& c) { return values_of(c.log_file); }},
        {{"metrics_file", "--metrics-file", "", false, "file that sync writes for Prometheus"},
         [](Config& c, const Reading& r) { c.metrics_file = file_path(r); },
         [](const Config& c) { return values_of(c.metrics_file); }},
        {{"max_wait", "--max-wait", "2m", false, "longest wait a rate limit may ask for"},
         [](Config& c, const Reading& r) { c.max_wait = duration_text(r); },
         [](const Config& c) { return values_of(c.max_wait); }},
        {{"lock_wait", "--lock-wait", "0s", false, "how long to wait for another run to end"},
         [](Config& c, const Reading& r) { c.lock_wait = duration_text(r); },
         [](const Config& c) { return values_of(c.lock_wait); }},
        {{"api_base", "--api-base", kDiscordApiBase, false, "another API to talk to"},
         [](Config& c, const Reading& r) { c.api_base = r.text(); },
         [](const Config& c) { return values_of(c.api_base); }},
        {{"allow_api_base", "", "", true, "other APIs the token may be sent to"},
         [](Config& c, const Reading& r) { c.allow_api_base = r.entry.values; },
         [](const Config& c) { return c.allow_api_base; }},
        {{"clock",
          "",
          "system",
          false,
          "\"server\": reports take the simulated Discord's time as now"},
         [](Config& c, const Reading& r) { c.server_clock = is_server_clock(r); },
         [](const Config& c) { return c.server_clock ? Values{"server"} : Values{}; }},
    }};
    return kKeys;
}

}  // namespace invitectl::cli
