#include "commands/lookups.hpp"

#include "invitectl/base/edit_distance.hpp"
#include "invitectl/base/error.hpp"
#include "invitectl/store/attributions.hpp"
#include "invitectl/store/guilds.hpp"
#include "invitectl/store/join_records.hpp"
#include "invitectl/store/labels.hpp"
#include "invitectl/store/people.hpp"
#include "invitectl/store/settings_store.hpp"
#include "invitectl/store/sources.hpp"
#include "invitectl/workflow/boards.hpp"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <istream>
#include <memory>
#include <sstream>

namespace invitectl::commands {

namespace {

// Who is asked for again and again, as inviters are, is looked up once; a fixed number of people is
// held, so that a report about ten million needs no more room.
class RecentPeople {
  public:
    RecentPeople(sql::Connection& database, GuildId guild) : finder_(database, guild) {}

    const std::optional<Person>& find(UserId user) {
        Entry& entry = entries_[std::hash<UserId>{}(user)*kSpread % entries_.size()];
        if (!entry.taken || entry.user != user) {
            entry = {true, user, finder_.find(user)};
        }
        return entry.person;
    }

  private:
    static constexpr std::size_t kHeld = 4093;  // prime, as is the other: ids end alike
    static constexpr std::size_t kSpread = 1'000'003;
    struct Entry {
        bool taken = false;
        UserId user;
        std::optional<Person> person;
    };

