// What a command gets: the common options, the streams, and everything else built on first use, so
// that a report needs no token and `version` opens nothing.
#pragma once

#include "invitectl/cli/command.hpp"
#include "invitectl/cli/config.hpp"
#include "invitectl/cli/confirmation.hpp"
#include "invitectl/domain/time_range.hpp"
#include "invitectl/ports/database_admin.hpp"
#include "invitectl/ports/discord.hpp"
#include "invitectl/ports/files.hpp"
#include "invitectl/ports/host_inspector.hpp"
#include "invitectl/ports/log.hpp"
#include "invitectl/ports/progress.hpp"
#include "invitectl/ports/run_lock.hpp"
#include "invitectl/ports/terminal.hpp"
#include "invitectl/ports/token_source.hpp"
#include "invitectl/report/page.hpp"
#include "invitectl/report/paging.hpp"
#include "invitectl/report/people.hpp"
#include "invitectl/report/rendering.hpp"
#include "invitectl/report/table_tools.hpp"
#include "invitectl/store/guilds.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <iosfwd>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace invitectl::cli {

// The streams of the process, or of a test.
struct Streams {
    std::ostream& out;  // data
    std::ostream& err;  // everything else
    bool out_is_terminal = false;
    bool err_is_terminal = false;
    bool err_is_journal = false;  // systemd's, which takes a priority before each line
    int width = 80;               // cells of the terminal
    // Why writing to `out` failed (errno); 0 where it did not.
    std::function<int()> out_failure = [] { return 0; };
    std::istream* in = nullptr;  // standard input; none: nothing to read
};

// How the adapters are made; filled by the wiring.
struct Factories {
    std::function<std::unique_ptr<DatabaseAdmin>()> database_admin;
    OpenDiscord discord;
    std::function<std::unique_ptr<Clock>(std::stop_token)> clock;
    std::function<std::unique_ptr<Log>(const LogOptions&, std::ostream&)> log;
    // One for the whole process; absent: nobody watches.
    std::function<Progress&(ProgressMode)> progress{};
    std::function<std::unique_ptr<RunLock>(
        const std::string& database_path, Clock&, std::stop_token)>
        run_lock;
    std::function<std::unique_ptr<TokenSource>(const TokenPlaces&)> token_source;
    std::function<std::unique_ptr<Files>()> files;
    std::function<std::unique_ptr<Terminal>(std::stop_token)> terminal;
    std::function<std::unique_ptr<HostInspector>()> machine{};
    report::Renderer renderer;
    report::ChartRenderer chart_renderer;
    report::PageRenderer page_renderer;
    std::function<std::string()> login_name;
};

struct Host {
    Streams streams;
    Environment environment;
    Factories factories;
    // From the first call on SIGINT and SIGTERM ask to stop instead of ending the process.
    std::function<std::stop_token()> watch_signals = [] { return std::stop_token{}; };
    // The signal that asked to stop; 0: none.
    std::function<int()> caught_signal = [] { return 0; };
};

// The common options as they were typed (see Needs for which are accepted where).
struct GlobalOptions {
    bool help = false;
    bool version = false;
    bool quiet = false;
    int verbosity = 0;
    bool dry_run = false;
    bool yes = false;
    bool no_input = false;
    bool all_guilds = false;
    std::optional<std::int64_t> max;
    std::optional<std::string> color;
    std::optional<std::string> progress;
    std::optional<std::string> log_format;
    std::optional<std::string> log_file;
    std::optional<std::string> metrics_file;
    bool ascii = false;
    std::optional<std::string> config;
    std::optional<std::string> db;
    std::optional<std::string> guild;
    std::optional<std::string> token_file;
    std::optional<std::string> api_base;
    std::optional<std::string> max_wait;
    std::optional<std::string> lock_wait;
    std::optional<std::string> json;  // fields; empty: all of them
    std::optional<std::string> format;
    std::optional<std::string> columns;
    std::optional<std::string> sort;
    std::optional<std::int64_t> limit;  // 0: all
    bool no_headers = false;
    std::vector<std::string> where;
    std::optional<std::string> after;
    std::optional<std::string> names;
    std::optional<std::string> csv_safe;
    bool exit_code = false;
    std::optional<std::string> tz;
    std::optional<std::string> since;
    std::optional<std::string> until;
    std::optional<std::string> as_of;
};

class Context {
  public:
    Context(const Host& host,
            std::span<const Command> commands,
            const Command& command,
            const GlobalOptions& options,
            const OptionSet& given);
    ~Context();
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;

