// A small guild for tests of boards: inviters, codes, sources, and joins that say plainly what they
// are.
#pragma once

#include "invitectl/analytics/board.hpp"
#include "invitectl/analytics/join_column_vectors.hpp"

#include <string>
#include <vector>

namespace invitectl::analytics::testing {

inline constexpr Duration kDay = std::chrono::days{1};
inline const Instant kStart = from_micros(1'785'542'400'000'000);  // 2026-08-01T00:00:00Z

inline UserId account_made_at(Instant t, std::int64_t serial = 0) {
    return UserId{first_snowflake_at(t) + serial};
}

// Indexes into the dictionaries.
enum InviterIndex : std::uint32_t { ana, bob, cem };
enum SourceIndex : std::uint32_t { reddit, twitch, vanity_source, bot_source, none_source };
// abc is ana's, bcd and widget have other makers; two codes lead to one channel, one to none known.
enum CodeIndex : std::uint32_t { abc, abd, bcd, widget, own_url };

inline constexpr ChannelId kLobby{100};
inline constexpr ChannelId kNews{200};

inline Dictionaries dictionaries() {
    const auto code = [](const char* text, std::optional<ChannelId> channel) {
        return CodeEntry{*InviteCode::parse(text), channel};
    };
    Dictionaries names;
    names.codes = {code("abc", kLobby),
                   code("abd", kLobby),
                   code("bcd", kNews),
                   code("widget", {}),
                   code("our-place", {})};
    names.inviters = {account_made_at(kStart - 1000 * kDay, 1),
                      account_made_at(kStart - 1000 * kDay, 2),
                      account_made_at(kStart - 1000 * kDay, 3)};
    names.sources = {{4, "Reddit ad", SourceKind::named},
                     {5, "Twitch", SourceKind::named},
                     {1, "vanity", SourceKind::vanity},
                     {2, "bot", SourceKind::bot},
                     {3, "none", SourceKind::none}};
    return names;
}

inline const WayIn kByAbc{Candidate::Kind::invite, abc, ana, reddit};
inline const WayIn kByAbd{Candidate::Kind::invite, abd, ana, twitch};
inline const WayIn kByBcd{Candidate::Kind::invite, bcd, bob, kNoIndex};
inline const WayIn kByWidget{Candidate::Kind::invite, widget, kNoIndex, kNoIndex};
inline const WayIn kByOwnUrl{Candidate::Kind::vanity, own_url, kNoIndex, vanity_source};
inline const WayIn kAsBot{Candidate::Kind::bot, kNoIndex, cem, bot_source};
inline const WayIn kByNothing{Candidate::Kind::none, kNoIndex, kNoIndex, none_source};

// A join with the same verdict at every level; with candidates its answer counts only where
// credited.
inline JoinEntry came(const WayIn& way, Verdict verdict, Instant at = kStart) {
    JoinEntry join;
    join.joined_at = at;
    join.user = account_made_at(kStart - 500 * kDay);
    join.code_verdict = join.inviter_verdict = join.source_verdict = verdict;
    if (is_credited(verdict)) {
        join.answer = way;
    }
    return join;
}

inline JoinEntry and_left(JoinEntry join, Duration after) {
    join.leave = Leave{join.joined_at + after, join.joined_at + after};
    return join;
}

inline BoardRules rules_by(Axis axis) {
    BoardRules rules;
    rules.axis = axis;
    rules.now = kStart + 30 * kDay;
    rules.outcome = {std::chrono::seconds{600}, 7 * kDay};
    return rules;
}

// What people would read as the name of a row.
inline std::string row_name(const BoardRow& row, Axis axis, const Dictionaries& names) {
    if (row.key.kind != RowKind::group) {
        return "(" +
               std::string(row.key.kind == RowKind::denied ? to_text(row.key.denial)
                                                           : to_text(row.key.kind)) +
               ")";
    }
    const auto index = static_cast<std::size_t>(row.key.id);
    switch (axis) {
        case Axis::inviter:
            return names.inviters[index].text();
        case Axis::source:
            return names.sources[index].name;
        case Axis::code:
            return names.codes[index].code.text();
        case Axis::channel:
            break;
    }
    return std::to_string(row.key.id);
}

}  // namespace invitectl::analytics::testing
