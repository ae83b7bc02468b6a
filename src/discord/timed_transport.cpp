#include "discord/timed_transport.hpp"

#include "invitectl/base/time_text.hpp"

namespace invitectl::discord {

Response TimedTransport::send(const Request& request) {
    const Instant began = clock_.now();
    Response response = inner_.send(request);
    const Bracket local = response.local.value_or(Bracket{began, clock_.now()});
    const auto text = response.headers.find("Date");
    if (const auto date = text ? parse_http_date(*text) : std::nullopt) {
        server_clock_.observe(*date, local);
        response.bracket = server_clock_.in_server_time(local);
    }
    return response;
}

}  // namespace invitectl::discord