    store::PersonFinder finder_;
    std::vector<Entry> entries_ = std::vector<Entry>(kHeld);
};

}  // namespace

report::Names names_of(sql::Connection& database, GuildId guild) {
    auto channels =
        std::make_shared<std::map<ChannelId, Channel>>(store::channels(database, guild));
    auto sources = std::make_shared<std::vector<Source>>(store::sources(database, guild));
    report::Names names;
    names.person = [people = std::make_shared<RecentPeople>(database, guild)](UserId user) {
        return people->find(user);
    };
    names.channel = [channels](ChannelId id) -> std::optional<std::string> {
        const auto found = channels->find(id);
        return found == channels->end() ? std::nullopt : std::optional(found->second.name);
    };
    names.source = [sources](SourceId id) -> std::optional<std::string> {
        for (const Source& source : *sources) {
            if (source.id == id) {
                return source.name;
            }
        }
        return {};
    };
    return names;
}

report::JoinLine join_line(sql::Connection& database,
                           GuildId guild,
                           const store::StoredJoin& join,
                           const OutcomeRules& rules,
                           Instant now) {
    report::JoinLine line;
    line.id = join.id;
    line.spell = join.spell;
    line.bot = join.bot;
    line.did_rejoin = join.did_rejoin;
    line.outcome = outcome_of(join.spell, now, rules);
    line.attribution = store::load_attribution(database, guild, join.id);
    return line;
}

report::JoinSource found_joins(sql::Connection& database,
                               GuildId guild,
                               const store::JoinFilter& filter,
                               Instant now) {
    return [rows = std::make_shared<store::FoundJoins>(database, guild, filter),
            rules = outcome_rules(store::settings(database, guild)),
            now](report::JoinLine& line) {
        store::StoredJoin join;
        if (!rows->next(join, line.attribution)) {
            return false;
        }
        line.id = join.id;
        line.spell = join.spell;
        line.bot = join.bot;
        line.did_rejoin = join.did_rejoin;
        line.outcome = outcome_of(join.spell, now, rules);
        return true;
    };
}

BaselineLabels baseline_labels(sql::Connection& database, GuildId guild) {
    const report::Names names = names_of(database, guild);
    BaselineLabels found;
    for (const store::StoredLabel& label : store::labels(database, guild)) {
        if (!label.join && label.label.source) {
            found.emplace(std::pair(label.user, label.joined_at),
                          report::source_text(label.label.source, names));
        }
    }
    return found;
}

report::MemberSource present_members(sql::Connection& database,
                                     GuildId guild,
                                     const TimeRange& joined,
                                     Instant now) {
    return [rows = std::make_shared<store::MemberRecords>(database, guild, joined, now),
            labels = baseline_labels(database, guild),
            record = store::JoinRecord{}](report::MemberLine& line) mutable {
        if (!rows->next(record)) {
            return false;
        }
        line.join.id = record.join.id;
        line.join.spell = record.join.spell;
        line.join.bot = record.join.bot;
        std::swap(line.join.attribution, record.answer);
        const auto label = record.join.id == 0
                               ? labels.find({record.join.spell.user, record.join.spell.joined_at})
                               : labels.end();
        line.label = label == labels.end() ? "" : label->second;
        return true;
    };
}

analytics::BoardRules board_rules(sql::Connection& database,
                                  GuildId guild,
                                  analytics::Axis axis,
                                  Instant now) {
    analytics::BoardRules rules;
    rules.axis = axis;
    rules.now = now;
    rules.outcome = outcome_rules(store::settings(database, guild));
    rules.credit = workflow::credit_rules(database, guild, axis);
    return rules;
}

report::SnapshotLine snapshot_line(const store::ReadingSummary& summary) {
    return {summary.reading,
            summary.quiet,
            summary.codes,
            summary.uses,
            summary.moved_codes,
            summary.new_uses,
            summary.came,
            summary.went};
}

Schedule schedule_here(cli::Context& context, Duration every) {
    const auto absolute = [](const std::string& path) {
        return std::filesystem::absolute(path).lexically_normal().string();
    };
    Schedule schedule;
    schedule.every = every;
    std::error_code failed;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", failed);
    schedule.program = failed ? "invitectl" : program.string();
    if (context.options().config) {
        schedule.config = absolute(*context.options().config);
    }
    schedule.database = absolute(context.database_path());
    const auto& named = context.options().token_file;
    const auto& token_file = named && *named != "-" ? named : context.config().token_file;
    if (token_file) {
        schedule.token_file = absolute(*token_file);
    }
    if (const auto log_file = context.log_file()) {
        schedule.log_file = absolute(*log_file);
    }
    if (const auto metrics_file = context.metrics_file()) {
        schedule.metrics_file = absolute(*metrics_file);
    }
    schedule.user = context.login_name();
    return schedule;
}

workflow::Author author_of(cli::Context& context) {
    return {context.login_name(), context.now()};
}

std::vector<InviteCode> parse_codes(const std::vector<std::string>& words) {
    std::vector<InviteCode> codes;
    for (const std::string& word : words) {
        const auto code = InviteCode::parse_pasted(word);
        if (!code) {
            throw Error(ErrorCode::bad_value,
                        "\"" + word + "\" is no invite code",
                        "a code is what follows discord.gg/ in a link",
                        "invitectl invite list");
        }
        if (std::ranges::find(codes, *code) == codes.end()) {
            codes.push_back(*code);
        }
    }
    return codes;
}

UserId user_named(sql::Connection& database, GuildId guild, const std::string& text) {
    // Ids have at least 17 digits since 2015; a shorter number is a name.
    constexpr std::size_t kShortestId = 15;
    if (const auto id = parse_snowflake(text); id && text.size() >= kShortestId) {
        return UserId{*id};
    }
    const auto people = store::people_named(database, guild, text);
    if (people.size() == 1) {
        return people.front().id;
    }
    std::string why = "nobody of this name is known in this server; an id works for anybody";
    if (people.size() > 1) {
        why = std::to_string(people.size()) + " people have this name; use an id:";
        for (const Person& person : people) {
            why += " " + person.id.text();
        }
    }
    throw Error(
        ErrorCode::not_found, "there is no user \"" + text + "\"", why, "invitectl member list");
}

Channel channel_named(sql::Connection& database, GuildId guild, const std::string& text) {
    const std::string name = text.starts_with('#') ? text.substr(1) : text;
    std::vector<Channel> found;
    std::vector<std::string> names;
    for (const auto& [id, channel] : store::channels(database, guild)) {
        names.push_back(channel.name);
        if (id.text() == text || channel.name == name) {
            found.push_back(channel);
        }
    }
    if (found.size() == 1) {
        return found.front();
    }
    std::string why = "this server has no channel of this name or id that is known";
    if (found.size() > 1) {
        why = std::to_string(found.size()) + " channels have this name; use an id";
    } else if (const auto near = nearest(name, names)) {
        why = "the nearest name is \"" + *near + "\"";
    }
    throw Error(ErrorCode::not_found,
                "there is no channel \"" + text + "\"",
                why,
                "invitectl invite list --columns channel,channel_id");
}

namespace {

// The first word of each line that has one; what follows a # is a remark.
void read_words(std::istream& in, std::vector<std::string>& words) {
    for (std::string line; std::getline(in, line);) {
        std::istringstream rest(line.substr(0, line.find('#')));
        if (std::string word; rest >> word) {
            words.push_back(std::move(word));
        }
    }
}

}  // namespace

std::vector<std::string> words_with_file(cli::Context& context,
                                         const std::vector<std::string>& words,
                                         const std::optional<std::string>& file) {
    std::vector<std::string> all;
    const auto add = [&](const std::string& word) {
        if (word == "-") {
            read_words(context.in(), all);
        } else {
            all.push_back(word);
        }
    };
    std::ranges::for_each(words, add);
    if (file && *file == "-") {
        add(*file);
    } else if (file) {
        std::ifstream in(*file);
        if (!in) {
            throw Error(ErrorCode::file,
                        "the file \"" + *file + "\" cannot be read",
                        "it is not there, or not readable for you",
                        "name another file, or - for standard input");
        }
        read_words(in, all);
    }
    if (all.empty()) {
        throw Error(
            ErrorCode::usage, "nothing is named", "the list is empty", "invitectl join recent");
    }
    return all;
}

std::string counted(std::int64_t number, std::string_view thing) {
    return fmt::format("{} {}{}", number, thing, number == 1 ? "" : "s");
}

std::string counted(std::int64_t number, std::string_view one, std::string_view many) {
    return fmt::format("{} {}", number, number == 1 ? one : many);
}

}  // namespace invitectl::commands
