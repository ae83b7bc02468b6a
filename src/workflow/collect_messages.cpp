#include "workflow/collect_messages.hpp"

#include "invitectl/base/error.hpp"
#include "invitectl/base/escape.hpp"
#include "invitectl/store/cursors.hpp"
#include "invitectl/store/guilds.hpp"
#include "invitectl/store/messages.hpp"
#include "invitectl/store/settings_store.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace invitectl::workflow {

namespace {

constexpr std::size_t kNamesTold = 5;

struct ChannelWork {
    store::MessageChannel state;
    MessageId newest;
    std::string name;
    bool open = false;  // there may be something to read
};

bool is_refusal(const Error& error) {
    return error.code() == ErrorCode::missing_permission ||
           error.code() == ErrorCode::refused_by_discord || error.code() == ErrorCode::not_found;
}

class MessageReading {
  public:
    MessageReading(sql::Connection& database,
                   Discord& discord,
                   Log& log,
                   Progress& progress,
                   GuildId guild,
                   Instant began)
        : database_(database),
          discord_(discord),
          log_(log),
          progress_(progress),
          guild_(guild),
          began_(began),
          ended_(began),
          settings_(store::settings(database, guild)) {}

    MessagesRead read() {
        list_channels();
        for (int left = settings_.messages_per_sync; left > 0;) {
            ChannelWork* next = most_behind();
            if (next == nullptr) {
                break;
            }
            left -= read_page(*next) ? 1 : 0;
        }
        return read_;
    }

    // What is left is for the next run.
    void finish(store::RunId run) {
        sql::Transaction step(database_);
        for (ChannelWork& work : channels_) {
            if (work.state.behind != work.open) {
                work.state.behind = work.open;
                store::record_message_channel(database_, guild_, work.state);
            }
            read_.behind += work.open ? 1 : 0;
            if (work.state.empty_answers >= store::kHidesAfter) {
                read_.unreadable.push_back(work.name);
            }
        }
        store::record_poll(
            database_, guild_, store::PollKind::messages, {began_, ended_}, "ok", run);
        step.commit();
    }

    // Once for all: a server may have many private channels.
    void tell_unreadable() {
        std::string names;
        for (std::size_t i = 0; i < std::min(newly_.size(), kNamesTold); ++i) {
            names += (i == 0 ? "#" : ", #") + text_for_people(newly_[i]);
        }
        if (newly_.size() > kNamesTold) {
            names += fmt::format(" and {} more channels", newly_.size() - kNamesTold);
        }
        if (!names.empty()) {
            log_.warning(
                "what is written in " + names +
                " cannot be read: give the bot View Channel and Read Message History "
                "there, or leave them out with: invitectl settings set messages_except ID,ID");
        }
        newly_.clear();
    }

    const MessagesRead& result() const { return read_; }

  private:
    // The latest instant of which it is said that what was written before is not read.
    MessageId start() {
        const auto since = store::cursor(database_, guild_, store::kMessagesSinceCursor);
        Instant from = since ? from_micros(*since) : began_;
        for (const store::Gap& gap : store::gaps(database_, guild_)) {
            from = gap.kind == store::PollKind::messages ? std::max(from, gap.until) : from;
        }
        return MessageId{first_snowflake_at(from) - 1};
    }

    void list_channels() {
        progress_.begin("messages");
        const std::vector<Channel> listed = discord_.guilds.channels(guild_);
        sql::Transaction step(database_);
        store::update_channels(database_, guild_, listed);
        if (!store::cursor(database_, guild_, store::kMessagesSinceCursor)) {
            store::set_cursor(database_, guild_, store::kMessagesSinceCursor, to_micros(began_));
        }
        const MessageId from = start();
        std::map<ChannelId, store::MessageChannel> known;
        for (const store::MessageChannel& state : store::message_channels(database_, guild_)) {
            known[state.channel] = state;
        }
        for (const Channel& channel : listed) {
            if (channel.takes_messages()) {
                take_in(channel, from, known);
            }
            known.erase(channel.id);
        }
        for (auto& [id, state] : known) {  // deleted since
            forget_rest(state, state.read_past);
        }
        step.commit();
    }

