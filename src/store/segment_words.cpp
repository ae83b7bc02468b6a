#include "store/segment_words.hpp"

#include "invitectl/store/sources.hpp"

#include "store/query.hpp"

#include <map>

namespace invitectl::store {
namespace {

using analytics::Dictionaries;

enum WordKind : int { kCodeWord = 0, kInviterWord = 1, kSourceWord = 2 };

// How many words of a kind are stored.
std::size_t stored_words(sql::Connection& connection, GuildId guild, WordKind kind) {
    Query count(connection,
                "SELECT COALESCE(MAX(position) + 1, 0) FROM segment_word"
                " WHERE guild_id = $guild AND kind = $kind",
                {"guild", "kind"});
    count.with(guild, static_cast<int>(kind)).next();
    return count.get<std::size_t>(0);
}

}  // namespace

JoinDictionaries load_dictionaries(sql::Connection& connection, GuildId guild, Words kinds) {
    JoinDictionaries names(kinds);
    std::map<SourceId, Source> by_id;
    const std::vector<Source> all_sources = sources_ever(connection, guild);
    for (const Source& source : all_sources) {
        by_id.emplace(source.id, source);
    }
    Query words(connection,
                "SELECT kind, code, id FROM segment_word WHERE guild_id = $guild AND kind >= $first"
                " ORDER BY kind, position",
                {"guild", "first"});
    names.reserve(stored_words(connection, guild, kCodeWord),
                  stored_words(connection, guild, kInviterWord));
    const WordKind first = kinds == Words::all ? kCodeWord : kInviterWord;
    for (words.with(guild, static_cast<int>(first)); words.next();) {
        const auto kind = words.get<int>(0);
        if (kind == kCodeWord) {
            names.code(words.get<InviteCode>(1));
        } else if (kind == kInviterWord) {
            names.inviter(words.get<UserId>(2));
        } else if (const auto source = by_id.find(words.get<SourceId>(2)); source != by_id.end()) {
            names.add(source->second);
        } else {
            throw Error(ErrorCode::damaged_database, "a segment of joins has an unknown source");
        }
    }
    for (const Source& source : all_sources) {
        if (!names.knows(source.id)) {
            names.add(source);
        }
    }
    return names;
}

void store_dictionaries(sql::Connection& connection, GuildId guild, const Dictionaries& names) {
    Query add(connection,
              "INSERT INTO segment_word (guild_id, kind, position, code, id)"
              " VALUES ($guild, $kind, $position, $code, $id)",
              {"guild", "kind", "position", "code", "id"});
    const auto code = [](const auto& text, std::optional<std::int64_t> id) {
        return std::pair{text, id};
    };
    const auto store = [&](WordKind kind, const auto& entries, const auto& word) {
        for (std::size_t i = stored_words(connection, guild, kind); i < entries.size(); ++i) {
            const auto [text, id] = word(entries[i]);
            add.with(guild, static_cast<int>(kind), i, text, id).run();
        }
    };
    const std::optional<InviteCode> none;
    store(kCodeWord, names.codes, [&](const analytics::CodeEntry& entry) {
        return code(std::optional(entry.code), {});
    });
    store(kInviterWord, names.inviters, [&](UserId user) { return code(none, user.value); });
    store(kSourceWord, names.sources, [&](const analytics::SourceEntry& entry) {
        return code(none, entry.id);
    });
}

}  // namespace invitectl::store
