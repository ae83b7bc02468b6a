#include "invitectl/exchange/settings_toml.hpp"

#include "invitectl/base/error.hpp"
#include "invitectl/base/escape.hpp"

#include <algorithm>
#include <toml++/toml.h>

namespace invitectl::exchange {
namespace {

Error wrong(const std::string& path, const toml::source_region& where, const std::string& why) {
    return {ErrorCode::bad_value,
            "the settings in " + path + " are wrong at line " + std::to_string(where.begin.line),
            why,
            "see what can be set: invitectl settings list"};
}

std::string text_of(const toml::node& node, const std::string& key, const std::string& path) {
    if (const auto flag = node.value_exact<bool>()) {
        return *flag ? "on" : "off";
    }
    if (const auto number = node.value_exact<std::int64_t>()) {
        return std::to_string(*number);
    }
    if (auto text = node.value_exact<std::string>()) {
        return *std::move(text);
    }
    throw wrong(path, node.source(), key + " must be true, false, a whole number or a text");
}

std::string toml_value(const SettingRow& row, const SettingContent& value) {
    if (row.type == SettingType::boolean) {
        return value.number != 0 ? "true" : "false";
    }
    return row.type == SettingType::whole_number ? std::to_string(value.number)
                                                 : json_string(format_setting(row, value));
}

}  // namespace

std::vector<SettingText> read_settings(std::string_view toml, const std::string& path) {
    std::vector<SettingText> texts;
    try {
        const toml::table table = toml::parse(toml);
        for (const auto& [key, node] : table) {
            texts.push_back({std::string(key.str()),
                             text_of(node, std::string(key.str()), path),
                             static_cast<int>(key.source().begin.line)});
        }
    } catch (const toml::parse_error& error) {
        throw wrong(path, error.source(), std::string(error.description()));
    }
    std::ranges::sort(texts, {}, &SettingText::line);
    return texts;
}

std::string write_settings(const std::vector<SettingValue>& values, std::string_view guild) {
    std::string out = "# Settings of " + text_for_people(guild) +
                      ", for `invitectl settings import FILE`\n"
                      "# Lines that begin with # stand at their default.\n";
    for (const SettingValue& one : values) {
        out += "\n# " + std::string(one.row->summary) + "\n# " + range_text(*one.row) + "\n";
        out += (one.is_default ? "# " : "") + std::string(one.row->key) + " = " +
               toml_value(*one.row, one.value) + "\n";
    }
    return out;
}

}  // namespace invitectl::exchange
