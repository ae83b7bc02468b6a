#include "invitectl/store/people.hpp"

#include "invitectl/base/error.hpp"

#include "store/query.hpp"

namespace invitectl::store {

namespace {

// Columns in the order user_id, username, display_name, bot, has_avatar.
Person read_person(const Query& row) {
    return {.id = row.get<UserId>(0),
            .username = row.get<std::string>(1),
            .display_name = row.get<std::string>(2),
            .bot = row.get<bool>(3),
            .has_avatar = row.get<bool>(4)};
}

}  // namespace

void remember_people(sql::Connection& connection, GuildId guild, std::span<const Person> people) {
    require_transaction(connection);
    Query write(connection,
                "INSERT INTO person (guild_id, user_id, username, display_name, bot, has_avatar)"
                " VALUES ($guild, $user, $username, $display_name, $bot, $has_avatar)"
                " ON CONFLICT (guild_id, user_id) DO UPDATE SET username = excluded.username,"
                " display_name = excluded.display_name, bot = excluded.bot,"
                " has_avatar = excluded.has_avatar"
                " WHERE person.username <> excluded.username"
                " OR person.display_name <> excluded.display_name OR person.bot <> excluded.bot"
                " OR person.has_avatar <> excluded.has_avatar",
                {"guild", "user", "username", "display_name", "bot", "has_avatar"});
    for (const Person& p : people) {
        write.with(guild, p.id, p.username, p.display_name, p.bot, p.has_avatar).run();
    }
}

struct PersonFinder::State {
    State(sql::Connection& connection, GuildId of_guild)
        : guild(of_guild),
          find(connection,
               "SELECT user_id, username, display_name, bot, has_avatar FROM person"
               " WHERE guild_id = $guild AND user_id = $user",
               {"guild", "user"}) {}

    GuildId guild;
    Query find;
};

PersonFinder::PersonFinder(sql::Connection& connection, GuildId guild)
    : state_(std::make_unique<State>(connection, guild)) {}

PersonFinder::~PersonFinder() = default;

std::optional<Person> PersonFinder::find(UserId user) {
    Query& find = state_->find;
    if (!find.with(state_->guild, user).next()) {
        return {};
    }
    Person found = read_person(find);
    find.next();  // to the end, so that no row stays open
    return found;
}

std::optional<Person> person(sql::Connection& connection, GuildId guild, UserId user) {
    return PersonFinder(connection, guild).find(user);
}

std::vector<Person> people_named(sql::Connection& connection,
                                 GuildId guild,
                                 std::string_view name) {
    Query find(connection,
               "SELECT user_id, username, display_name, bot, has_avatar FROM person"
               " WHERE guild_id = $guild AND (username = $name OR display_name = $name)"
               " ORDER BY user_id",
               {"guild", "name"});
    std::vector<Person> people;
    find.with(guild, name);
    while (find.next()) {
        people.push_back(read_person(find));
    }
    return people;
}

std::vector<UserId> bot_accounts(sql::Connection& connection, GuildId guild) {
    Query find(connection,
               "SELECT user_id FROM person WHERE guild_id = $guild AND bot = 1 ORDER BY user_id",
               {"guild"});
    std::vector<UserId> found;
    for (find.with(guild); find.next();) {
        found.push_back(find.get<UserId>(0));
    }
    return found;
}

std::string pseudonym_key(sql::Connection& connection) {
    Query find(connection, "SELECT key FROM pseudonym_key");
    if (!find.next()) {
        throw Error(ErrorCode::damaged_database, "the database has lost its key for pseudonyms");
    }
    return std::string(find.bytes(0));
}

void each_person(sql::Connection& connection, GuildId guild, const PersonCallback& visit) {
    Query all(connection,
              "SELECT user_id, username, display_name, bot, has_avatar FROM person"
              " WHERE guild_id = $guild ORDER BY user_id",
              {"guild"});
    all.with(guild);
    while (all.next()) {
        visit(read_person(all));
    }
}

}  // namespace invitectl::store