    const GlobalOptions& options() const { return options_; }
    std::span<const Command> commands() const { return commands_; }

    // --- output -------------------------------------------------------------------------------
    // Data, byte for byte. Text from outside goes through print() or escape_for_terminal().
    std::ostream& out();
    // Standard input. Error(file) where there is none.
    std::istream& in();
    // A person is watching the output.
    bool on_terminal() const;
    // In cells; the usual 80 where there is none.
    int terminal_width() const { return host_.streams.width; }
    // One line for the person who typed the command, on standard error; nothing with --quiet.
    // Hostile text inside is made harmless.
    void tell(std::string_view line);
    // In the format that --json, --format or the terminal asks for, after --where, --sort, --after,
    // --limit, --names and --columns. Where the command heeds --limit and it is not given, a
    // terminal gets the first `terminal_limit` rows.
    void print(report::Table table, std::size_t terminal_limit = kTerminalLimit);
    void print(report::Document document);
    // As print() does, but as CSV where no format is asked for, and into `out`: for files of any
    // size. The rest of the rows is not asked for once writing fails.
    void write_rows(report::Table table, std::ostream& out);
    // What --names pseudonym calls people of the guild at hand.
    report::PseudonymOf pseudonym_of();
    // Rows printed so far, special ones too: what --exit-code asks for.
    std::int64_t rows_printed() const { return rows_printed_; }
    // The columns of what the command prints: the answer to `--json=help`. Opens nothing.
    void print_fields();
    // For a command that folds the rows beyond a limit into one: the limit in force. It prints with
    // the same `terminal_limit`. 0: none, since all rows are needed to choose from.
    std::size_t limit(std::size_t terminal_limit = kTerminalLimit) const;
    // For a command that fetches no more rows than are shown and counted. 0: all.
    std::size_t rows_wanted(std::size_t terminal_limit = kTerminalLimit) const;
    report::Format format() const;
    bool format_is_given() const {
        return options_.format.has_value() || options_.json.has_value();
    }
    // The same figures as characters, under a text table; other formats have no pictures.
    void draw(const report::Shape& shape);
    // A report for reading, as one file's text.
    std::string page_text(const report::Page& page);
    static constexpr std::size_t kTerminalLimit = 30;

    // Everything printed so far under --all-guilds, as one table; does nothing otherwise.
    void print_collected();

    // --- asking -------------------------------------------------------------------------------
    // Whether a question reaches somebody who may answer it: at a terminal, without --no-input.
    bool can_ask();
    // One line, as it was typed; only where can_ask(). Nothing at the end of input. What comes from
    // outside must be made harmless before it becomes part of a question.
    std::optional<std::string> ask(std::string_view question);
    // One key, without Enter.
    std::optional<char> ask_key(std::string_view question);
    std::optional<Secret> ask_hidden(std::string_view question);
    // Returns when it is granted: by --yes, by the answer, or since it is mild. Error(refused)
    // where it is denied or nobody can be asked. A dry run stops before it gets here.
    void confirm(const Confirmation& confirmation);
    // Error(refused) for more targets than --max, or the command's own cap, allows at once.
    void check_cap(std::size_t targets, std::string_view thing) const;
    // --dry-run: what is written into database() disappears with this context; everything else
    // (files, Discord) is for the command to leave out.
    bool dry_run() const { return options_.dry_run; }

    // --- time ---------------------------------------------------------------------------------
    Clock& clock();
    // The moment reports speak of: --as-of, else the present (with `clock = "server"` the end of
    // the latest request to Discord that the database knows).
    Instant now();
    // --since and --until; unbounded where not given. Error(bad_value) when since is not before
    // until.
    TimeRange range();
    // A time as the person typed it, in their zone.
    Instant time(std::string_view text);
    // --tz, config, TZ (where it names a zone), else UTC.
    const std::string& zone();
    // Local time minus UTC at an instant; no function at all for UTC.
    std::function<std::chrono::seconds(Instant)> zone_offset();

