// Notes which joins in segments got another answer, one by one.
#pragma once

#include "store/query.hpp"
#include "store/segment_tables.hpp"

#include <optional>

namespace invitectl::store {

class AnswerNews {
  public:
    AnswerNews(sql::Connection& connection, GuildId guild)
        : connection_(connection), guild_(guild), segments_(connection, guild) {}

    void note(JoinId join) {
        const std::optional<JoinId> segment = segments_.of(join);
        if (!segment) {
            return;  // read from its row anyway
        }
        if (!write_) {
            prepare();
        }
        write_->with(guild_, join).run();
        if (connection_.changes() > 0) {
            count_->with(guild_, *segment).run();
        }
    }

  private:
    void prepare() {
        write_.emplace(connection_,
                       "INSERT INTO segment_answer (guild_id, join_id) VALUES ($guild, $join)"
                       " ON CONFLICT (guild_id, join_id) DO NOTHING",
                       std::initializer_list<std::string_view>{"guild", "join"});
        count_.emplace(connection_,
                       "UPDATE segment SET answers_changed = answers_changed + 1"
                       " WHERE guild_id = $guild AND number = $number",
                       std::initializer_list<std::string_view>{"guild", "number"});
    }

    sql::Connection& connection_;
    GuildId guild_;
    SegmentIndex segments_;
    std::optional<Query> write_;
    std::optional<Query> count_;
};

}  // namespace invitectl::store
