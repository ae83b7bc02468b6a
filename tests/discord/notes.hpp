// Small real things the tests of this folder share: a clock that moves when told, a log and a
// transport that keep notes, and the fixtures.
#pragma once

#include "invitectl/base/time_text.hpp"
#include "invitectl/ports/clock.hpp"
#include "invitectl/ports/log.hpp"

#include "discord/transport.hpp"
#include "test_paths.hpp"
#include <gtest/gtest.h>

#include <deque>
#include <fstream>
#include <functional>
#include <sstream>
#include <string>
#include <variant>
#include <vector>

namespace invitectl::discord {

using namespace std::chrono_literals;

inline Instant at(const char* text) {
    return *parse_rfc3339(text);
}

class ManualClock final : public Clock {
  public:
    Instant now() override { return wall_ + std::chrono::duration_cast<Duration>(passed_); }
    std::chrono::nanoseconds monotonic() override { return passed_; }
    void sleep(std::chrono::nanoseconds duration) override {
        slept.push_back(duration);
        passed_ += duration;
        if (on_sleep) {
            on_sleep();
        }
    }
    void advance(std::chrono::nanoseconds duration) { passed_ += duration; }

    std::vector<std::chrono::nanoseconds> slept;
    std::function<void()> on_sleep;

  private:
    Instant wall_ = at("2026-08-01T12:00:00Z");
    std::chrono::nanoseconds passed_{0};
};

class NotedLog final : public Log {
  public:
    void warning(std::string_view text) override { add(text); }
    void info(std::string_view text) override { add(text); }
    void debug(std::string_view text) override { add(text); }

    std::string lines;

  private:
    void add(std::string_view line) { lines += std::string(line) + "\n"; }
};

// Gives the answers it was told to give, in order, and keeps the requests.
class ScriptedTransport final : public Transport {
  public:
    using Answer = std::variant<Response, ConnectionError, Error>;

    Response send(const Request& request) override {
        requests.push_back(request);
        if (on_send) {
            on_send();
        }
        if (answers.empty()) {
            throw std::logic_error("no answer was prepared for " + request.path);
        }
        const Answer answer = answers.front();
        answers.pop_front();
        if (const auto* response = std::get_if<Response>(&answer)) {
            return *response;
        }
        if (const auto* cut = std::get_if<ConnectionError>(&answer)) {
            throw ConnectionError(*cut);
        }
        throw Error(std::get<Error>(answer));
    }

    std::deque<Answer> answers;
    std::vector<Request> requests;
    std::function<void()> on_send;
};

inline Response answer(int status,
                       std::string body = "{}",
                       std::vector<std::pair<std::string, std::string>> headers = {}) {
    Response response;
    response.status = status;
    response.headers = Headers(std::move(headers));
    response.body = std::move(body);
    response.bracket = Bracket{at("2026-08-01T12:00:00Z"), at("2026-08-01T12:00:01Z")};
    return response;
}

inline std::string fixture(const std::string& name) {
    std::ifstream file(std::string(INVITECTL_SOURCE_DIR) + "/tests/discord/fixtures/" + name);
    EXPECT_TRUE(file.is_open()) << name;
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

// The code of what `act` throws, with its first line.
template <class Act>
std::pair<ErrorCode, std::string> failure_of(Act act) {
    try {
        act();
    } catch (const Error& error) {
        return {error.code(), error.happened()};
    }
    ADD_FAILURE() << "nothing was thrown";
    return {ErrorCode::internal, "nothing was thrown"};
}

inline constexpr GuildId kGuild{1308388315686375505};

}  // namespace invitectl::discord