    // --- what there is to work with -----------------------------------------------------------
    // The file that --config names, else what holds for the machine with the user's own over it.
    const Config& config();
    // For a command that has something to say of a configuration that cannot be read.
    void go_on_without_config() { config_.emplace(); }
    std::string config_path() const;  // --config, else the default path
    // Every key with what holds, and by whose word: "--db", "INVITECTL_DB", "FILE, line 3",
    // "default". No values: nothing holds.
    struct InForce {
        const ConfigKey* key = nullptr;
        std::vector<std::string> values;
        std::string origin;
    };
    std::vector<InForce> config_in_force();
    // Throws Error(bad_config) for what is wrong in a text that stands or is to stand at `path`.
    void check_config_text(std::string_view text, const std::string& path) const;
    // set_in_config for the file in use.
    std::string config_text_with(std::string_view text,
                                 const ConfigKey& key,
                                 const std::vector<std::string>& values) const;
    // --db, config, else the default path.
    std::string database_path();
    // Opened on first use, for reading unless the command changes things; one for the whole
    // command. Error(no_database) says how to make one. A command that changes things migrates an
    // older schema.
    sql::Connection& database();
    int schema_version();
    DatabaseAdmin& database_admin() { return admin(); }
    // A new database with the present schema, in memory for a dry run. Error(already_initialised).
    sql::Connection& create_database();
    // Takes away what create_database() made, where nothing came of it.
    void discard_created_database();
    // --guild by alias, id or name, else the config's, else the default one. Error(unknown_guild)
    // names the nearest. Under --all-guilds the one whose turn it is.
    store::StoredGuild guild();
    // From now on guild() is this one.
    void turn_to(const store::StoredGuild& guild) { turn_ = guild; }
    // Checks the API base and finds the token.
    Discord& discord();
    // The same Discord for commands that change things there.
    DiscordChanges& discord_changes();
    // From here on this is the token, whatever the places of tokens hold. Error(no_token) for what
    // cannot be one.
    void use_token(const Secret& token, const std::string& origin);
    // Where the token came from; finds it if nobody did.
    const FoundToken& token();
    Log& log();
    // What is going on, for whoever watches standard error. tell() and print() clear its line.
    Progress& progress();
    Files& files();
    HostInspector& machine();
    // Released with the result. Waits as long as --lock-wait says.
    std::unique_ptr<HeldLock> lock_runs();
    // Into the log file, where one is kept.
    void note_failure(const Error& error) noexcept;
    // Whoever reads standard error wants objects.
    bool logs_json();
    std::optional<std::string> log_file();
    // Where sync leaves its state for Prometheus, if anywhere.
    std::optional<std::string> metrics_file();
    std::stop_token stop() const { return stop_; }
    // Who decides, for the journal.
    std::string login_name();

  private:
    std::optional<std::string> wanted(const std::optional<std::string>& said,
                                      std::optional<std::string> Config::*key);
    bool use_colour();
    bool use_ascii();
    bool locale_is_unicode() const;
    report::RenderOptions render_options();
    void watch();
    Terminal& terminal();
    report::RenderOptions options_for(bool record);
    std::string brief_text(Instant t);
    std::size_t limit_in_force(std::size_t terminal_limit) const;
    report::Table ordered(report::Table table,
                          std::size_t limit,
                          const std::shared_ptr<report::PageCount>& count);
    report::Table chosen(report::Table table) const;
    report::Table counted(report::Table table);
    void show(report::Table table);
    void tell_of_page(const report::PageCount& count);
    void write(const report::Table& table);
    std::optional<Instant> last_discord_time();
    Instant present();
    DatabaseAdmin& admin();
    DiscordAccess& discord_access();
    void bring_up_to_date(sql::Connection& connection);

    const Host& host_;
    std::span<const Command> commands_;
    const Command& command_;
    const GlobalOptions& options_;
    const OptionSet& given_;
    std::stop_token stop_;

    std::optional<Config> config_;
    std::optional<std::string> zone_;
    std::optional<Instant> now_;
    std::unique_ptr<Clock> clock_;
    std::unique_ptr<Log> log_;
    Progress* progress_ = nullptr;
    std::unique_ptr<Files> files_;
    std::unique_ptr<HostInspector> machine_;
    std::unique_ptr<DatabaseAdmin> admin_;
    std::unique_ptr<sql::Connection> database_;
    std::optional<FoundToken> token_;
    std::unique_ptr<RequestMemory> request_memory_;
    std::optional<DiscordAccess> discord_;
    std::unique_ptr<Terminal> terminal_;
    std::optional<store::StoredGuild> turn_;
    std::vector<report::NamedTable> collected_;
    report::PageCount collected_count_;
    bool created_ = false;
    bool lock_taken_ = false;
    std::int64_t rows_printed_ = 0;
};

}  // namespace invitectl::cli
