#include "invitectl/cli/run.hpp"

#include "invitectl/base/error.hpp"
#include "invitectl/cli/help.hpp"

#include "cli/each_guild.hpp"
#include "cli/failure.hpp"
#include "cli/global_options.hpp"
#include "cli/words.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <new>
#include <ostream>
#include <system_error>

namespace invitectl::cli {
namespace {

// What was written must have arrived; a reader that has seen enough (head) is no failure.
void finish_output(const Streams& streams) {
    streams.out.flush();
    const int number = streams.out_failure();
    if (number == 0 || number == EPIPE) {
        return;
    }
    throw Error(number == ENOSPC ? ErrorCode::disk_full : ErrorCode::file,
                "cannot write the output",
                std::generic_category().message(number),
                "what was written so far is not complete");
}

// Whoever typed something that cannot be read wants to see what can.
Error with_help(const Error& error, const Command& command) {
    const bool typed = error.code() == ErrorCode::usage || error.code() == ErrorCode::bad_value;
    if (!typed || !error.next().empty()) {
        return error;
    }
    return {error.code(), error.happened(), error.why(), "invitectl help " + command.path};
}

void refuse_contradictions(const OptionSet& set) {
    if (set.typed("--guild") && set.typed("--all-guilds")) {
        throw Error(ErrorCode::usage,
                    "--guild and --all-guilds exclude each other",
                    "one names a guild, the other means all of them",
                    "leave one of them out");
    }
}

constexpr std::string_view kFieldsHelp = "--json=help";

ExitStatus run_body(const std::function<ExitStatus(Context&)>& body,
                    const Command& command,
                    Context& context) {
    const GlobalOptions& options = context.options();
    const ExitStatus status = options.all_guilds && command.needs.each_guild
                                  ? run_for_each_guild(body, context)
                                  : body(context);
    if (options.dry_run) {
        context.tell("nothing was changed");
    }
    const bool asked = status == ExitStatus::ok && options.exit_code;
    return asked && context.rows_printed() > 0 ? ExitStatus::condition : status;
}

// `as_objects`: whether errors are written as JSON; the words, variables and files say so.
ExitStatus run_command(const Command& command,
                       std::span<const std::string> words,
                       std::span<const Command> commands,
                       const Host& host,
                       bool& as_objects) {
    OptionSet set;
    GlobalOptions options;
    const auto body = command.body(set);
    declare_globals(set, options, command);
    try {
        const bool asks_for_fields =
            command.tables && std::ranges::find(words, kFieldsHelp) != words.end();
        if (asks_for_fields) {
            set.require_nothing();
        }
        set.parse(words, host.environment);
        refuse_contradictions(set);
        Context context(host, commands, command, options, set);
        if (asks_for_fields) {
            context.print_fields();
            return ExitStatus::ok;
        }
        try {
            return run_body(body, command, context);
        } catch (const Error& error) {
            context.note_failure(error);
            as_objects = asks_for_json(words) || context.logs_json();
            throw;
        }
    } catch (const Error& error) {
        throw with_help(error, command);
    }
}

// No command, a group, or --help somewhere. Help that was not asked for is an error's answer.
ExitStatus print_help(const Located& located, std::span<const Command> commands, const Host& host) {
    std::ostream& stream = located.wants_help ? host.streams.out : host.streams.err;
    stream << help_text(commands, located.name);
    stream.flush();
    return located.wants_help ? ExitStatus::ok : ExitStatus::usage;
}

ExitStatus dispatch(std::span<const std::string> words,
                    std::span<const Command> commands,
                    const Host& host,
                    bool& as_objects) {
    refuse_tokens(words);
    const Located located = locate(words, commands);
    if (located.wants_version) {
        const std::vector<std::string> version = {"version"};
        return dispatch(version, commands, host, as_objects);
    }
    const bool is_group = located.command == nullptr && located.name.size() == 1 &&
                          !group_members(commands, located.name.front()).empty();
    if (located.wants_help || located.name.empty() || is_group) {
        return print_help(located, commands, host);
    }
    if (located.command == nullptr) {
        unknown_command(located.name, commands);
    }
    return run_command(*located.command, located.rest, commands, host, as_objects);
}

ExitStatus status_of(const Error& error, const Host& host) {
    const ExitStatus status = exit_status(error.code());
    return status == ExitStatus::interrupted && host.caught_signal() == SIGTERM
               ? ExitStatus::terminated
               : status;
}

ExitStatus report(const Error& failure, bool as_object, const Host& host) {
    const Error error = with_next_step(failure);
    const ExitStatus status = status_of(error, host);
    host.streams.out.flush();  // what came before stands before it where both go to one place
    host.streams.err << (as_object ? failure_object(error, status)
                                   : failure_lines(error, host.streams.err_is_journal));
    host.streams.err.flush();
    return status;
}

}  // namespace

ExitStatus run(std::span<const std::string> words,
               std::span<const Command> commands,
               const Host& host) {
    bool as_objects = asks_for_json(words) || host.environment("INVITECTL_LOG_FORMAT") == "json";
    try {
        const ExitStatus status = dispatch(words, commands, host, as_objects);
        finish_output(host.streams);
        return status;
    } catch (const Error& error) {
        return report(error, as_objects, host);
    } catch (const std::bad_alloc&) {
        host.streams.err << "error: out of memory (E-RUN-02)\n"
                            "next: free some memory, then run the same command again\n";
        return ExitStatus::failed;
    } catch (const std::exception& error) {
        return report(Error(ErrorCode::internal,
                            "something went wrong inside invitectl",
                            error.what(),
                            "please report it with the command you ran"),
                      as_objects,
                      host);
    }
}

}  // namespace invitectl::cli
