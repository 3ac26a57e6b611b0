#include "models/import/held_back.hpp"

#include <cstdint>
#include <string>
#include <vector>

#include "tests/catch.hpp"

using curtain::HeldBack;
using curtain::HeldInvocation;

namespace {

constexpr std::int64_t kSecondHeld = 1'000'000'000;
constexpr std::int64_t kNow = 1'700'000'000 * kSecondHeld;

HeldInvocation executed_at(std::int64_t ns, const std::string& stream, bool is_named) {
  curtain::LoggedInvocation invocation;
  invocation.told = ns;
  invocation.duration = 0;
  return {invocation, stream, is_named, std::nullopt};
}

}  // namespace

TEST_CASE(
    "Memory for records held back is bounded, and records older than the longest initialisation are "
    "released") {
  std::vector<std::int64_t> released;
  HeldBack held([&](const HeldInvocation& one) { released.push_back(one.executed_from()); });
  for (std::size_t i = 0; i <= HeldBack::kMostOfFile; ++i) {
    held.take(executed_at(kNow - static_cast<std::int64_t>(i), "file", false));
  }
  REQUIRE(released.size() == HeldBack::kMostOfFile / 2);  // the latest half of the invocations is held back,
                                                          // and the earliest of them is first
  CHECK(released.front() == kNow - static_cast<std::int64_t>(HeldBack::kMostOfFile / 2) + 1);
  CHECK(released.back() == kNow);
  released.clear();
  held.take(executed_at(kNow - 12 * kSecondHeld, "file", false));
  CHECK(released.size() == HeldBack::kMostOfFile / 2 + 1);
  released.clear();
  held.finish();
  CHECK(released == std::vector<std::int64_t>{kNow - 12 * kSecondHeld});
  // A stream belongs to one instance, so only its earliest invocation waits.
  released.clear();
  held.take(executed_at(kNow, "s", true));
  CHECK(released.empty());
  CHECK(held.goes_down("s", true, kNow - 1));
  CHECK_FALSE(held.goes_down("s", true, kNow));
  held.take(executed_at(kNow - 1, "s", true));
  CHECK(released == std::vector<std::int64_t>{kNow});
  // If times increase, no invocation waits.
  held.take(executed_at(kNow + 5, "s", true));
  CHECK(released == std::vector<std::int64_t>{kNow, kNow - 1, kNow + 5});
}
