// The idle rules of real platforms. Each test runs a profile by its name. It compares the times at which idle
// instances are reclaimed with a table that is worked out by hand. Times count from the instant at which an
// instance becomes idle.
#include <array>
#include <cmath>
#include <map>
#include <vector>

#include "models/config/scenario.hpp"
#include "models/experiment/run.hpp"
#include "models/words.hpp"
#include "sim/draws.hpp"
#include "tests/catch.hpp"

using namespace curtain;

namespace {

/// The end of one instance.
struct IdleEnd {
  std::uint32_t number;  ///< number among the instances of the function
  double idle_s;         ///< idle time of the instance at its end
  double at_s;           ///< time of its end in the run
};

class IdleEnds final : public Observer {
 public:
  void observe(const Observation& seen) override {
    const std::uint32_t row = seen.instance.value();
    if (seen.change == Change::started) {
      since_.erase(row);
    } else if (seen.change == Change::instance_idle) {
      since_.try_emplace(row, seen.now);  // a review reports the instance again
    } else if (seen.change == Change::instance_reclaimed) {
      all.push_back(
          {seen.instance_number, (seen.now - since_.at(row)).seconds(), (seen.now - Time{0}).seconds()});
      since_.erase(row);
    }
  }
  std::vector<IdleEnd> all;

 private:
  std::map<std::uint32_t, Time> since_;  // by row
};

/// Runs the workload on the profile, whose starts take 100 ms, with one instance for each call.
std::vector<IdleEnd> ends_on(const std::string& profile, const std::string& workload,
                             const std::string& policies = "", const std::string& duration = "4h") {
  const std::string text = "{platform: " + profile + ", seed: 1, duration: " + duration +
                           ", cold_start: {vm_boot: 0s, sandbox: 0s, runtime_start: 100ms}, scheduler: "
                           "{requests_per_instance: 1}, "
                           "policies: {admission: unlimited, scaling: per-request" +
                           policies + "}, workload: [" + workload + "]}";
  IdleEnds ends;
  RunSettings settings;
  settings.observer = &ends;
  const RunResult result = run_scenario(parse_scenario(text, "idle rules"), settings);
  REQUIRE(result.broken.empty());
  return ends.all;
}

std::string calls(int count, const std::string& at = "0s", const std::string& function = "f",
                  const std::string& memory = "128MiB") {
  return "{batch: {function: " + function + ", calls: " + std::to_string(count) + ", at: " + at +
         ", memory: " + memory + ", duration: 1s}}";
}

using Ends = std::map<std::int64_t, int>;  ///< number of instances that are reclaimed, by whole seconds

Ends by_idle(const std::vector<IdleEnd>& ends) {
  Ends counts;
  for (const IdleEnd& end : ends) {
    ++counts[std::llround(end.idle_s)];
  }
  return counts;
}
Ends by_time(const std::vector<IdleEnd>& ends) {
  Ends counts;
  for (const IdleEnd& end : ends) {
    ++counts[static_cast<std::int64_t>(end.at_s)];
  }
  return counts;
}

/// Returns the uniform number with which a keep-alive policy decides about the n-th instance of the first
/// function after its first use.
double drawn(std::uint32_t n) {
  sim::Draw draw(sim::DrawKey(1, 0, static_cast<std::uint32_t>(Purpose::keep_alive)), 0,
                 (std::uint64_t{n} << 32) | 1);
  return draw.uniform();
}

/// A point of a distribution function: the share of instances that are gone after `idle_s`.
struct Gone {
  double idle_s;
  double share;
};

/// Runs 20 instances of one function. The n-th must end at the time at which the straight lines between the
/// points reach its drawn number.
void check_lines(const std::string& profile, const std::vector<Gone>& points,
                 const std::string& policies = "") {
  const std::vector<IdleEnd> ends = ends_on(profile, calls(20), policies);
  CAPTURE(profile);
  REQUIRE(ends.size() == 20);
  for (const IdleEnd& end : ends) {
    const double share = drawn(end.number);
    std::size_t i = 1;
    while (points[i].share <= share) {
      ++i;
    }
    const double part = (share - points[i - 1].share) / (points[i].share - points[i - 1].share);
    CAPTURE(end.number, share);
    CHECK(end.idle_s ==
          Approx(points[i - 1].idle_s + part * (points[i].idle_s - points[i - 1].idle_s)).epsilon(1e-9));
  }
}

/// Returns the share of 1,000 instances, of one function each, that are gone after `idle_s`.
double share_gone(const std::string& profile, double idle_s, const std::string& policies = "") {
  std::string workload;
  for (int i = 0; i < 1'000; ++i) {
    workload += (i == 0 ? "" : ", ") + calls(1, "0s", "f" + std::to_string(i));
  }
  double gone = 0;
  for (const IdleEnd& end : ends_on(profile, workload, policies)) {
    gone += end.idle_s <= idle_s ? 1 : 0;
  }
  return gone / 1'000;
}

constexpr double kFourErrors = 4 * 0.0158;  // four standard errors of a share of one half of 1,000 instances

}  // namespace

