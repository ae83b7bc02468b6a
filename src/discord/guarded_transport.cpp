#include "discord/guarded_transport.hpp"

#include "invitectl/base/time_text.hpp"

#include "discord/refusals.hpp"
#include "discord/wire_error.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace invitectl::discord {
namespace {

// Tells one token from the next, and no more: 32 bits say nothing about a token of 200.
std::string subject_of(const Secret& token) {
    std::uint32_t hash = 2166136261U;  // FNV-1a
    for (const char c : token.reveal()) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
    }
    return fmt::format("token {:08x}", hash);
}

std::string subject_of(const Request& request) {
    return label_of(request.endpoint) + " " + request.resource;
}

bool only_asks(const Request& request) {
    const Route& route = route_of(request.endpoint);
    return route.method == Method::get || !route.documented;
}

bool counts_as_refused(const Response& response) {
    return response.status == 401 || response.status == 403 ||
           (response.status == 429 &&
            response.headers.find("X-RateLimit-Scope").value_or("") != "shared");
}

std::string clock_text(Instant t) {
    return format_rfc3339(std::chrono::floor<std::chrono::seconds>(t));
}

}  // namespace

bool in_force(const Remembered& what, Instant now, Duration longest) {
    return what.until > now && what.until - now <= longest;
}

GuardedTransport::GuardedTransport(
    Transport& inner, Clock& clock, RequestMemory& memory, const Secret& token, bool afresh)
    : inner_(inner),
      clock_(clock),
      memory_(memory),
      token_subject_(subject_of(token)),
      afresh_(afresh) {}

Response GuardedTransport::send(const Request& request) {
    check_budget();
    if (!afresh_) {
        check_token();
        if (auto known = remembered_refusal(request)) {
            return *std::move(known);
        }
    }
    Response response = inner_.send(request);
    learn(request, response);
    return response;
}

void GuardedTransport::check_budget() {
    const Instant now = clock_.now();
    if (memory_.refused_since(now - kRefusedWithin) >= kMostRefused) {
        throw Error(ErrorCode::rate_limited,
                    fmt::format("Discord refused {} requests within ten minutes", kMostRefused),
                    "at 10,000 it bans this address for everybody who uses it",
                    "find out what is refused with `invitectl run list`, then wait ten minutes");
    }
}

void GuardedTransport::check_token() {
    const auto bad = memory_.find(token_subject_);
    if (bad && in_force(*bad, clock_.now(), kTokenLongest)) {
        throw Error(ErrorCode::token_rejected,
                    "Discord does not accept the token",
                    fmt::format("it said so at {}; the same token is tried again after {}",
                                clock_text(bad->since),
                                clock_text(bad->until)),
                    "reset the token in the developer portal, under Bot, and store the new one");
    }
}

std::optional<Response> GuardedTransport::remembered_refusal(const Request& request) {
    if (!only_asks(request)) {
        return std::nullopt;
    }
    const auto known = memory_.find(subject_of(request));
    if (!known || !in_force(*known, clock_.now(), kForbiddenFor)) {
        return std::nullopt;
    }
    Response response;
    response.status = 403;
    response.body = known->detail;
    return response;
}

void GuardedTransport::learn(const Request& request, const Response& response) {
    if (counts_as_refused(response)) {
        memory_.count_refused(clock_.now());
    }
    if (response.status == 401) {
        learn_rejection();
    } else if (!token_accepted_ && response.status != 429 && response.status < 500) {
        token_accepted_ = true;
        if (memory_.find(token_subject_)) {
            memory_.forget(token_subject_);
        }
    }
    if (!only_asks(request)) {
        return;
    }
    const std::string subject = subject_of(request);
    const ApiError error =
        response.status == 403 ? read_error(response.body).value_or(ApiError{}) : ApiError{};
    if (error.code == api_code::kMissingAccess || error.code == api_code::kMissingPermissions) {
        const Instant now = clock_.now();
        if (says_no_vanity(response) && request.endpoint == Endpoint::vanity) {
            return;
        }
        memory_.remember(
            {.subject = subject,
             .since = now,
             .until = now + kForbiddenFor,
             .times = 1,
             .detail = fmt::format(
                 R"({{"code": {}, "message": "Missing permission, as Discord said at {}; it is asked again after {}, or at once on a terminal"}})",
                 error.code,
                 clock_text(now),
                 clock_text(now + kForbiddenFor))});
    } else if (response.status < 400 && memory_.find(subject)) {
        memory_.forget(subject);
    }
}

void GuardedTransport::learn_rejection() {
    const Instant now = clock_.now();
    const auto before = memory_.find(token_subject_);
    const std::int64_t times = before ? before->times + 1 : 1;
    const Duration pause = kTokenFirst * (std::int64_t{1} << std::min<std::int64_t>(times - 1, 10));
    memory_.remember({.subject = token_subject_,
                      .since = now,
                      .until = now + std::min(pause, kTokenLongest),
                      .times = times,
                      .detail = "401"});
}

}  // namespace invitectl::discord
