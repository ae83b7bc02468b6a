// What the program says of its own work: the log, and what is going on at this moment.
#include "invitectl/base/error.hpp"
#include "invitectl/base/escape.hpp"
#include "invitectl/cli/context.hpp"

#include <ostream>

namespace invitectl::cli {

Log& Context::log() {
    if (!log_) {
        LogOptions wanted;
        wanted.verbosity = options_.quiet && options_.verbosity == 0 ? -1 : options_.verbosity;
        wanted.json = options_.log_format == "json";
        wanted.file = options_.log_file;
        wanted.for_journal = host_.streams.err_is_journal;
        log_ = host_.factories.log(wanted, host_.streams.err);
    }
    return *log_;
}

Progress& Context::progress() {
    if (progress_ == nullptr) {
        const bool line = options_.progress == "auto" && host_.streams.err_is_terminal &&
                          !options_.quiet && host_.environment("TERM").value_or("") != "dumb";
        const ProgressMode mode = options_.progress == "json" ? ProgressMode::json
                                  : line                      ? ProgressMode::line
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
    if (options_.log_format == "json" || options_.log_file) {
        log().notice(line);
    }
    if (!options_.quiet && options_.log_format != "json") {
        host_.streams.err << (options_.dry_run ? "dry run: " : "") << escape_for_terminal(line)
                          << '\n';
        host_.streams.err.flush();
    }
}

void Context::note_failure(const Error& error) noexcept {
    try {
        if (options_.log_file) {
            log().failure(std::string(error_id(error.code())) + " " + error.happened() +
                          (error.why().empty() ? "" : ": " + error.why()));
        }
    } catch (const std::exception&) {
        // The failure itself is told by whoever ends the command.
        return;
    }
}

}  // namespace invitectl::cli
