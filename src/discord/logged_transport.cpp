#include "discord/logged_transport.hpp"

#include <fmt/format.h>

namespace invitectl::discord {

Response LoggedTransport::send(const Request& request) {
    const auto began = clock_.monotonic();
    const auto milliseconds = [&] {
        return std::chrono::duration_cast<std::chrono::milliseconds>(clock_.monotonic() - began)
            .count();
    };
    try {
        Response response = inner_.send(request);
        progress_.answered(label_of(request.endpoint), response.status);
        std::string line = fmt::format("{}: {} in {} ms, {} bytes",
                                       label_of(request.endpoint),
                                       response.status,
                                       milliseconds(),
                                       response.body.size());
        if (const auto bucket = response.headers.find("X-RateLimit-Bucket")) {
            line += fmt::format(", bucket {} has {} left",
                                *bucket,
                                response.headers.find("X-RateLimit-Remaining").value_or("?"));
        }
        log_.debug(line);
        return response;
    } catch (const Error& error) {
        progress_.answered(label_of(request.endpoint), 0);
        log_.debug(fmt::format(
            "{}: {} after {} ms", label_of(request.endpoint), error.happened(), milliseconds()));
        throw;
    }
}

}  // namespace invitectl::discord
