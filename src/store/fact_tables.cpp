// The tables of facts, column by column.
#include "store/fact_checks.hpp"

#include <array>
#include <limits>

namespace invitectl::store {

namespace {

constexpr std::int64_t kInt = std::numeric_limits<std::int32_t>::max();
constexpr std::int64_t kYear = 366LL * 24 * 3600 * 1'000'000;

// In the order of the numbers that stand for them (store/codes.hpp).
constexpr std::array<std::string_view, 2> kStreams = {"invites", "vanity"};
constexpr std::array<std::string_view, 7> kPollKinds = {
    "invites", "vanity", "members", "audit", "stated", "join_messages", "messages"};
constexpr std::array<std::string_view, 4> kWays = {"invite", "vanity", "bot", "none"};
constexpr std::array<std::string_view, 3> kLeaveCauses = {"unknown", "kicked", "banned"};

constexpr std::array<FactColumn, 7> kGuild = {{
    {.name = "alias",
     .type = FactType::text,
     .meaning = "what people type after -g; import takes another with --alias"},
    {.name = "name", .type = FactType::text, .meaning = "its name at Discord"},
    {.name = "owner_id", .type = FactType::id, .meaning = "who owns it"},
    {.name = "has_vanity", .type = FactType::truth, .meaning = "whether it has a URL of its own"},
    {.name = "discoverable",
     .type = FactType::truth,
     .meaning = "whether people may join without an invite"},
    {.name = "system_channel_id",
     .type = FactType::id,
     .meaning = "where join messages appear",
     .optional = true},
    {.name = "added_at", .type = FactType::time, .meaning = "when it came under observation"},
}};

constexpr std::array<FactColumn, 3> kChannel = {{
    {.name = "channel_id", .type = FactType::id, .meaning = "its id"},
    {.name = "name", .type = FactType::text, .meaning = "its name"},
    {.name = "type",
     .type = FactType::count,
     .meaning = "its type as Discord numbers them",
     .max = kInt},
}};

constexpr std::array<FactColumn, 5> kPerson = {{
    {.name = "user_id", .type = FactType::id, .meaning = "its id"},
    {.name = "username", .type = FactType::text, .meaning = "its unique name"},
    {.name = "display_name",
     .type = FactType::text,
     .meaning = "its global name; empty when none is set"},
    {.name = "bot", .type = FactType::truth, .meaning = "whether it is a bot"},
    {.name = "has_avatar",
     .type = FactType::truth,
     .meaning = "whether it has an avatar of its own"},
}};

constexpr std::array<FactColumn, 6> kPoll = {{
    {.name = "kind", .type = FactType::word, .meaning = "what was read", .words = kPollKinds},
    {.name = "began", .type = FactType::time, .meaning = "before the first request"},
    {.name = "ended", .type = FactType::time, .meaning = "after the last request"},
    {.name = "outcome", .type = FactType::text, .meaning = "\"ok\", or the id of the error"},
    {.name = "ok_began",
     .type = FactType::time,
     .meaning = "the same of the latest attempt that succeeded",
     .optional = true},
    {.name = "ok_ended",
     .type = FactType::time,
     .meaning = "the same of the latest attempt that succeeded",
     .optional = true},
}};

constexpr std::array<FactColumn, 4> kGap = {{
    {.name = "kind", .type = FactType::word, .meaning = "what is missing", .words = kPollKinds},
    {.name = "gap_from", .type = FactType::time, .meaning = "its start"},
    {.name = "gap_until", .type = FactType::time, .meaning = "its end"},
    {.name = "reason",
     .type = FactType::text,
     .meaning = "one word: \"disabled\", \"permission\", \"horizon\", \"moved\""},
}};

constexpr std::array<FactColumn, 5> kReading = {{
    {.name = "stream", .type = FactType::word, .meaning = "which counters", .words = kStreams},
    {.name = "number", .type = FactType::count, .meaning = "1, 2, 3 ... in each stream", .min = 1},
    {.name = "began", .type = FactType::time, .meaning = "before the request"},
    {.name = "ended", .type = FactType::time, .meaning = "after the answer"},
    {.name = "quiet", .type = FactType::truth, .meaning = "whether nothing had changed"},
}};

constexpr std::array<FactColumn, 16> kInvite = {{
    {.name = "code", .type = FactType::code, .meaning = "what stands after discord.gg/"},
    {.name = "epoch",
     .type = FactType::count,
     .meaning = "1, 2, 3 ... for each code",
     .min = 1,
     .max = kInt},
    {.name = "stream",
     .type = FactType::word,
     .meaning = "which counters list it",
     .words = kStreams},
    {.name = "channel_id", .type = FactType::id, .meaning = "where it leads", .optional = true},
    {.name = "inviter_id", .type = FactType::id, .meaning = "who made it", .optional = true},
    {.name = "created_at",
     .type = FactType::time,
     .meaning = "when it was made; absent for the vanity URL",
     .optional = true},
    {.name = "expires_at",
     .type = FactType::time,
     .meaning = "when it expires; absent: never",
     .optional = true},
    {.name = "max_uses",
     .type = FactType::count,
     .meaning = "how often it may be used; 0: without limit",
     .max = kInt},
    {.name = "max_age",
     .type = FactType::count,
     .meaning = "how long it lives, in seconds; 0: for ever",
     .max = kInt},
    {.name = "is_temporary",
     .type = FactType::truth,
     .meaning = "whether members without a role leave when they go offline"},
    {.name = "targeted",
     .type = FactType::truth,
     .meaning = "whether only listed users may accept it"},
    {.name = "first_reading",
     .type = FactType::count,
     .meaning = "the reading that listed it first",
     .min = 1},
    {.name = "first_uses", .type = FactType::count, .meaning = "its counter there", .max = kInt},
    {.name = "carried_uses",
     .type = FactType::count,
     .meaning = "what an earlier epoch of the same invite had shown already",
     .max = kInt},
    {.name = "gone_reading",
     .type = FactType::count,
     .meaning = "the first reading that no longer listed it",
     .optional = true,
     .min = 1},
    {.name = "last_uses", .type = FactType::count, .meaning = "its latest counter", .max = kInt},
}};

constexpr std::array<FactColumn, 3> kInviteRole = {{
    {.name = "code", .type = FactType::code, .meaning = "the invite"},
    {.name = "epoch", .type = FactType::count, .meaning = "its epoch", .min = 1, .max = kInt},
    {.name = "role_id", .type = FactType::id, .meaning = "the role"},
}};

constexpr std::array<FactColumn, 5> kInviteTargeting = {{
    {.name = "code", .type = FactType::code, .meaning = "the invite"},
    {.name = "epoch", .type = FactType::count, .meaning = "its epoch", .min = 1, .max = kInt},
    {.name = "targeted",
     .type = FactType::truth,
     .meaning = "whether only listed users may accept it"},
    {.name = "uses",
     .type = FactType::count,
     .meaning = "its counter when that was asked",
     .max = kInt},
    {.name = "asked_at", .type = FactType::time, .meaning = "when that was"},
}};

constexpr std::array<FactColumn, 3> kInviteTarget = {{
    {.name = "code", .type = FactType::code, .meaning = "the invite"},
    {.name = "epoch", .type = FactType::count, .meaning = "its epoch", .min = 1, .max = kInt},
    {.name = "user_id", .type = FactType::id, .meaning = "who may accept it"},
}};

constexpr std::array<FactColumn, 6> kUseChange = {{
    {.name = "stream", .type = FactType::word, .meaning = "which counters", .words = kStreams},
    {.name = "reading", .type = FactType::count, .meaning = "the reading that showed it", .min = 1},
    {.name = "code", .type = FactType::code, .meaning = "the invite"},
    {.name = "epoch", .type = FactType::count, .meaning = "its epoch", .min = 1, .max = kInt},
    {.name = "uses_before", .type = FactType::count, .meaning = "the counter before", .max = kInt},
    {.name = "uses_after",
     .type = FactType::count,
     .meaning = "the counter in this reading",
     .max = kInt},
}};

constexpr std::array<FactColumn, 6> kSweep = {{
    {.name = "number", .type = FactType::count, .meaning = "1, 2, 3 ...", .min = 1},
    {.name = "began", .type = FactType::time, .meaning = "before the first page"},
    {.name = "ended", .type = FactType::time, .meaning = "after the last page"},
    {.name = "members", .type = FactType::count, .meaning = "how many were listed"},
    {.name = "quiet", .type = FactType::truth, .meaning = "whether nothing had changed"},
    {.name = "previous_began",
     .type = FactType::time,
     .meaning = "when the sweep before this one began",
     .optional = true},
}};

constexpr std::array<FactColumn, 12> kMemberSpell = {{
    {.name = "user_id", .type = FactType::id, .meaning = "the member"},
    {.name = "joined_at", .type = FactType::time, .meaning = "when, as Discord says"},
    {.name = "joined_after",
     .type = FactType::time,
     .meaning = "of somebody whom no sweep saw: the join lies after this, up to joined_at",
     .optional = true},
    {.name = "join_id",
     .type = FactType::count,
     .meaning = "the number of the join; absent for members from before the first reading",
     .optional = true,
     .min = 1},
    {.name = "first_sweep",
     .type = FactType::count,
     .meaning = "the sweep that saw it first",
     .min = 1},
    {.name = "bot", .type = FactType::truth, .meaning = "whether the member is a bot"},
    {.name = "did_rejoin",
     .type = FactType::truth,
     .meaning = "whether Discord marked the member as one who came back"},
    {.name = "pending",
     .type = FactType::truth,
     .meaning = "whether membership screening was still to be passed when first seen"},
    {.name = "leave_earliest",
     .type = FactType::time,
     .meaning = "last known present; the leave fields are all there or none is",
     .optional = true},
    {.name = "leave_latest",
     .type = FactType::time,
     .meaning = "first known missing",
     .optional = true},
    {.name = "leave_cause",
     .type = FactType::word,
     .meaning = "why",
     .optional = true,
     .words = kLeaveCauses},
    {.name = "left_sweep",
     .type = FactType::count,
     .meaning = "the sweep that missed the member first",
     .optional = true,
     .min = 1},
}};

constexpr std::array<FactColumn, 6> kStatedSource = {{
    {.name = "user_id", .type = FactType::id, .meaning = "who joined"},
    {.name = "joined_at", .type = FactType::time, .meaning = "when"},
    {.name = "way", .type = FactType::word, .meaning = "how", .words = kWays},
    {.name = "code",
     .type = FactType::code,
     .meaning = "the invite or the vanity code",
     .optional = true},
    {.name = "inviter_id", .type = FactType::id, .meaning = "who had made it", .optional = true},
    {.name = "stated_at", .type = FactType::time, .meaning = "when it was asked for"},
}};

constexpr std::array<FactColumn, 4> kJoinMessage = {{
    {.name = "message_id", .type = FactType::id, .meaning = "its id"},
    {.name = "channel_id", .type = FactType::id, .meaning = "where it stands"},
    {.name = "user_id", .type = FactType::id, .meaning = "who joined"},
    {.name = "at", .type = FactType::time, .meaning = "when it appeared"},
}};

constexpr std::array<FactColumn, 4> kMessageSeen = {{
    {.name = "user_id", .type = FactType::id, .meaning = "who wrote it"},
    {.name = "message_id", .type = FactType::id, .meaning = "its id, which carries its time"},
    {.name = "channel_id", .type = FactType::id, .meaning = "where it stands"},
    {.name = "length",
     .type = FactType::count,
     .meaning = "its length in bytes; 0 where the bot may not read what is written",
     .max = kInt},
}};

constexpr std::array<FactColumn, 6> kMessageChannel = {{
    {.name = "channel_id", .type = FactType::id, .meaning = "its id"},
    {.name = "read_past", .type = FactType::id, .meaning = "no message after it has been read"},
    {.name = "asked_for",
     .type = FactType::id,
     .meaning = "its newest message when it was asked last, or the same as read_past"},
    {.name = "behind", .type = FactType::truth, .meaning = "whether more was left to be read"},
    {.name = "empty_answers",
     .type = FactType::count,
     .meaning = "how often in a row it gave nothing though it had news",
     .max = kInt},
    {.name = "refused_since",
     .type = FactType::time,
     .meaning = "since when Discord refuses it; absent: it does not",
     .optional = true},
}};

constexpr std::array<FactColumn, 3> kRoleHolding = {{
    {.name = "user_id", .type = FactType::id, .meaning = "who joined"},
    {.name = "joined_at", .type = FactType::time, .meaning = "when"},
    {.name = "role_id", .type = FactType::id, .meaning = "the role"},
}};

constexpr std::array<FactColumn, 7> kMarkerRole = {{
    {.name = "marker_id",
     .type = FactType::count,
     .meaning = "1, 2, 3 ... in order of decision",
     .min = 1},
    {.name = "role_id", .type = FactType::id, .meaning = "the role"},
    {.name = "source_id",
     .type = FactType::count,
     .meaning = "the source; absent: none any more",
     .optional = true,
     .min = 1},
    {.name = "made_at", .type = FactType::time, .meaning = "when it was decided"},
    {.name = "author", .type = FactType::text, .meaning = "by whom"},
    {.name = "entry_id",
     .type = FactType::count,
     .meaning = "the journal entry it belongs to",
     .optional = true,
     .min = 1},
    {.name = "withdrawn_at",
     .type = FactType::time,
     .meaning = "when that entry was undone; absent: it holds",
     .optional = true},
}};

constexpr std::array<FactColumn, 13> kAuditEntry = {{
    {.name = "entry_id", .type = FactType::id, .meaning = "its id"},
    {.name = "at", .type = FactType::time, .meaning = "the time its id carries"},
    {.name = "action",
     .type = FactType::count,
     .meaning = "what was done, as Discord numbers it",
     .max = kInt},
    {.name = "actor_id", .type = FactType::id, .meaning = "who did it", .optional = true},
    {.name = "target_id",
     .type = FactType::id,
     .meaning = "user, channel or other thing it was done to",
     .optional = true},
    {.name = "reason",
     .type = FactType::text,
     .meaning = "the reason given; empty when there was none"},
    {.name = "code",
     .type = FactType::code,
     .meaning = "of actions about invites: the code",
     .optional = true},
    {.name = "channel_id", .type = FactType::id, .meaning = "where it led", .optional = true},
    {.name = "inviter_id", .type = FactType::id, .meaning = "who had made it", .optional = true},
    {.name = "uses",
     .type = FactType::count,
     .meaning = "its counter at the end",
     .optional = true,
     .max = kInt},
    {.name = "max_uses",
     .type = FactType::count,
     .meaning = "its limit",
     .optional = true,
     .max = kInt},
    {.name = "max_age",
     .type = FactType::count,
     .meaning = "its life time in seconds",
     .optional = true,
     .max = kInt},
    {.name = "is_temporary",
     .type = FactType::truth,
     .meaning = "whether it gave temporary membership",
     .optional = true},
}};

constexpr std::array<FactColumn, 2> kReadCursor = {{
    {.name = "name", .type = FactType::text, .meaning = "what"},
    {.name = "value", .type = FactType::id, .meaning = "the last id that was read past"},
}};

constexpr std::array<FactColumn, 10> kSource = {{
    {.name = "source_id", .type = FactType::count, .meaning = "its number", .min = 1},
    {.name = "name", .type = FactType::text, .meaning = "its name"},
    {.name = "kind",
     .type = FactType::text,
     .meaning = "\"named\", or \"vanity\", \"bot\", \"none\" for the three reserved ones"},
    {.name = "created_at", .type = FactType::time, .meaning = "when it was made"},
    {.name = "retired_at",
     .type = FactType::time,
     .meaning = "when it was retired",
     .optional = true},
    {.name = "merged_into",
     .type = FactType::count,
     .meaning = "the source it was merged into",
     .optional = true,
     .min = 1},
    {.name = "owner_id",
     .type = FactType::id,
     .meaning = "who is credited for its codes",
     .optional = true},
    {.name = "note", .type = FactType::text, .meaning = "a note", .optional = true},
    {.name = "tags", .type = FactType::text, .meaning = "its tags, one a line", .optional = true},
    {.name = "withdrawn_at",
     .type = FactType::time,
     .meaning = "present where its making was undone; its name is then no name",
     .optional = true},
}};

constexpr std::array<FactColumn, 8> kSourceChange = {{
    {.name = "change_id", .type = FactType::count, .meaning = "1, 2, 3 ...", .min = 1},
    {.name = "source_id", .type = FactType::count, .meaning = "the source", .min = 1},
    {.name = "property",
     .type = FactType::text,
     .meaning = "\"name\", \"retired_at\", \"merged_into\", \"owner\", \"note\" or \"tags\""},
    {.name = "value",
     .type = FactType::text,
     .meaning = "what it is from then on; absent: none",
     .optional = true},
    {.name = "made_at", .type = FactType::time, .meaning = "when it was decided"},
    {.name = "author", .type = FactType::text, .meaning = "by whom"},
    {.name = "entry_id",
     .type = FactType::count,
     .meaning = "the journal entry it belongs to",
     .optional = true,
     .min = 1},
    {.name = "withdrawn_at",
     .type = FactType::time,
     .meaning = "when that entry was undone; absent: it holds",
     .optional = true},
}};

constexpr std::array<FactColumn, 8> kCredit = {{
    {.name = "credit_id", .type = FactType::count, .meaning = "1, 2, 3 ...", .min = 1},
    {.name = "code", .type = FactType::code, .meaning = "the code"},
    {.name = "user_id",
     .type = FactType::id,
     .meaning = "who is credited; absent: whoever made it",
     .optional = true},
    {.name = "valid_from",
     .type = FactType::time,
     .meaning = "from when on; absent: for all history",
     .optional = true},
    {.name = "made_at", .type = FactType::time, .meaning = "when it was decided"},
    {.name = "author", .type = FactType::text, .meaning = "by whom"},
    {.name = "entry_id",
     .type = FactType::count,
     .meaning = "the journal entry it belongs to",
     .optional = true,
     .min = 1},
    {.name = "withdrawn_at",
     .type = FactType::time,
     .meaning = "when that entry was undone; absent: it holds",
     .optional = true},
}};

constexpr std::array<FactColumn, 9> kIgnoredCode = {{
    {.name = "ignored_id", .type = FactType::count, .meaning = "1, 2, 3 ...", .min = 1},
    {.name = "code", .type = FactType::code, .meaning = "the code"},
    {.name = "on_log", .type = FactType::truth, .meaning = "whether its joins are not announced"},
    {.name = "on_board", .type = FactType::truth, .meaning = "whether boards deny it credit"},
    {.name = "on_xp", .type = FactType::truth, .meaning = "whether it earns no XP"},
    {.name = "made_at", .type = FactType::time, .meaning = "when it was decided"},
    {.name = "author", .type = FactType::text, .meaning = "by whom"},
    {.name = "entry_id",
     .type = FactType::count,
     .meaning = "the journal entry it belongs to",
     .optional = true,
     .min = 1},
    {.name = "withdrawn_at",
     .type = FactType::time,
     .meaning = "when that entry was undone; absent: it holds",
     .optional = true},
}};

constexpr std::array<FactColumn, 8> kExclusion = {{
    {.name = "exclusion_id", .type = FactType::count, .meaning = "1, 2, 3 ...", .min = 1},
    {.name = "user_id", .type = FactType::id, .meaning = "the user"},
    {.name = "as_inviter",
     .type = FactType::truth,
     .meaning = "whether whom they bring is credited to nobody"},
    {.name = "as_member",
     .type = FactType::truth,
     .meaning = "whether whoever brings them gets no credit"},
    {.name = "made_at", .type = FactType::time, .meaning = "when it was decided"},
    {.name = "author", .type = FactType::text, .meaning = "by whom"},
    {.name = "entry_id",
     .type = FactType::count,
     .meaning = "the journal entry it belongs to",
     .optional = true,
     .min = 1},
    {.name = "withdrawn_at",
     .type = FactType::time,
     .meaning = "when that entry was undone; absent: it holds",
     .optional = true},
}};

constexpr std::array<FactColumn, 8> kBonus = {{
    {.name = "bonus_id", .type = FactType::count, .meaning = "1, 2, 3 ...", .min = 1},
    {.name = "user_id", .type = FactType::id, .meaning = "the inviter"},
    {.name = "amount",
     .type = FactType::count,
     .meaning = "how much was given; below 0 it was taken away",
     .min = -kInt,
     .max = kInt},
    {.name = "reason", .type = FactType::text, .meaning = "why"},
    {.name = "made_at", .type = FactType::time, .meaning = "when it was decided"},
    {.name = "author", .type = FactType::text, .meaning = "by whom"},
    {.name = "entry_id",
     .type = FactType::count,
     .meaning = "the journal entry it belongs to",
     .optional = true,
     .min = 1},
    {.name = "withdrawn_at",
     .type = FactType::time,
     .meaning = "when that entry was undone; absent: it holds",
     .optional = true},
}};

constexpr std::array<FactColumn, 9> kCost = {{
    {.name = "cost_id", .type = FactType::count, .meaning = "1, 2, 3 ...", .min = 1},
    {.name = "source_id", .type = FactType::count, .meaning = "the source", .min = 1},
    {.name = "amount", .type = FactType::count, .meaning = "what it cost, in hundredths"},
    {.name = "valid_from",
     .type = FactType::time,
     .meaning = "from when on; absent: always",
     .optional = true},
    {.name = "valid_until",
     .type = FactType::time,
     .meaning = "until when; absent: for ever",
     .optional = true},
    {.name = "made_at", .type = FactType::time, .meaning = "when it was decided"},
    {.name = "author", .type = FactType::text, .meaning = "by whom"},
    {.name = "entry_id",
     .type = FactType::count,
     .meaning = "the journal entry it belongs to",
     .optional = true,
     .min = 1},
    {.name = "withdrawn_at",
     .type = FactType::time,
     .meaning = "when that entry was undone; absent: it holds",
     .optional = true},
}};

constexpr std::array<FactColumn, 8> kAssignment = {{
    {.name = "assignment_id",
     .type = FactType::count,
     .meaning = "1, 2, 3 ... in order of decision",
     .min = 1},
    {.name = "code", .type = FactType::code, .meaning = "the code"},
    {.name = "source_id",
     .type = FactType::count,
     .meaning = "the source; absent: none",
     .optional = true,
     .min = 1},
    {.name = "valid_from",
     .type = FactType::time,
     .meaning = "from when on; absent: for all history",
     .optional = true},
    {.name = "made_at", .type = FactType::time, .meaning = "when it was decided"},
    {.name = "author", .type = FactType::text, .meaning = "by whom"},
    {.name = "entry_id",
     .type = FactType::count,
     .meaning = "the journal entry it belongs to",
     .optional = true,
     .min = 1},
    {.name = "withdrawn_at",
     .type = FactType::time,
     .meaning = "when that entry was undone; absent: it holds",
     .optional = true},
}};

constexpr std::array<FactColumn, 13> kLabel = {{
    {.name = "label_id", .type = FactType::count, .meaning = "1, 2, 3 ...", .min = 1},
    {.name = "user_id", .type = FactType::id, .meaning = "who joined"},
    {.name = "joined_at", .type = FactType::time, .meaning = "when"},
    {.name = "source_id",
     .type = FactType::count,
     .meaning = "the source",
     .optional = true,
     .min = 1},
    {.name = "code", .type = FactType::code, .meaning = "the code", .optional = true},
    {.name = "inviter_id", .type = FactType::id, .meaning = "the inviter", .optional = true},
    {.name = "reason", .type = FactType::text, .meaning = "why"},
    {.name = "author", .type = FactType::text, .meaning = "by whom"},
    {.name = "made_at", .type = FactType::time, .meaning = "when it was said"},
    {.name = "withdrawn_at",
     .type = FactType::time,
     .meaning = "when it was taken back",
     .optional = true},
    {.name = "way",
     .type = FactType::word,
     .meaning = "the kind of way in, where source or code tells it",
     .optional = true,
     .words = kWays},
    {.name = "made_by",
     .type = FactType::id,
     .meaning = "who made the code, as known then",
     .optional = true},
    {.name = "entry_id",
     .type = FactType::count,
     .meaning = "the journal entry it belongs to",
     .optional = true,
     .min = 1},
}};

constexpr std::array<FactColumn, 7> kSetting = {{
    {.name = "setting_id",
     .type = FactType::count,
     .meaning = "1, 2, 3 ... in order of change",
     .min = 1},
    {.name = "key", .type = FactType::text, .meaning = "as invitectl settings list shows it"},
    {.name = "value",
     .type = FactType::count,
     .meaning = "the value, 0 or 1 for off and on; absent: back to the default",
     .optional = true},
    {.name = "channels",
     .type = FactType::text,
     .meaning = "of a list of channels: their ids, ascending, with commas between them; the value "
                "says how many",
     .optional = true},
    {.name = "made_at", .type = FactType::time, .meaning = "when it was changed"},
    {.name = "entry_id",
     .type = FactType::count,
     .meaning = "the journal entry it belongs to",
     .optional = true,
     .min = 1},
    {.name = "withdrawn_at",
     .type = FactType::time,
     .meaning = "when that entry was undone; absent: it holds",
     .optional = true},
}};

constexpr std::array<FactColumn, 16> kCalibration = {{
    {.name = "calibration_id", .type = FactType::count, .meaning = "1, 2, 3 ...", .min = 1},
    {.name = "valid_from",
     .type = FactType::time,
     .meaning = "from when on; absent: always",
     .optional = true},
    {.name = "valid_until",
     .type = FactType::time,
     .meaning = "until when; absent: for ever",
     .optional = true},
    {.name = "lag_bound",
     .type = FactType::count,
     .meaning = "a use shows in its counter within this, in microseconds",
     .max = kYear},
    {.name = "clock_bound",
     .type = FactType::count,
     .meaning = "how far the idea of Discord's time may be off, in microseconds",
     .max = kYear},
    {.name = "closed",
     .type = FactType::truth,
     .meaning = "declared: nobody joins without an invite"},
    {.name = "no_ghosts",
     .type = FactType::truth,
     .meaning = "declared: everybody who joined was seen"},
    {.name = "lag_scale",
     .type = FactType::count,
     .meaning = "mean time until a use shows, in microseconds",
     .max = kYear},
    {.name = "no_invite_rate",
     .type = FactType::real,
     .meaning = "joins without an invite in an hour"},
    {.name = "bounce_share",
     .type = FactType::real,
     .meaning = "share of joiners who leave again soon, 0 to 1"},
    {.name = "bounce_tau",
     .type = FactType::count,
     .meaning = "after how long these leave on average, in microseconds",
     .max = kYear},
    {.name = "made_at", .type = FactType::time, .meaning = "when it was recorded"},
    {.name = "origin", .type = FactType::text, .meaning = "by whom: \"user\" or \"program\""},
    {.name = "note", .type = FactType::text, .meaning = "why"},
    {.name = "entry_id",
     .type = FactType::count,
     .meaning = "the journal entry it belongs to",
     .optional = true,
     .min = 1},
    {.name = "withdrawn_at",
     .type = FactType::time,
     .meaning = "when that entry was undone; absent: it holds",
     .optional = true},
}};

constexpr std::array<FactColumn, 8> kJournal = {{
    {.name = "entry_id", .type = FactType::count, .meaning = "1, 2, 3 ...", .min = 1},
    {.name = "at", .type = FactType::time, .meaning = "when"},
    {.name = "author", .type = FactType::text, .meaning = "who"},
    {.name = "action", .type = FactType::text, .meaning = "the command"},
    {.name = "subject", .type = FactType::text, .meaning = "what it was done to"},
    {.name = "detail", .type = FactType::text, .meaning = "how"},
    {.name = "undoes",
     .type = FactType::count,
     .meaning = "the entry that this one takes back",
     .optional = true,
     .min = 1},
    {.name = "undone_by",
     .type = FactType::count,
     .meaning = "the entry that took this one back; absent: it holds",
     .optional = true,
     .min = 1},
}};

constexpr std::array<FactTable, 33> kTables = {{
    {.name = "guild",
     .meaning = "The server itself. Stands before everything else.",
     .columns = kGuild,
     .select = "SELECT alias, name, owner_id, has_vanity, discoverable, system_channel_id, added_at"
               " FROM guild WHERE guild_id = $guild_id",
     .insert =
         "INSERT INTO guild (guild_id, alias, name, owner_id, has_vanity, discoverable,"
         " system_channel_id, added_at, is_default) SELECT $guild_id, $alias, $name, $owner_id,"
         " $has_vanity, $discoverable, $system_channel_id, $added_at, CASE WHEN COUNT(*) = 0"
         " THEN 1 ELSE 0 END FROM guild"},
    {.name = "channel",
     .meaning = "A channel that invites lead to.",
     .columns = kChannel,
     .select = "SELECT channel_id, name, type FROM channel WHERE guild_id = $guild_id ORDER BY"
               " channel_id",
     .insert = "INSERT INTO channel (guild_id, channel_id, name, type) VALUES ($guild_id,"
               " $channel_id, $name, $type) ON CONFLICT DO NOTHING"},
    {.name = "person",
     .meaning = "The latest names of an account.",
     .columns = kPerson,
     .select =
         "SELECT user_id, username, display_name, bot, has_avatar FROM person WHERE guild_id ="
         " $guild_id ORDER BY user_id",
     .insert = "INSERT INTO person (guild_id, user_id, username, display_name, bot, has_avatar)"
               " VALUES ($guild_id, $user_id, $username, $display_name, $bot, $has_avatar) ON"
               " CONFLICT DO NOTHING"},
    {.name = "poll",
     .meaning = "The latest attempt to read something.",
     .columns = kPoll,
     .select = "SELECT kind, began, ended, outcome, ok_began, ok_ended FROM poll WHERE guild_id ="
               " $guild_id ORDER BY kind",
     .insert =
         "INSERT INTO poll (guild_id, kind, began, ended, outcome, ok_began, ok_ended, run_id)"
         " VALUES ($guild_id, $kind, $began, $ended, $outcome, $ok_began, $ok_ended, 0) ON"
         " CONFLICT DO NOTHING",
     .check = check_poll},
    {.name = "gap",
     .meaning = "A stretch of which something cannot be read any more, or was not to be read: "
                "after gap_from, up to gap_until.",
     .columns = kGap,
     .select = "SELECT kind, gap_from, gap_until, reason FROM gap WHERE guild_id = $guild_id ORDER"
               " BY kind, gap_from, reason",
     .insert = "INSERT INTO gap (guild_id, kind, gap_from, gap_until, reason) VALUES ($guild_id,"
               " $kind, $gap_from, $gap_until, $reason) ON CONFLICT DO NOTHING"},
    {.name = "reading",
     .meaning = "One look at the invite list or the vanity counter: every one with news, and the "
                "last one without.",
     .columns = kReading,
     .select = "SELECT stream, number, began, ended, quiet FROM reading WHERE guild_id = $guild_id"
               " ORDER BY stream, number",
     .insert = "INSERT INTO reading (guild_id, stream, number, began, ended, quiet) VALUES"
               " ($guild_id, $stream, $number, $began, $ended, $quiet) ON CONFLICT DO NOTHING",
     .links = kReadingLinks,
     .check = check_bracket},
    {.name = "invite",
     .meaning =
         "One life of a code. A code that comes back with another creation time lives again.",
     .columns = kInvite,
     .select =
         "SELECT code, epoch, stream, channel_id, inviter_id, created_at, expires_at,"
         " max_uses, max_age, is_temporary, targeted, first_reading, first_uses, carried_uses,"
         " gone_reading, last_uses FROM invite WHERE guild_id = $guild_id ORDER BY code, epoch",
     .insert =
         "INSERT INTO invite (guild_id, code, epoch, stream, channel_id, inviter_id,"
         " created_at, expires_at, max_uses, max_age, is_temporary, targeted, first_reading,"
         " first_uses, carried_uses, gone_reading, last_uses) VALUES ($guild_id, $code, $epoch,"
         " $stream, $channel_id, $inviter_id, $created_at, $expires_at, $max_uses, $max_age,"
         " $is_temporary, $targeted, $first_reading, $first_uses, $carried_uses, $gone_reading,"
         " $last_uses) ON CONFLICT DO NOTHING",
     .links = kInviteLinks,
     .check = check_invite},
    {.name = "invite_role",
     .meaning = "A role that an invite gives.",
     .columns = kInviteRole,
     .select = "SELECT code, epoch, role_id FROM invite_role WHERE guild_id = $guild_id ORDER BY"
               " code, epoch, role_id",
     .insert = "INSERT INTO invite_role (guild_id, code, epoch, role_id) VALUES ($guild_id, $code,"
               " $epoch, $role_id) ON CONFLICT DO NOTHING",
     .links = kInviteRoleLinks},
    {.name = "invite_targeting",
     .meaning = "Whether only listed users may accept an invite.",
     .columns = kInviteTargeting,
     .select = "SELECT code, epoch, targeted, uses, asked_at FROM invite_targeting"
               " WHERE guild_id = $guild_id ORDER BY code, epoch",
     .insert = "INSERT INTO invite_targeting (guild_id, code, epoch, targeted, uses, asked_at)"
               " VALUES ($guild_id, $code, $epoch, $targeted, $uses, $asked_at)"
               " ON CONFLICT DO NOTHING",
     .links = kInviteRoleLinks},
    {.name = "invite_target",
     .meaning = "A user who was seen on the list of such an invite.",
     .columns = kInviteTarget,
     .select = "SELECT code, epoch, user_id FROM invite_target WHERE guild_id = $guild_id"
               " ORDER BY code, epoch, user_id",
     .insert = "INSERT INTO invite_target (guild_id, code, epoch, user_id) VALUES ($guild_id,"
               " $code, $epoch, $user_id) ON CONFLICT DO NOTHING",
     .links = kInviteRoleLinks},
    {.name = "use_change",
     .meaning = "A counter that moved, also downwards.",
     .columns = kUseChange,
     .select = "SELECT stream, reading, code, epoch, uses_before, uses_after FROM use_change WHERE"
               " guild_id = $guild_id ORDER BY stream, reading, code, epoch",
     .insert = "INSERT INTO use_change (guild_id, stream, reading, code, epoch, uses_before,"
               " uses_after) VALUES ($guild_id, $stream, $reading, $code, $epoch, $uses_before,"
               " $uses_after) ON CONFLICT DO NOTHING",
     .links = kUseChangeLinks},
    {.name = "sweep",
     .meaning = "One pass over all members: every one with news, and the last one without.",
     .columns = kSweep,
     .select = "SELECT number, began, ended, members, quiet, previous_began FROM sweep WHERE"
               " guild_id = $guild_id ORDER BY number",
     .insert = "INSERT INTO sweep (guild_id, number, began, ended, members, quiet,"
               " previous_began) VALUES ($guild_id, $number, $began, $ended, $members, $quiet,"
               " $previous_began) ON CONFLICT DO NOTHING",
     .links = kSweepLinks,
     .check = check_bracket},
    {.name = "member_spell",
     .meaning = "From a join to its leave.",
     .columns = kMemberSpell,
     .select =
         "SELECT user_id, joined_at, joined_after, join_id, first_sweep, bot, did_rejoin, pending,"
         " leave_earliest, leave_latest, leave_cause, left_sweep FROM member_spell WHERE"
         " guild_id = $guild_id ORDER BY user_id, joined_at",
     .insert =
         "INSERT INTO member_spell (guild_id, user_id, joined_at, joined_after, join_id, "
         "first_sweep, bot,"
         " did_rejoin, pending, leave_earliest, leave_latest, leave_cause, left_sweep) VALUES"
         " ($guild_id, $user_id, $joined_at, $joined_after, $join_id, $first_sweep, $bot, "
         "$did_rejoin,"
         " $pending, $leave_earliest, $leave_latest, $leave_cause, $left_sweep) ON CONFLICT DO"
         " NOTHING",
     .links = kMemberSpellLinks,
     .check = check_spell},
    {.name = "stated_source",
     .meaning = "What Discord itself said of how a member came in.",
     .columns = kStatedSource,
     .select =
         "SELECT user_id, joined_at, way, code, inviter_id, stated_at FROM stated_source WHERE"
         " guild_id = $guild_id ORDER BY user_id, joined_at",
     .insert = "INSERT INTO stated_source (guild_id, user_id, joined_at, way, code, inviter_id,"
               " stated_at) VALUES ($guild_id, $user_id, $joined_at, $way, $code, $inviter_id,"
               " $stated_at) ON CONFLICT DO NOTHING",
     .check = check_stated},
    {.name = "join_message",
     .meaning = "A message of the system channel that says who joined. Texts are never kept.",
     .columns = kJoinMessage,
     .select = "SELECT message_id, channel_id, user_id, at FROM join_message WHERE guild_id ="
               " $guild_id ORDER BY message_id",
     .insert = "INSERT INTO join_message (guild_id, message_id, channel_id, user_id, at) VALUES"
               " ($guild_id, $message_id, $channel_id, $user_id, $at) ON CONFLICT DO NOTHING"},
    {.name = "message_seen",
     .meaning = "A message that a person wrote, where the setting messages is on. Texts are never "
                "kept.",
     .columns = kMessageSeen,
     .select = "SELECT user_id, message_id, channel_id, length FROM message_seen WHERE guild_id ="
               " $guild_id ORDER BY user_id, message_id",
     .insert = "INSERT INTO message_seen (guild_id, user_id, message_id, channel_id, length)"
               " VALUES ($guild_id, $user_id, $message_id, $channel_id, $length)"
               " ON CONFLICT DO NOTHING"},
    {.name = "message_channel",
     .meaning = "How far the messages of a channel have been read.",
     .columns = kMessageChannel,
     .select = "SELECT channel_id, read_past, asked_for, behind, empty_answers, refused_since"
               " FROM message_channel WHERE guild_id = $guild_id ORDER BY channel_id",
     .insert = "INSERT INTO message_channel (guild_id, channel_id, read_past, asked_for, behind,"
               " empty_answers, refused_since) VALUES ($guild_id, $channel_id, $read_past,"
               " $asked_for, $behind, $empty_answers, $refused_since) ON CONFLICT DO NOTHING"},
    {.name = "role_holding",
     .meaning = "A role that a member held when first seen, of those that invites give or that"
                " stand for a source.",
     .columns = kRoleHolding,
     .select = "SELECT user_id, joined_at, role_id FROM role_holding WHERE guild_id = $guild_id"
               " ORDER BY user_id, joined_at, role_id",
     .insert = "INSERT INTO role_holding (guild_id, user_id, joined_at, role_id) VALUES"
               " ($guild_id, $user_id, $joined_at, $role_id) ON CONFLICT DO NOTHING"},
    {.name = "audit_entry",
     .meaning = "One entry of the audit log.",
     .columns = kAuditEntry,
     .select =
         "SELECT entry_id, at, action, actor_id, target_id, reason, code, channel_id,"
         " inviter_id, uses, max_uses, max_age, is_temporary FROM audit_entry WHERE guild_id ="
         " $guild_id ORDER BY entry_id",
     .insert =
         "INSERT INTO audit_entry (guild_id, entry_id, at, action, actor_id, target_id,"
         " reason, code, channel_id, inviter_id, uses, max_uses, max_age, is_temporary) VALUES"
         " ($guild_id, $entry_id, $at, $action, $actor_id, $target_id, $reason, $code,"
         " $channel_id, $inviter_id, $uses, $max_uses, $max_age, $is_temporary) ON CONFLICT DO"
         " NOTHING",
     .check = check_audit_entry},
    {.name = "read_cursor",
     .meaning = "How far something was read.",
     .columns = kReadCursor,
     .select = "SELECT name, value FROM read_cursor WHERE guild_id = $guild_id ORDER BY name",
     .insert =
         "INSERT INTO read_cursor (guild_id, name, value) VALUES ($guild_id, $name, $value) ON"
         " CONFLICT DO NOTHING"},
    {.name = "source",
     .meaning = "A named bucket for codes. Every server has vanity, bot and none.",
     .columns = kSource,
     .select = "SELECT source_id, name, kind, created_at, retired_at, merged_into, owner_id, note,"
               " tags, withdrawn_at FROM source WHERE guild_id = $guild_id ORDER BY source_id",
     .insert = "INSERT INTO source (guild_id, source_id, name, kind, created_at, retired_at,"
               " merged_into, owner_id, note, tags, withdrawn_at) VALUES ($guild_id, $source_id,"
               " $name, $kind, $created_at, $retired_at, $merged_into, $owner_id, $note, $tags,"
               " $withdrawn_at) ON CONFLICT DO NOTHING",
     .check = check_source},
    {.name = "source_change",
     .meaning = "One thing said of a source; the last one that holds counts.",
     .columns = kSourceChange,
     .select = "SELECT change_id, source_id, property, value, made_at, author, entry_id,"
               " withdrawn_at FROM source_change WHERE guild_id = $guild_id ORDER BY change_id",
     .insert = "INSERT INTO source_change (guild_id, change_id, source_id, property, value,"
               " made_at, author, entry_id, withdrawn_at) VALUES ($guild_id, $change_id,"
               " $source_id, $property, $value, $made_at, $author, $entry_id, $withdrawn_at)"
               " ON CONFLICT DO NOTHING",
     .links = kSourceLinks},
    {.name = "credit",
     .meaning = "A decision to whom joins by a code are credited. The later one holds.",
     .columns = kCredit,
     .select = "SELECT credit_id, code, user_id, valid_from, made_at, author, entry_id,"
               " withdrawn_at FROM credit WHERE guild_id = $guild_id ORDER BY credit_id",
     .insert = "INSERT INTO credit (guild_id, credit_id, code, user_id, valid_from, made_at,"
               " author, entry_id, withdrawn_at) VALUES ($guild_id, $credit_id, $code, $user_id,"
               " $valid_from, $made_at, $author, $entry_id, $withdrawn_at) ON CONFLICT DO NOTHING"},
    {.name = "ignored_code",
     .meaning = "Where a code is left out. The last row of a code holds.",
     .columns = kIgnoredCode,
     .select = "SELECT ignored_id, code, on_log, on_board, on_xp, made_at, author, entry_id,"
               " withdrawn_at FROM ignored_code WHERE guild_id = $guild_id ORDER BY ignored_id",
     .insert = "INSERT INTO ignored_code (guild_id, ignored_id, code, on_log, on_board, on_xp,"
               " made_at, author, entry_id, withdrawn_at) VALUES ($guild_id, $ignored_id, $code,"
               " $on_log, $on_board, $on_xp, $made_at, $author, $entry_id, $withdrawn_at)"
               " ON CONFLICT DO NOTHING"},
    {.name = "exclusion",
     .meaning = "A user whom boards deny credit. The last row of a user holds.",
     .columns = kExclusion,
     .select = "SELECT exclusion_id, user_id, as_inviter, as_member, made_at, author, entry_id,"
               " withdrawn_at FROM exclusion WHERE guild_id = $guild_id ORDER BY exclusion_id",
     .insert = "INSERT INTO exclusion (guild_id, exclusion_id, user_id, as_inviter, as_member,"
               " made_at, author, entry_id, withdrawn_at) VALUES ($guild_id, $exclusion_id,"
               " $user_id, $as_inviter, $as_member, $made_at, $author, $entry_id, $withdrawn_at)"
               " ON CONFLICT DO NOTHING"},
    {.name = "bonus",
     .meaning = "Credit given to an inviter by hand, or taken away. Rows add up.",
     .columns = kBonus,
     .select = "SELECT bonus_id, user_id, amount, reason, made_at, author, entry_id, withdrawn_at"
               " FROM bonus WHERE guild_id = $guild_id ORDER BY bonus_id",
     .insert = "INSERT INTO bonus (guild_id, bonus_id, user_id, amount, reason, made_at, author,"
               " entry_id, withdrawn_at) VALUES ($guild_id, $bonus_id, $user_id, $amount, $reason,"
               " $made_at, $author, $entry_id, $withdrawn_at) ON CONFLICT DO NOTHING"},
    {.name = "cost",
     .meaning = "What a source cost over a stretch of time. Stretches add up; the last row of one "
                "holds.",
     .columns = kCost,
     .select = "SELECT cost_id, source_id, amount, valid_from, valid_until, made_at, author,"
               " entry_id, withdrawn_at FROM cost WHERE guild_id = $guild_id ORDER BY cost_id",
     .insert = "INSERT INTO cost (guild_id, cost_id, source_id, amount, valid_from, valid_until,"
               " made_at, author, entry_id, withdrawn_at) VALUES ($guild_id, $cost_id, $source_id,"
               " $amount, $valid_from, $valid_until, $made_at, $author, $entry_id, $withdrawn_at)"
               " ON CONFLICT DO NOTHING",
     .links = kSourceLinks},
    {.name = "assignment",
     .meaning = "A decision to which source a code belongs. The later one holds where two apply.",
     .columns = kAssignment,
     .select = "SELECT assignment_id, code, source_id, valid_from, made_at, author, entry_id,"
               " withdrawn_at FROM assignment WHERE guild_id = $guild_id ORDER BY assignment_id",
     .insert =
         "INSERT INTO assignment (guild_id, assignment_id, code, source_id, valid_from,"
         " made_at, author, entry_id, withdrawn_at) VALUES ($guild_id, $assignment_id, $code,"
         " $source_id, $valid_from, $made_at, $author, $entry_id, $withdrawn_at) ON CONFLICT DO"
         " NOTHING",
     .links = kSourceLinks},
    {.name = "marker_role",
     .meaning = "A decision which source a role stands for. The later one about a role holds.",
     .columns = kMarkerRole,
     .select = "SELECT marker_id, role_id, source_id, made_at, author, entry_id, withdrawn_at FROM"
               " marker_role"
               " WHERE guild_id = $guild_id ORDER BY marker_id",
     .insert = "INSERT INTO marker_role (guild_id, marker_id, role_id, source_id, made_at, author,"
               " entry_id, withdrawn_at) VALUES ($guild_id, $marker_id, $role_id, $source_id,"
               " $made_at, $author, $entry_id, $withdrawn_at)"
               " ON CONFLICT DO NOTHING",
     .links = kSourceLinks},
    {.name = "label",
     .meaning = "What a person says of one join.",
     .columns = kLabel,
     .select = "SELECT label_id, user_id, joined_at, source_id, code, inviter_id, reason, author,"
               " made_at, withdrawn_at, way, made_by, entry_id FROM label WHERE guild_id ="
               " $guild_id ORDER BY label_id",
     .insert = "INSERT INTO label (guild_id, label_id, user_id, joined_at, source_id, code,"
               " inviter_id, reason, author, made_at, withdrawn_at, way, made_by, entry_id) VALUES"
               " ($guild_id, $label_id, $user_id, $joined_at, $source_id, $code, $inviter_id,"
               " $reason, $author, $made_at, $withdrawn_at, $way, $made_by, $entry_id)"
               " ON CONFLICT DO NOTHING",
     .links = kSourceLinks},
    {.name = "setting",
     .meaning = "A changed setting. The last row of a key holds.",
     .columns = kSetting,
     .select = "SELECT setting_id, key, value, channels, made_at, entry_id, withdrawn_at FROM"
               " setting WHERE guild_id = $guild_id ORDER BY setting_id",
     .insert = "INSERT INTO setting (guild_id, setting_id, key, value, channels, made_at,"
               " entry_id, withdrawn_at) VALUES ($guild_id, $setting_id, $key, $value, $channels,"
               " $made_at, $entry_id, $withdrawn_at) ON CONFLICT DO NOTHING",
     .check = check_setting},
    {.name = "calibration",
     .meaning =
         "Bounds and declarations, and since when they hold. A later one holds on its range.",
     .columns = kCalibration,
     .select = "SELECT calibration_id, valid_from, valid_until, lag_bound, clock_bound, closed,"
               " no_ghosts, lag_scale, no_invite_rate, bounce_share, bounce_tau, made_at, origin,"
               " note, entry_id, withdrawn_at FROM calibration WHERE guild_id = $guild_id ORDER BY "
               "calibration_id",
     .insert =
         "INSERT INTO calibration (guild_id, calibration_id, valid_from, valid_until,"
         " lag_bound, clock_bound, closed, no_ghosts, lag_scale, no_invite_rate, bounce_share,"
         " bounce_tau, made_at, origin, note, entry_id, withdrawn_at) VALUES ($guild_id, "
         "$calibration_id, $valid_from,"
         " $valid_until, $lag_bound, $clock_bound, $closed, $no_ghosts, $lag_scale,"
         " $no_invite_rate, $bounce_share, $bounce_tau, $made_at, $origin, $note,"
         " $entry_id, $withdrawn_at) ON CONFLICT DO NOTHING",
     .check = check_calibration},
    {.name = "journal",
     .meaning = "A decision of a person, or what the program withdrew by itself.",
     .columns = kJournal,
     .select = "SELECT entry_id, at, author, action, subject, detail, undoes, undone_by FROM"
               " journal WHERE guild_id = $guild_id ORDER BY entry_id",
     .insert =
         "INSERT INTO journal (guild_id, entry_id, at, author, action, subject, detail, undoes,"
         " undone_by) VALUES ($guild_id, $entry_id, $at, $author, $action, $subject, $detail,"
         " $undoes, $undone_by) ON CONFLICT DO NOTHING"},
}};

}  // namespace

std::span<const FactTable> fact_tables() {
    return kTables;
}

}  // namespace invitectl::store
