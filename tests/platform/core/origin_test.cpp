#include "models/platform/core/origin.hpp"

#include <optional>
#include <tuple>
#include <vector>

#include "tests/catch.hpp"

using namespace curtain;

namespace {

struct HearsEnds final : Origin {
  void answered(std::uint32_t sender, const Answer& answer) override {
    heard.emplace_back(sender, answer.outcome, answer.at.ns());
  }
  std::optional<Time> tries_again(std::uint32_t sender, Time sent, const AttemptEnd& end) override {
    return end.outcome == Outcome::timed_out ? std::optional(end.at + (end.at - sent) * sender)
                                             : std::nullopt;
  }
  std::vector<std::tuple<std::uint32_t, Outcome, std::int64_t>> heard;
};

}  // namespace

TEST_CASE("the sender of a request is notified of its end, and the plain stream is not") {
  HearsEnds listener;
  Senders senders;
  senders.set(5, {&listener, 12}, 0);
  senders.set(2, {}, 0);
  senders.answer(2, {Outcome::completed, Time{3}});
  senders.answer(5, {Outcome::failed, Time{4}});
  CHECK(listener.heard ==
        std::vector<std::tuple<std::uint32_t, Outcome, std::int64_t>>{{12, Outcome::failed, 4}});
  senders.set(1'000, senders.of(5), 0);  // another row represents the same invocation
  senders.set(5, {}, 0);                 // another request uses the row
  senders.answer(5, {Outcome::completed, Time{6}});
  CHECK(listener.heard.size() == 1);
  senders.answer(1'000, {Outcome::completed, Time{7}});
  CHECK(listener.heard.size() == 2);
}

TEST_CASE("a request of the plain stream has the origin of its function, with its own row") {
  HearsEnds listener;
  Senders senders;
  senders.adopt(3, &listener);
  senders.set(7, {}, 3);
  senders.set(8, {}, 2);
  CHECK(senders.of(7).number == 7);
  CHECK(senders.of(8).origin == nullptr);
  senders.set(9, {&listener, 1}, 3);
  CHECK(senders.of(9).number == 1);
}

TEST_CASE("a sender that has received its answer is not called again") {
  HearsEnds listener;
  Senders senders;
  senders.set(1, {&listener, 4}, 0);
  senders.answer(1, {Outcome::abandoned, Time{3}});
  senders.forget(1);
  senders.answer(1, {Outcome::completed, Time{5}});
  CHECK(listener.heard.size() == 1);
  CHECK_FALSE(senders.tries_again(1, Time{20}, {Outcome::timed_out, Rejection::unstated, Time{30}}));
}

TEST_CASE("only an origin decides whether an invocation is retried") {
  HearsEnds listener;
  Senders senders;
  senders.set(0, {}, 0);
  senders.set(1, {&listener, 4}, 0);
  const AttemptEnd cut_off{Outcome::timed_out, Rejection::unstated, Time{30}};
  CHECK_FALSE(senders.tries_again(0, Time{20}, cut_off));
  CHECK(senders.tries_again(1, Time{20}, cut_off) == Time{70});
  CHECK_FALSE(senders.tries_again(1, Time{20}, {Outcome::failed, Rejection::unstated, Time{30}}));
}
