// The simulated Discord: guilds, people and a clock that moves only when told.
//
// Everything here happens at now(); `at` plans something for later, and advancing the clock makes
// what is due happen in order. The same seed and the same calls give the same world, however finely
// the clock is advanced. Nothing is random unless a life (life.hpp) or a lag is asked for.
//
// What Discord would refuse (joining by a dead code, leaving twice) throws std::logic_error: the
// test is wrong. Not thread-safe; HttpDiscord guards the world it serves.
#pragma once

#include "invitectl/domain/guild.hpp"

#include "tests/sim/guild_state.hpp"
#include "tests/sim/permissions.hpp"
#include "tests/sim/schedule.hpp"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace invitectl::sim {

struct WorldConfig {
    std::uint64_t seed = 1;
    Instant start = from_micros(1'785'542'400'000'000);  // 2026-08-01T00:00:00Z
};

struct GuildSpec {
    std::string name = "Test Guild";
    bool discoverable = false;
    bool join_messages = true;
    bool bot_present = true;
    std::uint64_t bot_permissions = kUsualBotPermissions;
    Lag lag{};  // none: counters show a use at once
    // At most this long after a join its message appears, mostly sooner; 0: at the same instant.
    Duration join_message_delay_max{0};
};

struct UserSpec {
    std::string username{};
    std::string display_name{};
    bool bot = false;
    bool has_avatar = false;
    std::optional<Instant> created_at{};  // of the account; a year before now when absent
};

struct InviteSpec {
    std::string code{};  // empty: made up
    std::optional<UserId> inviter{};
    std::optional<ChannelId> channel{};  // the first text channel when absent
    std::int64_t max_uses = 0;
    Duration max_age{0};  // whole seconds; 0: never expires
    bool temporary = false;
    std::vector<RoleId> roles{};
    std::vector<UserId> targets{};  // the only ones who may use it; empty: everybody
    std::string reason{};
    // An invite made before the world began: no audit entry, and uses that nobody saw.
    std::optional<Instant> created_at{};
    std::int64_t uses = 0;
};

struct Post {
    std::string text;
    std::string nonce{};  // enforced: the same again within five minutes is the same message
    bool rings = false;
};

class World {
  public:
    explicit World(const WorldConfig& config = {});
    World(const World&) = delete;
    World& operator=(const World&) = delete;

    // Clock.
    Instant now() const { return now_; }
    Instant start() const { return start_; }
    void advance_to(Instant t);  // throws std::logic_error for a time before now
    void advance(Duration d) { advance_to(now_ + d); }
    void at(Instant t, Schedule::Action action);

    // Setting up.
    GuildId add_guild(const GuildSpec& spec = {});
    UserId add_user(const UserSpec& spec);
    ChannelId add_channel(GuildId guild, const std::string& name, int type = 0);
    RoleId add_role(GuildId guild, const std::string& name, std::uint64_t permissions = 0);
    // A member of old, before the world began.
    void place_member(GuildId guild, UserId user, Instant joined_at);
    // A URL of old: nothing is logged.
    void place_vanity(GuildId guild, const std::string& code, std::int64_t uses);
    Random fork_random(std::uint64_t salt) const { return random_.fork(salt); }

    // Invites and the guild's own URL. An absent code takes the URL away; setting one starts at
    // `uses`.
    InviteCode add_invite(GuildId guild, const InviteSpec& spec = {});
    void delete_invite(GuildId guild,
                       std::string_view code,
                       UserId by,
                       const std::string& reason = {});
    void set_most_invites(GuildId guild, std::size_t most) { state(guild).most_invites = most; }
    void set_vanity(GuildId guild, std::optional<std::string> code);
    void delete_channel(GuildId guild, ChannelId channel, UserId by);
    bool usable(GuildId guild, std::string_view code) const;
    // Makes the list show something else than it should, as a faulty Discord would.
    void misreport_uses(GuildId guild, std::string_view code, std::int64_t visible);
    void misreport_vanity(GuildId guild, std::int64_t visible);

    // The index behind members-search, and a wrong answer of it about a member.
    void set_search(GuildId guild, const SearchState& search);
    void misstate_source(GuildId guild, UserId user, const std::string& code);

    // Coming. `lag`: until the counter shows the use; the guild's law when absent.
    void join(GuildId guild, UserId user, std::string_view code, std::optional<Duration> lag = {});
    void join_by_vanity(GuildId guild, UserId user, std::optional<Duration> lag = {});
    void join_without_invite(GuildId guild, UserId user);
    void add_bot(GuildId guild, UserId bot, UserId by);

