#include "tests/golden/schema.hpp"

#include "invitectl/cli/described.hpp"

#include "test_paths.hpp"
#include <nlohmann/json.hpp>

#include <algorithm>

namespace invitectl::testing {
namespace {

using Json = nlohmann::ordered_json;
using report::Type;

Json type_of(Type type) {
    switch (type) {
        case Type::id:
            return {{"type", {"string", "null"}}, {"pattern", "^-?[0-9]+$"}};
        case Type::integer:
            return {{"type", {"integer", "null"}}};
        case Type::duration:
            return {{"type", {"integer", "null"}}, {"$comment", "seconds"}};
        case Type::real:
            return {{"type", {"number", "null"}}};
        case Type::probability:
            return {{"type", {"number", "null"}}, {"minimum", 0}, {"maximum", 1}};
        case Type::boolean:
            return {{"type", {"boolean", "null"}}};
        case Type::instant:
            return {{"type", {"string", "null"}},
                    {"format", "date-time"},
                    {"pattern", "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,15}Z$"}};
        case Type::text:
        case Type::enumeration:
            break;
    }
    return {{"type", {"string", "null"}}};
}

bool is_in_every_shape(const std::string& key, const std::vector<report::Table>& shapes) {
    return std::ranges::all_of(shapes, [&](const report::Table& shape) {
        return std::ranges::find(shape.columns, key, &report::Column::key) != shape.columns.end();
    });
}

Json properties_of(const std::string& schema) {
    return schema.empty() ? Json::object() : Json::parse(schema).at("items").at("properties");
}

}  // namespace

std::string schema_folder() {
    return INVITECTL_SOURCE_DIR "/schema";
}

std::string schema_name(const cli::Command& command) {
    std::string name = command.path;
    std::ranges::replace(name, ' ', '-');
    return name;
}

std::string schema_of(const cli::Command& command) {
    const std::vector<report::Table> shapes = cli::described(command).shapes;
    Json properties = Json::object();
    Json required = Json::array();
    for (const report::Column& column : report::united_columns(command.path, shapes)) {
        Json field = type_of(column.type);
        field["description"] = column.definition;
        properties[column.key] = std::move(field);
        if (is_in_every_shape(column.key, shapes)) {
            required.push_back(column.key);
        }
    }
    const Json schema = {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                         {"title", "invitectl " + command.path + " --json"},
                         {"description", command.summary},
                         {"type", "array"},
                         {"items",
                          {{"type", "object"},
                           {"properties", std::move(properties)},
                           {"required", std::move(required)}}}};
    return schema.dump(2) + "\n";
}

std::vector<std::string> lost_fields(const std::string& before, const std::string& now) {
    std::vector<std::string> lost;
    const Json present = properties_of(now);
    const Json past = properties_of(before);
    for (const auto& [key, field] : past.items()) {
        if (!present.contains(key) || present.at(key).at("type") != field.at("type")) {
            lost.push_back(key);
        }
    }
    return lost;
}

}  // namespace invitectl::testing
