#include "models/platform/origins/arrival_reader.hpp"

#include "tests/catch.hpp"

using namespace curtain;

namespace {

std::vector<Arrival> one_a_second(std::int64_t count) {
  std::vector<Arrival> arrivals;
  for (std::int64_t i = 0; i < count; ++i) {
    arrivals.push_back({Time{i * 1'000'000'000}, Duration{1}, FunctionId{0u}});
  }
  return arrivals;
}

/// Returns all arrivals, in seconds.
std::vector<std::int64_t> read_all(ArrivalReader& reader) {
  std::vector<std::int64_t> seconds;
  while (reader.has_more()) {
    for (const Arrival* next = reader.begin(); next < reader.end(); ++next) {
      seconds.push_back(next->time.ns() / 1'000'000'000);
    }
    reader.go_to(reader.end());
  }
  return seconds;
}

}  // namespace

TEST_CASE("a reader returns all arrivals before its end, batch by batch") {
  MemorySource source(one_a_second(5'000));
  ArrivalReader reader(source, Time{3'000'000'000'000});
  const std::vector<std::int64_t> seconds = read_all(reader);
  REQUIRE(seconds.size() == 3'000);
  CHECK(seconds.front() == 0);
  CHECK(seconds.back() == 2'999);
  CHECK_FALSE(reader.has_more());
}

TEST_CASE("a reader without an end returns all arrivals, and an empty reader returns none") {
  MemorySource source(one_a_second(1'024));
  ArrivalReader reader(source, Time::never());
  CHECK(read_all(reader).size() == 1'024);
  MemorySource nothing(one_a_second(0));
  ArrivalReader empty(nothing, Time::never());
  CHECK_FALSE(empty.has_more());
}

TEST_CASE("a reader continues where it stopped") {
  MemorySource source(one_a_second(10));
  ArrivalReader reader(source, Time::never());
  REQUIRE(reader.has_more());
  reader.go_to(reader.begin() + 7);
  CHECK(read_all(reader) == std::vector<std::int64_t>{7, 8, 9});
}

TEST_CASE("a walk over arrivals that is stopped ends after the current arrival") {
  MemorySource source(one_a_second(10));
  ArrivalReader reader(source, Time::never());
  REQUIRE(reader.has_more());
  int walked = 0;
  for (const Arrival* next = reader.begin(); next < reader.end(); ++next) {
    reader.break_off();
    ++walked;
  }
  CHECK(walked == 1);
}

TEST_CASE("arrivals that were read ahead are replayed") {
  MemorySource source(one_a_second(3'000));
  ArrivalReader reader(source, Time::never());
  std::vector<Arrival> ahead;
  while (reader.read_ahead(ahead)) {
  }
  CHECK(ahead.size() == 3'000);
  ahead.resize(2);
  reader.replay(ahead);
  CHECK(read_all(reader) == std::vector<std::int64_t>{0, 1});
}
