#include "tests/sim/faults.hpp"

#include "tests/sim/api_error.hpp"
#include "tests/sim/limit_answers.hpp"
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace invitectl::sim {

using nlohmann::json;

namespace {

struct NamedFault {
    std::string_view name;
    FaultKind kind;
};

constexpr std::array kFaults = {
    NamedFault{"unauthorized", FaultKind::unauthorized},
    NamedFault{"forbidden", FaultKind::forbidden},
    NamedFault{"missing_access", FaultKind::missing_access},
    NamedFault{"not_found", FaultKind::not_found},
    NamedFault{"limited_user", FaultKind::limited_user},
    NamedFault{"limited_shared", FaultKind::limited_shared},
    NamedFault{"limited_global", FaultKind::limited_global},
    NamedFault{"cloudflare_ban", FaultKind::cloudflare_ban},
    NamedFault{"error_500", FaultKind::error_500},
    NamedFault{"error_502", FaultKind::error_502},
    NamedFault{"error_503", FaultKind::error_503},
    NamedFault{"error_504", FaultKind::error_504},
    NamedFault{"error_524", FaultKind::error_524},
    NamedFault{"html_200", FaultKind::html_200},
    NamedFault{"empty_body", FaultKind::empty_body},
    NamedFault{"not_json", FaultKind::not_json},
    NamedFault{"truncated", FaultKind::truncated},
    NamedFault{"garbled", FaultKind::garbled},
    NamedFault{"wrong_type", FaultKind::wrong_type},
    NamedFault{"null_field", FaultKind::null_field},
    NamedFault{"missing_field", FaultKind::missing_field},
    NamedFault{"duplicate_key", FaultKind::duplicate_key},
    NamedFault{"extra_field", FaultKind::extra_field},
    NamedFault{"shuffled", FaultKind::shuffled},
    NamedFault{"repeated_items", FaultKind::repeated_items},
    NamedFault{"dropped_item", FaultKind::dropped_item},
    NamedFault{"slow", FaultKind::slow},
};

Answer html(int status) {
    return {.status = status,
            .body =
                "<!DOCTYPE html><html><head><title>Attention Required!</title></head>"
                "<body><h1>Sorry, you have been blocked</h1></body></html>",
            .content_type = "text/html; charset=UTF-8"};
}

json other_type(const json& value) {
    return value.is_string() || value.is_null() ? json::array({7}) : json("a text");
}

void change_field(json& value, const Fault& fault) {
    if (value.is_object() && value.contains(fault.field)) {
        if (fault.kind == FaultKind::missing_field) {
            value.erase(fault.field);
        } else if (fault.kind == FaultKind::null_field) {
            value[fault.field] = nullptr;
        } else {
            value[fault.field] = other_type(value[fault.field]);
        }
    }
    if (value.is_structured()) {
        for (json& inner : value) {
            change_field(inner, fault);
        }
    }
}

void change_list(json& value, FaultKind kind) {
    json* list = &value;
    if (value.is_object() && value.contains("audit_log_entries")) {
        list = &value["audit_log_entries"];
    }
    if (!list->is_array() || list->empty()) {
        return;
    }
    if (kind == FaultKind::shuffled) {
        std::reverse(list->begin(), list->end());
        std::rotate(list->begin(),
                    list->begin() + static_cast<std::ptrdiff_t>(list->size() / 3),
                    list->end());
    } else if (kind == FaultKind::dropped_item) {
        list->erase(list->size() / 2);
    } else {
        list->push_back(list->front());
    }
}

// Inner objects first, lest what was added gets the field as well.
void add_field(json& value) {
    if (value.is_structured()) {
        for (json& inner : value) {
            add_field(inner);
        }
    }
    if (value.is_object()) {
        value["a_field_of_tomorrow"] = {{"nested", json::array({1, "two", nullptr})}};
    }
}

// A JSON library cannot write this, so it is done in the text.
void double_key(std::string& body, const std::string& field) {
    const std::string key = '"' + field + "\":";
    const std::string first = key + "\"the first of two\",";
    for (auto at = body.find(key); at != std::string::npos;
         at = body.find(key, at + first.size() + key.size())) {
        body.insert(at, first);
    }
}

void spoil_json(const Fault& fault, Answer& answer) {
    json value = json::parse(answer.body);
    switch (fault.kind) {
        case FaultKind::wrong_type:
        case FaultKind::null_field:
        case FaultKind::missing_field:
            change_field(value, fault);
            break;
        case FaultKind::extra_field:
            add_field(value);
            break;
        default:
            change_list(value, fault.kind);
    }
    answer.body = value.dump();
}

}  // namespace

std::optional<FaultKind> parse_fault(std::string_view name) {
    const auto found = std::ranges::find(kFaults, name, &NamedFault::name);
    return found == kFaults.end() ? std::nullopt : std::optional(found->kind);
}

std::vector<std::string_view> fault_names() {
    std::vector<std::string_view> names;
    for (const NamedFault& fault : kFaults) {
        names.push_back(fault.name);
    }
    return names;
}

std::optional<Fault> FaultPlan::strike(std::string_view route) {
    for (Fault& fault : faults_) {
        const bool meant = fault.times != 0 && (fault.route.empty() || fault.route == route);
        if (meant && random_.chance(fault.probability)) {
            fault.times -= fault.times > 0 ? 1 : 0;
            return fault;
        }
    }
    return std::nullopt;
}

bool replaces_answer(FaultKind kind) {
    return kind < FaultKind::truncated;
}

Answer replacement(const Fault& fault) {
    switch (fault.kind) {
        case FaultKind::unauthorized:
            return error_answer(401, 0, "401: Unauthorized");
        case FaultKind::forbidden:
            return missing_permissions();
        case FaultKind::missing_access:
            return missing_access();
        case FaultKind::not_found:
            return error_answer(404, 0, "404: Not Found");
        case FaultKind::limited_user:
            return limit_answer(LimitScope::user, fault.delay);
        case FaultKind::limited_shared:
            return limit_answer(LimitScope::shared, fault.delay);
        case FaultKind::limited_global:
            return limit_answer(LimitScope::global, fault.delay);
        case FaultKind::cloudflare_ban:
            return html(429);
        case FaultKind::error_500:
            return error_answer(500, 0, "500: Internal Server Error");
        case FaultKind::error_502:
            return html(502);
        case FaultKind::error_503:
            return {.status = 503, .body = "upstream connect error", .content_type = "text/plain"};
        case FaultKind::error_504:
            return html(504);
        case FaultKind::error_524:
            return html(524);
        case FaultKind::html_200:
            return html(200);
        case FaultKind::not_json:
            return {.body = "all is well"};
        default:
            return {.body = ""};
    }
}

void spoil(const Fault& fault, Answer& answer) {
    switch (fault.kind) {
        case FaultKind::slow:
            break;
        case FaultKind::truncated:
            answer.body.resize(answer.body.size() / 2);
            break;
        case FaultKind::garbled:
            answer.body[answer.body.size() / 2] = static_cast<char>(0xFF);
            break;
        case FaultKind::duplicate_key:
            double_key(answer.body, fault.field);
            break;
        default:
            spoil_json(fault, answer);
    }
}

}  // namespace invitectl::sim
