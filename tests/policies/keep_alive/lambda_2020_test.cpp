#include "models/policies/keep_alive/seam.hpp"

#include <cstdlib>

#include "tests/policies/seam_support.hpp"

using namespace support;

TEST_CASE("lambda-2020 reclaims half of the instances idle together after each 380 s") {
  const auto policy_2020 =
      made<KeepAlivePolicy>(policy(Seam::keep_alive, "lambda-2020", {length(ms(380'000))}));
  CHECK(policy_2020->needs().idle_counts);
  for (std::uint32_t initially = 1; initially <= 200; ++initially) {
    std::vector<Duration> kept;
    for (std::uint32_t idle = 1; idle <= initially; ++idle) {
      IdleInstanceView view{};
      view.idle = idle;
      kept.push_back(policy_2020->keep_for(view));
    }
    for (int periods = 0; periods < 10; ++periods) {
      const auto left = std::count_if(kept.begin(), kept.end(), [periods](Duration length_kept) {
        return length_kept > ms(380'000) * periods;
      });
      REQUIRE(left == initially >> periods);
    }
  }
}

TEST_CASE("lambda-2020 on the platform agrees with SeBS's measurements within one instance") {
  // n requests arrive at once, and after a pause n requests again. The values are the numbers of warm
  // requests: means of five measurements each in the artifact of SeBS (Python, 128 MB). If a measurement
  // covers a range of pauses, the middle of the range is used.
  struct Measured {
    int parallel;
    std::int64_t pause_s;
    double warm;
  };
  for (const Measured& seen : std::vector<Measured>{{20, 360, 20},
                                                    {20, 420, 10},
                                                    {20, 720, 10},
                                                    {20, 780, 5},
                                                    {20, 1'080, 5},
                                                    {20, 1'140, 2.6},
                                                    {12, 360, 12},
                                                    {12, 420, 6},
                                                    {12, 780, 3},
                                                    {12, 1'140, 1.8},
                                                    {8, 420, 4},
                                                    {8, 780, 2},
                                                    {8, 1'140, 1},
                                                    {2, 360, 2},
                                                    {2, 420, 1},
                                                    {2, 780, 0}}) {
    World world;
    world.parameters.policies.keep_alive = policy(Seam::keep_alive, "lambda-2020", {length(ms(380'000))});
    const FunctionId f = world.function("f");
    for (const std::int64_t at : {std::int64_t{0}, 1'000 + 1'000 * seen.pause_s}) {
      for (int i = 0; i < seen.parallel; ++i) {
        world.arrive(f, at_ms(at), ms(1'000));
      }
    }
    CAPTURE(seen.parallel, seen.pause_s);
    CHECK(std::abs(static_cast<double>(world.counts().warm) - seen.warm) < 1);
  }
}
