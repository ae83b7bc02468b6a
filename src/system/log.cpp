// The log on top of spdlog, which is known to this file alone. Every line passes LineFormatter;
// nothing else writes to a sink.
#include "invitectl/system/log.hpp"

#include "invitectl/base/escape.hpp"
#include "invitectl/base/time_text.hpp"

#include "system/descriptor.hpp"

#include <atomic>
#include <fcntl.h>
#include <map>
#include <mutex>
#include <ostream>
#include <spdlog/formatter.h>
#include <spdlog/logger.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/sinks/rotating_file_sink.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

namespace invitectl::system {
namespace {

constexpr std::size_t kLargestFile = 10U << 20U;
constexpr std::size_t kOlderFiles = 3;
constexpr mode_t kPrivate = 0600;

enum class Form { text, dated_text, json, journal };

// spdlog's levels, which have no notice, moved down by one below warn.
constexpr auto kFailure = spdlog::level::err;
constexpr auto kWarning = spdlog::level::warn;
constexpr auto kNotice = spdlog::level::info;
constexpr auto kInfo = spdlog::level::debug;
constexpr auto kDebug = spdlog::level::trace;

std::string_view name_of(spdlog::level::level_enum level) {
    switch (level) {
        case kFailure:
            return "error";
        case kWarning:
            return "warning";
        case kNotice:
            return "notice";
        case kInfo:
            return "info";
        default:
            return "debug";
    }
}

// https://www.freedesktop.org/software/systemd/man/252/sd-daemon.html
std::string_view journal_priority(spdlog::level::level_enum level) {
    return level == kWarning ? "<4>" : level == kInfo ? "<6>" : "<7>";
}

std::string time_text(const spdlog::details::log_msg& message) {
    return format_rfc3339(std::chrono::floor<Duration>(message.time));
}

// Guilds may be read side by side, each with a run of its own in a thread of its own.
class RunNumbers {
  public:
    void set(std::int64_t run) {
        const std::lock_guard lock(mutex_);
        of_[std::this_thread::get_id()] = run;
    }
    // Of this thread, or the only one there is; 0: none yet.
    std::int64_t here() const {
        const std::lock_guard lock(mutex_);
        const auto found = of_.find(std::this_thread::get_id());
        return found != of_.end() ? found->second : of_.size() == 1 ? of_.begin()->second : 0;
    }

  private:
    mutable std::mutex mutex_;
    std::map<std::thread::id, std::int64_t> of_;
};
using Runs = std::shared_ptr<RunNumbers>;

// The payload is redacted already; here it is made harmless.
class LineFormatter final : public spdlog::formatter {
  public:
    LineFormatter(Form form, Runs runs) : form_(form), runs_(std::move(runs)) {}

    void format(const spdlog::details::log_msg& message, spdlog::memory_buf_t& into) override {
        const std::string_view payload(message.payload.data(), message.payload.size());
        const std::string line =
            form_ == Form::json ? json_line(message, payload) : text_line(message, payload);
        into.append(line.data(), line.data() + line.size());
    }

    std::unique_ptr<spdlog::formatter> clone() const override {
        return std::make_unique<LineFormatter>(form_, runs_);
    }

  private:
    std::string json_line(const spdlog::details::log_msg& message, std::string_view payload) const {
        const std::int64_t run = runs_->here();
        return "{\"time\":" + json_string(time_text(message)) +
               ",\"level\":" + json_string(name_of(message.level)) +
               ",\"process\":" + std::to_string(::getpid()) +
               ",\"run\":" + (run == 0 ? "null" : json_string(std::to_string(run))) +
               ",\"message\":" + json_string(payload) + "}\n";
    }

    std::string text_line(const spdlog::details::log_msg& message, std::string_view payload) const {
        std::string line;
        if (form_ == Form::dated_text) {
            line = time_text(message) + " " + std::string(name_of(message.level)) + " [" +
                   std::to_string(::getpid()) + "] ";
        } else {
            line = form_ == Form::journal ? journal_priority(message.level) : "";
            line += message.level == kWarning ? "warning: " : "";
        }
        line += escape_for_terminal(payload);
        if (const std::int64_t run = runs_->here(); run != 0) {
            line += " (run " + std::to_string(run) + ")";
        }
        return line + "\n";
    }

