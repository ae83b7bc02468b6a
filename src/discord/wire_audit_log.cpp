#include "discord/wire_audit_log.hpp"

#include "discord/json_fields.hpp"
#include "discord/wire_person.hpp"
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

namespace invitectl::discord {
namespace {

// Actions whose `target_id` this program uses; of the others it may be anything.
bool target_matters(int action) {
    constexpr std::array kActions = {audit_action::kChannelDelete,
                                     audit_action::kMemberKick,
                                     audit_action::kMemberBan,
                                     audit_action::kMemberUnban,
                                     audit_action::kMemberRoleUpdate,
                                     audit_action::kBotAdd};
    return std::ranges::find(kActions, action) != kActions.end();
}

std::optional<std::int64_t> read_target(const Json& entry, int action) {
    try {
        return maybe_snowflake(entry, "target_id");
    } catch (const FieldError&) {
        if (target_matters(action)) {
            throw;
        }
        return std::nullopt;
    }
}

// In changes a number may be written as text.
std::int64_t number_of(const Json& value) {
    if (value.is_number_integer() && value >= 0) {
        return value.get<std::int64_t>();
    }
    if (value.is_string()) {
        const auto& text = value.get_ref<const std::string&>();
        std::int64_t number = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (error == std::errc{} && end == text.data() + text.size() && number >= 0) {
            return number;
        }
    }
    throw FieldError("is no number");
}

std::string code_text_of(const Json& value) {
    if (!value.is_string() || !InviteCode::parse(value.get_ref<const std::string&>())) {
        throw FieldError("is no invite code");
    }
    return value.get<std::string>();
}

bool flag_of(const Json& value) {
    if (!value.is_boolean()) {
        throw FieldError("is neither true nor false");
    }
    return value.get<bool>();
}

struct InviteChanges {
    std::optional<std::string> code;
    std::optional<ChannelId> channel;
    std::optional<UserId> inviter;
    std::optional<std::int64_t> uses;
    std::optional<std::int64_t> max_uses;
    std::optional<std::int64_t> max_age;
    std::optional<bool> temporary;

    void set(const std::string& key, const Json& value) {
        if (key == "code") {
            code = code_text_of(value);
        } else if (key == "channel_id") {
            channel = ChannelId{number_of(value)};
        } else if (key == "inviter_id") {
            inviter = UserId{number_of(value)};
        } else if (key == "uses") {
            uses = number_of(value);
        } else if (key == "max_uses") {
            max_uses = number_of(value);
        } else if (key == "max_age") {
            max_age = number_of(value);
        } else if (key == "temporary") {
            temporary = flag_of(value);
        }
    }
};

// A deletion tells what was, the others what is.
std::array<const char*, 2> sides_of(int action) {
    return action == audit_action::kInviteDelete ? std::array{"old_value", "new_value"}
                                                 : std::array{"new_value", "old_value"};
}

bool is_about_invite(int action) {
    return action >= audit_action::kInviteCreate && action <= audit_action::kInviteDelete;
}

std::optional<AuditInvite> read_invite(const Json& entry, int action) {
    InviteChanges said;
    with_maybe(entry, "changes", [&](const Json& changes) {
        for_each(changes, [&](const Json& change) {
            const std::string key = text_field(change, "key");
            const auto sides = sides_of(action);
            const char* side = has_field(change, sides[0]) ? sides[0] : sides[1];
            with_maybe(change, side, [&](const Json& value) { said.set(key, value); });
        });
    });
    if (!said.code) {
        return std::nullopt;
    }
    return AuditInvite{.code = *InviteCode::parse(*said.code),
                       .channel = said.channel,
                       .inviter = said.inviter,
                       .uses = said.uses,
                       .max_uses = said.max_uses,
                       .max_age = said.max_age,
                       .temporary = said.temporary};
}

AuditEntry read_entry(const Json& json) {
    AuditEntry entry;
    entry.id = id_field<AuditEntryId>(json, "id");
    entry.action = static_cast<int>(
        std::min<std::int64_t>(count_field(json, "action_type"), std::numeric_limits<int>::max()));
    entry.actor = maybe_id<UserId>(json, "user_id");
    entry.target = read_target(json, entry.action);
    entry.reason = maybe_text(json, "reason").value_or("");
    if (is_about_invite(entry.action)) {
        entry.invite = read_invite(json, entry.action);
    }
    return entry;
}

void put_in_order(std::vector<AuditEntry>& entries, AuditEntryId after, bool full) {
    if (full && !std::ranges::is_sorted(entries, {}, &AuditEntry::id)) {
        throw FieldError("does not start with the oldest entry");
    }
    std::ranges::sort(entries, {}, &AuditEntry::id);
    if (!entries.empty() && entries.front().id <= after) {
        throw FieldError("is not beyond the page before");
    }
    if (std::ranges::adjacent_find(entries, {}, &AuditEntry::id) != entries.end()) {
        throw FieldError("has an entry twice");
    }
}

}  // namespace

AuditPage read_audit_page(std::string_view body, AuditEntryId after, std::size_t limit) {
    const Json log = parse_strict(body);
    AuditPage page;
    with_field(log, "audit_log_entries", [&](const Json& list) {
        for_each(list, [&](const Json& json) { page.entries.push_back(read_entry(json)); });
        page.complete = page.entries.size() < limit;
        put_in_order(page.entries, after, !page.complete);
    });
    with_maybe(log, "users", [&](const Json& list) {
        for_each(list, [&](const Json& user) { page.people.push_back(read_person(user)); });
    });
    return page;
}

}  // namespace invitectl::discord
