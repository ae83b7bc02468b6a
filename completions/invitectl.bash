# bash completion for invitectl; made by: invitectl completion bash

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
