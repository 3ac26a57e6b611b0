#include "models/metrics/series.hpp"

#include <algorithm>

#include "tests/catch.hpp"

using namespace curtain;

TEST_CASE("bins are closed with the levels at their ends, including bins without events") {
  Series series(Duration{10});
  ++series.current().arrived;
  CHECK(series.current_end() == Time{10});
  series.advance(Time{35}, {.busy = 1, .instances = 2, .vms = 3, .hosts = 4});
  ++series.current().cold;
  series.finish({.busy = 0, .instances = 2, .vms = 1, .hosts = 1});
  const std::vector<SeriesBin> expected = {{.arrived = 1, .busy = 1, .instances = 2, .vms = 3, .hosts = 4},
                                           {.busy = 1, .instances = 2, .vms = 3, .hosts = 4},
                                           {.busy = 1, .instances = 2, .vms = 3, .hosts = 4},
                                           {.cold = 1, .instances = 2, .vms = 1, .hosts = 1}};
  CHECK(series.bins() == expected);
  CHECK(series.current_end() == Time{40});
}

TEST_CASE("the end of a bin belongs to the next bin") {
  Series series(Duration{10});
  series.advance(Time{10}, {});
  ++series.current().arrived;
  REQUIRE(series.bins().size() == 2);
  CHECK(series.bins()[0].arrived == 0);
  CHECK(series.bins()[1].arrived == 1);
}

TEST_CASE("when there are too many bins, neighbours are merged, and counts stay in the right bins") {
  constexpr std::int64_t last = 3 * static_cast<std::int64_t>(Series::kMaximumBins) + 5;
  Series series(Duration{1});
  for (std::int64_t t = 0; t <= last; ++t) {
    if (Time{t} >= series.current_end()) {
      series.advance(Time{t}, {.busy = static_cast<std::uint64_t>(t - 1)});
    }
    series.current().arrived += static_cast<std::uint64_t>(t % 7);
    ++series.current().rejections[static_cast<std::size_t>(Rejection::no_room)];
    series.current().ended += 2;
    series.current().started += 3;
    series.add_response(Time{t}, t % 2);
  }
  series.finish({.busy = static_cast<std::uint64_t>(last)});
  REQUIRE(series.width() == Duration{4});
  CHECK(series.bins().size() == last / 4 + 1);
  CHECK(series.bins().size() <= Series::kMaximumBins);
  for (std::size_t bin = 0; bin < series.bins().size(); ++bin) {
    SeriesBin expected;
    for (auto t = static_cast<std::int64_t>(4 * bin); t < static_cast<std::int64_t>(4 * bin + 4) && t <= last;
         ++t) {
      expected.arrived += static_cast<std::uint64_t>(t % 7);
      ++expected.rejections[static_cast<std::size_t>(Rejection::no_room)];
      expected.ended += 2;
      expected.started += 3;
      expected.least_response = std::min<std::int64_t>(expected.least_response, t % 2);
      expected.most_response = std::max<std::int64_t>(expected.most_response, t % 2);
      expected.busy = static_cast<std::uint64_t>(t);
    }
    REQUIRE(series.bins()[bin] == expected);
  }
  const std::vector<sim::BucketCount> responses = series.responses().counts();
  REQUIRE(responses.size() == 2 * series.bins().size());
  for (std::size_t i = 0; i < responses.size(); ++i) {
    const std::uint64_t each = i / 2 + 1 < series.bins().size() ? 2 : (last % 4 + 1) / 2;
    REQUIRE(responses[i] ==
            sim::BucketCount{static_cast<std::uint32_t>(i / 2), static_cast<std::uint16_t>(i % 2), each});
  }
}

TEST_CASE("a gap of years needs only a few thousand bins, and may reach the end of time") {
  Series series(Duration{1});
  series.advance(Time{1'000'000'000'000'000'000}, {});
  CHECK(series.bins().size() <= Series::kMaximumBins);
  CHECK(series.current_end() > Time{1'000'000'000'000'000'000});
  series.advance(Time::latest(), {});
  CHECK(series.bins().size() <= Series::kMaximumBins);
  CHECK(series.current_end() > Time::latest());
}

TEST_CASE("a bin width of zero is set to a nanosecond") {
  CHECK(Series(Duration{}).width() == Duration{1});
}

