// How a simulated guild lives. The defaults are those of the accuracy study: 50 popular codes by
// Zipf's law, a vanity URL for a quarter of the joins, a fifth by fresh invites between friends, a
// quarter in bursts, every fifth joiner gone after minutes, counters that lag 0.2 s on average and
// 5 s at most.
#pragma once

#include "invitectl/base/time.hpp"

#include "tests/sim/names.hpp"

#include <optional>

namespace invitectl::sim {

using namespace std::chrono_literals;

// How late a use shows in the counters: exponential, never above `max`.
struct Lag {
    Duration mean = 0s;
    Duration max = 0s;
};

struct LifeConfig {
    // Joining. Shares are of all joins (bursts included for `no_invite_share`, else of those
    // outside bursts).
    double joins_per_hour = 5;
    double burst_share = 0.25;  // of the joins, coming in bursts by one code
    double burst_size = 10;     // joins, mean
    Duration burst_length = 10min;
    int popular_codes = 50;
    int inviters = 30;           // staff who own the popular codes
    int widget_codes = 1;        // of the popular codes, made by the widget: no inviter
    double vanity_share = 0.25;  // 0: the guild has no URL of its own
    double friend_share = 0.2;
    double no_invite_share = 0.05;
    double bots_per_day = 0.1;
    Lag lag{200ms, 5s};

    // For so long people come and staff act; later they only leave. Absent: without end.
    std::optional<Duration> lasts{};

    // Staying and leaving. Shares are of the joins; who is in none of them stays.
    double bounce_share = 0.2;
    Duration bounce_mean = 3min;
    double leave_share = 0.3;
    Duration leave_mean = 480h;
    double kick_share = 0.01;
    double ban_share = 0.005;
    Duration kick_mean = 48h;
    double rejoin_share = 0.05;  // of those who left by themselves
    Duration rejoin_mean = 24h;

    // What staff do.
    double deletions_per_day = 0.2;        // of a live invite
    double passing_invites_per_day = 0.5;  // created, used or not, and deleted within minutes
    double channel_deletions_per_month = 0.2;
    double role_updates_per_day = 0.5;
    Duration renewal_after = 6h;  // until a popular code that died is replaced

    double messages_per_hour = 2;
    bool join_messages = true;

    int initial_members = 60;  // at least the staff
    NameMix names{};
};

// Nobody comes in but by an invite, the vanity URL or as a bot.
inline LifeConfig closed(LifeConfig config = {}) {
    config.no_invite_share = 0;
    return config;
}

}  // namespace invitectl::sim
