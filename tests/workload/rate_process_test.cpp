#include "models/workload/rate_process.hpp"

#include <cmath>

#include "tests/catch.hpp"
#include "tests/support/kolmogorov_smirnov.hpp"
#include "tests/workload/generators.hpp"

using namespace curtain;
using support::context_of;
using support::error_of;

namespace {

/// The same pieces, repeated.
class Cycle : public RatePieces {
 public:
  explicit Cycle(std::vector<RatePiece> pieces) : pieces_(std::move(pieces)) {}
  RatePiece next() override { return pieces_[next_++ % pieces_.size()]; }

 private:
  std::vector<RatePiece> pieces_;
  std::size_t next_ = 0;
};

std::vector<Time> process_times(std::vector<RatePiece> pieces, double seconds, std::uint64_t seed = 1) {
  const SourceContext context = context_of(seed, seconds);
  const Time end = *context.duration;
  const auto process = rate_process(std::make_unique<Cycle>(std::move(pieces)), context, end);
  std::vector<Time> times;
  for (auto time = process->next(); time && *time < end; time = process->next()) {
    times.push_back(*time);
  }
  return times;
}

}  // namespace

TEST_CASE("with one rate, instants are sums of the addressed exponential draws") {
  const auto times = process_times({{sim::seconds(7), 50, 50}}, 100);
  const sim::DrawKey key(1, 0, purpose_of_source(Purpose::interarrival, 0));
  const auto unit = sim::Distribution::exponential(1);
  double sum = 0;
  for (std::uint64_t k = 0; k < times.size(); ++k) {
    sum += unit.sample(key, 0, k);
    REQUIRE(times[k].seconds() == Approx(sum / 50).margin(3e-9));
  }
  CHECK((sum + unit.sample(key, 0, times.size())) / 50 >= 100);
}

TEST_CASE("the integrated rate turns instants into a Poisson process of rate one") {
  // The rate rises, is constant, falls to 0, stays at 0, and jumps: 20 s in total, with 150 + 200 + 50 + 0 +
  // 30 arrivals.
  const std::vector<RatePiece> pieces = {{sim::seconds(5), 10, 50},
                                         {sim::seconds(4), 50, 50},
                                         {sim::seconds(2), 50, 0},
                                         {sim::seconds(6), 0, 0},
                                         {sim::seconds(3), 0, 20}};
  const auto integrated = [&](double t) {
    const double cycles = std::floor(t / 20);
    double sum = cycles * 430;
    double left = t - 20 * cycles;
    for (const RatePiece& piece : pieces) {
      const double length = static_cast<double>(piece.length.ns()) / 1e9;
      const double inside = std::fmin(length, left);
      sum += piece.from * inside + (piece.to - piece.from) / length * inside * inside / 2;
      left -= inside;
    }
    return sum;
  };
  const auto times = process_times(pieces, 4'000);
  CHECK(std::abs(static_cast<double>(times.size()) - 86'000) < 4 * std::sqrt(86'000.0));
  std::vector<double> gaps;
  double before = 0;
  for (const Time time : times) {
    const double now = integrated(time.seconds());
    gaps.push_back(now - before);
    before = now;
    const double in_cycle = std::fmod(time.seconds(), 20);
    REQUIRE((in_cycle < 11 || in_cycle >= 17));
  }
  CHECK(support::kolmogorov_smirnov(gaps, [](double gap) { return -std::expm1(-gap); }) > 0.001);
}

TEST_CASE("counts of bins are independent Poisson variables") {
  // The rate rises from 0 to 100/s in 10 s, so bin i of 10 expects 5 + 10 i arrivals. Each bin is counted in
  // 500 runs.
  std::vector<double> counts(10);
  std::vector<double> means(10);
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    for (const Time time : process_times({{sim::seconds(10), 0, 100}}, 10, seed)) {
      ++counts[static_cast<std::size_t>(time.seconds())];
    }
  }
  for (std::size_t i = 0; i < 10; ++i) {
    means[i] = 500 * (5 + 10.0 * static_cast<double>(i));
  }
  CHECK(support::is_usual_chi_square(support::chi_square(counts, means), 10));
}

TEST_CASE("a rate of zero gives no instants, and the process has an end") {
  CHECK(process_times({{sim::seconds(1), 0, 0}}, 1'000).empty());
  CHECK(process_times({{Duration{std::int64_t{1} << 62}, 0, 0}}, 1'000).empty());
}

TEST_CASE("impossible rates are refused") {
  check_rate_or_zero("the rate", 0);
  check_rate_or_zero("the rate", 1e9);
  CHECK(error_of<std::invalid_argument>([] { check_rate_or_zero("the rate", -1); }) ==
        "the rate is -1 per second; it must be at least 0 and at most 1e9 per second");
  CHECK_THROWS(check_rate_or_zero("the rate", 1.1e9));
}
