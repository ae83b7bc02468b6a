# fish completion for invitectl; made by: invitectl completion fish

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
