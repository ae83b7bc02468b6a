// invitectl-sandbox: a simulated Discord on this machine, for trying invitectl out without an
// account, a token or a network.
#include "invitectl/base/time_text.hpp"

#include "tests/sim/http_discord.hpp"
#include "tests/sim/life.hpp"
#include <CLI/CLI.hpp>

#include <csignal>
#include <cstdio>
#include <iostream>
#include <stdexcept>

namespace {

using namespace invitectl;
using namespace invitectl::sim;

constexpr const char* kAbout =
    "A simulated Discord: one guild whose members come, chat and leave, served over HTTP on "
    "127.0.0.1.\n"
    "Nothing leaves this machine, and the same seed gives the same guild.";

constexpr const char* kControlHelp =
    "Beside the API, for playing and testing (not part of Discord):\n"
    "  GET  /sandbox/clock      the guild's time\n"
    "  POST /sandbox/clock      {\"advance\":\"6h\"} or {\"to\":\"2026-08-02T00:00:00Z\"}: let "
    "time pass\n"
    "  GET  /sandbox/truth      who really came by which invite, as JSON\n"
    "  GET  /sandbox/journal    the requests so far, as JSON\n"
    "Rate limits are Discord's; time that passes on either clock refills them.\n"
    "Example: invitectl-sandbox --port 8080 --speed 60 --rate 10\n";

constexpr double kInternationalNames = 0.1;

struct Options {
    std::uint64_t seed = 1;
    int port = 0;
    double speed = 1;
    std::string start = "2026-08-01T00:00:00Z";
    double days = 0;
    double rate = 5;
    int members = 60;
    bool closed = false;
    double lag = 0.2;
    std::string guild_name = "Sandbox Guild";
    double hostile_names = 0;
    std::vector<std::string> faults;
    std::string token;
    bool quiet = false;
};

std::string fault_list() {
    std::string text;
    for (const auto name : fault_names()) {
        text += (text.empty() ? "" : ", ") + std::string(name);
    }
    return text;
}

// "NAME" or "NAME:SHARE".
Fault parse_fault_option(const std::string& text) {
    const auto colon = text.find(':');
    const auto kind = parse_fault(text.substr(0, colon));
    if (!kind) {
        throw CLI::ValidationError("--faults",
                                   "no fault '" + text + "'; there are: " + fault_list());
    }
    Fault fault{.kind = *kind, .times = -1, .probability = 0.05};
    if (colon != std::string::npos &&
        (!CLI::detail::lexical_cast(text.substr(colon + 1), fault.probability) ||
         fault.probability < 0 || fault.probability > 1)) {
        throw CLI::ValidationError("--faults", "the share after ':' is a number from 0 to 1");
    }
    return fault;
}

void declare(CLI::App& app, Options& options) {
    app.add_option("--seed", options.seed, "Which guild: the same seed, the same life")
        ->capture_default_str();
    app.add_option("--port", options.port, "Port on 127.0.0.1; 0 takes a free one and prints it")
        ->check(CLI::Range(0, 65535))
        ->capture_default_str();
    app.add_option(
           "--speed",
           options.speed,
           "Seconds of the guild per real second; 0: time stands still until POST /sandbox/clock")
        ->check(CLI::Range(0.0, 1e6))
        ->capture_default_str();
    app.add_option("--start", options.start, "When the guild's life begins, and the clock with it")
        ->type_name("TIME")
        ->capture_default_str();
    app.add_option(
           "--days", options.days, "How long people keep joining after the start; 0: without end")
        ->check(CLI::Range(0.0, 36500.0))
        ->capture_default_str();
    app.add_option("--rate", options.rate, "Joins per hour")
        ->check(CLI::Range(0.0, 10000.0))
        ->capture_default_str();
    app.add_option("--members", options.members, "Members at the start")
        ->check(CLI::Range(1, 1'000'000))
        ->capture_default_str();
    app.add_flag("--closed", options.closed, "Nobody joins but by an invite, the URL or as a bot");
    app.add_option("--lag",
                   options.lag,
                   "Seconds until a counter shows a use: the mean; at most 25 times as many")
        ->check(CLI::Range(0.0, 3600.0))
        ->capture_default_str();
    app.add_option("--guild-name", options.guild_name, "Name of the guild")->capture_default_str();
    app.add_option("--hostile-names",
                   options.hostile_names,
                   "Share of the members whose names try to break a terminal or a spreadsheet")
        ->check(CLI::Range(0.0, 1.0))
        ->capture_default_str();
    app.add_option("--faults",
                   options.faults,
                   "What goes wrong now and then, as NAME or NAME:SHARE (0.05 of the answers): " +
                       fault_list());
    app.add_option("--token", options.token, "The only good token; any is good without this");
    app.add_flag("--quiet", options.quiet, "Print the base URL, the guild and the token only");
    app.footer(kControlHelp);
}

LifeConfig life_of(const Options& options) {
    LifeConfig life;
    life.joins_per_hour = options.rate;
    life.initial_members = options.members;
    // A small guild has few links.
    life.popular_codes = std::clamp(options.members / 8, 3, 50);
    life.inviters = std::clamp(options.members / 12, 2, 30);
    life.names = {.international = kInternationalNames, .hostile = options.hostile_names};
    const auto mean = static_cast<std::int64_t>(options.lag * 1e6);
    life.lag = {Duration{mean}, Duration{mean * 25}};
    if (options.days > 0) {
        life.lasts = Duration{static_cast<std::int64_t>(options.days * 86400e6)};
    }
    return options.closed ? closed(life) : life;
}

void introduce(const Options& options, const HttpDiscord& http, const LivingGuild& living) {
    const std::string token = options.token.empty() ? "sandbox.made-up.token" : options.token;
    std::cout << "base URL: " << http.base_url() << '\n'
              << "guild: " << living.guild.text() << "  " << options.guild_name << '\n'
              << "token: " << token << '\n';
    if (!options.quiet) {
        std::cout << "clock: " << format_rfc3339(living.world->now())
                  << (options.speed > 0 ? ", running"
                                        : ", standing still; POST /sandbox/clock moves it")
                  << "\n\nTo point invitectl at it:\n"
                  << "  (umask 077; printf '%s\\n' " << token << " > sandbox-token)\n"
                  << "  cat > sandbox.toml <<'END'\n"
                  << "  db = \"sandbox.db\"\n"
                  << "  token_file = \"sandbox-token\"\n"
                  << "  api_base = \"" << http.base_url() << "\"\n"
                  << "  allow_api_base = [\"" << http.base_url() << "\"]\n"
                  << "  clock = \"server\"\n"
                  << "  END\n"
                  << "  invitectl --config sandbox.toml init --guild " << living.guild.text()
                  << "\n\n"
                  << "Ctrl-C ends it.\n";
    }
    std::cout.flush();
}

// Threads inherit the mask, so only the wait at the end sees the signals.
sigset_t hold_signals() {
    sigset_t ends;
    ::sigemptyset(&ends);
    ::sigaddset(&ends, SIGINT);
    ::sigaddset(&ends, SIGTERM);
    ::pthread_sigmask(SIG_BLOCK, &ends, nullptr);
    return ends;
}

void serve(const Options& options) {
    const auto start = parse_rfc3339(options.start);
    if (!start) {
        throw CLI::ValidationError("--start", "a time such as 2026-08-01T00:00:00Z is wanted");
    }
    const sigset_t ends = hold_signals();
    const LivingGuild living = living_guild(
        {.seed = options.seed, .start = *start}, life_of(options), {.name = options.guild_name});
    HttpOptions http_options;
    http_options.port = options.port;
    http_options.token = options.token;
    http_options.speed = options.speed;
    http_options.control = true;
    http_options.fault_seed = options.seed;
    HttpDiscord http(*living.world, http_options);
    for (const std::string& fault : options.faults) {
        http.add_fault(parse_fault_option(fault));
    }
    introduce(options, http, living);
    int signal = 0;
    ::sigwait(&ends, &signal);
}

}  // namespace

int main(int argc, char** argv) {
    Options options;
    CLI::App app(kAbout, "invitectl-sandbox");
    declare(app, options);
    try {
        app.parse(argc, argv);
        serve(options);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    } catch (const std::exception& error) {
        std::cerr << "error: " << error.what() << '\n';
        return 1;
    }
    return 0;
}
