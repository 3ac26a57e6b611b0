#include "models/platform/idling/reviews.hpp"

#include "models/platform/blame.hpp"
#include "tests/platform/support/fake_core.hpp"

using namespace support;

namespace {

/// A policy that returns the answers that the test sets, and records its queries.
class ReviewStub final : public KeepAlivePolicy {
 public:
  [[nodiscard]] Duration keep_for(const IdleInstanceView&) override { return Duration::infinite(); }
  [[nodiscard]] Duration next_review(const IdleGroupView& group) override {
    asked = group;
    return wait;
  }
  [[nodiscard]] std::uint32_t review(const IdleGroupView& group) override {
    asked = group;
    return over;
  }
  Duration wait = ms(10);
  std::uint32_t over = 0;
  IdleGroupView asked{};
};

/// Adds instances 0 to 2 of function 3 on VM 5.
struct ReviewsAlone {
  ReviewsAlone() {
    for (std::uint32_t id = 0; id < 3; ++id) {
      reviews.join(3, 5, id);
    }
  }
  /// Advances the clock to the next event, which must be a review, and handles it. Returns whether a review
  /// is due.
  bool next_is_due() {
    REQUIRE(core.events.size() == 1);
    const sim::Event event = core.events.front();
    core.events.clear();
    REQUIRE(is_of<GroupReview>(event));
    REQUIRE(reviews.live(event.subject, event.generation()));
    core.clock = event.time;
    group = event.subject;
    return reviews.is_due(event.subject);
  }
  FakeCore core;
  ReviewStub policy;
  Reviews reviews{core, policy};
  std::uint32_t group = 0;
};

std::vector<std::uint32_t> over(const Reviews::Review& review) {
  return {review.over.begin(), review.over.end()};
}

template <class Call>
std::string blamed(const Call& call) {
  try {
    call();
  } catch (const PolicyError& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("each use of a group postpones its review, with one pending event") {
  ReviewsAlone alone;
  alone.reviews.enter(0);  // a use at 0: the review is due at 10
  alone.core.clock = at_ms(4);
  alone.reviews.use(1);  // the review is due at 14
  alone.core.clock = at_ms(7);
  alone.reviews.enter(2);  // the review is due at 17
  CHECK_FALSE(alone.next_is_due());
  CHECK(alone.core.clock == at_ms(10));
  CHECK(alone.next_is_due());
  CHECK(alone.core.clock == at_ms(17));
  CHECK(alone.core.events.empty());
}

TEST_CASE("a review reclaims the instances idle longest, and the next review is planned from the last use") {
  ReviewsAlone alone;
  alone.reviews.enter(2);
  alone.reviews.enter(0);
  alone.reviews.enter(1);
  REQUIRE(alone.next_is_due());
  alone.policy.over = 2;
  const Reviews::Review first = alone.reviews.review(alone.group);
  CHECK(first.function == FunctionId{3u});
  CHECK(first.vm == VmId{5u});
  CHECK(first.idle == 3);
  CHECK(over(first) == std::vector<std::uint32_t>{2, 0});
  CHECK(alone.policy.asked.reviews == 0);
  CHECK(alone.policy.asked.now == at_ms(10));
  CHECK(alone.policy.asked.last_use == at_ms(0));
  alone.reviews.part(2);
  alone.reviews.part(0);
  alone.policy.wait = ms(25);
  alone.reviews.plan_next(alone.group);
  CHECK(alone.policy.asked.reviews == 1);
  CHECK(alone.policy.asked.idle == 1);
  REQUIRE(alone.next_is_due());
  CHECK(alone.core.clock == at_ms(25));
  alone.policy.over = 0;
  CHECK(alone.reviews.review(alone.group).over.empty());
  alone.reviews.use(1);
  CHECK(alone.policy.asked.reviews == 0);  // number of reviews since the last use
}

TEST_CASE("while no instance of a group is idle, the timer of the group is suspended") {
  ReviewsAlone alone;
  alone.reviews.use(0);
  CHECK(alone.core.events.empty());
  alone.reviews.enter(0);
  alone.reviews.leave(0);
  CHECK_FALSE(alone.next_is_due());
  CHECK(alone.core.events.empty());
  alone.core.clock = at_ms(30);
  alone.reviews.enter(1);
  CHECK(alone.next_is_due());
  CHECK(alone.core.clock == at_ms(40));
}

TEST_CASE("a policy that requests no review gets none") {
  ReviewsAlone alone;
  alone.policy.wait = Duration::infinite();
  alone.reviews.enter(0);
  CHECK(alone.core.events.empty());
}

TEST_CASE("events of a group that has ended are stale, and its number is not reused") {
  ReviewsAlone alone;
  alone.reviews.enter(0);
  REQUIRE(alone.core.events.size() == 1);
  const sim::Event event = alone.core.events.front();
  const std::uint64_t number = alone.reviews.number(event.subject);
  CHECK(event.generation() == alone.reviews.generation(event.subject));
  for (std::uint32_t id = 0; id < 3; ++id) {
    alone.reviews.part(id);
  }
  CHECK_FALSE(alone.reviews.live(event.subject, event.generation()));
  alone.reviews.join(3, 5, 0);
  CHECK_FALSE(alone.reviews.live(event.subject, event.generation()));
  CHECK(alone.reviews.number(event.subject) > number);
}

TEST_CASE("a review in the past, or of more instances than are idle, is blamed on the policy") {
  ReviewsAlone alone;
  alone.core.clock = at_ms(2'000);
  alone.policy.wait = {};
  CHECK(blamed([&] {
          alone.reviews.enter(0);
        }).find("at 2 s, wants a review 0 s after a use that was 0 s ago, which is in the past") !=
        std::string::npos);
  alone.policy.wait = ms(10);
  alone.reviews.use(0);
  REQUIRE(alone.next_is_due());
  alone.policy.over = 2;
  CHECK(blamed([&] {
          static_cast<void>(alone.reviews.review(alone.group));
        }).find("reclaims 2 idle instances, but only 1 are idle") != std::string::npos);
}
