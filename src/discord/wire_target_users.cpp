#include "discord/wire_target_users.hpp"

#include "discord/json_fields.hpp"

#include <algorithm>

namespace invitectl::discord {

std::vector<UserId> read_target_users(std::string_view body) {
    std::vector<UserId> users;
    bool header = true;
    while (!body.empty()) {
        const std::size_t end = std::min(body.find('\n'), body.size());
        std::string_view line = body.substr(0, end);
        body.remove_prefix(std::min(end + 1, body.size()));
        while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) {
            line.remove_suffix(1);
        }
        if (header) {
            if (line != "user_id") {
                throw FieldError("does not begin with user_id");
            }
            header = false;
        } else if (!line.empty()) {
            const auto id = parse_snowflake(line);
            if (!id) {
                throw FieldError("holds a line that is no id");
            }
            users.push_back(UserId{*id});
        }
    }
    if (header) {
        throw FieldError("is empty");
    }
    return users;
}

}  // namespace invitectl::discord
