#include "models/calibration/instance_use.hpp"

#include <array>

#include "sim/elementary.hpp"
#include "tests/catch.hpp"

using namespace curtain;

namespace {

/// A log of calls {second, length in seconds, instance}; the first call of an instance is cold.
MeasuredLog log_of(const std::vector<std::array<int, 3>>& rows, std::uint32_t first_known = 0) {
  MeasuredLog log;
  std::vector<bool> is_known(100);
  for (std::uint32_t i = 0; i < first_known; ++i) {
    is_known[i] = true;
  }
  for (const auto& [at, length, instance] : rows) {
    MeasuredCall call;
    call.sent = at * 1'000'000'000LL;
    call.answered = (at + length) * 1'000'000'000LL;
    call.instance = static_cast<std::uint32_t>(instance);
    call.start = is_known[call.instance] ? MeasuredStart::warm : MeasuredStart::cold;
    is_known[call.instance] = true;
    log.calls.push_back(call);
  }
  return log;
}

}  // namespace

TEST_CASE("Idle times of lone instances are those between the calls") {
  // Instance 0 is cold at 0 s, warm after 9 s and after 99 s. Then instance 1 is cold after 799 s.
  const InstanceUse use = use_of_instances(log_of({{0, 1, 0}, {10, 1, 0}, {110, 1, 0}, {910, 1, 1}}));
  CHECK(use.has_instances);
  REQUIRE(use.lone.size() == 3);
  CHECK(use.lone[0].idle_s == 9);
  CHECK_FALSE(use.lone[0].is_cold);
  CHECK(use.lone[1].idle_s == 99);
  CHECK(use.lone[2].idle_s == 799);
  CHECK(use.lone[2].is_cold);
  CHECK(use.beside_others.empty());
  CHECK(use.choices.empty());
  // Instance 0 was alive at an age of 111 s, and did not exist at 910 s. Instance 1 lives until the log ends.
  REQUIRE(use.lives.size() == 2);
  CHECK(use.lives[0].alive_s == 111);
  CHECK(use.lives[0].ended_s == 910);
  CHECK(use.lives[1].alive_s == 1);
  CHECK(use.lives[1].ended_s == sim::kInfinity);
}

TEST_CASE("Idle times beside busy instances, and choices between idle instances") {
  const InstanceUse use = use_of_instances(log_of({
      {0, 10, 0},  // cold
      {1, 4, 1},   // cold, because 0 is busy
      {20, 5, 0},  // 0 (idle since 10) and 1 (idle since 5) are idle; the most recent one is chosen
      {22, 1, 1},  // 0 is busy; 1 was idle for 17 s
      {40, 1, 1},  // 0 (idle since 25) and 1 (idle since 23): the least recent one is chosen
      {50, 1, 0}   // both are idle, and 1 is not used again, so it is no candidate
  }));
  REQUIRE(use.choices.size() == 2);
  CHECK(use.choices[0].candidates == 2);
  CHECK(use.choices[0].rank == 0);
  CHECK(use.choices[1].rank == 1);
  REQUIRE(use.beside_others.size() == 1);
  CHECK(use.beside_others[0].idle_s == 17);
  CHECK_FALSE(use.beside_others[0].is_cold);
  // At 50 s instance 1, which was used until 41 s, was more recent than 0, and yet it was not chosen.
  REQUIRE(use.lives.size() == 2);
  CHECK(use.lives[0].alive_s == 40);
  CHECK(use.lives[0].ended_s == 49);
}

TEST_CASE("Instances that are older than the log have no known age") {
  const InstanceUse use = use_of_instances(log_of({{0, 1, 0}, {10, 1, 0}, {900, 1, 1}}, 1));
  REQUIRE(use.lives.size() == 1);
  CHECK(use.lives[0].alive_s == 1);
  REQUIRE(use.lone.size() == 2);
  CHECK(use.lone[1].is_cold);
}

TEST_CASE("A log without instances or without times shows no use of instances") {
  MeasuredLog log = log_of({{0, 1, 0}, {10, 1, 0}});
  for (MeasuredCall& call : log.calls) {
    call.instance = kNoName;
  }
  CHECK_FALSE(use_of_instances(log).has_instances);
  log = log_of({{0, 1, 0}});
  log.calls[0].sent = MeasuredTime();
  CHECK_FALSE(use_of_instances(log).has_instances);
}

TEST_CASE("Observations of several logs are put together") {
  InstanceUse all;
  append(all, use_of_instances(log_of({{0, 1, 0}, {10, 1, 0}})));
  append(all, use_of_instances(log_of({{0, 1, 0}, {10, 1, 0}, {30, 1, 0}})));
  CHECK(all.has_instances);
  CHECK(all.lone.size() == 3);
  CHECK(all.lives.size() == 2);
}
