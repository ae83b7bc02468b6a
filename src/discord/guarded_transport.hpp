// Keeps the program from running against the same wall again and again, run after run.
//
// A ban of the address (10,000 refused requests in ten minutes) hits everybody behind it, so
//   401  is asked again after a minute, two, four … an hour at most, and at once with another
//   token; 403  to a question is remembered for an hour, and answered from memory meanwhile; 1,000
//   refused requests in ten minutes end every run until the oldest are past.
// https://discord.com/developers/docs/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans
// A 429 because others use the same resource is not counted; Discord does not count it either.
#pragma once

#include "invitectl/base/secret.hpp"
#include "invitectl/ports/clock.hpp"
#include "invitectl/ports/request_memory.hpp"

#include "discord/transport.hpp"

#include <string>

namespace invitectl::discord {

class GuardedTransport final : public Transport {
  public:
    static constexpr std::int64_t kMostRefused = 1000;
    static constexpr Duration kRefusedWithin = std::chrono::minutes{10};
    static constexpr Duration kForbiddenFor = std::chrono::hours{1};
    static constexpr Duration kTokenFirst = std::chrono::minutes{1};
    static constexpr Duration kTokenLongest = std::chrono::hours{1};

    // `afresh`: a person who mended something asks; nothing but the budget is heeded.
    GuardedTransport(
        Transport& inner, Clock& clock, RequestMemory& memory, const Secret& token, bool afresh);

    // Throws Error(token_rejected) and Error(rate_limited) without sending anything.
    Response send(const Request& request) override;

  private:
    void check_budget();
    void check_token();
    std::optional<Response> remembered_refusal(const Request& request);
    void learn(const Request& request, const Response& response);
    void learn_rejection();

    Transport& inner_;
    Clock& clock_;
    RequestMemory& memory_;
    std::string token_subject_;
    bool afresh_;
    bool token_accepted_ = false;
};

// Still in force. A time further away than it can have been set comes from a clock that was wrong.
bool in_force(const Remembered& what, Instant now, Duration longest);

}  // namespace invitectl::discord
