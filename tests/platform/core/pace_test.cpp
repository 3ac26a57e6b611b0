#include "models/platform/core/pace.hpp"

#include <atomic>

#include "tests/catch.hpp"

using namespace curtain;

TEST_CASE("a step ends after the given number of events") {
  const RunOptions options;
  Pace pace(options);
  CHECK(pace.begin_step(Time{7}, 3));
  CHECK(pace.limit() == Time{7});
  CHECK(pace.may_go_on());
  CHECK_FALSE(pace.handled());
  CHECK_FALSE(pace.handled());
  CHECK(pace.handled());
  CHECK(pace.look(Time{5}, 0));
  CHECK_FALSE(pace.may_go_on());
  CHECK(pace.why_stopped() == Stopped::events);
  CHECK_FALSE(pace.begin_step(Time{9}, 1));  // returns false because this is not the first step
  CHECK(pace.may_go_on());
}

TEST_CASE("a step of zero events handles none") {
  const RunOptions options;
  Pace pace(options);
  pace.begin_step(Time{7}, 0);
  CHECK_FALSE(pace.may_go_on());
}

TEST_CASE("an interrupt ends the run at the next check, and progress is reported until then") {
  std::atomic<bool> interrupt = false;
  RunOptions options;
  options.interrupt = &interrupt;
  std::vector<std::uint64_t> reported;
  options.progress = [&](const Progress& progress) { reported.push_back(progress.arrived); };
  Pace pace(options);
  pace.begin_step(Time::never(), 1'000'000);
  CHECK_FALSE(pace.look(Time{1}, 10));
  interrupt = true;
  CHECK(pace.is_interrupt_set());
  pace.look_soon();
  CHECK(pace.handled());
  CHECK(pace.look(Time{2}, 20));
  CHECK(pace.why_stopped() == Stopped::interrupted);
  CHECK(reported == std::vector<std::uint64_t>{10});
  pace.begin_step(Time::never(), 10);
  CHECK_FALSE(pace.may_go_on());
}

TEST_CASE("a run that has ended cannot continue") {
  const RunOptions options;
  Pace pace(options);
  pace.begin_step(Time{1}, 1);
  pace.end_if(false);
  CHECK(pace.may_go_on());
  pace.end_if(true);
  pace.end_if(false);
  CHECK(pace.is_over());
  CHECK(pace.why_stopped() == Stopped::drained);
}

TEST_CASE("a run checks for interrupts more often after the last arrival") {
  const RunOptions options;
  Pace pace(options);
  pace.begin_step(Time::never(), 1'000'000'000);
  const auto until_look = [&pace] {
    std::uint64_t events = 1;
    while (!pace.handled()) {
      ++events;
    }
    pace.look(Time{1}, 0);
    return events;
  };
  const std::uint64_t with_arrivals = until_look();
  pace.drain();
  CHECK(pace.is_draining());
  const std::uint64_t after = until_look();
  CHECK(after * 10 < with_arrivals);
  CHECK(until_look() == after);
}

TEST_CASE(
    "after the window a run ends after a million events, plus two per row, that have served no attempt") {
  Patience patience;
  for (std::uint64_t i = 0; i < 1'000'021; ++i) {
    patience.handled(5, false, 0);
  }
  CHECK_FALSE(patience.is_over(10, false));  // the count began with the first of these events
  patience.handled(5, false, 0);
  CHECK(patience.is_over(10, false));
  CHECK_FALSE(patience.is_over(11, false));
  patience.handled(6, false, 0);  // an invocation has ended
  CHECK_FALSE(patience.is_over(10, false));
}

TEST_CASE("a tick counts as many events as the functions that it visits, and only while nothing runs") {
  Patience patience;
  patience.begin_again(0);
  for (int i = 0; i < 50; ++i) {
    patience.handled(0, true, 1'000'000);
  }
  CHECK(patience.is_over(0, false));
  CHECK_FALSE(patience.is_over(0, true));
  patience.begin_again(0);
  CHECK_FALSE(patience.is_over(0, false));
}
