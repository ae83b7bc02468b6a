// The rows of sources, as what was said of them comes to.
#pragma once

#include "invitectl/domain/source.hpp"
#include "invitectl/ports/sql.hpp"

#include <map>
#include <vector>

namespace invitectl::store {

// Where what belongs to a source counts: itself, or what it was merged into.
class Merges {
  public:
    explicit Merges(const std::vector<Source>& all) {
        for (const Source& source : all) {
            if (source.merged_into) {
                into_.emplace(source.id, *source.merged_into);
            }
        }
    }

    SourceId end_of(SourceId source) const {
        for (auto next = into_.find(source); next != into_.end(); next = into_.find(source)) {
            source = next->second;
        }
        return source;
    }

  private:
    std::map<SourceId, SourceId> into_;
};

// Works the row of a source out from what is in force. Throws Error(already_exists) where another
// source has its name.
void set_source_straight(sql::Connection& connection, GuildId guild, SourceId source);

}  // namespace invitectl::store