    void take_in(const Channel& channel,
                 MessageId from,
                 const std::map<ChannelId, store::MessageChannel>& known) {
        const auto found = known.find(channel.id);
        store::MessageChannel state =
            found != known.end() ? found->second
                                 : store::MessageChannel{.channel = channel.id, .read_past = from};
        if (std::ranges::binary_search(settings_.messages_except, channel.id)) {
            forget_rest(state, std::max(from, channel.last_message));
            return;
        }
        state.read_past = std::max(state.read_past, from);
        state.asked_for = std::max(state.asked_for, state.read_past);
        channels_.push_back(
            {.state = state,
             .newest = channel.last_message,
             .name = channel.name,
             .open = state.refused_since || channel.last_message > state.asked_for});
    }

    // What was not to be read is not read later either.
    void forget_rest(store::MessageChannel& state, MessageId up_to) {
        if (state.read_past < up_to || state.behind || state.refused_since) {
            state.read_past = std::max(state.read_past, up_to);
            state.asked_for = std::max(state.asked_for, state.read_past);
            state.behind = false;
            state.empty_answers = 0;
            state.refused_since.reset();
            store::record_message_channel(database_, guild_, state);
        }
    }

    ChannelWork* most_behind() {
        ChannelWork* found = nullptr;
        for (ChannelWork& work : channels_) {
            if (work.open && (found == nullptr || work.state.read_past < found->state.read_past)) {
                found = &work;
            }
        }
        return found;
    }

    // False where the channel cannot be read.
    bool read_page(ChannelWork& work) {
        std::optional<Timed<MessagePage>> page;
        try {
            page = discord_.messages.messages(work.state.channel, work.state.read_past);
        } catch (const Error& error) {
            if (!is_refusal(error)) {
                throw;
            }
            refuse(work);
            return false;
        }
        ended_ = std::max(ended_, page->bracket.ended);
        sql::Transaction step(database_);
        read_.messages += store::record_messages(database_, guild_, page->value.messages);
        move_on(work, page->value);
        store::record_message_channel(database_, guild_, work.state);
        step.commit();
        progress_.reach(read_.messages);
        return true;
    }

    void move_on(ChannelWork& work, const MessagePage& page) {
        store::MessageChannel& state = work.state;
        state.refused_since.reset();
        for (const Message& message : page.messages) {
            state.read_past = std::max(state.read_past, message.id);
        }
        work.open = !page.complete && !page.messages.empty();
        if (!work.open) {
            const bool hides = page.messages.empty() && work.newest > state.asked_for;
            state.empty_answers = hides ? state.empty_answers + 1 : 0;
            if (hides && state.empty_answers == store::kHidesAfter) {
                newly_.push_back(work.name);
            }
            state.asked_for = std::max({state.asked_for, state.read_past, work.newest});
        }
        state.behind = work.open;
    }

    void refuse(ChannelWork& work) {
        work.open = false;
        read_.unreadable.push_back(work.name);
        if (work.state.refused_since) {
            return;
        }
        newly_.push_back(work.name);
        work.state.refused_since = ended_;
        work.state.behind = false;
        sql::Transaction step(database_);
        store::record_message_channel(database_, guild_, work.state);
        step.commit();
    }

    sql::Connection& database_;
    Discord& discord_;
    Log& log_;
    Progress& progress_;
    GuildId guild_;
    Instant began_;
    Instant ended_;
    Settings settings_;
    std::vector<ChannelWork> channels_;
    MessagesRead read_;
    std::vector<std::string> newly_;  // unreadable since this run
};

}  // namespace

MessagesRead read_messages(sql::Connection& database,
                           Discord& discord,
                           Log& log,
                           Progress& progress,
                           GuildId guild,
                           store::RunId run,
                           Instant began) {
    MessageReading reading(database, discord, log, progress, guild, began);
    try {
        reading.read();
    } catch (const Error& error) {
        reading.tell_unreadable();
        if (error.code() != ErrorCode::rate_limited) {
            sql::Transaction step(database);
            store::record_poll(database,
                               guild,
                               store::PollKind::messages,
                               {began, began},
                               error_id(error.code()),
                               run);
            step.commit();
            throw;
        }
        log.info("the rest of the messages is left to the next sync: " + error.happened());
    }
    reading.tell_unreadable();
    reading.finish(run);
    return reading.result();
}

void note_messages_off(sql::Connection& database, GuildId guild, Instant now) {
    const auto reach = store::message_reach(database, guild);
    if (!reach) {
        return;
    }
    sql::Transaction step(database);
    store::record_gap(database, guild, {store::PollKind::messages, reach->until, now, "disabled"});
    step.commit();
}

}  // namespace invitectl::workflow
