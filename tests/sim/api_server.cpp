#include "tests/sim/api_server.hpp"

#include "tests/sim/limit_answers.hpp"

namespace invitectl::sim {

ApiServer::ApiServer(World& world, const ServerOptions& options)
    : world_(world), token_(options.token), limiter_(options.limits), faults_(options.fault_seed) {}

ApiServer::Served ApiServer::serve(const ApiRequest& request,
                                   const std::string& query,
                                   Instant now) {
    const RouteMatch route = match_route(request);
    Served served = decide(request, route, now);
    journal_.push_back({.method = request.method,
                        .path = request.path,
                        .query = query,
                        .route = std::string(route.name),
                        .status = served.answer.status,
                        .at = world_.now()});
    return served;
}

ApiServer::Served ApiServer::decide(const ApiRequest& request,
                                    const RouteMatch& route,
                                    Instant now) {
    const auto fault = faults_.strike(route.name);
    if (fault && replaces_answer(fault->kind)) {
        Answer answer = replacement(*fault);
        // A page of Cloudflare's comes without what Discord's own servers add.
        if (answer.content_type == "application/json") {
            answer.headers.emplace_back("Via", "1.1 google");
        }
        return {std::move(answer)};
    }
    Served served{admitted(request, route, now)};
    served.answer.headers.emplace_back("Via", "1.1 google");
    if (fault && fault->kind == FaultKind::slow) {
        served.delay = fault->delay;
    } else if (fault && served.answer.status == 200) {
        spoil(*fault, served.answer);
    }
    return served;
}

// Who is turned away is not counted; whom the limit refuses changes nothing.
Answer ApiServer::admitted(const ApiRequest& request, const RouteMatch& route, Instant now) {
    if (auto away = turned_away(request, token_)) {
        return *std::move(away);
    }
    const auto verdict = limiter_.admit(std::string(route.bucket), route.resource, now);
    refused_by_limit_ += verdict.allowed ? 0 : 1;
    Answer answer = verdict.allowed
                        ? sim::answer(world_, request, token_)
                        : limit_answer(verdict.global ? LimitScope::global : LimitScope::user,
                                       verdict.retry_after);
    add_limit_headers(answer, verdict, route.bucket, world_.now());
    return answer;
}

}  // namespace invitectl::sim
