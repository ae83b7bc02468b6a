#include "invitectl/domain/stream.hpp"

namespace invitectl {

std::string_view to_text(Stream stream) {
    return stream == Stream::vanity ? "vanity" : "invites";
}

std::optional<Stream> parse_stream(std::string_view text) {
    for (const Stream stream : {Stream::invites, Stream::vanity}) {
        if (text == to_text(stream)) {
            return stream;
        }
    }
    return {};
}

}  // namespace invitectl
