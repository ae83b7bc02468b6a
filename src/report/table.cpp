#include "invitectl/report/table.hpp"

#include <array>
#include <memory>
#include <utility>

namespace invitectl::report {

std::string_view to_text(Type type) {
    constexpr std::array<std::string_view, 9> kNames = {
        "text", "id", "integer", "real", "probability", "instant", "duration", "boolean", "enum"};
    return kNames.at(static_cast<std::size_t>(type));
}

Alignment default_alignment(Type type) {
    switch (type) {
        case Type::integer:
        case Type::real:
        case Type::probability:
        case Type::duration:
            return Alignment::right;
        case Type::text:
        case Type::id:
        case Type::instant:
        case Type::boolean:
        case Type::enumeration:
            break;
    }
    return Alignment::left;
}

Column sentences(std::string key, std::string title, std::string definition) {
    Column text = column(std::move(key), std::move(title), Type::text, std::move(definition));
    text.wraps = true;
    return text;
}

Column share_column(
    std::string key, std::string title, std::string definition, std::string of, Room room) {
    return column(std::move(key),
                  std::move(title),
                  Type::probability,
                  std::move(definition),
                  room,
                  std::move(of));
}

Column exact_instant(std::string key, std::string title, std::string definition, Room room) {
    Column instant =
        column(std::move(key), std::move(title), Type::instant, std::move(definition), room);
    instant.exact = true;
    return instant;
}

Column person_column(
    std::string key, std::string title, std::string definition, std::string id_key, Room room) {
    Column name = column(std::move(key), std::move(title), Type::text, std::move(definition), room);
    name.person = std::move(id_key);
    return name;
}

Column person_id_column(std::string key, std::string title, std::string definition) {
    Column id =
        column(std::move(key), std::move(title), Type::id, std::move(definition), Room::machines);
    id.person = id.key;
    return id;
}

Column account_column(std::string key, std::string title, Type type, std::string definition) {
    Column account =
        column(std::move(key), std::move(title), type, std::move(definition), Room::machines);
    account.gives_away = true;
    return account;
}

Column column(std::string key,
              std::string title,
              Type type,
              std::string definition,
              Room room,
              std::string unit) {
    return {std::move(key),
            std::move(title),
            type,
            std::move(unit),
            std::move(definition),
            default_alignment(type),
            room};
}

RowSource rows_of(std::vector<Row> rows) {
    struct State {
        std::vector<Row> rows;
        std::size_t next = 0;
    };
    // Shared, because std::function copies what it holds and the copies must go on where others
    // stopped.
    auto state = std::make_shared<State>(State{std::move(rows)});
    return [state](Row& row) {
        if (state->next == state->rows.size()) {
            return false;
        }
        row = std::move(state->rows[state->next++]);
        return true;
    };
}

}  // namespace invitectl::report