    // Going.
    void leave(GuildId guild, UserId user);
    void kick(GuildId guild, UserId user, UserId by, const std::string& reason = {});
    void ban(GuildId guild, UserId user, UserId by, const std::string& reason = {});
    void unban(GuildId guild, UserId user, UserId by, const std::string& reason = {});

    // Being there.
    void give_role(
        GuildId guild, UserId user, RoleId role, UserId by, const std::string& reason = {});
    void take_role(
        GuildId guild, UserId user, RoleId role, UserId by, const std::string& reason = {});
    RoleId create_role(GuildId guild,
                       const std::string& name,
                       std::uint64_t permissions,
                       UserId by,
                       const std::string& reason = {});
    // The bot's own role, and with it what it may give, moves above or below others.
    void set_bot_rank(GuildId guild, int position);
    void rename(UserId user, const std::string& display_name);
    // Leaves a member out of the list, as a page that shifts while it is read does.
    void set_unlisted(GuildId guild, UserId user, bool unlisted);
    void set_pending(GuildId guild, UserId user, bool pending);
    MessageId post(GuildId guild, ChannelId channel, UserId author, const std::string& content);

    // The bot's messages, in channels and in conversations with one person.
    const MessageState& post_as_bot(ChannelId channel, const Post& post);
    void edit_message(ChannelId channel, MessageId message, const std::string& text, bool rings);
    void delete_message(ChannelId channel,
                        MessageId message,
                        UserId by,
                        const std::string& reason = {});
    ChannelId open_direct(UserId user);
    const ChannelState* find_direct(ChannelId channel) const;
    void refuse_direct_messages(UserId user) { refusing_.insert(user); }
    bool takes_direct_messages(ChannelId channel) const;

    // The bot that asks.
    UserId bot() const { return bot_; }
    bool members_intent() const { return members_intent_; }
    bool content_intent() const { return content_intent_; }
    void set_members_intent(bool on) { members_intent_ = on; }
    void set_content_intent(bool on) { content_intent_ = on; }
    // Of its own role only: it also has what everyone has.
    void set_bot_permissions(GuildId guild, std::uint64_t permissions);
    void set_everyones_permissions(GuildId guild, std::uint64_t permissions);
    void set_bot_present(GuildId guild, bool present);
    void set_overwrite(GuildId guild, ChannelId channel, const Overwrite& overwrite);

    // Reading. Unknown ids: nullptr from find_*, std::logic_error from the others.
    const std::map<GuildId, std::unique_ptr<GuildState>>& guilds() const { return guilds_; }
    const GuildState* find_guild(GuildId guild) const;
    const GuildState& guild(GuildId guild) const;
    // The guild a channel belongs to.
    const GuildState* find_guild_of(ChannelId channel) const;
    const Person* find_user(UserId user) const;
    bool is_member(GuildId guild, UserId user) const;
    const Truth& truth(GuildId guild) const { return this->guild(guild).truth; }

  private:
    GuildState& state(GuildId guild);
    std::int64_t make_id(Instant at);
    ChannelState& channel_state(ChannelId channel);
    void change_role(GuildState& guild,
                     UserId user,
                     const RoleState& role,
                     bool give,
                     UserId by,
                     const std::string& reason);
    MemberState& admit(GuildState& guild, UserId user, TruthEntry entry);
    void expel(GuildState& guild, UserId user, LeaveCause how);
    void announce_join(GuildState& guild, UserId user);
    void count_use(GuildState& guild, InviteState& invite, Duration lag);
    void show_use(GuildState& guild, InviteState& invite);
    static void unlist(GuildState& guild, InviteState& invite, Instant at);
    AuditState& log(GuildState& guild, int action, std::optional<UserId> actor);
    Duration draw_lag(GuildState& guild, std::optional<Duration> asked);
    std::string make_code();

    Instant start_;
    Instant now_;
    Random random_;
    Random code_random_;
    Schedule schedule_;
    std::int64_t last_id_ = 0;
    std::int64_t users_made_ = 0;
    std::unordered_map<UserId, Person> people_;
    std::map<GuildId, std::unique_ptr<GuildState>> guilds_;
    std::map<UserId, ChannelState> direct_;  // conversations of the bot
    std::unordered_set<UserId> refusing_;    // who takes no direct messages
    UserId bot_;
    bool members_intent_ = true;
    bool content_intent_ = false;
};

}  // namespace invitectl::sim
