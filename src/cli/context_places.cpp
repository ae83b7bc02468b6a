// Where a command finds its configuration, database, guild, token and Discord.
#include "invitectl/base/edit_distance.hpp"
#include "invitectl/base/error.hpp"
#include "invitectl/base/time_text.hpp"
#include "invitectl/base/token_shape.hpp"
#include "invitectl/cli/api_base.hpp"
#include "invitectl/cli/context.hpp"
#include "invitectl/store/request_memory.hpp"
#include "invitectl/store/schema.hpp"
#include "invitectl/store/trial.hpp"

#include <filesystem>
#include <utility>

namespace invitectl::cli {
namespace {

constexpr const char* kMaxWait = "2m";
constexpr const char* kLockWait = "0s";

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

std::string Context::config_path() const {
    return options_.config ? *options_.config : default_config_path(host_.environment);
}

const Config& Context::config() {
    if (!config_) {
        Config all;
        const auto read = [&](const std::string& path) {
            const auto text = files().read_trusted(path);
            if (text) {
                read_config(all, *text, path, host_.environment);
            }
            return text.has_value();
        };
        if (!options_.config) {
            read(system_config_path(host_.environment));
        }
        const std::string path = config_path();
        if (!read(path) && options_.config && !command_.needs.fresh) {
            throw Error(ErrorCode::bad_config,
                        "there is no configuration " + path,
                        "--config or INVITECTL_CONFIG names it",
                        "name a file that exists, or leave the option out");
        }
        check_config(all);
        config_ = std::move(all);
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
    if (!command_.changes || options_.dry_run) {
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
        database_ = options_.dry_run ? store::trial(std::move(connection)) : std::move(connection);
    }
    return *database_;
}

int Context::schema_version() {
    return admin().schema_version(database());
}

sql::Connection& Context::create_database() {
    constexpr const char* kInMemory = ":memory:";
    auto connection =
        admin().open(options_.dry_run ? kInMemory : database_path(), OpenMode::create);
    store::migrate(*connection, admin());
    database_ = std::move(connection);
    created_ = !options_.dry_run;
    return *database_;
}

void Context::discard_created_database() {
    if (!std::exchange(created_, false)) {
        return;
    }
    database_.reset();
    for (const auto* part : {"", "-wal", "-shm"}) {
        std::error_code ignored;
        std::filesystem::remove(database_path() + part, ignored);
    }
}

store::StoredGuild Context::guild() {
    if (turn_) {
        return *turn_;
    }
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

void Context::use_token(const Secret& token, const std::string& origin) {
    if (!has_token_characters(token.reveal())) {
        throw Error(ErrorCode::no_token,
                    "what was typed is no bot token",
                    "a token is one word of letters, digits, dots, hyphens and underscores",
                    "copy it again from https://discord.com/developers/applications (Bot)");
    }
    discord_.reset();
    token_ = FoundToken{token, origin};
}

DiscordAccess& Context::discord_access() {
    if (!discord_) {
        const auto& asked = options_.api_base ? options_.api_base : config().api_base;
        DiscordOptions options;
        options.api_base = check_api_base(asked.value_or(kDiscordApiBase), config().allow_api_base);
        options.longest_wait = duration_option(
            "--max-wait", options_.max_wait.value_or(config().max_wait.value_or(kMaxWait)));
        options.token = token().token;
        options.stop = stop_;
        // A command that only reads the database, or has none yet, remembers nothing.
        if (database_ && command_.changes) {
            request_memory_ = store::request_memory(*database_);
            options.memory = request_memory_.get();
        }
        // Who watches may just have mended what was refused.
        options.afresh = host_.streams.err_is_terminal;
        options.progress = &progress();
        discord_.emplace(host_.factories.discord(options, clock(), log()));
    }
    return *discord_;
}

Discord& Context::discord() {
    return discord_access().reading;
}

DiscordChanges& Context::discord_changes() {
    DiscordAccess& access = discord_access();
    if (!access.changing) {
        throw Error(ErrorCode::internal, "this way to Discord is for reading alone");
    }
    return *access.changing;
}

Files& Context::files() {
    if (!files_) {
        files_ = host_.factories.files();
    }
    return *files_;
}

HostInspector& Context::machine() {
    if (!machine_) {
        machine_ = host_.factories.machine();
    }
    return *machine_;
}

std::unique_ptr<HeldLock> Context::lock_runs() {
    const Duration patience = duration_option(
        "--lock-wait", options_.lock_wait.value_or(config().lock_wait.value_or(kLockWait)));
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
