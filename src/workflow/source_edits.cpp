#include "invitectl/workflow/source_edits.hpp"

#include "invitectl/base/error.hpp"
#include "invitectl/base/shell_text.hpp"
#include "invitectl/base/time_text.hpp"
#include "invitectl/store/attributions.hpp"
#include "invitectl/store/costs.hpp"
#include "invitectl/store/labels.hpp"
#include "invitectl/workflow/reconcile_run.hpp"

#include <algorithm>
#include <set>

namespace invitectl::workflow {

namespace {

using store::SourceProperty;

constexpr std::size_t kLongestNote = 2'000;
constexpr std::size_t kLongestTag = 50;

std::int64_t answer_sources_again(sql::Connection& database,
                                  GuildId guild,
                                  const std::vector<SourceId>& sources) {
    const auto codes = store::codes_ever_of(database, guild, sources);
    std::int64_t changed = answer_again(database, guild, codes);
    std::set<JoinId> labelled;
    for (const store::StoredLabel& label : store::labels(database, guild)) {
        if (label.join && label.label.source) {
            labelled.insert(*label.join);
        }
    }
    return changed + answer_joins_again(database, guild, labelled);
}

void check_text(const std::string& text, std::size_t longest, const std::string& what) {
    if (text.size() > longest) {
        throw Error(ErrorCode::bad_value,
                    "the " + what + " is too long",
                    "it has " + std::to_string(text.size()) + " bytes; at most " +
                        std::to_string(longest) + " are allowed",
                    "make it shorter");
    }
}

std::string tags_after(const Source& source, const SourceWishes& wishes) {
    std::set<std::string> tags(source.tags.begin(), source.tags.end());
    for (const std::string& tag : wishes.add_tags) {
        const bool clean = !tag.empty() && std::ranges::none_of(tag, [](char c) {
            return static_cast<unsigned char>(c) <= ' ' || c == ',';
        });
        if (!clean) {
            throw Error(ErrorCode::bad_value,
                        "\"" + tag + "\" is no tag",
                        "a tag is one word without blanks or commas",
                        "use - or _ between words");
        }
        check_text(tag, kLongestTag, "tag");
        tags.insert(tag);
    }
    for (const std::string& tag : wishes.remove_tags) {
        tags.erase(tag);
    }
    std::string text;
    for (const std::string& tag : tags) {
        text += (text.empty() ? "" : "\n") + tag;
    }
    return text;
}

std::string described(const SourceWishes& wishes) {
    std::string text;
    const auto add = [&text](const std::string& part) {
        text += (text.empty() ? "" : ", ") + part;
    };
    if (wishes.cost) {
        add("cost " + format_money(*wishes.cost));
    }
    if (wishes.note) {
        add("note \"" + *wishes.note + "\"");
    }
    for (const std::string& tag : wishes.add_tags) {
        add("tag " + tag);
    }
    for (const std::string& tag : wishes.remove_tags) {
        add("no tag " + tag);
    }
    if (wishes.owner) {
        add("owner " + wishes.owner->text());
    }
    if (wishes.no_owner) {
        add("no owner");
    }
    return text;
}

std::optional<std::string> text_or_nothing(std::string text) {
    return text.empty() ? std::nullopt : std::optional(std::move(text));
}

void say_wishes(Edit& edit,
                const Source& source,
                const SourceWishes& wishes,
                const store::Decided& decided) {
    const auto say = [&](SourceProperty property, const std::optional<std::string>& value) {
        store::say_of_source(edit.database, edit.guild, source.id, property, value, decided);
    };
    if (wishes.cost) {
        store::set_cost(
            edit.database, edit.guild, {source.id, *wishes.cost, wishes.cost_over}, decided);
    }
    if (wishes.note) {
        check_text(*wishes.note, kLongestNote, "note");
        say(SourceProperty::note, text_or_nothing(*wishes.note));
    }
    if (!wishes.add_tags.empty() || !wishes.remove_tags.empty()) {
        say(SourceProperty::tags, text_or_nothing(tags_after(source, wishes)));
    }
    if (wishes.owner || wishes.no_owner) {
        say(SourceProperty::owner,
            wishes.owner ? std::optional(wishes.owner->text()) : std::nullopt);
    }
}

}  // namespace

CreatedSource create_source(sql::Connection& database,
                            GuildId guild,
                            const std::string& name,
                            const Author& author) {
    check_new_source_name(name);
    Edit edit(database, guild, author);
    CreatedSource created;
    created.alike = confusable_names(name, store::sources(database, guild));
    const auto decided = edit.decide("source create", name, "");
    const SourceId id = store::create_source(database, guild, name, decided);
    created.source.id = id;
    created.source.name = name;
    created.source.created_at = author.at;
    edit.commit();
    return created;
}

SourceHoldings holdings(sql::Connection& database,
                        GuildId guild,
                        const std::vector<SourceId>& sources) {
    SourceHoldings found;
    const std::set<SourceId> wanted(sources.begin(), sources.end());
    std::set<InviteCode> codes;
    for (const store::StoredAssignment& made : store::assignments(database, guild)) {
        if (made.assignment.source && wanted.contains(*made.assignment.source)) {
            codes.insert(made.assignment.code);
        }
    }
    found.codes.assign(codes.begin(), codes.end());
    store::each_attribution(database, guild, 0, [&](const Attribution& answer) {
        if (is_credited(answer.source.verdict) && answer.source_value &&
            wanted.contains(*answer.source_value)) {
            ++found.joins;
        }
    });
    for (const store::StoredLabel& label : store::labels(database, guild)) {
        found.labels += label.label.source && wanted.contains(*label.label.source) ? 1 : 0;
    }
    return found;
}

RenamedSource rename_source(sql::Connection& database,
                            GuildId guild,
                            std::string_view from,
                            const std::string& to,
                            const Author& author) {
    check_new_source_name(to);
    Edit edit(database, guild, author);
    const Source source = own_source(database, guild, from);
    if (source.name == to) {
        throw Error(ErrorCode::bad_value,
                    "the source is called \"" + to + "\" already",
                    {},
                    "invitectl source list");
    }
    RenamedSource renamed;
    renamed.holdings = holdings(database, guild, {source.id});
    auto others = store::sources(database, guild);
    std::erase_if(others, [&](const Source& other) { return other.id == source.id; });
    renamed.alike = confusable_names(to, others);
    const auto decided = edit.decide("source rename", source.name, "to \"" + to + "\"");
    store::say_of_source(database, guild, source.id, SourceProperty::name, to, decided);
    edit.commit();
    return renamed;
}

MergedSources merge_sources(sql::Connection& database,
                            GuildId guild,
                            const std::vector<std::string>& from,
                            std::string_view into,
                            const Author& author) {
    Edit edit(database, guild, author);
    const Source target = open_source(database, guild, into);
    std::vector<Source> going;
    std::vector<SourceId> ids;
    std::string subject;
    for (const std::string& name : from) {
        going.push_back(own_source(database, guild, name));
        if (going.back().id == target.id) {
            throw Error(ErrorCode::refused,
                        "the source \"" + target.name + "\" cannot be merged into itself",
                        "it is named among those to be merged",
                        "name another one as the last");
        }
        if (std::ranges::find(ids, going.back().id) != ids.end()) {
            throw Error(ErrorCode::bad_value,
                        "the source \"" + name + "\" is named twice",
                        {},
                        "name it once");
        }
        ids.push_back(going.back().id);
        subject += (subject.empty() ? "\"" : " \"") + name + "\"";
    }
    MergedSources merged;
    merged.moved = holdings(database, guild, ids);
    const auto decided = edit.decide("source merge", subject, "into \"" + target.name + "\"");
    for (const Source& source : going) {
        store::say_of_source(database,
                             guild,
                             source.id,
                             SourceProperty::merged_into,
                             std::to_string(target.id),
                             decided);
    }
    merged.joins = answer_sources_again(database, guild, {target.id});
    edit.commit();
    return merged;
}

void retire_source(sql::Connection& database,
                   GuildId guild,
                   std::string_view name,
                   const Author& author) {
    Edit edit(database, guild, author);
    const Source source = own_source(database, guild, name);
    if (source.retired_at) {
        throw Error(ErrorCode::refused,
                    "the source \"" + source.name + "\" is retired already",
                    "since " + format_rfc3339(*source.retired_at),
                    "invitectl source reopen " + shell_quoted(source.name));
    }
    const auto decided = edit.decide("source retire", source.name, "");
    store::say_of_source(database,
                         guild,
                         source.id,
                         SourceProperty::retired_at,
                         std::to_string(to_micros(author.at)),
                         decided);
    edit.commit();
}

void reopen_source(sql::Connection& database,
                   GuildId guild,
                   std::string_view name,
                   const Author& author) {
    Edit edit(database, guild, author);
    const Source source = own_source(database, guild, name);
    if (!source.retired_at) {
        throw Error(ErrorCode::refused,
                    "the source \"" + source.name + "\" is open",
                    "it was never retired, or reopened since",
                    "invitectl source list");
    }
    const auto decided = edit.decide("source reopen", source.name, "");
    store::say_of_source(database, guild, source.id, SourceProperty::retired_at, {}, decided);
    edit.commit();
}

ChangedSource change_source(sql::Connection& database,
                            GuildId guild,
                            std::string_view name,
                            const SourceWishes& wishes,
                            const Author& author) {
    const std::string what = described(wishes);
    if (what.empty()) {
        throw Error(ErrorCode::usage,
                    "nothing to change about \"" + std::string(name) + "\"",
                    "no option says what",
                    "invitectl help source set");
    }
    Edit edit(database, guild, author);
    ChangedSource changed;
    changed.source = own_source(database, guild, name);
    const auto decided = edit.decide("source set", changed.source.name, what);
    say_wishes(edit, changed.source, wishes, decided);
    if (wishes.owner || wishes.no_owner) {
        changed.joins = answer_sources_again(database, guild, {changed.source.id});
    }
    edit.commit();
    return changed;
}

}  // namespace invitectl::workflow
