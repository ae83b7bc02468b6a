// What the numbers in the columns of segments stand for.
#pragma once

#include "invitectl/ports/sql.hpp"

#include "store/join_dictionaries.hpp"

namespace invitectl::store {

// What is stored, in its order, then the sources that are not.
JoinDictionaries load_dictionaries(sql::Connection& connection,
                                   GuildId guild,
                                   Words kinds = Words::all);
// Adds what the stored words lack of these, which began as load_dictionaries gave them.
void store_dictionaries(sql::Connection& connection,
                        GuildId guild,
                        const analytics::Dictionaries& names);

}  // namespace invitectl::store
