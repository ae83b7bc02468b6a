// HTTP against real servers: what goes out, what comes back, and everything that breaks in between.
#include "discord/curl_transport.hpp"

#include "discord/json_fields.hpp"
#include "tests/discord/notes.hpp"
#include "tests/discord/servers.hpp"
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <zlib.h>

namespace invitectl::discord {
namespace {

constexpr const char* kToken = "MTA-canary.token_of.a-test";

CurlSettings settings(std::string base) {
    return {.api_base = std::move(base),
            .user_agent = "DiscordBot (https://example.org, 1.0) test",
            .connect_timeout = 2s,
            .request_timeout = 5s,
            .ca_file = {},
            .stop = {}};
}

CurlTransport transport_to(std::string base) {
    return CurlTransport(settings(std::move(base)), Secret(kToken));
}

ConnectionError connection_failure_of(Transport& transport) {
    try {
        transport.send(ask_self());
    } catch (const ConnectionError& error) {
        return error;
    }
    ADD_FAILURE() << "no connection failure";
    return {"", "", false};
}

std::string gzipped(const std::string& text) {
    z_stream stream{};
    deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY);
    std::string input = text;
    std::string packed(deflateBound(&stream, text.size()) + 64, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(input.data());
    stream.avail_in = static_cast<uInt>(input.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    deflate(&stream, Z_FINISH);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    return packed;
}

TEST(CurlTransport, asks_as_discord_wants_to_be_asked) {
    HttpServer discord;
    httplib::Request seen;
    discord.server.Get("/api/guilds/1/members",
                       [&](const httplib::Request& request, auto& response) {
                           seen = request;
                           response.set_content("[]", "application/json");
                           response.set_header("X-RateLimit-Bucket", "abc");
                       });
    auto transport = transport_to(discord.base());
    const Response response = transport.send(ask_members({1}, {7}));
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.body, "[]");
    EXPECT_EQ(response.headers.find("x-ratelimit-bucket"), "abc");
    EXPECT_EQ(seen.get_header_value("Authorization"), std::string("Bot ") + kToken);
    EXPECT_EQ(seen.get_header_value("User-Agent"), "DiscordBot (https://example.org, 1.0) test");
    EXPECT_EQ(seen.get_param_value("limit"), "1000");
    EXPECT_EQ(seen.get_param_value("after"), "7");
}

TEST(CurlTransport, reuses_its_connection) {
    HttpServer discord;
    std::vector<int> ports;
    discord.server.Get(".*", [&](const httplib::Request& request, auto& response) {
        ports.push_back(request.remote_port);
        response.set_content("{}", "application/json");
    });
    auto transport = transport_to(discord.base());
    for (int i = 0; i < 3; ++i) {
        transport.send(ask_self());
    }
    EXPECT_EQ(ports, std::vector<int>(3, ports.at(0)));
}

TEST(CurlTransport, every_status_is_an_answer) {
    HttpServer discord;
    int status = 0;
    discord.server.Get(".*", [&](const auto&, auto& response) {
        response.status = status;
        response.set_content("<html>", "text/html");
    });
    auto transport = transport_to(discord.base());
    for (const int each : {202, 401, 403, 404, 429, 500, 502}) {
        status = each;
        const Response response = transport.send(ask_self());
        EXPECT_EQ(response.status, each);
        EXPECT_EQ(response.body, "<html>");
        EXPECT_EQ(response.headers.find("content-type"), "text/html");
    }
}

TEST(CurlTransport, a_redirect_takes_the_token_nowhere) {
    HttpServer elsewhere;
    std::atomic<int> asked_elsewhere = 0;
    elsewhere.server.Get(".*", [&](const auto&, auto&) { ++asked_elsewhere; });
    HttpServer discord;
    int status = 0;
    discord.server.Get(".*", [&](const auto&, auto& response) {
        response.set_redirect(elsewhere.base() + "/users/@me", status);
    });
    auto transport = transport_to(discord.base());
    for (const int each : {301, 302, 303, 307, 308}) {
        status = each;
        EXPECT_EQ(transport.send(ask_self()).status, each);
    }
    EXPECT_EQ(asked_elsewhere, 0);
}

TEST(CurlTransport, plain_http_to_this_machine_passes_no_proxy) {
    HttpServer proxy;
    std::atomic<int> seen_by_proxy = 0;
    proxy.server.Get(".*", [&](const auto&, auto&) { ++seen_by_proxy; });
    HttpServer discord;
    discord.server.Get(
        ".*", [](const auto&, auto& response) { response.set_content("[]", "text/plain"); });
    const std::string address = "http://127.0.0.1:" + std::to_string(proxy.port());
    setenv("http_proxy", address.c_str(), 1);
    setenv("ALL_PROXY", address.c_str(), 1);
    auto transport = transport_to(discord.base());
    EXPECT_EQ(transport.send(ask_self()).body, "[]");
    unsetenv("http_proxy");
    unsetenv("ALL_PROXY");
    EXPECT_EQ(seen_by_proxy, 0);
}

TEST(CurlTransport, https_goes_through_a_proxy_that_never_sees_the_token) {
    HttpServer proxy;
    std::string seen;
    proxy.server.set_pre_routing_handler([&](const httplib::Request& request, auto& response) {
        seen += request.method + " ";
        for (const auto& [name, value] : request.headers) {
            seen += name + ": " + value + "\n";
        }
        response.status = 502;
        return httplib::Server::HandlerResponse::Handled;
    });
    setenv("https_proxy", ("http://127.0.0.1:" + std::to_string(proxy.port())).c_str(), 1);
    auto transport = transport_to("https://discord.invalid/api");
    connection_failure_of(transport);
    unsetenv("https_proxy");
    EXPECT_EQ(seen.find(kToken), std::string::npos) << seen;
    EXPECT_EQ(seen.find("Authorization"), std::string::npos) << seen;
}

TEST(CurlTransport, unpacks_gzip) {
    HttpServer discord;
    const std::string text(200'000, 'x');
    discord.server.Get(".*", [&](const httplib::Request& request, auto& response) {
        EXPECT_EQ(request.get_header_value("Accept-Encoding"), "gzip");
        response.set_header("Content-Encoding", "gzip");
        response.set_content(gzipped(text), "application/json");
    });
    EXPECT_EQ(transport_to(discord.base()).send(ask_self()).body, text);
}

TEST(CurlTransport, refuses_a_bomb) {
    const std::string bomb = gzipped(std::string(20'000'000, ' '));
    RawServer discord("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " +
                      std::to_string(bomb.size()) + "\r\n\r\n" + bomb);
    auto transport = transport_to(discord.base());
    EXPECT_EQ(failure_of([&] { transport.send(ask_self()); }),
              std::pair(ErrorCode::broken_protocol,
                        std::string("GET /users/@me: the answer was broken off")));
}

TEST(CurlTransport, refuses_a_body_without_end) {
    HttpServer discord;
    discord.server.Get(".*", [](const auto&, auto& response) {
        response.set_chunked_content_provider("application/json",
                                              [](auto, httplib::DataSink& sink) {
                                                  const std::string chunk(1 << 20, ' ');
                                                  return sink.write(chunk.data(), chunk.size());
                                              });
    });
    auto transport = transport_to(discord.base());
    EXPECT_EQ(failure_of([&] { transport.send(ask_self()); }).first, ErrorCode::broken_protocol);
}

TEST(CurlTransport, refuses_headers_without_end) {
    std::string headers = "HTTP/1.1 200 OK\r\n";
    for (int i = 0; i < 5000; ++i) {
        headers += "X-Filler: " + std::string(100, 'x') + "\r\n";
    }
    RawServer discord(headers + "\r\n{}");
    auto transport = transport_to(discord.base());
    EXPECT_THROW(transport.send(ask_self()), Error);
}

TEST(CurlTransport, a_cut_body_is_no_answer) {
    RawServer discord("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n[{\"code\":");
    auto transport = transport_to(discord.base());
    EXPECT_TRUE(connection_failure_of(transport).passing());
}

// libcurl takes it for an answer without a body.
TEST(CurlTransport, cut_headers_are_no_answer) {
    for (const char* begun : {"HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Ty"}) {
        RawServer discord(begun);
        auto transport = transport_to(discord.base());
        EXPECT_TRUE(connection_failure_of(transport).passing()) << begun;
    }
}

TEST(CurlTransport, a_cut_chunk_is_no_answer) {
    RawServer discord("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n[1,2");
    auto transport = transport_to(discord.base());
    EXPECT_TRUE(connection_failure_of(transport).passing());
}

// libcurl hands out what it could unpack; cut JSON is refused by whoever reads it.
TEST(CurlTransport, cut_gzip_never_passes_for_the_whole) {
    const std::string whole = gzipped("[" + std::string(5000, ' ') + "]");
    const std::string half = whole.substr(0, whole.size() - 12);
    RawServer discord("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " +
                      std::to_string(half.size()) + "\r\n\r\n" + half);
    auto transport = transport_to(discord.base());
    const Response response = transport.send(ask_self());
    EXPECT_THROW(parse_strict(response.body), FieldError);
}

TEST(CurlTransport, a_connection_closed_without_a_word) {
    RawServer discord("");
    auto transport = transport_to(discord.base());
    EXPECT_TRUE(connection_failure_of(transport).passing());
}

TEST(CurlTransport, what_is_no_http_is_no_answer) {
    RawServer discord("SSH-2.0-OpenSSH_9.2\r\n");
    auto transport = transport_to(discord.base());
    connection_failure_of(transport);
}

TEST(CurlTransport, nobody_listens) {
    std::string base;
    {
        const HttpServer gone;
        base = gone.base();
    }
    auto transport = transport_to(base);
    const ConnectionError error = connection_failure_of(transport);
    EXPECT_EQ(error.code(), ErrorCode::network);
    EXPECT_TRUE(error.passing());
}

TEST(CurlTransport, a_name_that_does_not_exist) {
    auto transport = transport_to("https://discord.invalid/api");
    EXPECT_EQ(connection_failure_of(transport).code(), ErrorCode::network);
}

TEST(CurlTransport, https_to_a_plain_server_sends_it_nothing) {
    HttpServer plain;
    std::atomic<int> asked = 0;
    plain.server.Get(".*", [&](const auto&, auto&) { ++asked; });
    auto transport = transport_to("https://127.0.0.1:" + std::to_string(plain.port()) + "/api");
    connection_failure_of(transport);
    EXPECT_EQ(asked, 0);
}

TEST(CurlTransport, a_slow_server_is_left_in_time) {
    HttpServer discord;
    discord.server.Get(".*", [](const auto&, auto&) { std::this_thread::sleep_for(1s); });
    auto quick = settings(discord.base());
    quick.request_timeout = 100ms;
    CurlTransport transport(quick, Secret(kToken));
    const auto began = std::chrono::steady_clock::now();
    EXPECT_TRUE(connection_failure_of(transport).passing());
    EXPECT_LT(std::chrono::steady_clock::now() - began, 900ms);
}

TEST(CurlTransport, a_stop_request_ends_a_transfer_at_once) {
    HttpServer discord;
    discord.server.Get(".*", [](const auto&, auto&) { std::this_thread::sleep_for(2s); });
    std::stop_source stop;
    auto stoppable = settings(discord.base());
    stoppable.stop = stop.get_token();
    CurlTransport transport(stoppable, Secret(kToken));
    std::jthread later([&] {
        std::this_thread::sleep_for(100ms);
        stop.request_stop();
    });
    const auto began = std::chrono::steady_clock::now();
    EXPECT_EQ(failure_of([&] { transport.send(ask_self()); }).first, ErrorCode::interrupted);
    EXPECT_LT(std::chrono::steady_clock::now() - began, 600ms);
    EXPECT_EQ(failure_of([&] { transport.send(ask_self()); }).first, ErrorCode::interrupted);
}

TEST(CurlTransport, goes_on_after_a_failure) {
    HttpServer discord;
    int asked = 0;
    discord.server.Get(".*", [&](const auto&, auto& response) {
        if (++asked == 1) {
            std::this_thread::sleep_for(500ms);
        }
        response.set_content("good", "text/plain");
    });
    auto quick = settings(discord.base());
    quick.request_timeout = 200ms;
    CurlTransport transport(quick, Secret(kToken));
    connection_failure_of(transport);
    EXPECT_EQ(transport.send(ask_self()).body, "good");
}

TEST(CurlTransport, refuses_tokens_that_could_smuggle_a_header) {
    for (const char* token : {"", "a\r\nX-Evil: 1", "a b", "t\xc3\xb6ken", "a\n"}) {
        EXPECT_EQ(failure_of([&] {
                      CurlTransport(settings("https://discord.com/api/v10"), Secret(token));
                  }).first,
                  ErrorCode::no_token);
    }
}

TEST(CurlTransport, refuses_a_base_that_is_not_safe) {
    EXPECT_EQ(failure_of([] { transport_to("http://discord.com/api"); }).first, ErrorCode::refused);
}

TEST(CurlTransport, no_failure_shows_the_token) {
    auto transport = transport_to("https://discord.invalid/api");
    const ConnectionError error = connection_failure_of(transport);
    EXPECT_EQ((error.happened() + error.why() + error.next()).find("canary"), std::string::npos);
}

}  // namespace
}  // namespace invitectl::discord
