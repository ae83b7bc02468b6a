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

}  // namespace

std::vector<TomlEntry> parse_toml(std::string_view text, const std::string& path) {
    std::vector<TomlEntry> entries;
    try {
        const toml::table table = toml::parse(text);
        for (const auto& [key, node] : table) {
            TomlEntry entry;
            entry.key = std::string(key.str());
            entry.line = static_cast<int>(key.source().begin.line);
            if (const toml::array* list = node.as_array()) {
                entry.is_list = true;
                for (const toml::node& item : *list) {
                    entry.values.push_back(text_of(item, entry.key, path));
                }
            } else {
                entry.values.push_back(text_of(node, entry.key, path));
            }
            entries.push_back(std::move(entry));
        }
    } catch (const toml::parse_error& error) {
        throw wrong(path, error.source().begin.line, std::string(error.description()));
    }
    std::ranges::sort(entries, {}, &TomlEntry::line);
    return entries;
}

}  // namespace invitectl::cli
