// A guild, a simulated Discord over HTTP and a client that may do everything.
#pragma once

#include "invitectl/discord/client.hpp"

#include "tests/discord/hasty_clock.hpp"
#include "tests/discord/notes.hpp"
#include "tests/sim/http_discord.hpp"
#include "tests/sim/script.hpp"
#include <gtest/gtest.h>

#include <memory>
#include <vector>

namespace invitectl::discord {

class Workbench : public testing::Test {
  protected:
    Workbench() {
        allow(sim::kAllPermissions & ~permission::kAdministrator);
        guild.world().set_bot_rank(kin(), 100);
        sim::HttpOptions options;
        options.token = kToken;
        options.limits = sim::RateLimits::none();
        server = std::make_unique<sim::HttpDiscord>(guild.world(), options);
        open(server->base_url());
    }
    void open(const std::string& base) {
        ClientOptions options;
        options.api_base = base;
        client = open_client(options, Secret(kToken), clock, log);
    }
    void allow(std::uint64_t permissions) { guild.world().set_bot_permissions(kin(), permissions); }
    GuildId kin() const { return guild.guild(); }
    const sim::GuildState& state() { return guild.world().guild(kin()); }
    ChannelId channel() { return *state().system_channel; }
    // Without join messages.
    std::vector<sim::MessageState> text_messages() {
        std::vector<sim::MessageState> found;
        for (const sim::MessageState& message : state().channel(channel())->messages) {
            if (message.type == 0) {
                found.push_back(message);
            }
        }
        return found;
    }

    sim::Script guild;
    HastyClock clock;
    NotedLog log;
    std::unique_ptr<sim::HttpDiscord> server;
    std::unique_ptr<Client> client;
};

}  // namespace invitectl::discord
