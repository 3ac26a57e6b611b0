#include "models/platform/core/origin.hpp"

#include <vector>

#include "tests/catch.hpp"

using namespace curtain;

namespace {

struct HearsEnds final : Origin {
  void answered(std::uint32_t sender, const Answer& answer) override {
    heard.emplace_back(sender, answer.outcome, answer.at.ns());
  }
  std::vector<std::tuple<std::uint32_t, Outcome, std::int64_t>> heard;
};

}  // namespace

TEST_CASE("the sender of a request hears of its end, and the plain stream hears nothing") {
  HearsEnds listener;
  Senders senders;
  senders.set(5, {&listener, 12});
  senders.set(2, {});
  senders.answer(2, {Outcome::completed, Time{3}});
  senders.answer(5, {Outcome::failed, Time{4}});
  CHECK(listener.heard ==
        std::vector<std::tuple<std::uint32_t, Outcome, std::int64_t>>{{12, Outcome::failed, 4}});
  senders.set(1'000, senders.of(5));  // another row stands for the same invocation
  senders.set(5, {});                 // the row has another user
  senders.answer(5, {Outcome::completed, Time{6}});
  CHECK(listener.heard.size() == 1);
  senders.answer(1'000, {Outcome::completed, Time{7}});
  CHECK(listener.heard.size() == 2);
}
