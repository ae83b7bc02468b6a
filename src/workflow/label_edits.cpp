#include "invitectl/workflow/label_edits.hpp"

#include "invitectl/base/error.hpp"
#include "invitectl/store/intents.hpp"
#include "invitectl/store/labels.hpp"
#include "invitectl/store/members.hpp"
#include "invitectl/store/people.hpp"
#include "invitectl/store/readings.hpp"
#include "invitectl/workflow/reconcile_run.hpp"

#include <algorithm>
#include <set>

namespace invitectl::workflow {

namespace {

std::optional<NamedJoin> latest_of(sql::Connection& database, GuildId guild, UserId user) {
    const auto joins = store::joins_of(database, guild, user);
    if (!joins.empty()) {
        return NamedJoin{joins.back().id, user, joins.back().spell.joined_at};
    }
    if (const auto spell = store::baseline_spell(database, guild, user)) {
        return NamedJoin{{}, user, spell->joined_at};
    }
    return {};
}

std::vector<NamedJoin> joins_named(sql::Connection& database,
                                   GuildId guild,
                                   const std::vector<std::string>& texts) {
    std::vector<NamedJoin> joins;
    std::set<std::pair<UserId, Instant>> seen;
    for (const std::string& text : texts) {
        const NamedJoin join = join_named(database, guild, text);
        if (seen.emplace(join.user, join.joined_at).second) {
            joins.push_back(join);
        }
    }
    if (joins.empty()) {
        throw Error(
            ErrorCode::usage, "no join is named", "the list is empty", "invitectl join recent");
    }
    return joins;
}

std::string listed(const std::vector<NamedJoin>& joins) {
    constexpr std::size_t kShown = 10;
    std::string text;
    for (std::size_t i = 0; i < std::min(joins.size(), kShown); ++i) {
        text += (i == 0 ? "" : " ") +
                (joins[i].join ? std::to_string(*joins[i].join) : joins[i].user.text());
    }
    return joins.size() > kShown ? text + " and " + std::to_string(joins.size() - kShown) + " more"
                                 : text;
}

std::optional<Candidate::Kind> way_of(SourceKind kind) {
    switch (kind) {
        case SourceKind::vanity:
            return Candidate::Kind::vanity;
        case SourceKind::bot:
            return Candidate::Kind::bot;
        case SourceKind::none:
            return Candidate::Kind::none;
        case SourceKind::named:
            break;
    }
    return {};
}

// The label that the wish comes to, by what is known of its code.
Label label_of(sql::Connection& database,
               GuildId guild,
               const std::optional<Source>& source,
               const LabelWish& wish,
               bool& never_seen) {
    Label label{.source = source ? std::optional(source->id) : std::nullopt,
                .code = wish.code,
                .inviter = wish.inviter,
                .way = source ? way_of(source->kind) : std::nullopt,
                .made_by = {}};
    if (wish.code && label.way && label.way != Candidate::Kind::vanity) {
        throw Error(
            ErrorCode::bad_value,
            "\"" + source->name + "\" and the code " + wish.code->text() + " cannot both be true",
            "\"" + source->name + "\" stands for joins without an invite",
            "leave --code out, or name another source");
    }
    if (wish.code) {
        const auto lives = store::invite_lives(database, guild, *wish.code);
        never_seen = lives.empty() && !store::codes_made(database, guild).contains(*wish.code);
        label.way = Candidate::Kind::invite;
        if (!lives.empty()) {
            label.way = lives.back().stream == Stream::vanity ? Candidate::Kind::vanity
                                                              : Candidate::Kind::invite;
            label.made_by = lives.back().terms.inviter;
        }
    }
    return label;
}

std::string described(const LabelWish& wish) {
    std::string text = wish.source ? "as \"" + *wish.source + "\"" : "";
    text += wish.code ? (text.empty() ? "" : ", ") + ("code " + wish.code->text()) : "";
    text += wish.inviter ? ", inviter " + wish.inviter->text() : "";
    text += wish.reason.empty() ? "" : ": " + wish.reason;
    return text;
}

Labelled add_labels(Edit& edit,
                    const std::vector<NamedJoin>& joins,
                    const Label& label,
                    const std::string& reason,
                    const store::Decided& decided) {
    Labelled labelled;
    std::set<JoinId> ids;
    for (const NamedJoin& join : joins) {
        store::add_label(
            edit.database, edit.guild, join.user, join.joined_at, label, reason, decided);
        ++labelled.joins;
        labelled.before_tracking += join.join ? 0 : 1;
        if (join.join) {
            ids.insert(*join.join);
        }
    }
    answer_joins_again(edit.database, edit.guild, ids);
    return labelled;
}

}  // namespace

NamedJoin join_named(sql::Connection& database, GuildId guild, const std::string& text) {
    // A number is a join while it is short, a user when it has the length of an id.
    if (const auto id = parse_snowflake(text)) {
        if (const auto join = store::find_join(database, guild, *id)) {
            return {join->id, join->spell.user, join->spell.joined_at};
        }
        if (const auto found = latest_of(database, guild, UserId{*id})) {
            return *found;
        }
    }
    const auto people = store::people_named(database, guild, text);
    if (people.size() == 1) {
        if (const auto found = latest_of(database, guild, people.front().id)) {
            return *found;
        }
    }
    std::string why = "no join has this number, and no member ever had this id or name";
    if (people.size() > 1) {
        why = std::to_string(people.size()) + " people have this name; use an id:";
        for (const Person& person : people) {
            why += " " + person.id.text();
        }
    }
    throw Error(
        ErrorCode::not_found, "there is no join \"" + text + "\"", why, "invitectl join recent");
}

Labelled label_joins(sql::Connection& database,
                     GuildId guild,
                     const std::vector<std::string>& texts,
                     const LabelWish& wish,
                     const Author& author) {
    Edit edit(database, guild, author);
    std::optional<Source> source;
    if (wish.source) {
        source = source_named(database, guild, *wish.source);
        if (source->merged_into) {
            own_source(database, guild, *wish.source);  // says into which
        }
    }
    bool never_seen = false;
    const Label label = label_of(database, guild, source, wish, never_seen);
    const auto joins = joins_named(database, guild, texts);
    const auto decided = edit.decide("join label", listed(joins), described(wish));
    Labelled labelled = add_labels(edit, joins, label, wish.reason, decided);
    labelled.never_seen = never_seen;
    edit.commit();
    return labelled;
}

Labelled unlabel_joins(sql::Connection& database,
                       GuildId guild,
                       const std::vector<std::string>& texts,
                       const Author& author) {
    Edit edit(database, guild, author);
    const auto joins = joins_named(database, guild, texts);
    std::set<std::pair<UserId, Instant>> labelled_now;
    for (const store::StoredLabel& label : store::labels(database, guild)) {
        labelled_now.emplace(label.user, label.joined_at);
    }
    for (const NamedJoin& join : joins) {
        if (!labelled_now.contains({join.user, join.joined_at})) {
            throw Error(ErrorCode::not_found,
                        "the join of " + join.user.text() + " has no label",
                        "there is nothing to take back",
                        "invitectl history");
        }
    }
    const auto decided = edit.decide("join unlabel", listed(joins), "");
    const Labelled labelled = add_labels(edit, joins, {}, "", decided);
    edit.commit();
    return labelled;
}

}  // namespace invitectl::workflow
