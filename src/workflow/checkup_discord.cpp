// Asking Discord whether it would answer what sync asks.
#include "invitectl/base/time_text.hpp"
#include "invitectl/workflow/checkup.hpp"

#include <algorithm>
#include <array>

namespace invitectl::workflow {

namespace {

constexpr Duration kLargestSkew = std::chrono::seconds{30};

constexpr std::array<std::string_view, 12> kDiscordIds = {"discord",
                                                          "token-accepted",
                                                          "members-intent",
                                                          "bot-in-guild",
                                                          "manage-server",
                                                          "view-audit-log",
                                                          "create-invite",
                                                          "clock",
                                                          "read-invites",
                                                          "read-vanity",
                                                          "read-members",
                                                          "read-audit-log"};

Check ok(std::string_view id, const std::string& guild, std::string what) {
    return {std::string(id), guild, Health::ok, std::move(what)};
}

Check skipped(std::string_view id, const std::string& guild, std::string why) {
    return {std::string(id), guild, Health::skipped, "not looked at", std::move(why)};
}

// Whether the way to Discord itself failed, rather than what was asked.
bool is_about_the_way(ErrorCode code) {
    return code == ErrorCode::network || code == ErrorCode::discord_unavailable ||
           code == ErrorCode::rate_limited;
}

class GuildExamination {
  public:
    GuildExamination(Discord& discord,
                     Clock& clock,
                     const store::StoredGuild& guild,
                     const DiscordCheckup& options)
        : discord_(discord),
          clock_(clock),
          id_(guild.guild.id),
          alias_(guild.alias),
          options_(options) {}

    std::vector<Check> take(const std::vector<GuildMembership>& memberships,
                            bool may_list_members) {
        const auto found = std::ranges::find(memberships, id_, &GuildMembership::id);
        if (found == memberships.end()) {
            not_a_member();
            return std::move(checks_);
        }
        checks_.push_back(ok("bot-in-guild", alias_, "the bot is in the guild"));
        permissions_ = found->permissions;
        check_permissions();
        check_guild();
        check_reading(may_list_members);
        return std::move(checks_);
    }

  private:
    bool may(std::uint64_t permission) const { return permission::has(permissions_, permission); }

    void not_a_member() {
        checks_.push_back(
            {"bot-in-guild",
             alias_,
             Health::failure,
             "the bot is not in the guild " + id_.text(),
             "it was removed, or the token belongs to another bot",
             "invite it again, or stop following: invitectl settings set enabled off -g " +
                 alias_});
        for (const std::string_view id : {"manage-server",
                                          "view-audit-log",
                                          "create-invite",
                                          "clock",
                                          "read-invites",
                                          "read-vanity",
                                          "read-members",
                                          "read-audit-log"}) {
            checks_.push_back(skipped(id, alias_, "the bot is not in the guild"));
        }
    }

    void check_permission(std::string_view id,
                          std::uint64_t permission,
                          Health without,
                          const std::string& name,
                          std::string why) {
        if (may(permission)) {
            checks_.push_back(ok(id, alias_, "the bot has " + name));
            return;
        }
        checks_.push_back({std::string(id),
                           alias_,
                           without,
                           "the bot lacks " + name,
                           std::move(why),
                           "grant " + name + " to the bot's role: Server Settings, Roles"});
    }

    void check_permissions() {
        check_permission("manage-server",
                         permission::kManageGuild,
                         Health::failure,
                         "Manage Server",
                         "without it Discord hides the use counters of invites");
        check_permission(
            "view-audit-log",
            permission::kViewAuditLog,
            Health::warning,
            "View Audit Log",
            "without it deleted invites look like expired ones, and kicks like leaves");
        check_permission("create-invite",
                         permission::kCreateInvite,
                         Health::warning,
                         "Create Invite",
                         "without it `invite create` cannot make an invite for a source");
    }

    void check_guild() {
        try {
            const Instant before = clock_.now();
            const auto guild = discord_.guilds.guild(id_);
            has_vanity_ = guild.value.has_vanity;
            vanity_code_ = guild.value.vanity_code;
            // The bracket is this machine's time moved to Discord's.
            check_clock(guild.bracket.began - before);
        } catch (const Error& error) {
            checks_.push_back(failed_check("bot-in-guild", alias_, error));
            checks_.push_back(skipped("clock", alias_, "the guild did not answer"));
        }
    }

    void check_clock(Duration skew) {
        if (!options_.compare_clocks) {
            checks_.push_back(
                skipped("clock", alias_, "clock = \"server\": this Discord has a time of its own"));
            return;
        }
        const Duration size = skew < Duration{0} ? -skew : skew;
        if (size <= kLargestSkew) {
            checks_.push_back(ok("clock", alias_, "this machine's clock agrees with Discord's"));
            return;
        }
        checks_.push_back({"clock",
                           alias_,
                           Health::warning,
                           "this machine's clock is " +
                               format_duration(std::chrono::floor<std::chrono::seconds>(size)) +
                               (skew > Duration{0} ? " behind" : " ahead of") + " Discord's",
                           "facts carry Discord's time, but runs and --since count by this one",
                           "let the machine keep time: timedatectl set-ntp true"});
    }

