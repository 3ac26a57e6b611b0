#include "sim/shared_resource.hpp"

#include <algorithm>
#include <boost/multiprecision/cpp_int.hpp>
#include <cstdint>
#include <map>
#include <vector>

#include "sim/check.hpp"
#include "sim/distribution.hpp"
#include "sim/draws.hpp"
#include "sim/interval.hpp"
#include "sim/timer.hpp"
#include "tests/catch.hpp"

using sim::SharedResource;
using sim::Time;
using sim::UInt128;

namespace {

constexpr std::uint32_t kNobody = SharedResource::kNoMember;

Time at(std::int64_t ns) {
  return Time{ns};
}

}  // namespace

TEST_CASE("members share a capacity by weight, and rates change when one joins or leaves") {
  // The capacity is 12 units. A member alone gets 12 units of work per nanosecond. Members with weights 1 and
  // 3 get 3 and 9.
  SharedResource resource(12);
  CHECK(resource.next_end() == Time::never());
  CHECK(resource.take_ended(at(0)) == kNobody);
  resource.join(at(0), 7, {1, 12}, 120);
  CHECK(resource.next_end() == at(10));
  CHECK(resource.in_use() == 12);
  // After 4 ns, member 7 has 72 of 120 units left, which would take 24 ns at a rate of 3. The other member
  // needs 10 ns at a rate of 9.
  resource.join(at(4), 8, {3, 12}, 90);
  CHECK(resource.next_end() == at(14));
  CHECK(resource.take_ended(at(13)) == kNobody);
  CHECK(resource.take_ended(at(14)) == 8);
  CHECK(resource.take_ended(at(14)) == kNobody);
  // Member 7 has 72 - 30 = 42 units left. At 12 units per nanosecond this takes 3.5 ns, so it ends at the
  // next whole nanosecond.
  CHECK(resource.work_left(at(14), 7) == 42);
  CHECK(resource.next_end() == at(18));
  CHECK(resource.take_ended(at(18)) == 7);
  CHECK(resource.next_end() == Time::never());
  CHECK(resource.work_done() == 210);
  CHECK(resource.in_use() == 0);
}

