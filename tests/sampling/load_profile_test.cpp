#include "models/sampling/load_profile.hpp"

#include <numeric>

#include "tests/catch.hpp"

using namespace curtain;

namespace {

Time minute(std::int64_t n) {
  return Time{} + sim::minutes(n);
}

std::uint64_t sum_of(const LoadProfile& profile) {
  return std::accumulate(profile.calls().begin(), profile.calls().end(), std::uint64_t{0});
}

}  // namespace

TEST_CASE("a short time has an interval for each unit, and the first interval begins with a whole unit") {
  LoadProfile profile(minute(3) + sim::seconds(59), minute(5), sim::minutes(1));
  CHECK_FALSE(profile.is_counted());
  profile.add(minute(3) + sim::seconds(59));
  profile.add(minute(4), 10);
  profile.add(minute(4) + sim::seconds(59), 5);
  profile.add(minute(5));
  CHECK(profile.is_counted());
  CHECK(profile.calls() == std::vector<std::uint64_t>{1, 15, 1});
}

TEST_CASE("a long time has at most 72 intervals of equal length") {
  for (const std::int64_t minutes : {72, 73, 144, 145, 1440, 20'160}) {
    LoadProfile profile(minute(0), minute(minutes - 1), sim::minutes(1));
    for (std::int64_t i = 0; i < minutes; ++i) {
      profile.add(minute(i));
    }
    INFO(minutes << " minutes");
    const std::int64_t each = (minutes + 71) / 72;
    CHECK(profile.calls().size() == static_cast<std::size_t>((minutes + each - 1) / each));
    CHECK(profile.calls().size() <= LoadProfile::kMost);
    CHECK(profile.calls().front() == static_cast<std::uint64_t>(each));
    CHECK(sum_of(profile) == static_cast<std::uint64_t>(minutes));
  }
}

TEST_CASE("the shift is the mean distance by which calls must be moved, for any number of calls") {
  const auto made = [](std::uint64_t first, std::uint64_t third) {
    LoadProfile profile(minute(0), minute(2), sim::minutes(1));
    profile.add(minute(0), first);
    profile.add(minute(2), third);
    return profile;
  };
  CHECK(made(1, 1).shift_s(made(500, 500)) == 0);
  CHECK(made(1, 0).shift_s(made(0, 7)) == 120);
  CHECK(made(3, 1).shift_s(made(1, 1)) == Approx(30).epsilon(1e-12));  // a quarter of the calls is moved by 2
                                                                       // min
  CHECK(made(0, 0).shift_s(made(1, 1)) == 0);                          // no call has to be moved
}
