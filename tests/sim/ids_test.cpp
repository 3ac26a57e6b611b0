#include "sim/ids.hpp"

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "tests/catch.hpp"

using Apple = sim::Id<struct AppleTag>;
using Pear = sim::Id<struct PearTag>;

// The purpose of ids is that an index into one table cannot be used as an index into another, or as a number.
static_assert(!std::is_convertible_v<Apple, Pear> && !std::is_constructible_v<Apple, Pear>);
static_assert(!std::is_convertible_v<std::uint32_t, Apple> && !std::is_convertible_v<Apple, std::uint32_t>);
static_assert(sizeof(Apple) == 4);

TEST_CASE("An id is an index, or none") {
  CHECK_FALSE(Apple().valid());
  CHECK(Apple::none() == Apple());
  CHECK(Apple(std::uint32_t{0}).valid());
  CHECK(Apple(std::size_t{17}).index() == 17);
  CHECK(Apple(std::uint32_t{17}).value() == 17);
  CHECK(Apple(std::uint32_t{3}) < Apple(std::uint32_t{4}));
  CHECK(Apple(std::uint32_t{4}) < Apple::none());
}
