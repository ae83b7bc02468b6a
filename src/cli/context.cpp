#include "invitectl/cli/context.hpp"

#include "invitectl/base/edit_distance.hpp"
#include "invitectl/base/error.hpp"
#include "invitectl/base/time_text.hpp"
#include "invitectl/cli/api_base.hpp"
#include "invitectl/cli/time_input.hpp"
#include "invitectl/store/runs.hpp"
#include "invitectl/store/schema.hpp"

#include <algorithm>

namespace invitectl::cli {
namespace {

Duration duration_option(const std::string& name, const std::string& text) {
    const auto duration = parse_duration(text);
    if (!duration) {
        throw Error(ErrorCode::bad_value,
                    name + " cannot be \"" + text + "\"",
                    "durations look like 90s, 5m or 2h");
    }
    return *duration;
}

Error unknown_guild(const std::string& asked, const std::vector<store::StoredGuild>& guilds) {
    std::vector<std::string> names;
    for (const store::StoredGuild& guild : guilds) {
        names.push_back(guild.alias);
        names.push_back(guild.guild.name);
    }
    const auto near = nearest(asked, names);
    return {ErrorCode::unknown_guild,
            "there is no guild \"" + asked + "\" in this database",
            near ? "did you mean \"" + *near + "\"?" : "",
            "invitectl guild list"};
}

}  // namespace

Context::Context(const Host& host,
                 std::span<const Command> commands,
                 const Command& command,
                 const GlobalOptions& options)
    : host_(host), commands_(commands), command_(command), options_(options) {
    // Whoever only reads the database may be ended at any moment; who talks to Discord stops in
    // order.
    if (command.needs.discord) {
        stop_ = host.watch_signals();
    }
}

Context::~Context() = default;

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

// --- what there is to work with -----------------------------------------------------------------

std::string Context::config_path() const {
    return options_.config ? *options_.config : default_config_path(host_.environment);
}

const Config& Context::config() {
    if (!config_) {
        const std::string path = config_path();
        const auto text = files().read_trusted(path);
        if (!text && options_.config && !command_.needs.fresh) {
            throw Error(ErrorCode::bad_config,
                        "there is no configuration " + path,
                        "--config or INVITECTL_CONFIG names it",
                        "name a file that exists, or leave the option out");
        }
        config_ = text ? parse_config(*text, path, host_.environment) : Config{};
    }
    return *config_;
}

std::string Context::database_path() {
    if (options_.db) {
        return *options_.db;
    }
    return config().db ? *config().db : default_database_path(host_.environment);
}

DatabaseAdmin& Context::admin() {
    if (!admin_) {
        admin_ = host_.factories.database_admin();
    }
    return *admin_;
}

void Context::bring_up_to_date(sql::Connection& connection) {
    if (store::check_schema(connection, admin()) == store::SchemaState::current) {
        return;
    }
    if (!command_.changes) {
        throw Error(ErrorCode::refused,
                    "the database is of an older version",
                    "reading changes nothing, so it cannot bring the database up to date",
                    "invitectl sync");
    }
    const auto lock = lock_taken_ ? nullptr : lock_runs();
    store::migrate(connection, admin());
}

sql::Connection& Context::database() {
    if (!database_) {
        auto connection =
            admin().open(database_path(), command_.changes ? OpenMode::write : OpenMode::read);
        bring_up_to_date(*connection);
        database_ = std::move(connection);
    }
    return *database_;
}

sql::Connection& Context::create_database() {
    auto connection = admin().open(database_path(), OpenMode::create);
    store::migrate(*connection, admin());
    database_ = std::move(connection);
    return *database_;
}

store::StoredGuild Context::guild() {
    const auto asked = options_.guild ? options_.guild : config().guild;
    if (asked) {
        if (auto found = store::find_guild(database(), *asked)) {
            return *found;
        }
        throw unknown_guild(*asked, store::guilds(database()));
    }
    if (auto chosen = store::default_guild(database())) {
        return *chosen;
    }
    throw Error(ErrorCode::unknown_guild,
                "no guild is chosen",
                "this database follows none, or none of them is the default",
                "invitectl guild list");
}

const FoundToken& Context::token() {
    if (!token_) {
        const Config& settings = config();
        token_ =
            host_.factories
                .token_source({options_.token_file, settings.token_command, settings.token_file})
                ->find();
    }
    return *token_;
}

Discord& Context::discord() {
    if (!discord_) {
        const auto& asked = options_.api_base ? options_.api_base : config().api_base;
        DiscordOptions options;
        options.api_base = check_api_base(asked.value_or(kDiscordApiBase), config().allow_api_base);
        options.longest_wait = duration_option("--max-wait", options_.max_wait);
        options.token = token().token;
        options.stop = stop_;
        discord_.emplace(host_.factories.discord(options, clock(), log()));
    }
    return *discord_;
}

Log& Context::log() {
    if (!log_) {
        log_ = host_.factories.log(options_.verbosity, host_.streams.err);
    }
    return *log_;
}

Files& Context::files() {
    if (!files_) {
        files_ = host_.factories.files();
    }
    return *files_;
}

std::unique_ptr<HeldLock> Context::lock_runs() {
    const Duration patience = duration_option("--lock-wait", options_.lock_wait);
    auto held = host_.factories.run_lock(database_path(), clock(), stop_)
                    ->take("invitectl " + command_.path, patience);
    lock_taken_ = true;
    return held;
}

std::istream& Context::in() {
    if (host_.streams.in == nullptr) {
        throw Error(ErrorCode::file, "there is no standard input");
    }
    return *host_.streams.in;
}

std::string Context::login_name() {
    return host_.factories.login_name();
}

}  // namespace invitectl::cli