    Form form_;
    Runs runs_;
};

spdlog::level::level_enum lowest_shown(int verbosity) {
    if (verbosity < 0) {
        return spdlog::level::off;
    }
    return verbosity == 0 ? kWarning : verbosity == 1 ? kInfo : kDebug;
}

// Made or checked before spdlog opens it by its name.
void prepare_file(const std::string& path) {
    const Descriptor file(
        ::open(path.c_str(),
               O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK,
               kPrivate));
    if (!file.is_open()) {
        throw system_error("cannot write the log file", path);
    }
    struct stat status {};
    if (::fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode)) {
        throw Error(ErrorCode::file, "the log file " + path + " is not a regular file");
    }
    if (status.st_uid != ::geteuid() || ::fchmod(file.get(), kPrivate) != 0) {
        throw Error(ErrorCode::file,
                    "the log file " + path + " belongs to another user",
                    "what is logged would be theirs to read",
                    "name a file of your own");
    }
}

class SpdLog final : public Log {
  public:
    SpdLog(const LogOptions& options, std::ostream& out)
        : out_(out),
          json_(options.json),
          sinks_(make_sinks(options)),
          logger_("invitectl", sinks_.begin(), sinks_.end()) {
        logger_.set_level(kDebug);
        logger_.set_error_handler([this](const std::string& what) { complain_once(what); });
    }

    void warning(std::string_view text) override { write(kWarning, text); }
    void info(std::string_view text) override { write(kInfo, text); }
    void debug(std::string_view text) override { write(kDebug, text); }

    void notice(std::string_view text) override {
        if (json_ && shown_->level() != spdlog::level::off) {
            write_to(*shown_, kNotice, text);
        }
        if (file_) {
            write_to(*file_, kNotice, text);
        }
    }

    void failure(std::string_view text) override {
        if (file_) {
            write_to(*file_, kFailure, text);
        }
    }

    void begin_run(std::int64_t run) override { runs_->set(run); }

  private:
    std::vector<spdlog::sink_ptr> make_sinks(const LogOptions& options) {
        shown_ = std::make_shared<spdlog::sinks::ostream_sink_mt>(out_, true);
        const Form form = options.json          ? Form::json
                          : options.for_journal ? Form::journal
                                                : Form::text;
        shown_->set_formatter(std::make_unique<LineFormatter>(form, runs_));
        shown_->set_level(lowest_shown(options.verbosity));
        std::vector<spdlog::sink_ptr> all = {shown_};
        if (options.file) {
            file_ = file_sink(options);
            all.push_back(file_);
        }
        return all;
    }

    spdlog::sink_ptr file_sink(const LogOptions& options) const {
        prepare_file(*options.file);
        try {
            auto sink = std::make_shared<spdlog::sinks::rotating_file_sink_mt>(
                *options.file, kLargestFile, kOlderFiles);
            sink->set_formatter(std::make_unique<LineFormatter>(
                options.json ? Form::json : Form::dated_text, runs_));
            sink->set_level(lowest_shown(std::max(options.verbosity, 1)));
            return sink;
        } catch (const spdlog::spdlog_ex& error) {
            throw Error(
                ErrorCode::file, "cannot write the log file " + *options.file, error.what());
        }
    }

    void write(spdlog::level::level_enum level, std::string_view text) {
        const std::string clean = redact(text);
        logger_.log(level, spdlog::string_view_t(clean.data(), clean.size()));
        logger_.flush();
    }

    void write_to(spdlog::sinks::sink& sink,
                  spdlog::level::level_enum level,
                  std::string_view text) {
        const std::string clean = redact(text);
        try {
            sink.log({"invitectl", level, spdlog::string_view_t(clean.data(), clean.size())});
            sink.flush();
        } catch (const std::exception& error) {
            complain_once(error.what());
        }
    }

    // A full disk must not stop the run, nor be told with every line.
    void complain_once(const std::string& what) {
        if (!complained_.exchange(true)) {
            out_ << "warning: the log cannot be written: " << escape_for_terminal(what) << "\n";
            out_.flush();
        }
    }

    std::ostream& out_;
    bool json_;
    Runs runs_ = std::make_shared<RunNumbers>();
    std::shared_ptr<spdlog::sinks::ostream_sink_mt> shown_;
    spdlog::sink_ptr file_;  // none: only standard error
    std::vector<spdlog::sink_ptr> sinks_;
    spdlog::logger logger_;
    std::atomic<bool> complained_ = false;
};

}  // namespace

std::unique_ptr<Log> open_log(const LogOptions& options, std::ostream& out) {
    return std::make_unique<SpdLog>(options, out);
}

bool leads_to_journal(int descriptor, const std::string& journal_stream) {
    struct stat status {};
    return ::fstat(descriptor, &status) == 0 &&
           journal_stream == std::to_string(status.st_dev) + ":" + std::to_string(status.st_ino);
}

}  // namespace invitectl::system
