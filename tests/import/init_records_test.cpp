#include "models/import/init_records.hpp"

#include "tests/catch.hpp"

using curtain::InitRecords;

namespace {
constexpr std::int64_t kOne = 1'000'000'000;
}

TEST_CASE("An initialisation belongs to one execution, the next one") {
  InitRecords records;
  records.began("s", 100 * kOne, false);
  const auto init = records.take("s", true, 101 * kOne, kOne);
  REQUIRE(init);
  CHECK(init->end(kOne) == 101 * kOne);
  CHECK_FALSE(records.take("s", true, 102 * kOne, std::nullopt));
  CHECK(records.left() == 0);
}

TEST_CASE("Each log stream is an instance, so an initialisation stays within its stream") {
  InitRecords records;
  records.ended("a", 110 * kOne, 10 * kOne, true);
  CHECK_FALSE(records.take("b", true, 110 * kOne, std::nullopt));
  const auto init = records.take("a", true, 110 * kOne, std::nullopt);
  REQUIRE(init);
  CHECK(init->given_up);
  CHECK(init->begin() == 100 * kOne);
}

TEST_CASE("Without names of streams an initialisation is matched by time") {
  InitRecords records;
  records.ended("file", 110 * kOne, 10 * kOne, true);
  CHECK_FALSE(records.take("file", false, 150 * kOne, std::nullopt));
  CHECK(records.take("file", false, 110 * kOne, std::nullopt));
  // A beginning alone is not enough, because another instance may have been in use.
  records.began("file", 200 * kOne, false);
  CHECK_FALSE(records.take("file", false, 201 * kOne, std::nullopt));
  CHECK(records.take("file", false, 201 * kOne, kOne));
}

TEST_CASE("A start that is aborted and repeated counts as one start") {
  InitRecords records;
  records.began("s", 100 * kOne, false);
  records.ended("s", 110 * kOne, 10 * kOne, true);
  records.began("s", 110 * kOne, false);
  const auto init = records.take("s", true, 110 * kOne, std::nullopt);
  REQUIRE(init);
  CHECK(init->begin() == 100 * kOne);
  CHECK(records.left() == 0);
}