    template <class Ask>
    void try_reading(std::string_view id, const std::string& what, Ask ask) {
        try_check(id, [&] {
            ask();
            return ok(id, alias_, what + " can be read");
        });
    }

    template <class Look>
    void try_check(std::string_view id, Look look) {
        try {
            checks_.push_back(look());
        } catch (const Error& error) {
            if (error.code() == ErrorCode::interrupted) {
                throw;
            }
            checks_.push_back(failed_check(id, alias_, error));
        }
    }

    // Discord answers "no access" both where there is no URL and where it is not shown, so that
    // sync takes it for none; the guild itself tells them apart.
    Check read_vanity() {
        const auto vanity = discord_.invites.vanity(id_);
        if (!vanity.value && vanity_code_) {
            return {"read-vanity",
                    alias_,
                    Health::failure,
                    "Discord does not show the counter of discord.gg/" + *vanity_code_,
                    "it answers as if the guild had no URL of its own, so joins by it look like "
                    "joins without an invite",
                    "see to it that the bot's role has Manage Server, then: invitectl doctor"};
        }
        return ok("read-vanity", alias_, "the guild's own URL can be read");
    }

    void check_reading(bool may_list_members) {
        if (may(permission::kManageGuild)) {
            try_reading("read-invites", "the invites", [&] { discord_.invites.invites(id_); });
        } else {
            checks_.push_back(skipped("read-invites", alias_, "needs Manage Server"));
        }
        if (has_vanity_ && may(permission::kManageGuild)) {
            try_check("read-vanity", [&] { return read_vanity(); });
        } else {
            checks_.push_back(skipped(
                "read-vanity", alias_, has_vanity_ ? "needs Manage Server" : "the guild has none"));
        }
        if (may_list_members) {
            try_reading("read-members", "the members", [&] { discord_.members.members(id_, {}); });
        } else {
            checks_.push_back(skipped("read-members", alias_, "needs the members intent"));
        }
        if (may(permission::kViewAuditLog)) {
            const AuditEntryId newest{first_snowflake_at(clock_.now())};
            try_reading("read-audit-log", "the audit log", [&] {
                discord_.audit.audit_entries(id_, newest);
            });
        } else {
            checks_.push_back(skipped("read-audit-log", alias_, "needs View Audit Log"));
        }
    }

    Discord& discord_;
    Clock& clock_;
    GuildId id_;
    std::string alias_;
    DiscordCheckup options_;
    std::uint64_t permissions_ = 0;
    bool has_vanity_ = false;
    std::optional<std::string> vanity_code_;
    std::vector<Check> checks_;
};

// The remaining checks after one that makes them pointless.
void skip_after(std::vector<Check>& checks, std::string_view last, const std::string& why) {
    const auto from = std::ranges::find(kDiscordIds, last);
    for (auto id = std::next(from); id != kDiscordIds.end(); ++id) {
        checks.push_back(skipped(*id, "", why));
    }
}

// Whether the bot may list members; nothing where nothing more can be asked.
std::optional<bool> check_bot(Discord& discord, std::vector<Check>& checks) {
    try {
        const BotIdentity bot = discord.guilds.self();
        checks.push_back(ok("discord", "", "Discord answers"));
        checks.push_back(ok("token-accepted", "", "the token is that of the bot " + bot.username));
        if (bot.members_intent) {
            checks.push_back(ok("members-intent", "", "the Server Members Intent is on"));
        } else {
            checks.push_back({"members-intent",
                              "",
                              Health::failure,
                              "the bot may not list members",
                              "the Server Members Intent is switched off for its application",
                              "switch it on at https://discord.com/developers/applications (Bot)"});
        }
        return bot.members_intent;
    } catch (const Error& error) {
        if (error.code() == ErrorCode::interrupted) {
            throw;
        }
        if (is_about_the_way(error.code())) {
            checks.push_back(failed_check("discord", "", error));
            skip_after(checks, "discord", "Discord cannot be reached");
        } else {
            checks.push_back(ok("discord", "", "Discord answers"));
            checks.push_back(failed_check("token-accepted", "", error));
            skip_after(checks, "token-accepted", "Discord does not accept the token");
        }
        return {};
    }
}

}  // namespace

std::vector<Check> check_discord(Discord& discord,
                                 Clock& clock,
                                 const std::vector<store::StoredGuild>& guilds,
                                 const DiscordCheckup& options) {
    std::vector<Check> checks;
    const auto may_list_members = check_bot(discord, checks);
    if (!may_list_members) {
        return checks;
    }
    try {
        const std::vector<GuildMembership> memberships = discord.guilds.guilds();
        for (const store::StoredGuild& guild : guilds) {
            GuildExamination examination(discord, clock, guild, options);
            std::ranges::move(examination.take(memberships, *may_list_members),
                              std::back_inserter(checks));
        }
    } catch (const Error& error) {
        if (error.code() == ErrorCode::interrupted) {
            throw;
        }
        checks.push_back(failed_check("bot-in-guild", "", error));
    }
    return checks;
}

std::vector<Check> skip_discord(std::string_view why) {
    std::vector<Check> checks;
    for (const std::string_view id : kDiscordIds) {
        checks.push_back(skipped(id, "", std::string(why)));
    }
    return checks;
}

}  // namespace invitectl::workflow
