#include "models/platform/gate/admission_heads.hpp"

#include <vector>

#include "sim/draws.hpp"
#include "tests/catch.hpp"

using namespace curtain;

namespace {

constexpr std::uint32_t kNobody = AdmissionHeads::kNobody;

}  // namespace

TEST_CASE("only the first attempt of each function is considered, in the order of ranks") {
  AdmissionHeads heads;
  heads.add(0, 7, 1, {0, 5});
  heads.add(1, 7, 1, {0, 6});
  heads.add(2, 7, 2, {0, 7});
  heads.add(3, 7, 1, {-1, 8});
  heads.add(4, 8, 3, {0, 1});
  std::vector<std::uint32_t> asked;
  const auto none = [&asked](std::uint32_t attempt) {
    asked.push_back(attempt);
    return false;
  };
  CHECK(heads.first_where(7, none) == kNobody);
  CHECK(asked == std::vector<std::uint32_t>{3, 2});
  heads.remove(3);
  heads.remove(1);
  asked.clear();
  CHECK(heads.first_where(7, none) == kNobody);
  CHECK(asked == std::vector<std::uint32_t>{0, 2});
  CHECK(heads.first_where(8, [](std::uint32_t) { return true; }) == 4);
  CHECK(heads.first_where(9, [](std::uint32_t) { return true; }) == kNobody);
}

TEST_CASE("the first suitable attempt agrees with a walk through all attempts") {
  struct Attempt {
    bool waits = false;
    std::uint32_t tenant = 0;
    std::uint32_t function = 0;
    AdmissionHeads::Rank rank;
  };
  AdmissionHeads heads;
  std::vector<Attempt> attempts(60);
  sim::Draw draw(sim::DrawKey(8, 0, 0), 0, 0);
  int found_some = 0;
  for (std::uint64_t step = 0; step < 5'000; ++step) {
    const std::uint32_t id = draw.below(60);
    if (attempts[id].waits) {
      heads.remove(id);
      attempts[id].waits = false;
    } else {
      const std::uint32_t function = draw.below(9);
      attempts[id] = {true, function % 2, function, {draw.below(4), step}};
      heads.add(id, function % 2, function, attempts[id].rank);
    }
    const std::uint32_t admitted = draw.below(512);  // each function has one bit
    const std::uint32_t tenant = draw.below(2);
    std::uint32_t expected = kNobody;
    for (std::uint32_t other = 0; other < 60; ++other) {
      const Attempt& seen = attempts[other];
      if (seen.waits && seen.tenant == tenant && ((admitted >> seen.function) & 1u) != 0 &&
          (expected == kNobody || seen.rank < attempts[expected].rank)) {
        expected = other;
      }
    }
    found_some += expected != kNobody ? 1 : 0;
    REQUIRE(heads.first_where(tenant, [&](std::uint32_t attempt) {
      return ((admitted >> attempts[attempt].function) & 1u) != 0;
    }) == expected);
  }
  CHECK(found_some > 1'000);
}
