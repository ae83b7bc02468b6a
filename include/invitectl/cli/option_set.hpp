// What a command accepts: declared once, used for parsing, help, completions and man pages.
//
//     set.flag("--full", options.full, "sweep all members");
//     set.option("--by", options.by, "WHAT", "what a row stands for").choices({"inviter",
//     "source"}); set.positional("CODE", options.codes, "invite codes or links");
//     set.last_positional("SOURCE", options.source, "the source they belong to");
//
// A target holds the default before parsing and keeps it when the option is not given; targets must
// outlive the set. Every option that is not marked otherwise has a twin in the environment,
// INVITECTL_<NAME>, which the command line overrides.
#pragma once

#include "invitectl/cli/environment.hpp"

#include <cstdint>
#include <functional>
#include <list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace invitectl::cli {

enum class OptionKind {
    flag,             // no value
    counter,          // a flag that may be repeated: -vv
    value,            // one value
    list,             // may be repeated
    optional_value,   // --json or --json=a,b; a value needs the equals sign
    positional,       // one word
    positional_list,  // all words, except what a last positional takes
};

// One declared option. The reference that the declaring calls return is for refining it at once.
struct Option {
    std::string names{};       // "-L,--limit" or "CODE"
    std::string value_name{};  // "N"; empty for flags
    std::string help{};        // without a full stop
    OptionKind kind = OptionKind::value;
    std::vector<std::string> choice_list{};  // empty: anything
    std::string default_text{};              // what help shows; empty: nothing worth showing
    std::string section{};                   // heading in help; empty: the command's own options
    bool is_required = false;
    bool is_hidden = false;
    bool is_last = false;             // takes the last word
    bool has_environment = true;      // false for positionals and for what guards something
    bool environment_applied = true;  // false: the twin is read by somebody else, in another order
    // Stores the words; returns what is wrong with them, or nothing.
    std::function<std::optional<std::string>(const std::vector<std::string>&)> assign{};

    Option& choices(std::vector<std::string> allowed);
    Option& fallback(std::string text);  // shown as the default where the target does not tell
    Option& required();  // positionals are, unless their target is optional or a list
    Option& optional();
    Option& hidden();
    Option& without_environment();
    Option& environment_read_elsewhere();

    bool is_positional() const;
    std::string long_name() const;    // "--limit", or the positional's name
    std::string environment() const;  // "INVITECTL_LIMIT"; empty where there is none
};

class OptionSet {
  public:
    OptionSet() = default;
    OptionSet(const OptionSet&) = delete;
    OptionSet& operator=(const OptionSet&) = delete;

    // `names` is "--long" or "-s,--long".
    Option& flag(std::string names, bool& target, std::string help);
    Option& counter(std::string names, int& target, std::string help);
    Option& option(std::string names,
                   std::string& target,
                   std::string value_name,
                   std::string help);
    Option& option(std::string names,
                   std::optional<std::string>& target,
                   std::string value_name,
                   std::string help);
    // Whole numbers of the given range only.
    Option& option(std::string names,
                   std::int64_t& target,
                   std::string value_name,
                   std::string help,
                   std::int64_t min,
                   std::int64_t max);
    Option& option(std::string names,
                   std::optional<std::int64_t>& target,
                   std::string value_name,
                   std::string help,
                   std::int64_t min,
                   std::int64_t max);
    // May be repeated; every value is kept as it is typed.
    Option& option(std::string names,
                   std::vector<std::string>& target,
                   std::string value_name,
                   std::string help);
    // Present without a value: an empty string.
    Option& optional_value(std::string names,
                           std::optional<std::string>& target,
                           std::string value_name,
                           std::string help);

    // Positionals in the order in which they are typed; a list comes last, save for a last
    // positional.
    Option& positional(std::string name, std::string& target, std::string help);
    Option& positional(std::string name, std::optional<std::string>& target, std::string help);
    Option& positional(std::string name, std::vector<std::string>& target, std::string help);
    // Takes the last word: CODE... SOURCE. A single word is left to what is required before it.
    Option& last_positional(std::string name, std::string& target, std::string help);
    Option& last_positional(std::string name, std::optional<std::string>& target, std::string help);

    // Options declared from here on stand under this heading in help.
    void section(std::string title) { section_ = std::move(title); }

    // From here on nothing must be given: for a question about the command itself.
    void require_nothing();

    // In the order of declaration.
    const std::list<Option>& options() const { return options_; }

    // Reads the words after the command's name into the targets. Throws Error(usage) for what is
    // unknown, missing or repeated, naming the nearest option, and Error(bad_value) for values that
    // cannot be read.
    void parse(std::span<const std::string> words, const Environment& environment);

    // Whether parse found it on the command line or in the environment. By "--long" or positional
    // name.
    bool given(std::string_view long_name) const { return found(long_name) != nullptr; }
    // Whether it was on the command line.
    bool typed(std::string_view long_name) const;

    // What parse found, and where.
    struct Given {
        std::string name;    // "--limit", or the positional's name
        std::string origin;  // the same, or the variable: "INVITECTL_LIMIT"
        std::vector<std::string> words;
    };
    const Given* found(std::string_view long_name) const;

  private:
    Option& add(Option option);
    void apply_environment(const Environment& environment);
    void assign_positionals(std::vector<std::string> words);
    void assign(Option& option, const std::vector<std::string>& values, std::string_view origin);

    std::list<Option> options_;  // a list: the references given out stay valid
    std::vector<Given> given_;
    std::string section_;
};

}  // namespace invitectl::cli
