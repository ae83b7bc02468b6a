#include "wiring.hpp"

#include "invitectl/discord/client.hpp"
#include "invitectl/engine/sqlite.hpp"
#include "invitectl/render/chart.hpp"
#include "invitectl/render/page.hpp"
#include "invitectl/render/render.hpp"
#include "invitectl/system/clock.hpp"
#include "invitectl/system/files.hpp"
#include "invitectl/system/host_inspector.hpp"
#include "invitectl/system/log.hpp"
#include "invitectl/system/run_lock.hpp"
#include "invitectl/system/terminal.hpp"
#include "invitectl/system/token_source.hpp"

#include <iostream>
#include <unistd.h>

namespace invitectl {

Wiring::Wiring()
    : out_buffer_(STDOUT_FILENO),
      err_buffer_(STDERR_FILENO),
      out_(&out_buffer_),
      err_(&err_buffer_),
      host_{.streams = streams(),
            .environment = system::environment_variable,
            .factories = factories(),
            .watch_signals =
                [this] {
                    if (!signals_) {
                        signals_.emplace();
                    }
                    return signals_->token();
                },
            .caught_signal = [this] { return signals_ ? signals_->caught() : 0; }} {}

cli::Streams Wiring::streams() {
    cli::Streams streams{out_, err_};
    streams.out_is_terminal = system::is_terminal(STDOUT_FILENO);
    streams.err_is_terminal = system::is_terminal(STDERR_FILENO);
    streams.err_is_journal = system::leads_to_journal(
        STDERR_FILENO, system::environment_variable("JOURNAL_STREAM").value_or(""));
    streams.width = system::terminal_width(STDOUT_FILENO).value_or(streams.width);
    streams.out_failure = [this] { return out_buffer_.failure(); };
    streams.in = &std::cin;
    return streams;
}

Progress& Wiring::open_progress(ProgressMode mode) {
    constexpr int kUsualWidth = 80;
    if (!progress_) {
        progress_.emplace(
            mode, err_buffer_, system::terminal_width(STDERR_FILENO).value_or(kUsualWidth));
        if (signals_) {
            signals_->on_request([this] { progress_->report_now(); });
        }
    }
    return *progress_;
}

cli::Factories Wiring::factories() {
    return {.database_admin = engine::sqlite_admin,
            .discord = discord::open_discord,
            .clock = system::system_clock,
            .log = system::open_log,
            .progress = [this](ProgressMode mode) -> Progress& { return open_progress(mode); },
            .run_lock = system::file_run_lock,
            .token_source =
                [](const TokenPlaces& places) {
                    return system::token_source(places, system::environment_variable, std::cin);
                },
            .files = system::private_files,
            .terminal = system::standard_terminal,
            .machine = system::host_inspector,
            .renderer = render::render,
            .chart_renderer = render::draw_chart,
            .page_renderer = render::render_page,
            .login_name = system::login_name};
}

}  // namespace invitectl
