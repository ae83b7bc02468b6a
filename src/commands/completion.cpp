// completion: the scripts that let a shell ask __complete.
#include "invitectl/cli/context.hpp"

#include "commands/all.hpp"

#include <ostream>
#include <string_view>

namespace invitectl::commands {
namespace {

constexpr std::string_view kBash =
    R"(# bash completion for invitectl; made by: invitectl completion bash

_invitectl() {
    local flags value
    COMPREPLY=()
    {
        IFS= read -r flags
        while IFS=$'\t' read -r value _; do
            COMPREPLY+=("$value")
        done
    } < <("${COMP_WORDS[0]}" __complete bash -- "${COMP_LINE:0:COMP_POINT}" \
        "${COMP_WORDS[COMP_CWORD]}" 2>/dev/null)
    if [[ $flags == *files* ]]; then
        compopt -o default 2>/dev/null
    fi
    if [[ $flags == *unfinished* ]]; then
        compopt -o nospace 2>/dev/null
    fi
}

complete -o nosort -F _invitectl invitectl
)";

constexpr std::string_view kZsh = R"(#compdef invitectl
# zsh completion for invitectl; made by: invitectl completion zsh

_invitectl() {
    local flags value meaning
    local -a before values shown space
    before=("${(@Q)words[2,CURRENT-1]}")
    {
        IFS= read -r flags
        while IFS=$'\t' read -r value meaning; do
            values+=("$value")
            shown+=("$value${meaning:+  -- $meaning}")
        done
    } < <("${(Q)words[1]}" __complete zsh -- "${before[@]}" "${(Q)PREFIX}" 2>/dev/null)
    [[ $flags == *unfinished* ]] && space=(-S '')
    if (( $#values )); then
        compadd -l -o nosort "${space[@]}" -d shown -- "${values[@]}"
    fi
    if [[ $flags == *files* ]]; then
        _files
    fi
    (( $#values )) || [[ $flags == *files* ]]
}

if [[ $funcstack[1] == _invitectl ]]; then
    _invitectl "$@"
elif (( $+functions[compdef] )); then
    compdef _invitectl invitectl
fi
)";

constexpr std::string_view kFish =
    R"(# fish completion for invitectl; made by: invitectl completion fish

function __invitectl_offers
    set -l words (commandline -opc)
    set -l program $words[1]
    set -e words[1]
    set -l lines ($program __complete fish -- $words (commandline -ct) 2>/dev/null)
    if set -q lines[2]
        printf '%s\n' $lines[2..-1]
    end
    if string match -q '*files*' -- $lines[1]
        __fish_complete_path (commandline -ct)
    end
end

complete -c invitectl -f -k -a '(__invitectl_offers)'
)";

struct Options {
    std::string shell;
};

void declare(cli::OptionSet& set, Options& options) {
    set.positional("SHELL", options.shell, "which shell").choices({"bash", "zsh", "fish"});
}

cli::ExitStatus run(const Options& options, cli::Context& context) {
    context.out() << (options.shell == "bash" ? kBash : options.shell == "zsh" ? kZsh : kFish);
    return cli::ExitStatus::ok;
}

}  // namespace

cli::Command completion() {
    return {.path = "completion",
            .group = cli::Group::self,
            .summary = "The script that lets a shell complete commands, guilds, codes and sources",
            .description =
                "An installed invitectl brings it along. The script asks the program, which looks "
                "into the local database and never into the network.\n\nbash: put it into "
                "~/.local/share/bash-completion/completions/invitectl. zsh: into a file _invitectl "
                "in a folder of $fpath. fish: into ~/.config/fish/completions/invitectl.fish.",
            .examples = {{"invitectl completion bash > invitectl.bash", "for bash"},
                         {"invitectl completion zsh > _invitectl", "for zsh"},
                         {"invitectl completion fish > invitectl.fish", "for fish"}},
            .body = cli::body(declare, run)};
}

}  // namespace invitectl::commands
