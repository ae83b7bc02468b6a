// Names of accounts, the latest ones only, per guild.
#pragma once

#include "invitectl/domain/person.hpp"
#include "invitectl/ports/sql.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace invitectl::store {

using PersonCallback = std::function<void(const Person&)>;

// Writes those that are new or differ from what is stored.
void remember_people(sql::Connection& connection, GuildId guild, std::span<const Person> people);

// Looks up one after the other; prepared once.
class PersonFinder {
  public:
    PersonFinder(sql::Connection& connection, GuildId guild);
    ~PersonFinder();
    PersonFinder(const PersonFinder&) = delete;
    PersonFinder& operator=(const PersonFinder&) = delete;

    std::optional<Person> find(UserId user);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

std::optional<Person> person(sql::Connection& connection, GuildId guild, UserId user);

// Whose user name or display name is exactly `name`, by id.
std::vector<Person> people_named(sql::Connection& connection, GuildId guild, std::string_view name);

// The bots among those known, by id.
std::vector<UserId> bot_accounts(sql::Connection& connection, GuildId guild);

// What pseudonyms are made with: the same bytes as long as the database lives.
std::string pseudonym_key(sql::Connection& connection);

// Everyone known in the guild, by id.
void each_person(sql::Connection& connection, GuildId guild, const PersonCallback& visit);

}  // namespace invitectl::store
