// What a reading says that the one before it did not.
#pragma once

#include "invitectl/domain/invite.hpp"
#include "invitectl/domain/stream.hpp"
#include "invitectl/ports/sql.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace invitectl::store {

// What a reading says of one code; a vanity code has no creation time.
struct Listed {
    InviteTerms terms;
    std::optional<Instant> created_at;
    std::int64_t uses = 0;
};

// What the tables say of a code that the last reading listed.
struct Living {
    Listed listed;
    int epoch = 1;
};

struct Movement {
    const Living* living = nullptr;
    std::int64_t uses_after = 0;
};

// The difference between a reading and the one before it.
struct News {
    std::vector<const Listed*> came;
    std::vector<const Living*> went;
    std::vector<Movement> moved;
    std::vector<std::pair<const Living*, const Listed*>> other_terms;  // no news, but worth keeping

    int count() const { return static_cast<int>(came.size() + went.size() + moved.size()); }
};

using ListedByCode = std::map<InviteCode, Listed>;
using LivingByCode = std::map<InviteCode, Living>;

// Who made an invite never changes, so a list that stops saying it takes nothing back.
void keep_known_inviters(const LivingByCode& before, ListedByCode& now);

// The news points into both.
News compare(const LivingByCode& before, const ListedByCode& now);

// Writes the difference under the number of its reading.
void write_news(sql::Connection& connection,
                GuildId guild,
                Stream stream,
                ReadingNumber reading,
                const News& news);

}  // namespace invitectl::store
