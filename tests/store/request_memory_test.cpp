#include "invitectl/store/request_memory.hpp"

#include "tests/store/store_test.hpp"

namespace invitectl::store {
namespace {

class RequestMemoryTest : public StoreTest {
  protected:
    std::unique_ptr<RequestMemory> memory = request_memory(*connection);
};

TEST_F(RequestMemoryTest, keeps_the_latest_word_on_a_subject) {
    const Remembered first{"limit everything", at(1), at(60), 1, "blocked"};
    Remembered second = first;
    second.until = at(90);
    second.times = 2;
    memory->remember(first);
    memory->remember(second);
    EXPECT_EQ(memory->find("limit everything"), second);
    EXPECT_EQ(request_memory(*connection)->all(), std::vector{second})
        << "and the next run reads it";
    memory->forget("limit everything");
    memory->forget("limit everything");
    EXPECT_FALSE(memory->find("limit everything"));
    EXPECT_FALSE(connection->in_transaction());
}

TEST_F(RequestMemoryTest, counts_refusals_by_the_minute) {
    for (int i = 0; i < 90; ++i) {
        memory->count_refused(at(i * 10));
    }
    EXPECT_EQ(memory->refused_since(at(0)), 90);
    EXPECT_EQ(memory->refused_since(at(600)), 30);
    memory->count_refused(at(3 * 3600));
    EXPECT_EQ(memory->refused_since(at(0)), 1) << "old counts are dropped";
}

}  // namespace
}  // namespace invitectl::store