namespace {

/// Returns the number of answers in each bin.
std::vector<std::uint64_t> answers_of(const Series& series) {
  std::vector<std::uint64_t> answers(series.bins().size());
  for (const sim::BucketCount& count : series.responses().counts()) {
    answers.at(count.id) += count.count;
  }
  return answers;
}

}  // namespace

TEST_CASE("an answer belongs to the bin in which it arrives, not to the bin of the execution's end") {
  Series series(Duration{10});
  series.add_response(Time{9}, 5);
  series.add_response(Time{10}, 6);  // the end of a bin belongs to the next bin
  series.add_response(Time{47}, 9);
  series.add_response(Time{19}, 7);
  series.advance(Time{12}, {});
  series.add_response(Time{20}, 8);
  series.finish({.instances = 3});
  CHECK(answers_of(series) == std::vector<std::uint64_t>{1, 2, 1, 0, 1});
  CHECK(series.bins()[0].most_response == 5);
  CHECK(series.bins()[1].least_response == 6);
  CHECK(series.bins()[1].most_response == 7);
  CHECK(series.bins()[4].instances == 3);  // a bin without events keeps the levels
}

TEST_CASE("answers pending while bins are merged are counted once, in the right bins") {
  constexpr std::int64_t last = 2 * static_cast<std::int64_t>(Series::kMaximumBins) + 100;
  Series series(Duration{1});
  for (std::int64_t t = 0; t <= last; ++t) {
    if (Time{t} >= series.current_end()) {
      series.advance(Time{t}, {});
    }
    series.add_response(Time{t + 37}, 1 + t % 3);
  }
  series.finish({});
  REQUIRE(series.width() == Duration{4});
  const std::vector<std::uint64_t> answers = answers_of(series);
  REQUIRE(answers.size() == static_cast<std::size_t>((last + 37) / 4 + 1));
  for (std::size_t bin = 0; bin < answers.size(); ++bin) {
    std::uint64_t expected = 0;
    for (auto t = static_cast<std::int64_t>(4 * bin); t < static_cast<std::int64_t>(4 * bin + 4); ++t) {
      expected += t >= 37 && t - 37 <= last ? 1 : 0;
    }
    REQUIRE(answers[bin] == expected);
  }
}

TEST_CASE("sums are recorded at the end of each bin, and at the end of the later bin for merged bins") {
  // 5 MiB are busy from time 0 on, in a window of [100, 6000).
  Course course;
  course.busy_mib = 5;
  course.from = Time{100};
  course.to = Time{6'000};
  course.closed.busy_mib_ns = -5 * 100;
  Series series(Duration{1});
  for (const std::int64_t t : {50, 150, 4'095, 4'096, 7'000}) {
    series.advance(Time{t}, {}, &course);
  }
  series.finish({}, &course);
  REQUIRE(series.width() == Duration{2});
  REQUIRE(series.accrued().size() == series.bins().size());
  for (std::size_t bin = 0; bin < series.accrued().size(); ++bin) {
    const auto end = static_cast<std::int64_t>(2 * bin + 2);
    REQUIRE(series.accrued()[bin].busy_mib_ns == 5 * (std::clamp<std::int64_t>(end, 100, 6'000) - 100));
  }
}

TEST_CASE("a series without a course stores no sums") {
  Series series(Duration{10});
  series.advance(Time{35}, {});
  series.finish({});
  CHECK(series.accrued().empty());
}

TEST_CASE("levels of a course are the levels at the end of each bin, including merged bins") {
  constexpr std::int64_t last = 2 * static_cast<std::int64_t>(Series::kMaximumBins) - 1;
  Series series(Duration{1});
  Course course;
  course.to = Time::never();
  for (std::int64_t t = 0; t <= last; ++t) {
    if (Time{t} >= series.current_end()) {
      series.advance(Time{t}, {}, &course);
    }
    course.standing.starting = static_cast<std::uint64_t>(t);
  }
  series.finish({}, &course);
  REQUIRE(series.width() == Duration{2});
  REQUIRE(series.standings().size() == series.bins().size());
  for (std::size_t bin = 0; bin < series.bins().size(); ++bin) {
    REQUIRE(series.standings()[bin].starting == 2 * bin + 1);
  }
}
