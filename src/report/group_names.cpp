#include "group_names.hpp"

#include "invitectl/report/leaderboard.hpp"

namespace invitectl::report {
namespace {

using analytics::Axis;
using analytics::Dictionaries;
using analytics::RowKey;
using analytics::RowKind;

std::string group_name(const RowKey& key,
                       Axis axis,
                       const Dictionaries& dictionaries,
                       const Names& names) {
    const auto index = static_cast<std::size_t>(key.id);
    switch (axis) {
        case Axis::inviter:
            return person_text(dictionaries.inviters[index], names);
        case Axis::source:
            return dictionaries.sources[index].name;
        case Axis::code:
            return dictionaries.codes[index].code.text();
        case Axis::channel:
            break;
    }
    return channel_text(ChannelId{key.id}, names);
}

// The identity of a group, where it is a number.
Cell group_id(const RowKey& key, Axis axis, const Dictionaries& dictionaries) {
    if (key.kind != RowKind::group) {
        return {};
    }
    const auto index = static_cast<std::size_t>(key.id);
    switch (axis) {
        case Axis::inviter:
            return dictionaries.inviters[index].value;
        case Axis::source:
            return dictionaries.sources[index].id;
        case Axis::channel:
            return key.id;
        case Axis::code:
            break;
    }
    return {};
}

std::string kind_text(const RowKey& key) {
    return std::string(key.kind == RowKind::denied ? to_text(key.denial) : to_text(key.kind));
}

Column name_column(Axis axis) {
    const std::string word(to_text(axis));
    const std::string definition = "the " + word + ", or in brackets what has none";
    return axis == Axis::inviter ? person_column(word, word, definition, identity_key(axis))
                                 : column(word, word, Type::text, definition);
}

Column id_column(Axis axis) {
    const std::string title = std::string(to_text(axis)) + " id";
    const std::string definition = "the identity of the " + std::string(to_text(axis));
    return axis == Axis::inviter
               ? person_id_column(identity_key(axis), title, definition)
               : column(identity_key(axis), title, Type::id, definition, Room::machines);
}

}  // namespace

std::string identity_key(Axis axis) {
    return std::string(to_text(axis)) + (axis == Axis::code ? "" : "_id");
}

std::vector<Column> naming_columns(Axis axis) {
    std::vector<Column> columns = {name_column(axis)};
    if (axis != Axis::code) {
        columns.push_back(id_column(axis));
    }
    columns.push_back(column("row",
                             "row",
                             Type::enumeration,
                             "\"group\", or which special row this is",
                             Room::machines));
    return columns;
}

std::vector<Cell> naming_cells(const RowKey& key,
                               Axis axis,
                               const Dictionaries& dictionaries,
                               const Names& names) {
    std::vector<Cell> cells = {key.kind == RowKind::group
                                   ? group_name(key, axis, dictionaries, names)
                                   : special_name(key)};
    if (axis != Axis::code) {
        cells.push_back(group_id(key, axis, dictionaries));
    }
    cells.emplace_back(kind_text(key));
    return cells;
}

}  // namespace invitectl::report
