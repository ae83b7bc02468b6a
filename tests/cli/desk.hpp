// A place to run commands at: streams that are captured, an environment of its own, the real
// adapters except for Discord, and a folder that disappears.
#pragma once

#include "invitectl/cli/run.hpp"
#include "invitectl/engine/sqlite.hpp"
#include "invitectl/render/chart.hpp"
#include "invitectl/render/page.hpp"
#include "invitectl/render/render.hpp"
#include "invitectl/system/clock.hpp"
#include "invitectl/system/files.hpp"
#include "invitectl/system/host_inspector.hpp"
#include "invitectl/system/log.hpp"
#include "invitectl/system/run_lock.hpp"
#include "invitectl/system/token_source.hpp"

#include "tests/support/program.hpp"

#include <csignal>
#include <map>
#include <sstream>

namespace invitectl::cli {

// Somebody at the terminal who answers as told, or nobody.
struct Seat {
    bool attended = false;
    std::vector<std::string> answers{};  // then the end of input
    std::vector<std::string> asked{};
};

class SeatTerminal final : public Terminal {
  public:
    explicit SeatTerminal(Seat& seat) : seat_(seat) {}

    bool is_attended() const override { return seat_.attended; }
    std::optional<std::string> ask(std::string_view question) override {
        seat_.asked.emplace_back(question);
        if (seat_.answers.empty()) {
            return {};
        }
        std::string answer = seat_.answers.front();
        seat_.answers.erase(seat_.answers.begin());
        return answer;
    }
    std::optional<char> ask_key(std::string_view question) override {
        const auto answer = ask(question);
        return answer && !answer->empty() ? std::optional(answer->front()) : std::nullopt;
    }
    std::optional<Secret> ask_hidden(std::string_view question) override {
        auto answer = ask(question);
        return answer ? std::optional(Secret(*std::move(answer))) : std::nullopt;
    }

  private:
    Seat& seat_;
};

class Desk {
  public:
    Desk() {
        environment["HOME"] = folder.path();
        environment["LC_ALL"] = "C.UTF-8";
        host.streams.width = 80;
    }

    // Exit status of a command line; out and err then hold what it wrote.
    int type(const std::vector<std::string>& words) {
        out.str("");
        err.str("");
        out.clear();
        return static_cast<int>(run(words, commands, host));
    }

    std::string shown() const { return out.str(); }
    std::string said() const { return err.str(); }

    testing::TemporaryFolder folder;
    std::map<std::string, std::string> environment;
    std::ostringstream out;
    std::ostringstream err;
    std::istringstream in;
    Seat seat;
    std::vector<Command> commands;
    int output_failure = 0;
    int signal = 0;

    Environment variables = [this](const std::string& name) -> std::optional<std::string> {
        const auto found = environment.find(name);
        return found == environment.end() ? std::nullopt : std::optional(found->second);
    };
    Host host = {
        .streams = {.out = out, .err = err, .out_failure = [this] { return output_failure; }},
        .environment = variables,
        .factories = {.database_admin = engine::sqlite_admin,
                      .discord = {},
                      .clock = system::system_clock,
                      .log = system::open_log,
                      .run_lock = system::file_run_lock,
                      .token_source =
                          [this](const TokenPlaces& places) {
                              return system::token_source(places, variables, in);
                          },
                      .files = system::private_files,
                      .terminal =
                          [this](std::stop_token) { return std::make_unique<SeatTerminal>(seat); },
                      .machine = system::host_inspector,
                      .renderer = render::render,
                      .chart_renderer = render::draw_chart,
                      .page_renderer = render::render_page,
                      .login_name = [] { return std::string("ana"); }},
        .watch_signals = [] { return std::stop_token{}; },
        .caught_signal = [this] { return signal; },
    };
};

// A command that does what it is told.
inline Command command(std::string path,
                       std::function<ExitStatus(Context&)> does,
                       Needs needs = {}) {
    return {.path = std::move(path),
            .summary = "Does what it is told",
            .description = "A paragraph.",
            .examples = {{"invitectl first", "one"}, {"invitectl second", "two"}},
            .needs = needs,
            .body = [does = std::move(does)](OptionSet&) { return does; }};
}

}  // namespace invitectl::cli
