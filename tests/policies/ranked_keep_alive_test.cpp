// Tests of greedy-dual keep-alive and its variants, decision by decision, worked out by hand.
#include "models/policies/ranked_keep_alive.hpp"

#include <array>
#include <string>

#include "tests/policies/seam_support.hpp"

using namespace support;

namespace {

/// The evictions of which the policy under test was notified. A test clears them before a run.
std::vector<EvictionNotice> told;
PolicyChoice under_test;

/// The policy under test, with a record of its evictions.
class Recorded final : public KeepAlivePolicy {
 public:
  Recorded() : policy_(made<KeepAlivePolicy>(under_test)) { told.clear(); }
  [[nodiscard]] Needs needs() const override { return policy_->needs(); }
  Duration keep_for(const IdleInstanceView& view) override { return policy_->keep_for(view); }
  [[nodiscard]] std::optional<Duration> constant() const override { return policy_->constant(); }
  double eviction_value(const IdleInstanceView& view) override { return policy_->eviction_value(view); }
  double shared_value(FunctionId function) override { return policy_->shared_value(function); }
  void on_start(const StartNotice& notice) override { policy_->on_start(notice); }
  void on_eviction(const EvictionNotice& notice) override {
    told.push_back(notice);
    policy_->on_eviction(notice);
  }

