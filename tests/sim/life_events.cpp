// What happens by itself: arrivals, bursts, and what staff do.
#include "tests/sim/life_engine.hpp"

#include <algorithm>

namespace invitectl::sim {

void Life::next_single() {
    arrive(new_user());
}

// Somebody posts a link where many see it.
void Life::next_burst() {
    const auto slot = static_cast<std::size_t>(popularity_.draw(random_));
    const auto size = static_cast<int>(random_.exponential(config_.burst_size)) + 1;
    for (int i = 0; i < size; ++i) {
        const Duration wait{random_.between(0, config_.burst_length.count())};
        later(wait, [this, slot] {
            const UserId user = new_user();
            if (random_.chance(config_.no_invite_share)) {
                world_.join_without_invite(guild_, user);
                settled_in(user);
            } else {
                join_popular(user, slot);
            }
        });
    }
}

void Life::next_bot() {
    world_.add_bot(guild_, new_user(true), any_staff());
}

void Life::next_passing_invite() {
    const UserId maker = any_member();
    const std::string code =
        world_.add_invite(guild_, {.inviter = maker, .channel = any_channel()}).text();
    for (auto users = random_.between(0, 2); users > 0; --users) {
        later(random_.exponential(Duration{20s}), [this, code] {
            if (world_.usable(guild_, code)) {
                join_code(new_user(), code);
            }
        });
    }
    later(Duration{random_.between(30, 150) * 1'000'000}, [this, code, maker] {
        if (world_.usable(guild_, code)) {
            world_.delete_invite(guild_, code, maker);
        }
    });
}

void Life::next_deletion() {
    const auto& listed = state().listed;
    if (!listed.empty()) {
        const auto last = static_cast<std::int64_t>(listed.size()) - 1;
        const std::string code =
            listed[static_cast<std::size_t>(random_.between(0, last))]->terms.code.text();
        if (world_.usable(guild_, code)) {
            world_.delete_invite(guild_, code, any_staff());
        }
    }
}

void Life::next_channel_deletion() {
    const ChannelId channel = any_channel();
    if (channel != state().system_channel) {
        const std::string name = state().channel(channel)->name;
        world_.delete_channel(guild_, channel, any_staff());
        world_.add_channel(guild_, name + "-2");
    }
}

void Life::next_role_update() {
    world_.give_role(guild_, any_member(), member_role_, any_staff());
}

void Life::next_message() {
    world_.post(guild_, any_channel(), any_member(), "hello");
}

}  // namespace invitectl::sim
