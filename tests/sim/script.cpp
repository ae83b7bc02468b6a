#include "tests/sim/script.hpp"

namespace invitectl::sim {

Script::Script(const WorldConfig& config, const GuildSpec& guild)
    : world_(config), guild_(world_.add_guild(guild)) {}

UserId Script::user(const std::string& name) {
    const auto known = users_.find(name);
    if (known != users_.end()) {
        return known->second;
    }
    return users_[name] = world_.add_user({.username = name});
}

UserId Script::old_member(const std::string& name) {
    const UserId id = user(name);
    if (!world_.is_member(guild_, id)) {
        world_.place_member(guild_, id, world_.start() - 24h * 200);
    }
    return id;
}

void Script::at(std::optional<Instant> t, Schedule::Action action) {
    if (t) {
        world_.at(*t, std::move(action));
    } else {
        action();
    }
}

void Script::invite(const std::string& code, const std::string& inviter, InviteSpec spec) {
    spec.code = code;
    spec.inviter = old_member(inviter);
    world_.add_invite(guild_, spec);
}

void Script::invite_at(Instant t,
                       const std::string& code,
                       const std::string& inviter,
                       InviteSpec spec) {
    spec.code = code;
    spec.inviter = old_member(inviter);
    world_.at(t, [this, spec] { world_.add_invite(guild_, spec); });
}

void Script::delete_invite(const std::string& code,
                           const std::string& by,
                           std::optional<Instant> t) {
    at(t, [this, code, who = old_member(by)] { world_.delete_invite(guild_, code, who); });
}

void Script::set_vanity(std::optional<std::string> code, std::optional<Instant> t) {
    at(t, [this, code] { world_.set_vanity(guild_, code); });
}

void Script::join(const std::string& name, const std::string& code, std::optional<Instant> t) {
    at(t, [this, code, who = user(name)] { world_.join(guild_, who, code); });
}

void Script::join_late(const std::string& name, const std::string& code, Instant t, Duration lag) {
    world_.at(t, [this, code, lag, who = user(name)] { world_.join(guild_, who, code, lag); });
}

void Script::join_by_vanity(const std::string& name, std::optional<Instant> t) {
    at(t, [this, who = user(name)] { world_.join_by_vanity(guild_, who); });
}

void Script::join_without_invite(const std::string& name, std::optional<Instant> t) {
    at(t, [this, who = user(name)] { world_.join_without_invite(guild_, who); });
}

void Script::add_bot(const std::string& name, const std::string& by, std::optional<Instant> t) {
    const UserId bot = world_.add_user({.username = name, .bot = true});
    users_[name] = bot;
    at(t, [this, bot, who = old_member(by)] { world_.add_bot(guild_, bot, who); });
}

void Script::leave(const std::string& name, std::optional<Instant> t) {
    at(t, [this, who = user(name)] { world_.leave(guild_, who); });
}

void Script::kick(const std::string& name, const std::string& by, std::optional<Instant> t) {
    at(t, [this, who = user(name), actor = old_member(by)] { world_.kick(guild_, who, actor); });
}

void Script::ban(const std::string& name, const std::string& by, std::optional<Instant> t) {
    at(t, [this, who = user(name), actor = old_member(by)] { world_.ban(guild_, who, actor); });
}

void Script::unban(const std::string& name, const std::string& by, std::optional<Instant> t) {
    at(t, [this, who = user(name), actor = old_member(by)] { world_.unban(guild_, who, actor); });
}

}  // namespace invitectl::sim