TEST_CASE("no member gets more than its cap, and the others share the remaining capacity") {
  // Three members with equal weights and caps of 10, 30 and 100 share 100 units. They get 10, 30, and the
  // remaining 60.
  SharedResource resource(100);
  resource.join(at(0), 1, {1, 100}, 6'000);
  resource.join(at(0), 2, {1, 10}, 1'000);
  resource.join(at(0), 3, {1, 30}, 3'000);
  CHECK(resource.next_end() == at(100));
  CHECK(resource.work_left(at(50), 1) == 3'000);
  CHECK(resource.work_left(at(50), 2) == 500);
  CHECK(resource.work_left(at(50), 3) == 1'500);
  CHECK(resource.in_use() == 100);
  // All members end at 100 ns, and are returned in the order in which they joined.
  CHECK(resource.take_ended(at(100)) == 1);
  CHECK(resource.take_ended(at(100)) == 2);
  CHECK(resource.take_ended(at(100)) == 3);

  // A cap applies in addition to the weight. Of 100 units the member with weight 9 would get 90, but its cap
  // is 20, so the other member gets 80.
  resource.join(at(100), 4, {9, 20}, 2'000);
  resource.join(at(100), 5, {1, 100}, 2'000);
  CHECK(resource.next_end() == at(125));
  CHECK(resource.take_ended(at(125)) == 5);
  CHECK(resource.in_use() == 20);
  CHECK(resource.next_end() == at(200));
  // A cap above the capacity equals the capacity.
  CHECK(resource.leave(at(150), 4) == 1'000);
  resource.join(at(150), 6, {1, 1'000}, 1'000);
  CHECK(resource.next_end() == at(160));
  resource.clear(at(155));
  CHECK(resource.size() == 0);
  CHECK(resource.next_end() == Time::never());
}

TEST_CASE("members below the capacity run at their caps and do not affect each other") {
  SharedResource resource(2'000'000);
  resource.join(at(0), 1, {128, 1'000'000}, UInt128{1'000'000} * 500);
  resource.join(at(100), 2, {1'024, 1'000'000}, UInt128{1'000'000} * 200);
  CHECK(resource.next_end() == at(300));
  CHECK(resource.take_ended(at(300)) == 2);
  CHECK(resource.next_end() == at(500));
  CHECK(resource.take_ended(at(500)) == 1);
}

TEST_CASE("a settlement drops fractions of a unit, which count as negligible work") {
  // Three members share 10 units, 3 1/3 each. If the resource is updated at 1, 2 and 3 ns, each member has
  // done 9 of 10 units. If it is updated once, each has done all 10.
  SharedResource once(10);
  SharedResource often(10);
  SharedResource tolerant(10, 4);
  for (SharedResource* resource : {&once, &often, &tolerant}) {
    for (const std::uint32_t member : {1u, 2u, 3u}) {
      resource->join(at(0), member, {5, 10}, 10);
    }
  }
  CHECK(once.next_end() == at(3));
  CHECK(once.take_ended(at(3)) == 1);
  CHECK(once.work_done() == 30);
  CHECK(often.work_left(at(1), 2) == 7);
  CHECK(often.work_left(at(2), 2) == 4);
  CHECK(often.work_left(at(3), 2) == 1);
  CHECK(often.work_done() == 27);
  CHECK(often.next_end() == at(4));
  CHECK(often.take_ended(at(4)) == 1);
  CHECK(often.work_done() == 30);
  // 6 of 10 units are enough. 5 units are done at 1.5 ns, and 4 are dropped.
  CHECK(tolerant.next_end() == at(2));
  CHECK(tolerant.take_ended(at(2)) == 1);
  CHECK(tolerant.work_done() == 18);
}

TEST_CASE("negligible work takes less than a nanosecond at the cap") {
  SharedResource resource(1'000'000, 1'000);
  resource.join(at(0), 1, {1, 10}, 70);
  CHECK(resource.next_end() == at(7));
  CHECK(resource.take_ended(at(7)) == 1);
  CHECK(resource.work_done() == 70);
}

TEST_CASE("work of zero ends at once, and the work of a member can be changed") {
  SharedResource resource(5);
  resource.join(at(3), 1, {1, 5}, 0);
  CHECK(resource.next_end() == at(3));
  CHECK(resource.take_ended(at(3)) == 1);
  resource.join(at(3), 2, {1, 5}, 50);
  resource.set_work(at(8), 2, 10);
  CHECK(resource.next_end() == at(10));
  resource.set_work(at(9), 2, 0);
  CHECK(resource.next_end() == at(9));
  CHECK(resource.leave(at(9), 2) == 0);
  CHECK(resource.take_ended(at(9)) == kNobody);
}

TEST_CASE("invalid calls of a shared resource are defects") {
  CHECK_THROWS_AS(SharedResource(0), sim::InvariantBroken);
  CHECK_THROWS_AS(SharedResource(SharedResource::kMostCapacity + 1), sim::InvariantBroken);
  SharedResource resource(5);
  CHECK_THROWS_AS(resource.join(at(0), 1, {0, 5}, 1), sim::InvariantBroken);
  CHECK_THROWS_AS(resource.join(at(0), 1, {1, 0}, 1), sim::InvariantBroken);
  CHECK_THROWS_AS(resource.join(at(0), 1, {1, 1}, SharedResource::kMostWork + 1), sim::InvariantBroken);
  CHECK_THROWS_AS(resource.leave(at(0), 1), sim::InvariantBroken);
  CHECK_THROWS_AS(resource.work_left(at(0), 1), sim::InvariantBroken);
  resource.join(at(0), 1, {1, 5}, 10);
  CHECK_THROWS_AS(resource.take_ended(at(3)), sim::InvariantBroken);  // the member has ended at 2
  SharedResource late(5);
  late.join(at(4), 1, {1, 5}, 10);
  CHECK_THROWS_AS(late.take_ended(at(3)), sim::InvariantBroken);
}

TEST_CASE("the longest work at the largest capacity does not overflow") {
  SharedResource resource(SharedResource::kMostCapacity);
  constexpr auto half = std::uint32_t{1} << 31;
  resource.join(at(0), 1, {half - 1, SharedResource::kMostCapacity}, SharedResource::kMostWork);
  resource.join(at(0), 2, {half - 1, SharedResource::kMostCapacity}, SharedResource::kMostWork);
  CHECK(resource.next_end() == at(std::int64_t{1} << 56));  // the end is at 2^95 / 2^39
  CHECK(resource.work_left(at((std::int64_t{1} << 56) - 1), 2) == (UInt128{1} << 39) - 1);
  CHECK(resource.take_ended(at(std::int64_t{1} << 56)) == 1);
  SharedResource slow(1);
  slow.join(at(0), 1, {1, 1}, SharedResource::kMostWork);
  CHECK(slow.next_end() == Time::latest());
}

namespace {

using Exact = boost::multiprecision::cpp_rational;

/// The same sharing in exact fractions, from the definition of max-min fairness. The rate of a member is the
/// smaller of its cap and weight x level. The level is the only one at which the rates add up to the
/// capacity.
class ExactReference {
 public:
  struct Member {
    std::uint32_t weight;
    std::uint64_t cap;
    Exact left;
    int settlements = 0;
  };
  explicit ExactReference(std::uint64_t capacity) : capacity_(capacity) {}

  std::map<std::uint32_t, Member> members;

  [[nodiscard]] std::map<std::uint32_t, Exact> rates() const {
    std::map<std::uint32_t, Exact> rates;
    Exact level = 0;
    std::map<std::uint32_t, Member> open = members;
    Exact rest = capacity_;
    // The level at which the members below their caps use the rest of the capacity rises until no further
    // member reaches its cap.
    for (bool changes = true; changes && !open.empty();) {
      changes = false;
      std::uint64_t weights = 0;
      for (const auto& [name, member] : open) {
        weights += member.weight;
      }
      level = rest / weights;
      for (auto each = open.begin(); each != open.end();) {
        if (Exact(each->second.cap) <= level * each->second.weight) {
          rates[each->first] = each->second.cap;
          rest -= each->second.cap;
          each = open.erase(each);
          changes = true;
          break;
        }
        ++each;
      }
    }
    for (const auto& [name, member] : open) {
      rates[name] = level * member.weight;
    }
    return rates;
  }

  void settle(Time now) {
    if (now == settled_) {
      return;
    }
    for (const auto& [name, rate] : rates()) {
      last_rates_[name] = rate;
      const Exact done = rate * (now - settled_).ns();
      members.at(name).left -= done;
      ++members.at(name).settlements;
      done_ += done;
    }
    settled_ = now;
  }
  [[nodiscard]] const Exact& last_rate(std::uint32_t member) const { return last_rates_.at(member); }
  [[nodiscard]] const Exact& done() const { return done_; }

 private:
  Exact capacity_;
  Exact done_ = 0;
  Time settled_{};
  std::map<std::uint32_t, Exact> last_rates_;
};

Exact exact(UInt128 value) {
  boost::multiprecision::cpp_int whole = static_cast<std::uint64_t>(value >> 64);
  whole <<= 64;
  whole += static_cast<std::uint64_t>(value);
  return Exact(whole);
}

}  // namespace

TEST_CASE("sharing is max-min fair, work-conserving and never idle, up to rounding") {
  std::size_t ends = 0;
  for (std::uint32_t run = 0; run < 60; ++run) {
    sim::Draw draw({31, run, 1}, 0, 0);
    const std::uint64_t capacity = 1 + draw.below(run % 3 == 0 ? 20 : 2'000'000);
    const std::uint64_t negligible = run % 2 == 0 ? 0 : draw.below(50);
    SharedResource resource(capacity, negligible);
    ExactReference reference(capacity);
    Time now{};
    std::uint32_t name = 0;
    int settlements = 0;
    for (int step = 0; step < 120; ++step) {
      Time next = now + sim::Duration{draw.below(400)};
      const bool ends_first = resource.next_end() <= next;
      next = std::min(next, resource.next_end());
      settlements += next > now ? 1 : 0;
      now = next;
      reference.settle(now);
      if (ends_first) {
        const std::uint32_t member = resource.take_ended(now);
        REQUIRE(member != kNobody);
        ++ends;
        const ExactReference::Member ended = reference.members.at(member);
        // A member may not end before all but the negligible work is done, nor after the first whole
        // nanosecond at which it is done, except for the amounts that updates may drop.
        const std::uint64_t dropped = std::min(negligible, ended.cap - 1);
        CHECK(ended.left <= dropped);
        if (ended.settlements > 0) {
          CHECK(ended.left + reference.last_rate(member) > Exact(dropped) - ended.settlements);
        }
        reference.members.erase(member);
      } else if (reference.members.size() > 9 || (!reference.members.empty() && draw.below(5) == 0)) {
        auto each = reference.members.begin();
        std::advance(each, draw.below(static_cast<std::uint32_t>(reference.members.size())));
        const Exact left = exact(resource.leave(now, each->first));
        CHECK(left >= each->second.left);
        CHECK(left < each->second.left + each->second.settlements + 1);
        reference.members.erase(each);
      } else {
        const std::uint32_t weight = 1 + draw.below(run % 5 == 0 ? 1 : 3'000);
        const std::uint64_t cap = 1 + draw.below(static_cast<std::uint32_t>(2 * capacity));
        const std::uint64_t work = capacity * draw.below(900) + draw.below(1'000);
        resource.join(now, name, {weight, cap}, work);
        reference.members[name] = {weight, std::min(cap, capacity), work};
        ++name;
      }
      // Work is conserved and the resource is never idle. So the difference from the exact sum is less than
      // one unit for each member and update. The exact sum uses the whole capacity while a member below its
      // cap has work.
      const Exact done = exact(resource.work_done());
      CHECK(done <= reference.done());
      CHECK(done <= Exact(capacity) * now.ns());
      Exact sum = 0;
      for (const auto& [member, rate] : reference.rates()) {
        sum += rate;
      }
      CHECK(sum == resource.in_use());
    }
  }
  CHECK(ends > 1'000);
}

namespace {

/// A queue whose server is a shared resource, with Poisson arrivals. Times are in ns.
struct SharedServer {
  double arrivals_per_second = 0;  ///< arrival rate of each class
  std::vector<std::uint32_t> weights{1};
  std::uint64_t capacity = 1'000'000;
  std::uint64_t cap = 1'000'000;
  sim::Distribution service;  ///< work of one request, in ns alone at the cap

  /// Returns the mean time in the system for each class, over the arrivals after the first tenth.
  [[nodiscard]] std::vector<double> mean_responses(std::uint32_t replication, std::uint32_t arrivals) const {
    const sim::DrawKey gaps{5, replication, 1};
    const sim::DrawKey lengths{5, replication, 2};
    const sim::DrawKey classes{5, replication, 3};
    const auto number = static_cast<std::uint32_t>(weights.size());
    const auto gap = sim::Distribution::exponential(1e9 / (arrivals_per_second * number));
    SharedResource resource(capacity, 1'000);
    std::vector<Time> came(arrivals);
    std::vector<std::uint32_t> kind(arrivals);
    std::vector<double> sums(number);
    std::vector<double> counts(number);
    Time next{};
    for (std::uint32_t i = 0; i <= arrivals;) {
      const Time end = resource.next_end();
      if (end <= next || i == arrivals) {
        if (end == Time::never()) {
          break;
        }
        for (std::uint32_t k = resource.take_ended(end); k != kNobody; k = resource.take_ended(end)) {
          if (k >= arrivals / 10) {
            sums[kind[k]] += static_cast<double>((end - came[k]).ns());
            ++counts[kind[k]];
          }
        }
        continue;
      }
      came[i] = next;
      kind[i] = number == 1 ? 0 : sim::Draw(classes, 0, i).below(number);
      const auto alone = static_cast<std::uint64_t>(service.sample_duration(lengths, 0, i).ns());
      resource.join(next, i, {weights[kind[i]], cap}, UInt128{alone} * cap);
      ++i;
      next = next + gap.sample_duration(gaps, 0, i);
    }
    for (std::uint32_t i = 0; i < number; ++i) {
      sums[i] /= counts[i] * 1e6;  // the expected mean, in ms
    }
    return sums;
  }
};

/// Checks the mean time in the system, in ms, for each class over replications.
void check_means(const SharedServer& server, const std::vector<double>& expected) {
  constexpr std::uint32_t replications = 12;
  std::vector<std::vector<double>> means(expected.size());
  for (std::uint32_t replication = 0; replication < replications; ++replication) {
    const std::vector<double> of_run = server.mean_responses(replication, 60'000);
    for (std::size_t i = 0; i < expected.size(); ++i) {
      means[i].push_back(of_run[i]);
    }
  }
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const sim::Interval interval = sim::confidence_interval(means[i], 0.99);
    INFO("class " << i << ": " << interval.mean << " +- " << interval.half_width << " against "
                  << expected[i]);
    CHECK(interval.low() <= expected[i]);
    CHECK(expected[i] <= interval.high());
    CHECK(interval.half_width < 0.05 * expected[i]);
  }
}

/// The services have a mean of 1 ms: constant, exponential, and hyperexponential with a squared coefficient
/// of variation of 4.
std::vector<sim::Distribution> services() {
  constexpr double p = 0.8872983346207417;  // with balanced means: (1 + sqrt((4 - 1) / (4 + 1))) / 2
  return {sim::Distribution::constant(1e6), sim::Distribution::exponential(1e6),
          sim::Distribution::mixture({{p, sim::Distribution::exponential(1e6 / (2 * p))},
                                      {1 - p, sim::Distribution::exponential(1e6 / (2 * (1 - p)))}})};
}

}  // namespace

TEST_CASE(
    "M/G/1 under processor sharing has a mean of 1 / (1 - rho) services, for any distribution of the "
    "service") {
  // L. Kleinrock, "Queueing Systems" 2, 1976, section 4.4.
  for (const sim::Distribution& service : services()) {
    SharedServer server;
    server.arrivals_per_second = 700;
    server.service = service;
    check_means(server, {1 / (1 - 0.7)});
  }
}

TEST_CASE(
    "M/G/2 under processor sharing with a cap of one server each behaves as M/M/2, for any distribution of "
    "the service") {
  // Each request runs at full speed while there are at most two. The mean is E[S] / (1 - rho^2) as for M/M/2.
  // It does not depend on the distribution, because the queue is symmetric (F. Kelly, "Reversibility and
  // Stochastic Networks", 1979, section 3.3).
  for (const sim::Distribution& service : services()) {
    SharedServer server;
    server.arrivals_per_second = 1'400;
    server.capacity = 2'000'000;
    server.service = service;
    check_means(server, {1 / (1 - 0.7 * 0.7)});
  }
}

TEST_CASE(
    "discriminatory processor sharing of two classes has the means of Fayolle, Mitrani and Iasnogorodski") {
  // "Sharing a Processor Among Many Job Classes", J. ACM 27(3), 1980: exponential services of mean 1 / mu,
  // here 1 ms for both, loads r1 and r2, weights g1 and g2:
  // T1 = 1 / (mu1 (1 - r)) (1 + mu1 r2 (g2 - g1) / D), D = mu1 g1 (1 - r1) + mu2 g2 (1 - r2).
  SharedServer server;
  server.arrivals_per_second = 350;
  server.weights = {1, 3};
  server.service = sim::Distribution::exponential(1e6);
  const double d = 1 * (1 - 0.35) + 3 * (1 - 0.35);
  check_means(server, {(1 + 0.35 * 2 / d) / 0.3, (1 - 0.35 * 2 / d) / 0.3});
}

TEST_CASE("the capacity can be lowered and raised again while members use it") {
  // Two members share 100 units. After 10 ns each has done 500. With 40 units, each does 400 in 20 ns. With
  // 100 units, the last 100 of each take 2 ns.
  SharedResource resource(100);
  resource.join(at(0), 1, {1, 100}, 1'000);
  resource.join(at(0), 2, {1, 100}, 1'000);
  CHECK(resource.rate(0) == 50);
  resource.set_capacity(at(10), 40);
  CHECK(resource.rate(0) == 20);
  CHECK(resource.in_use() == 40);
  CHECK(resource.next_end() == at(35));
  resource.set_capacity(at(30), 100);
  CHECK(resource.left(0) == 100);
  CHECK(resource.next_end() == at(32));
  CHECK(resource.take_ended(at(32)) == 1);
  CHECK(resource.take_ended(at(32)) == 2);
  CHECK(resource.work_done() == 2'000);
}

TEST_CASE("the rate of a member is its cap or its part of the rest, rounded up") {
  SharedResource resource(100);
  resource.join(at(0), 1, {1, 10}, 1'000);
  resource.join(at(0), 2, {1, 100}, 1'000);
  resource.join(at(0), 3, {3, 100}, 1'000);
  CHECK(resource.rate(0) == 10);
  CHECK(resource.member(1) == 3);
  CHECK(resource.rate(1) == 68);  // 90 x 3 / 4 = 67.5
  CHECK(resource.rate(2) == 23);  // 90 / 4 = 22.5
  CHECK(resource.demand() == 210);
  CHECK(resource.share(0).cap == 10);
  resource.set_work_at(0, 20);
  CHECK(resource.next_end() == at(2));
}
