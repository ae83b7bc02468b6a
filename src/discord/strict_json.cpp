// parse_strict: a tree built event by event, so that what the library lets pass can be refused.
#include "discord/json_fields.hpp"
#include <nlohmann/json.hpp>

#include <fmt/format.h>
#include <vector>

namespace invitectl::discord {
namespace {

using Read = std::function<void(const Json&)>;

class StrictBuilder final : public nlohmann::json_sax<Json> {
  public:
    StrictBuilder() = default;
    // Hands every element of the outermost list on as soon as it is whole, and forgets it.
    explicit StrictBuilder(const Read& read) : read_(&read) {}

    Json take() { return std::move(root_); }

    std::size_t handed_on() const { return handed_on_; }

    // The first thing found wrong.
    FieldError failure() const {
        FieldError error(problem_);
        for (auto level = levels_.rbegin(); level != levels_.rend(); ++level) {
            if (level->container->is_object()) {
                error.put_inside(level->key == nullptr ? std::string() : cut_text(*level->key, 80));
            } else if (level->filled > 0) {
                error.put_inside(level->filled - 1);
            }
        }
        return error;
    }

    bool null() override { return put(nullptr); }
    bool boolean(bool value) override { return put(value); }
    bool number_integer(number_integer_t value) override { return put(value); }
    bool number_unsigned(number_unsigned_t value) override { return put(value); }
    bool number_float(number_float_t value, const string_t& /*text*/) override {
        return put(value);
    }
    bool string(string_t& value) override { return put(std::move(value)); }
    bool binary(binary_t& /*value*/) override { return fail("is binary"); }

    bool start_object(std::size_t /*size*/) override { return open(Json::object()); }
    bool end_object() override { return close(); }
    bool start_array(std::size_t /*size*/) override { return open(Json::array()); }
    bool end_array() override { return close(); }

    bool key(string_t& name) override {
        Level& level = levels_.back();
        auto& fields = level.container->get_ref<Json::object_t&>();
        const auto [field, is_new] = fields.emplace(std::move(name), nullptr);
        level.key = &field->first;
        level.slot = &field->second;
        return is_new || fail("stands there twice");
    }

    // The library's own text quotes the input, which is a stranger's; the position is enough.
    bool parse_error(std::size_t position,
                     const std::string& /*token*/,
                     const Json::exception& /*error*/) override {
        levels_.clear();
        return fail(fmt::format("is no JSON at byte {}", position));
    }

  private:
    struct Level {
        Json* container;
        const std::string* key = nullptr;  // of the field being read
        Json* slot = nullptr;
        std::size_t filled = 0;  // elements begun
    };

    Json* place(Json value) {
        if (levels_.empty()) {
            root_ = std::move(value);
            return &root_;
        }
        Level& level = levels_.back();
        if (level.container->is_object()) {
            *level.slot = std::move(value);
            return level.slot;
        }
        ++level.filled;
        level.container->push_back(std::move(value));
        return &level.container->back();
    }

    bool put(Json value) {
        place(std::move(value));
        hand_on();
        return true;
    }

    void hand_on() {
        if (read_ == nullptr || levels_.size() != 1 || !root_.is_array()) {
            return;
        }
        try {
            (*read_)(root_.back());
        } catch (FieldError& error) {
            error.put_inside(levels_.front().filled - 1);
            throw;
        }
        root_.erase(root_.size() - 1);
        handed_on_ = levels_.front().filled;
    }

    bool open(Json container) {
        if (levels_.size() == kDeepest) {
            levels_.clear();
            return fail(fmt::format("is nested deeper than {}", kDeepest));
        }
        levels_.push_back({.container = place(std::move(container))});
        return true;
    }

    bool close() {
        levels_.pop_back();
        hand_on();
        return true;
    }

    bool fail(std::string problem) {
        problem_ = std::move(problem);
        return false;
    }

    const Read* read_ = nullptr;
    std::size_t handed_on_ = 0;
    Json root_;
    std::vector<Level> levels_;
    std::string problem_;
};

}  // namespace

Json parse_strict(std::string_view text) {
    StrictBuilder builder;
    if (!Json::sax_parse(text, &builder)) {
        throw builder.failure();
    }
    return builder.take();
}

std::size_t for_each_in(std::string_view text, const std::function<void(const Json&)>& read) {
    StrictBuilder builder(read);
    if (!Json::sax_parse(text, &builder)) {
        throw builder.failure();
    }
    if (!builder.take().is_array()) {
        throw FieldError("is no list");
    }
    return builder.handed_on();
}

}  // namespace invitectl::discord
