// What the program says of its own work: the log, and what is going on at this moment.
#include "invitectl/base/error.hpp"
#include "invitectl/base/escape.hpp"
#include "invitectl/cli/context.hpp"

#include <ostream>

namespace invitectl::cli {

// A configuration that cannot be read is no reason to say nothing; whoever works by it complains.
std::optional<std::string> Context::wanted(const std::optional<std::string>& said,
                                           std::optional<std::string> Config::*key) {
    if (said) {
        return said;
    }
    try {
        return config().*key;
    } catch (const Error&) {
        return {};
    }
}

bool Context::logs_json() {
    return wanted(options_.log_format, &Config::log_format) == "json";
}

std::optional<std::string> Context::log_file() {
    return wanted(options_.log_file, &Config::log_file);
}

std::optional<std::string> Context::metrics_file() {
    return wanted(options_.metrics_file, &Config::metrics_file);
}

Log& Context::log() {
    if (!log_) {
        LogOptions form;
        form.verbosity = options_.quiet && options_.verbosity == 0 ? -1 : options_.verbosity;
        form.json = logs_json();
        form.file = log_file();
        form.for_journal = host_.streams.err_is_journal;
        log_ = host_.factories.log(form, host_.streams.err);
    }
    return *log_;
}

Progress& Context::progress() {
    if (progress_ == nullptr) {
        const std::string how = wanted(options_.progress, &Config::progress).value_or("auto");
        const bool line = how == "auto" && host_.streams.err_is_terminal && !options_.quiet &&
                          host_.environment("TERM").value_or("") != "dumb";
        const ProgressMode mode = how == "json" ? ProgressMode::json
                                  : line        ? ProgressMode::line
                                                : ProgressMode::silent;
        progress_ = host_.factories.progress ? &host_.factories.progress(mode) : &unwatched();
    }
    return *progress_;
}

std::ostream& Context::out() {
    if (progress_ != nullptr) {
        progress_->end();
    }
    return host_.streams.out;
}

void Context::tell(std::string_view line) {
    if (logs_json() || log_file()) {
        log().notice(line);
    }
    if (!options_.quiet && !logs_json()) {
        host_.streams.err << (options_.dry_run ? "dry run: " : "") << escape_for_terminal(line)
                          << '\n';
        host_.streams.err.flush();
    }
}

void Context::note_failure(const Error& error) noexcept {
    try {
        if (log_file()) {
            log().failure(std::string(error_id(error.code())) + " " + error.happened() +
                          (error.why().empty() ? "" : ": " + error.why()));
        }
    } catch (const std::exception&) {
        // The failure itself is told by whoever ends the command.
        return;
    }
}

}  // namespace invitectl::cli
