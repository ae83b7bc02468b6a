#include "invitectl/system/token_source.hpp"

#include "invitectl/base/token_shape.hpp"

#include "system/child.hpp"
#include "system/descriptor.hpp"
#include "system/secret_buffer.hpp"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <istream>
#include <sys/stat.h>
#include <utility>

namespace invitectl::system {
namespace {

constexpr const char* kHowTo =
    "put the token into a file of mode 0600 and name it with --token-file or token_file in the "
    "configuration";

enum class Trust {
    checked,  // owner and mode must be right
    given,    // systemd looks after its credential directory
};

Error unsafe(const std::string& what, const std::string& next) {
    return {ErrorCode::unsafe_token_file, what, "whoever has the token controls the bot", next};
}

void check_file(const struct stat& status, const std::string& path) {
    if (!S_ISREG(status.st_mode)) {
        throw unsafe("the token file " + path + " is not a regular file", kHowTo);
    }
    if (status.st_uid != ::geteuid() && status.st_uid != 0) {
        throw unsafe("the token file " + path + " belongs to another user", kHowTo);
    }
    if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        throw unsafe("others may read the token file " + path, "chmod 600 " + path);
    }
}

Secret read_file(const std::string& path, Trust trust) {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    if (!file.is_open()) {
        const Error cause = system_error("cannot read the token file", path);
        throw Error(ErrorCode::no_token, cause.happened(), cause.why(), kHowTo);
    }
    struct stat status {};
    if (::fstat(file.get(), &status) != 0) {
        throw system_error("cannot look at the token file", path);
    }
    if (trust == Trust::checked) {
        check_file(status, path);
    }
    SecretBuffer content;
    while (content.read_some(file.get()) > 0) {
    }
    if (content.is_full()) {
        throw Error(
            ErrorCode::no_token, "the file " + path + " is too long for a token", "", kHowTo);
    }
    return content.take();
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kBlanks = " \t\r\n";
    const auto first = text.find_first_not_of(kBlanks);
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

// The message never quotes what was found: it may be most of a token.
FoundToken accept(const Secret& raw, std::string origin) {
    const std::string_view text = trimmed(raw.reveal());
    if (text.empty()) {
        throw Error(ErrorCode::no_token, "the token from " + origin + " is empty", "", kHowTo);
    }
    if (!has_token_characters(text)) {
        throw Error(ErrorCode::no_token,
                    "what " + origin + " holds is no bot token",
                    "a token is one word of letters, digits, dots, hyphens and underscores, "
                    "without \"Bot\" before it",
                    "copy the token again from https://discord.com/developers/applications (Bot, "
                    "Reset Token)");
    }
    return {Secret(std::string(text)), std::move(origin)};
}

class OrderedTokenSource final : public TokenSource {
  public:
    OrderedTokenSource(TokenPlaces places,
                       std::function<std::optional<std::string>(const std::string&)> environment,
                       std::istream& input)
        : places_(std::move(places)), environment_(std::move(environment)), input_(input) {}

    FoundToken find() override {
        using Place = std::optional<FoundToken> (OrderedTokenSource::*)();
        constexpr std::array<Place, 6> kOrder = {&OrderedTokenSource::from_option,
                                                 &OrderedTokenSource::from_credentials,
                                                 &OrderedTokenSource::from_named_file,
                                                 &OrderedTokenSource::from_command,
                                                 &OrderedTokenSource::from_environment,
                                                 &OrderedTokenSource::from_config};
        for (const Place place : kOrder) {
            if (auto found = (this->*place)()) {
                return std::move(*found);
            }
        }
        throw Error(ErrorCode::no_token,
                    "there is no bot token",
                    "neither --token-file nor the environment nor the configuration names one",
                    kHowTo);
    }

  private:
    static FoundToken from_file(const std::string& path, Trust trust = Trust::checked) {
        return accept(read_file(path, trust), "file " + path);
    }

    std::optional<FoundToken> from_option() {
        if (!places_.option_file) {
            return {};
        }
        if (*places_.option_file != "-") {
            return from_file(*places_.option_file);
        }
        std::string line;
        std::getline(input_, line);
        return accept(Secret(std::move(line)), "standard input");
    }

    // https://systemd.io/CREDENTIALS
    std::optional<FoundToken> from_credentials() {
        const auto folder = environment_("CREDENTIALS_DIRECTORY");
        if (!folder || folder->empty()) {
            return {};
        }
        const std::string path = *folder + "/discord-token";
        struct stat status {};
        if (::stat(path.c_str(), &status) != 0 && errno == ENOENT) {
            return {};  // credentials of the service, but not this one
        }
        return from_file(path, Trust::given);
    }

    std::optional<FoundToken> from_named_file() {
        const auto path = environment_("INVITECTL_TOKEN_FILE");
        return path && !path->empty() ? std::optional(from_file(*path)) : std::nullopt;
    }

    std::optional<FoundToken> from_command() {
        if (places_.command.empty()) {
            return {};
        }
        return accept(read_from_child(places_.command, {"DISCORD_TOKEN"}), "token_command");
    }

    std::optional<FoundToken> from_environment() {
        auto value = environment_("DISCORD_TOKEN");
        if (!value || value->empty()) {
            return {};
        }
        return accept(Secret(std::move(*value)), "environment DISCORD_TOKEN");
    }

    std::optional<FoundToken> from_config() {
        return places_.config_file ? std::optional(from_file(*places_.config_file)) : std::nullopt;
    }

    TokenPlaces places_;
    std::function<std::optional<std::string>(const std::string&)> environment_;
    std::istream& input_;
};

}  // namespace

std::unique_ptr<TokenSource> token_source(
    TokenPlaces places,
    std::function<std::optional<std::string>(const std::string&)> environment,
    std::istream& input) {
    return std::make_unique<OrderedTokenSource>(std::move(places), std::move(environment), input);
}

}  // namespace invitectl::system
