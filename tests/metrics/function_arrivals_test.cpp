#include "models/metrics/function_arrivals.hpp"

#include "tests/catch.hpp"

using namespace curtain;

namespace {

/// Returns the tallies of functions with these counts of arrivals, in the order of `arrived`.
std::vector<FunctionTally> counts(std::initializer_list<std::uint64_t> arrived) {
  std::vector<FunctionTally> functions;
  for (const std::uint64_t count : arrived) {
    functions.emplace_back().arrived = count;
  }
  return functions;
}

/// Returns the arrivals of a function in all bins.
std::vector<std::uint64_t> course_of(const FunctionArrivals& arrivals, std::size_t function) {
  std::vector<std::uint64_t> course;
  for (std::size_t bin = 0; bin < arrivals.bins(); ++bin) {
    course.push_back(arrivals.of(function, bin));
  }
  return course;
}

using Course64 = std::vector<std::uint64_t>;

}  // namespace

TEST_CASE("a bin has the arrivals since the bin before, including those of functions that arrived later") {
  FunctionArrivals arrivals(Duration{10});
  arrivals.bin_ends(Time{10}, counts({3}));
  arrivals.bin_ends(Time{20}, counts({3, 2}));
  arrivals.finish(Time{25}, counts({4, 7}));
  CHECK(arrivals.width() == Duration{10});
  CHECK(course_of(arrivals, 0) == Course64{3, 0, 1});
  CHECK(course_of(arrivals, 1) == Course64{0, 2, 5});
  CHECK(course_of(arrivals, 2) == Course64{0, 0, 0});
}

TEST_CASE("a run that ends at the end of a bin has no further bin") {
  FunctionArrivals arrivals(Duration{10});
  arrivals.bin_ends(Time{10}, counts({3}));
  arrivals.finish(Time{10}, counts({3}));
  CHECK(course_of(arrivals, 0) == Course64{3});
}

TEST_CASE("bins are merged when there are too many, and no arrival is lost") {
  // There is one arrival in each of 150 steps. The bins are first 64 bins of 1 step, then 32 of 2 steps that
  // grow to 64, and then bins of 4 steps.
  FunctionArrivals arrivals(Duration{1});
  for (std::int64_t t = 1; t <= 150; ++t) {
    arrivals.bin_ends(Time{t}, counts({static_cast<std::uint64_t>(t)}));
  }
  arrivals.finish(Time{150}, counts({150}));
  CHECK(arrivals.width() == Duration{4});
  Course64 expected(37, 4);
  expected.push_back(2);
  CHECK(course_of(arrivals, 0) == expected);
}

TEST_CASE("the last bin of a run that fills all bins and a part of another is shorter than the merged bins") {
  FunctionArrivals arrivals(Duration{1});
  for (std::int64_t t = 1; t <= 64; ++t) {
    arrivals.bin_ends(Time{t}, counts({static_cast<std::uint64_t>(t)}));
  }
  arrivals.finish(Time{65}, counts({66}));
  CHECK(arrivals.width() == Duration{2});
  Course64 expected(32, 2);
  expected.push_back(2);
  CHECK(course_of(arrivals, 0) == expected);
}