 private:
  std::unique_ptr<KeepAlivePolicy> policy_;
};

std::unique_ptr<Policy> make_recorded(const Arguments&) {
  return std::make_unique<Recorded>();
}
const PolicyDeclaration recorded{Seam::keep_alive, "recorded", "", "", {}, make_recorded};

constexpr std::int64_t kPaper = 0;
constexpr std::int64_t kSimulator = 1;

/// A world with one VM of 1,024 MiB, in which idle instances are evicted.
World one_room(const char* keep_alive, std::int64_t follows) {
  World world;
  world.parameters.cluster.hosts = {1, 0, 1'024};
  world.parameters.cluster.vms.memory = 1'024;
  world.parameters.scheduler.evict_idle = true;
  under_test = policy(Seam::keep_alive, keep_alive, {length(Duration::infinite()), whole(follows)});
  world.parameters.policies.keep_alive = {&recorded, {}};
  return world;
}

FunctionId function(World& world, const char* name, Mebibytes memory, Duration start_up) {
  FunctionTraits traits;
  traits.init = takes(start_up);
  return world.function(name, traits, memory);
}

/// Runs requests of 100 ms, one letter each, 10 s apart. A capital letter is a request at the instant of the
/// previous one. Returns the evicted instances by slot, with their values.
std::string evicted(World& world, const std::string& arrivals) {
  std::int64_t slot = -1;
  for (const char letter : arrivals) {
    const bool together = letter < 'a';
    slot += together ? 0 : 1;
    world.arrive(FunctionId{static_cast<std::uint32_t>(letter - (together ? 'A' : 'a'))},
                 at_ms(10'000 * slot), ms(100));
  }
  world.run();
  std::string text;
  for (const EvictionNotice& notice : told) {
    CHECK(notice.under_pressure);
    REQUIRE(notice.now.ns() % 10'000'000'000 == 0);
    text += std::to_string(notice.now.ns() / 10'000'000'000) + ":" +
            static_cast<char>('a' + notice.function.value()) + "=" +
            std::to_string(static_cast<int>(notice.value)) + " ";
    CHECK(notice.value == static_cast<int>(notice.value));
  }
  return text;
}

/// Cost / size is 512 ms / 256 MiB = 2 for a, 512 / 512 = 1 for b, 1280 / 256 = 5 for c, and 1024 / 512 = 2
/// for d.
World four_functions(const char* keep_alive, std::int64_t follows) {
  World world = one_room(keep_alive, follows);
  function(world, "a", 256, ms(512));
  function(world, "b", 512, ms(512));
  function(world, "c", 256, ms(1'280));
  function(world, "d", 512, ms(1'024));
  return world;
}

}  // namespace

TEST_CASE("greedy-dual on a trace worked out by hand: every clock, frequency, priority and victim") {
  // slot  who       clock  victims         frequency  priorities after it
  //  0    a cold      0                      a 1       a 2
  //  1    b cold      0                      b 1       a 2, b 1
  //  2    a warm      0                      a 2       a 4, b 1
  //  3    c cold      0                      c 1       a 4, b 1, c 5       1,024 MiB: full
  //  4    d cold      1     b 1              d 1       a 4, c 5, d 1 + 2 = 3
  //  5    b cold      3     d 3              b 1       a 4, c 5, b 3 + 1 = 4       b's count restarted
  //  6    a warm      3                      a 3       a 3 + 6 = 9, c 5, b 4
  //  7    d cold      4     b 4              d 1       a 9, c 5, d 4 + 2 = 6
  //  8    b cold      6     c 5, d 6         b 1       a 9, b 6 + 1 = 7            c alone was not enough
  //  9    c cold      6                      c 1       a 9, b 7, c 6 + 5 = 11      full again
  // 10    a warm      6                      a 4       (busy)
  //  and  a cold      7     b 7              a 5       a 6 + 10 = 16 and 7 + 10 = 17, c 11
  // 11    d cold     11     c 11             d 1       a 16, a 17, d 11 + 2 = 13
  // 12    b cold     13     d 13             b 1       a 16, a 17, b 13 + 1 = 14
  // 13    c cold     14     b 14             c 1       a 16, a 17, c 14 + 5 = 19
  // 14    d cold     16     a 16             d 1       a 17, c 19, d 16 + 2 = 18
  // 15    a warm     16                      a 6       a 16 + 12 = 28, c 19, d 18
  // 16    b cold     18     d 18             b 1       a 28, c 19, b 18 + 1 = 19
  // 17    d cold     19     c 19, b 19       of c and b, c has been idle longer; all of 512 MiB is needed
  World world = four_functions("greedy-dual", kPaper);
  CHECK(evicted(world, "abacdbadbcaAdbcdabd") ==
        "4:b=1 5:d=3 7:b=4 8:c=5 8:d=6 10:b=7 11:c=11 12:d=13 13:b=14 14:a=16 16:d=18 17:c=19 17:b=19 ");
}

TEST_CASE("greedy-dual in the form of its authors' simulator, on the same trace") {
  // Until slot 10 the result is the same as above. Then both instances of a have the clock of its last use,
  // 7, and the value 7 + 5 x 2 = 17. c 11, d 13 and b 14 are evicted as above. In slot 14, the values are a
  // 17, a 17 and c 19. The instance of a that has been idle longer is evicted, with 17 instead of 16.
  World world = four_functions("greedy-dual", kSimulator);
  CHECK(evicted(world, "abacdbadbcaAdbcd") ==
        "4:b=1 5:d=3 7:b=4 8:c=5 8:d=6 10:b=7 11:c=11 12:d=13 13:b=14 14:a=17 ");
}

TEST_CASE(
    "In slot 0 two instances of a start. In slot 1 one of them is used again: 3 uses, so the value is 6 for "
    "both. In slot 2 c starts with 5. In slot 3 d evicts c (5): the clock is 5, and d has 7. In slot 4 c "
    "evicts the instance of a with one use (6): the clock is 6, and c has 11. In slot 5 d is used: 6 + 2 x 2 "
    "= 10. In slot 6 a is used. Two of its three uses are left, and this is another: 6 + 3 x 2 = 12 (paper: "
    "6 + 4 x 2 = 14). In slot 7 d is used: 6 + 3 x 2 = 12. In slot 8 b evicts c (11) and then a (12). a and "
    "d have the same value, and a has been idle longer (paper: d).") {
  // 0 a, a: one use each. 1 a on one of them: 3 uses, 6 each. 2 c: 5. 3 d: c 5 is evicted, clock 5, d 7. 4 c:
  // the a with one use (6) is evicted, clock 6, c 11. 5 d: 6 + 2 x 2 = 10. 6 a: two of three uses are left,
  // plus this one: 6 + 3 x 2 = 12 (paper: 6 + 4 x 2 = 14). 7 d: 6 + 3 x 2 = 12. 8 b: c 11 and, among a and d,
  // a, which has been idle longer (paper: d).
  World world = four_functions("greedy-dual", kSimulator);
  CHECK(evicted(world, "aAacdcdadb") == "3:c=5 4:a=6 8:c=11 8:a=12 ");
  World by_paper = four_functions("greedy-dual", kPaper);
  CHECK(evicted(by_paper, "aAacdcdadb") == "3:c=5 4:a=6 8:c=11 8:d=12 ");
}

TEST_CASE("an idle instance is worth more as soon as another instance of its function is used") {
  // At 0 s two instances of a start, with the value 4 each. At 10 s c starts, with the value 5. At 20 s a is
  // used for 15 s, so its frequency is 3 and its idle instance is worth 6. At 30 s d needs room, and 256 MiB
  // of c are evicted.
  World world = four_functions("greedy-dual", kPaper);
  const auto [a, c, d] = std::array{FunctionId{0u}, FunctionId{2u}, FunctionId{3u}};
  world.arrive(a, at_ms(0), ms(100));
  world.arrive(a, at_ms(0), ms(100));
  world.arrive(c, at_ms(10'000), ms(100));
  world.arrive(a, at_ms(20'000), ms(15'000));
  world.arrive(d, at_ms(30'000), ms(100));
  world.run();
  REQUIRE(told.size() == 1);
  CHECK(told[0].function == c);
  CHECK(told[0].value == 5);
}

TEST_CASE("least-frequently-used: evicts the function with the fewest uses since it last had no instance") {
  SECTION("paper: the count alone, of equals the instance idle longest") {
    // In slots 0 to 3, a, b, a again and c are used, so a has 2 uses, and b and c have 1. In slot 4 d evicts
    // b, which has been idle longer than c. In slot 5 b evicts c (256 MiB) and then d (both have 1 use). In
    // slot 6 there is room for c. In slot 7 d evicts b: its count has restarted, and it has been idle longer
    // than c.
    World world = four_functions("least-frequently-used", kPaper);
    CHECK(evicted(world, "abacdbcd") == "4:b=1 5:c=1 5:d=1 7:b=1 ");
  }
  SECTION("simulator: clock + frequency x cold start in ms") {
    // In slots 0 to 3 the values are a 512, b 512, a 1024 and c 1280. In slot 4 d evicts b (512): the clock
    // is 512, and d has 512 + 1024 = 1536. In slot 5 b evicts a (1024, 256 MiB) and then c (1280): the clock
    // is 1280, and b has 1792. In slot 6 d and b fill the room. c evicts d (1536) and has 1536 + 1280 = 2816.
    // In slot 7 d evicts b (1792).
    World world = four_functions("least-frequently-used", kSimulator);
    CHECK(evicted(world, "abacdbcd") == "4:b=512 5:a=1024 5:c=1280 6:d=1536 7:b=1792 ");
  }
}

TEST_CASE("size: evicts the largest first") {
  SECTION("paper: of equals the instance idle longest") {
    // In slots 0 to 3, a, b, c and a again are used. In slot 4 d evicts b, the largest, although b has not
    // been idle longest. In slot 5 b evicts d, and in slot 6 d evicts b.
    World world = one_room("size", kPaper);
    for (const char* const name : {"a", "b", "c", "d"}) {
      function(world, name, name[0] == 'a' || name[0] == 'c' ? 256 : 512, ms(100));
    }
    for (int i = 0; i < 7; ++i) {
      world.arrive(FunctionId{static_cast<std::uint32_t>("abcadbd"[i] - 'a')}, at_ms(10'000 * i), ms(100));
    }
    world.run();
    REQUIRE(told.size() == 3);
    CHECK(told[0].function == FunctionId{1u});
    CHECK(told[1].function == FunctionId{3u});
    CHECK(told[2].function == FunctionId{1u});
    CHECK(told[0].value == 1.0 / 512);
  }
  SECTION("simulator: clock + frequency / MiB, so that a small instance is evicted last") {
    // Values are in units of 1/512. In slots 0 to 2, a and c (256 MiB) start with 2 each, and b (512 MiB)
    // with 1. In slot 3 d evicts b (1): the clock is 1, and d has 2. In slot 4 b evicts a (2), which has been
    // idle longest, and then c (2): the clock is 2, and b has 3.
    World world = four_functions("size", kSimulator);
    for (int i = 0; i < 5; ++i) {
      world.arrive(FunctionId{static_cast<std::uint32_t>("acbdb"[i] - 'a')}, at_ms(10'000 * i), ms(100));
    }
    world.run();
    REQUIRE(told.size() == 3);
    CHECK(told[0].value * 512 == 1);
    CHECK(told[1].function == FunctionId{0u});
    CHECK(told[1].value * 512 == 2);
    CHECK(told[2].function == FunctionId{2u});
  }
}

TEST_CASE("an instance started ahead has the clock of its start until it is used") {
  // Two instances of a are held by pre-warm from 0 on. Next to them b (1) and then c (5) are started and
  // evicted.
  World world = one_room("greedy-dual", kPaper);
  world.parameters.policies.pre_warm = policy(Seam::pre_warm, "provisioned");
  FunctionTraits traits;
  traits.provisioned = 2;
  traits.init = takes(ms(512));
  world.function("a", traits, 256);
  function(world, "b", 512, ms(512));
  function(world, "c", 512, ms(2'560));
  CHECK(evicted(world, "bcbaA") == "1:b=1 2:c=6 ");
}