TEST_CASE("AWS 2018: the profile keeps each of 20 idle instances for 27 min") {
  CHECK(by_idle(ends_on("aws-lambda-2018", calls(20))) == Ends{{1'620, 20}});
}

TEST_CASE("AWS 2018: half of 20 idle instances on a VM end every 300 s until two are left") {
  // 20 instances of 128 MiB are in one VM of 3,328 MiB. 10, 5 and 2 are left after 300, 600 and 900 s.
  const std::string policy = ", keep_alive: lambda-2018";
  CHECK(by_idle(ends_on("aws-lambda-2018", calls(20), policy)) ==
        Ends{{300, 10}, {600, 5}, {900, 3}, {1'620, 2}});
  // A VM has room for 13 instances of 256 MiB, so 13 and 7 instances are reviewed separately. Of 13, 6 are
  // left after 300 s and 3 after 600 s. Of 7, 3 are left after 300 s. The last three are kept.
  CHECK(by_idle(ends_on("aws-lambda-2018", calls(20, "0s", "f", "256MiB"), policy)) ==
        Ends{{300, 7 + 4}, {600, 3}, {1'620, 3 + 3}});
}

TEST_CASE("AWS 2018: a call restarts the time of the other instances of its function on its VM") {
  // All instances are idle from 1.1125 s on: 12.5 ms on the network, 100 ms of start-up, and 1 s. Five of the
  // instances of f are left after 601.1125 s. One of the five is used from 700.0125 s to 701.0125 s, so the
  // next review is at 1,001.0125 s, and the last two end at 2,321.0125 s. The four instances of g, on the
  // same VM, are not affected: 2 are left after 301.1125 s and end at 1,621.1125 s.
  const std::string workload = calls(20) + ", " + calls(1, "700s") + ", " + calls(4, "0s", "g");
  CHECK(by_time(ends_on("aws-lambda-2018", workload, ", keep_alive: lambda-2018")) ==
        Ends{{301, 10 + 2}, {601, 5}, {1'001, 3}, {1'621, 2}, {2'321, 2}});
}

TEST_CASE("AWS 2018: with max_idle_spread 80 % of single idle instances are gone after 26 min") {
  // The time is uniform from 22 to 27 min, so 26 min are 4 / 5 of the distribution.
  const std::string policy = ", keep_alive: {lambda-2018: {max_idle_spread: 5min}}";
  CHECK(share_gone("aws-lambda-2018", 22 * 60, policy) == 0);
  CHECK(share_gone("aws-lambda-2018", 24.5 * 60, policy) == Approx(0.5).margin(kFourErrors));
  CHECK(share_gone("aws-lambda-2018", 26 * 60, policy) == Approx(0.8).margin(kFourErrors));
  CHECK(share_gone("aws-lambda-2018", 27 * 60, policy) == 1);
  // 20 instances are halved in the same way as without the spread. The last two share their review, so they
  // end together.
  const Ends ends = by_idle(ends_on("aws-lambda-2018", calls(20), policy));
  REQUIRE(ends.size() == 4);
  CHECK(ends.at(300) == 10);
  CHECK(ends.at(600) == 5);
  CHECK(ends.at(900) == 3);
  CHECK(ends.rbegin()->first > 22 * 60);
  CHECK(ends.rbegin()->first <= 27 * 60);
  CHECK(ends.rbegin()->second == 2);
}

TEST_CASE("AWS 2019: 20 idle instances end along the percentiles of each month") {
  // March: 90, 50 and 10 % survive 29, 44 and 59 min. The ends of the lines are 25 and 63 min.
  check_lines("aws-lambda-2019",
              {{25 * 60, 0}, {29 * 60, 0.1}, {44 * 60, 0.5}, {59 * 60, 0.9}, {63 * 60, 1}});
  check_lines("aws-lambda-2019", {{17 * 60, 0}, {21 * 60, 0.1}, {37 * 60, 0.5}, {58 * 60, 0.9}, {63 * 60, 1}},
              ", keep_alive: {percentiles: {shortest: 17min, p10: 21min, p50: 37min, p90: 58min, longest: "
              "63min}}");  // June
  check_lines("aws-lambda-2019", {{10 * 60, 0}, {11 * 60, 0.1}, {15 * 60, 0.5}, {16 * 60, 0.9}, {975, 1}},
              ", keep_alive: {percentiles: {shortest: 10min, p10: 11min, p50: 15min, p90: 16min, longest: "
              "975s}}");  // July
}

TEST_CASE("AWS 2020: half of 20 idle instances of a function end every 380 s") {
  // Of n instances floor(n / 2^k) are left after k periods: 20, 10, 5, 2, 1, 0 and 12, 6, 3, 1, 0. SeBS
  // measured 20, 10, 5, 2.4 to 2.8 and 12, 6, 3, 1.8.
  CHECK(by_idle(ends_on("aws-lambda-2020", calls(20))) ==
        Ends{{380, 10}, {760, 5}, {1'140, 3}, {1'520, 1}, {1'900, 1}});
  CHECK(by_idle(ends_on("aws-lambda-2020", calls(12))) == Ends{{380, 6}, {760, 3}, {1'140, 2}, {1'520, 1}});
  CHECK(by_idle(ends_on("aws-lambda-2020", calls(1))) == Ends{{380, 1}});
}

TEST_CASE("AWS 2021 and later: 20 idle instances end between 318 and 420 s") {
  for (const char* const profile : {"aws-lambda-2021", "aws-lambda-2022", "aws-lambda-2026"}) {
    check_lines(profile, {{318, 0}, {420, 1}});
  }
  // Shilkov measured that 0.3 % are cold after 4 to 5 min, 41 % after 6 min, and all after 7 min.
  CHECK(share_gone("aws-lambda-2021", 5 * 60) == Approx(0.003).margin(0.003));
  CHECK(share_gone("aws-lambda-2021", 6 * 60) == Approx(0.41).margin(kFourErrors));
  CHECK(share_gone("aws-lambda-2021", 7 * 60) == 1);
}

TEST_CASE("Azure 2021: 21, 50 and 94 % of idle instances are gone after 20, 22 and 30 min") {
  check_lines("azure-functions-2021", {{1'113, 0}, {1'154, 0.1}, {1'320, 0.5}, {1'756, 0.9}, {1'865, 1}});
  CHECK(share_gone("azure-functions-2021", 20 * 60) == Approx(0.21).margin(kFourErrors));
  CHECK(share_gone("azure-functions-2021", 22 * 60) == Approx(0.5).margin(kFourErrors));
  CHECK(share_gone("azure-functions-2021", 30 * 60) == Approx(0.94).margin(kFourErrors));
}

TEST_CASE("Azure 2018: idle instances end from 20 min to 140 min") {
  check_lines("azure-functions-2018",
              {{20 * 60, 0}, {22 * 60, 0.1}, {40 * 60, 0.5}, {120 * 60, 0.9}, {140 * 60, 1}});
}

TEST_CASE("Google 2018: 18 % of idle instances survive 120 min") {
  check_lines("google-functions-2018", {{0, 0}, {8'780, 1}});
  CHECK(share_gone("google-functions-2018", 120 * 60) == Approx(0.82).margin(kFourErrors));
}

TEST_CASE("Platforms with a fixed idle time keep each of 20 instances for exactly this time") {
  const std::map<std::string, std::int64_t> fixed = {
      {"google-functions-2021", 15 * 60}, {"cloud-run-2022", 15 * 60}, {"cloud-run-2026", 15 * 60},
      {"azure-flex-2026", 60 * 60},       {"openwhisk", 10 * 60},      {"huawei-2025", 60}};
  for (const auto& [profile, seconds] : fixed) {
    CAPTURE(profile);
    CHECK(by_idle(ends_on(profile, calls(20))) == Ends{{seconds, 20}});
  }
}
