#include "invitectl/cli/context.hpp"

#include "invitectl/base/error.hpp"
#include "invitectl/base/time_text.hpp"
#include "invitectl/cli/time_input.hpp"
#include "invitectl/store/runs.hpp"

#include <algorithm>

namespace invitectl::cli {
Context::Context(const Host& host,
                 std::span<const Command> commands,
                 const Command& command,
                 const GlobalOptions& options,
                 const OptionSet& given)
    : host_(host), commands_(commands), command_(command), options_(options), given_(given) {
    // Whoever only reads the database may be ended at any moment; who talks to Discord stops in
    // order.
    if (command.needs.discord) {
        watch();
    }
}

Context::~Context() {
    if (progress_ != nullptr) {
        progress_->end();
    }
}

void Context::watch() {
    stop_ = host_.watch_signals();
}

// --- time ---------------------------------------------------------------------------------------

Clock& Context::clock() {
    if (!clock_) {
        clock_ = host_.factories.clock(stop_);
    }
    return *clock_;
}

std::optional<Instant> Context::last_discord_time() {
    std::optional<Instant> latest;
    for (const store::StoredGuild& guild : store::guilds(database())) {
        for (const store::Poll& poll : store::polls(database(), guild.guild.id)) {
            latest = std::max(latest, std::optional(poll.bracket.ended));
        }
    }
    return latest;
}

Instant Context::present() {
    if (config().server_clock) {
        if (const auto latest = last_discord_time()) {
            return *latest;
        }
    }
    return clock().now();
}

Instant Context::now() {
    if (!now_) {
        const Instant real = present();
        now_ = options_.as_of ? parse_time(*options_.as_of, real, zone()) : real;
    }
    return *now_;
}

Instant Context::time(std::string_view text) {
    return parse_time(text, now(), zone());
}

TimeRange Context::range() {
    TimeRange range;
    if (options_.since) {
        range.from = time(*options_.since);
    }
    if (options_.until) {
        range.until = time(*options_.until);
    }
    if (range.from >= range.until) {
        throw Error(ErrorCode::bad_value,
                    "the time range is empty",
                    "--since (" + format_rfc3339(range.from) + ") is not before --until (" +
                        format_rfc3339(range.until) + ")");
    }
    return range;
}

const std::string& Context::zone() {
    if (!zone_) {
        zone_ = "UTC";
        if (options_.tz || config().tz) {
            const std::string chosen = options_.tz ? *options_.tz : *config().tz;
            check_zone(chosen);
            zone_ = chosen;
        } else if (const auto variable = host_.environment("TZ"); variable && !variable->empty()) {
            const std::string name = variable->substr(variable->front() == ':' ? 1 : 0);
            try {  // TZ may hold much that is no name of a zone
                check_zone(name);
                zone_ = name;
            } catch (const Error&) {
                log().info("TZ is not the name of a time zone; times are in UTC");
            }
        }
    }
    return *zone_;
}

std::function<std::chrono::seconds(Instant)> Context::zone_offset() {
    return cli::zone_offset(zone());
}

}  // namespace invitectl::cli
