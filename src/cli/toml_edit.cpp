#include "cli/toml_edit.hpp"

#include "invitectl/base/error.hpp"
#include "invitectl/base/utf8.hpp"

#include "cli/toml_text.hpp"

#include <algorithm>
#include <fmt/core.h>

namespace invitectl::cli {
namespace {

// Lines and columns count from 1, columns in code points.
std::size_t offset_of(std::string_view text, TomlPlace place) {
    std::size_t at = 0;
    for (int line = 1; line < place.line; ++line) {
        const auto end = text.find('\n', at);
        if (end == std::string_view::npos) {
            return text.size();
        }
        at = end + 1;
    }
    for (int column = 1; column < place.column && at < text.size(); ++column) {
        ++at;
        const auto continues = [&](std::size_t i) {
            return i < text.size() && (static_cast<unsigned char>(text[i]) & 0xC0U) == 0x80U;
        };
        while (continues(at)) {
            ++at;
        }
    }
    return at;
}

const TomlEntry* find(const std::vector<TomlEntry>& entries, const std::string& key) {
    const auto found = std::ranges::find(entries, key, &TomlEntry::key);
    return found == entries.end() ? nullptr : &*found;
}

bool same(const TomlEntry& a, const TomlEntry& b) {
    return a.key == b.key && a.values == b.values && a.is_list == b.is_list;
}

// An edit that touched anything else would be worse than none.
void check_only_this_changed(std::string_view before,
                             std::string_view after,
                             const std::string& path,
                             const std::string& key) {
    const auto others = [&](std::string_view text) {
        auto entries = parse_toml(text, path);
        std::erase_if(entries, [&key](const TomlEntry& entry) { return entry.key == key; });
        return entries;
    };
    const auto old_ones = others(before);
    const auto new_ones = others(after);
    if (!std::ranges::equal(old_ones, new_ones, same)) {
        throw Error(ErrorCode::bad_config,
                    path + " is too unusual to be changed by a program",
                    "changing " + key + " would have changed something else as well",
                    "edit " + path);
    }
}

}  // namespace

std::string with_key(std::string_view toml,
                     const std::string& path,
                     const std::string& key,
                     const std::string& toml_value) {
    const auto entries = parse_toml(toml, path);
    std::string out(toml);
    if (const TomlEntry* entry = find(entries, key)) {
        const std::size_t begin = offset_of(toml, entry->value_begin);
        out.replace(begin, offset_of(toml, entry->value_end) - begin, toml_value);
    } else {
        out += (out.empty() || out.ends_with('\n') ? "" : "\n") + key + " = " + toml_value + "\n";
    }
    check_only_this_changed(toml, out, path, key);
    return out;
}

std::string without_key(std::string_view toml, const std::string& path, const std::string& key) {
    const auto entries = parse_toml(toml, path);
    const TomlEntry* entry = find(entries, key);
    std::string out(toml);
    if (entry == nullptr) {
        return out;
    }
    const std::size_t begin = offset_of(toml, {entry->line, 1});
    const std::size_t end = toml.find('\n', offset_of(toml, entry->value_end));
    out.erase(begin, end == std::string_view::npos ? std::string::npos : end + 1 - begin);
    check_only_this_changed(toml, out, path, key);
    return out;
}

std::string toml_string(std::string_view text) {
    if (!is_valid_utf8(text)) {
        throw Error(ErrorCode::bad_value,
                    "a value cannot be written into the configuration",
                    "TOML holds UTF-8 only",
                    "use a path without other bytes");
    }
    std::string out = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7F) {
            out += fmt::format("\\u{:04x}", byte);
        } else {
            out += c == '"' || c == '\\' ? std::string{'\\', c} : std::string{c};
        }
    }
    return out + "\"";
}

std::string toml_list(const std::vector<std::string>& values) {
    std::string out = "[";
    for (std::size_t i = 0; i < values.size(); ++i) {
        out += (i == 0 ? "" : ", ") + toml_string(values[i]);
    }
    return out + "]";
}

}  // namespace invitectl::cli
