// Dictionaries that grow as codes, inviters and sources are met, and remember the index of each.
#pragma once

#include "invitectl/analytics/join_columns.hpp"
#include "invitectl/store/join_columns.hpp"

#include "store/query.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace invitectl::store {

class JoinDictionaries {
  public:
    explicit JoinDictionaries(Words words = Words::all) : words_(words) {}

    const analytics::Dictionaries& dictionaries() const { return dictionaries_; }

    // So many of them are to come.
    void reserve(std::size_t codes, std::size_t inviters) {
        if (with_codes()) {
            dictionaries_.codes.reserve(codes);
            code_index_.reserve(codes);
        }
        dictionaries_.inviters.reserve(inviters);
        inviter_index_.reserve(inviters);
    }

    void add(const Source& source) {
        source_index_.emplace(source.id, next_index(dictionaries_.sources));
        dictionaries_.sources.push_back({source.id, source.name, source.kind});
    }
    // A later channel of the same code replaces an earlier one.
    void add(const InviteCode& code, const std::optional<ChannelId>& channel) {
        dictionaries_.codes[this->code(code)].channel = channel;
    }

    bool with_codes() const { return words_ == Words::all; }
    // kNoIndex without codes.
    std::uint32_t code(const InviteCode& code) {
        if (!with_codes()) {
            return analytics::kNoIndex;
        }
        const auto [found, fresh] =
            code_index_.try_emplace(code.text(), next_index(dictionaries_.codes));
        if (fresh) {
            dictionaries_.codes.push_back({code, {}});
        }
        return found->second;
    }
    std::uint32_t inviter(UserId user) {
        const auto [found, fresh] =
            inviter_index_.try_emplace(user.value, next_index(dictionaries_.inviters));
        if (fresh) {
            dictionaries_.inviters.push_back(user);
        }
        return found->second;
    }
    bool knows(SourceId source) const { return source_index_.contains(source); }
    // Every source is added before it is asked for: it has a row, and rows refer to it.
    std::uint32_t source(SourceId id) const {
        const auto found = source_index_.find(id);
        if (found == source_index_.end()) {
            throw Error(
                ErrorCode::damaged_database,
                "the database refers to source " + std::to_string(id) + ", which is not there");
        }
        return found->second;
    }

    // From a column of a row; kNoIndex where it is NULL.
    std::uint32_t code(const Query& row, int column) {
        if (!with_codes() || row.is_null(column)) {
            return analytics::kNoIndex;
        }
        const auto known = code_index_.find(row.text(column));
        return known != code_index_.end() ? known->second : code(row.get<InviteCode>(column));
    }
    std::uint32_t inviter(const Query& row, int column) {
        return row.is_null(column) ? analytics::kNoIndex : inviter(row.get<UserId>(column));
    }
    std::uint32_t source(const Query& row, int column) const {
        return row.is_null(column) ? analytics::kNoIndex : source(row.get<SourceId>(column));
    }

  private:
    // Looks codes up as the database hands them out, without a copy of each.
    struct TextHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const {
            return std::hash<std::string_view>{}(text);
        }
    };

    template <class Entries>
    static std::uint32_t next_index(const Entries& entries) {
        return static_cast<std::uint32_t>(entries.size());
    }

    Words words_;
    analytics::Dictionaries dictionaries_;
    std::unordered_map<std::string, std::uint32_t, TextHash, std::equal_to<>> code_index_;
    std::unordered_map<std::int64_t, std::uint32_t> inviter_index_;
    std::unordered_map<SourceId, std::uint32_t> source_index_;
};

}  // namespace invitectl::store
