// A request and an answer of the API, without a network.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace invitectl::sim {

struct ApiRequest {
    std::string method;
    std::string path;  // below /api/v10, decoded, with its leading slash
    std::multimap<std::string, std::string> query;
    std::string authorization;
    std::string user_agent;
    std::string body{};
    std::string reason{};                        // X-Audit-Log-Reason, decoded
    std::map<std::string, std::string> parts{};  // of a body in parts
};

struct Answer {
    int status = 200;
    std::string body{};
    std::string content_type = "application/json";
    std::vector<std::pair<std::string, std::string>> headers{};
};

}  // namespace invitectl::sim
