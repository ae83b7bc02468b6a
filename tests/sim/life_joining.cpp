// By which way people come, and how long they stay.
#include "tests/sim/life_engine.hpp"

#include <algorithm>

namespace invitectl::sim {

namespace {

constexpr std::size_t kMostInvites = 1000;  // Discord's soft cap

}  // namespace

bool Life::may_join(UserId user) const {
    return !world_.is_member(guild_, user) && !state().banned.contains(user);
}

void Life::arrive(UserId user) {
    if (!may_join(user)) {
        return;
    }
    if (random_.chance(config_.no_invite_share)) {
        world_.join_without_invite(guild_, user);
        settled_in(user);
        return;
    }
    const double way = random_.unit();
    if (way < config_.vanity_share && state().vanity) {
        world_.join_by_vanity(guild_, user);
        settled_in(user);
    } else if (way < config_.vanity_share + config_.friend_share) {
        join_friend(user);
    } else {
        join_popular(user, static_cast<std::size_t>(popularity_.draw(random_)));
    }
}

// Where the code died, the next best is used until staff have replaced it.
void Life::join_popular(UserId user, std::size_t slot) {
    if (!may_join(user)) {
        return;
    }
    if (!world_.usable(guild_, slots_[slot]) && !renewing_[slot]) {
        renewing_[slot] = true;
        later(config_.renewal_after, [this, slot] {
            slots_[slot] = open_slot(slot, std::nullopt, 0);
            renewing_[slot] = false;
        });
    }
    for (std::size_t i = 0; i < slots_.size(); ++i) {
        const std::string& code = slots_[(slot + i) % slots_.size()];
        if (world_.usable(guild_, code)) {
            join_code(user, code);
            return;
        }
    }
    slots_[slot] = open_slot(slot, std::nullopt, 0);
    join_code(user, slots_[slot]);
}

void Life::join_code(UserId user, const std::string& code) {
    world_.join(guild_, user, code);
    settled_in(user);
}

std::string Life::friend_invite() {
    static const std::vector<Duration> ages = {30min, 1h, 6h, 6h, 24h, 24h, 24h, 24h * 7};
    InviteSpec spec;
    spec.inviter = any_member();
    spec.channel = any_channel();
    spec.max_age = ages[static_cast<std::size_t>(
        random_.between(0, static_cast<std::int64_t>(ages.size()) - 1))];
    const double uses = random_.unit();
    spec.max_uses = uses < 0.5 ? 1 : uses < 0.6 ? 5 : uses < 0.7 ? 10 : 0;
    return world_.add_invite(guild_, spec).text();
}

// Most friends get a link of their own and follow it within minutes; others take one that is going
// round.
void Life::join_friend(UserId user) {
    std::erase_if(friend_codes_, [&](const auto& code) { return !world_.usable(guild_, code); });
    std::string code;
    Duration wait{0};
    if (!friend_codes_.empty() && random_.chance(0.4)) {
        const auto last = static_cast<std::int64_t>(friend_codes_.size()) - 1;
        code = friend_codes_[static_cast<std::size_t>(random_.between(0, last))];
    } else if (state().listed.size() < kMostInvites) {
        code = friend_invite();
        friend_codes_.push_back(code);
        wait = random_.exponential(Duration{5min});
    }
    later(wait, [this, user, code] {
        if (!may_join(user)) {
            return;
        }
        if (world_.usable(guild_, code)) {
            join_code(user, code);
        } else {
            join_popular(user, static_cast<std::size_t>(popularity_.draw(random_)));
        }
    });
}

void Life::settled_in(UserId user) {
    known_.push_back(user);
    double fate = random_.unit();
    const auto within = [&fate](double share) {
        fate -= share;
        return fate < 0;
    };
    if (within(config_.bounce_share)) {
        plan_going(user, random_.exponential(config_.bounce_mean), LeaveCause::unknown);
    } else if (within(config_.kick_share)) {
        plan_going(user, random_.exponential(config_.kick_mean), LeaveCause::kicked);
    } else if (within(config_.ban_share)) {
        plan_going(user, random_.exponential(config_.kick_mean), LeaveCause::banned);
    } else if (within(config_.leave_share)) {
        plan_going(user, random_.exponential(config_.leave_mean), LeaveCause::unknown);
    }
}

void Life::plan_going(UserId user, Duration after, LeaveCause how) {
    later(after, [this, user, how, joined = world_.now()] {
        const auto member = state().members.find(user);
        if (member != state().members.end() && member->second.joined_at == joined) {
            go(user, how);
        }
    });
}

void Life::go(UserId user, LeaveCause how) {
    if (how == LeaveCause::kicked) {
        world_.kick(guild_, user, any_staff(), "spam");
    } else if (how == LeaveCause::banned) {
        world_.ban(guild_, user, any_staff(), "spam");
        if (random_.chance(0.2)) {
            later(random_.exponential(Duration{72h}),
                  [this, user] { world_.unban(guild_, user, any_staff()); });
        }
    } else {
        world_.leave(guild_, user);
        if (random_.chance(config_.rejoin_share)) {
            later(random_.exponential(config_.rejoin_mean), [this, user] { arrive(user); });
        }
    }
}

}  // namespace invitectl::sim
