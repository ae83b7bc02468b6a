#include "cli/toml_text.hpp"

#include "invitectl/base/error.hpp"

#include <algorithm>
#include <toml++/toml.h>

namespace invitectl::cli {
namespace {

Error wrong(const std::string& path, std::uint32_t line, const std::string& why) {
    return {ErrorCode::bad_config,
            "the configuration " + path + " is wrong at line " + std::to_string(line),
            why,
            "edit " + path};
}

std::string text_of(const toml::node& node, const std::string& key, const std::string& path) {
    const auto text = node.value_exact<std::string>();
    if (!text) {
        throw wrong(path, node.source().begin.line, key + " must be a text in quotes");
    }
    return *text;
}

TomlPlace place(const toml::source_position& position) {
    return {static_cast<int>(position.line), static_cast<int>(position.column)};
}

TomlEntry read_entry(const toml::key& key, const toml::node& node, const std::string& path) {
    TomlEntry entry;
    entry.key = std::string(key.str());
    entry.line = static_cast<int>(key.source().begin.line);
    entry.value_begin = place(node.source().begin);
    entry.value_end = place(node.source().end);
    if (const toml::array* list = node.as_array()) {
        entry.is_list = true;
        for (const toml::node& item : *list) {
            entry.values.push_back(text_of(item, entry.key, path));
        }
    } else if (const auto on = node.value_exact<bool>()) {
        entry.is_switch = true;
        entry.values.emplace_back(*on ? "true" : "false");
    } else {
        entry.values.push_back(text_of(node, entry.key, path));
    }
    return entry;
}

}  // namespace

std::vector<TomlEntry> parse_toml(std::string_view text, const std::string& path) {
    std::vector<TomlEntry> entries;
    try {
        const toml::table table = toml::parse(text);
        for (const auto& [key, node] : table) {
            entries.push_back(read_entry(key, node, path));
        }
    } catch (const toml::parse_error& error) {
        throw wrong(path, error.source().begin.line, std::string(error.description()));
    }
    std::ranges::sort(entries, {}, &TomlEntry::line);
    return entries;
}

}  // namespace invitectl::cli
