#include "tests/trust/sim_transport.hpp"

#include "invitectl/base/time_text.hpp"

#include <algorithm>

namespace invitectl::trust {
namespace {

using namespace std::chrono_literals;

sim::ApiRequest api_request(const discord::Request& request, std::string& query) {
    sim::ApiRequest api;
    api.method = std::string(name_of(discord::route_of(request.endpoint).method));
    const std::size_t mark = request.path.find('?');
    api.path = request.path.substr(0, mark);
    query = mark == std::string::npos ? "" : request.path.substr(mark + 1);
    for (std::size_t from = 0; from < query.size();) {
        const std::size_t end = std::min(query.find('&', from), query.size());
        const std::string pair = query.substr(from, end - from);
        const std::size_t equals = pair.find('=');
        api.query.emplace(pair.substr(0, equals), pair.substr(equals + 1));
        from = end + 1;
    }
    api.authorization = "Bot token";
    api.user_agent = "DiscordBot (https://example.org, 1)";
    api.body = request.body;
    return api;
}

}  // namespace

discord::Response SimTransport::send(const discord::Request& request) {
    sim::World& world = server_.world();
    const Duration latency = random_.between(60, 200) * 1ms;
    if (random_.chance(faults_.refused)) {
        world.advance(latency);
        throw discord::ConnectionError("Discord could not be asked", "refused", true, false);
    }
    if (random_.chance(faults_.silent)) {
        world.advance(30s);
        throw discord::ConnectionError("Discord could not be asked", "timed out", true);
    }
    world.advance(latency / 2);
    std::string query;
    const sim::ApiRequest api = api_request(request, query);
    sim::ApiServer::Served served = server_.serve(api, query, world.now());
    discord::Response response;
    response.headers.add("Date", format_http_date(world.now()));
    response.headers.add("Content-Type", served.answer.content_type);
    for (auto& [name, value] : served.answer.headers) {
        response.headers.add(name, value);
    }
    world.advance(latency / 2 + served.delay);
    if (random_.chance(faults_.slow)) {
        world.advance(random_.between(1, 20) * 1s);
    }
    if (random_.chance(faults_.cut)) {
        throw discord::ConnectionError("Discord could not be asked", "connection reset", true);
    }
    response.status = served.answer.status;
    response.body = std::move(served.answer.body);
    return response;
}

}  // namespace invitectl::trust
