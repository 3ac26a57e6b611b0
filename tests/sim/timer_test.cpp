#include "sim/timer.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <vector>

#include "sim/philox.hpp"
#include "tests/catch.hpp"

using sim::EarliestTimer;
using sim::LazyTimer;
using sim::Time;
using Fired = sim::LazyTimer::Fired;

TEST_CASE("a timer that is postponed keeps its event, which is pushed again when it is popped") {
  LazyTimer timer;
  CHECK(timer.due() == Time::never());
  CHECK(timer.armed() == Time::never());
  CHECK(timer.set(Time{10}));
  CHECK(timer.armed() == Time{10});
  CHECK_FALSE(timer.set(Time{14}));
  CHECK_FALSE(timer.set(Time{17}));
  CHECK(timer.armed() == Time{10});
  CHECK(timer.fired(Time{10}) == Fired::early);
  CHECK(timer.armed() == Time{17});
  CHECK(timer.fired(Time{17}) == Fired::due);
  CHECK(timer.armed() == Time::never());
  CHECK(timer.due() == Time{17});  // the parameter is unchanged, for callers that need it
}

TEST_CASE(
    "a timer that is set earlier has a second event, and the first event is stale unless the timer is due "
    "then") {
  LazyTimer timer;
  CHECK(timer.set(Time{10}));
  CHECK(timer.set(Time{5}));
  CHECK(timer.armed() == Time{5});
  CHECK_FALSE(timer.set(Time{12}));
  CHECK(timer.fired(Time{5}) == Fired::early);  // the event was pushed at 12
  CHECK(timer.fired(Time{10}) == Fired::stale);
  CHECK(timer.fired(Time{12}) == Fired::due);

  LazyTimer twice;  // there are two events at one instant, and the first of them counts
  CHECK(twice.set(Time{10}));
  CHECK(twice.set(Time{5}));
  CHECK_FALSE(twice.set(Time{10}));
  CHECK(twice.fired(Time{5}) == Fired::early);
  CHECK(twice.fired(Time{10}) == Fired::due);
  CHECK(twice.fired(Time{10}) == Fired::stale);
}

TEST_CASE("a timer can be suspended and set again afterwards") {
  LazyTimer timer;
  CHECK_FALSE(timer.set(Time{3}, false));
  CHECK(timer.due() == Time{3});
  CHECK(timer.armed() == Time::never());
  CHECK(timer.set(Time{4}));
  CHECK(timer.fired(Time{4}, false) == Fired::stale);
  CHECK(timer.armed() == Time::never());
  CHECK(timer.set(Time{4}));  // the timer is due at this very instant
  CHECK(timer.fired(Time{4}) == Fired::due);
}

TEST_CASE("if the caller handles a due time without the timer, no event is needed") {
  LazyTimer timer;
  timer.note_due(Time{6});
  CHECK(timer.due() == Time{6});
  CHECK(timer.armed() == Time::never());
}

TEST_CASE("no event is pushed for a timer that is never due") {
  LazyTimer timer;
  CHECK_FALSE(timer.set(Time::never()));
  CHECK(timer.set(Time{8}));
  CHECK_FALSE(timer.set(Time::never()));
  CHECK(timer.fired(Time{8}) == Fired::stale);
  CHECK(timer.armed() == Time::never());
  CHECK(timer.set(Time{9}));
  timer.cancel();
  CHECK(timer.due() == Time::never());
  CHECK(timer.fired(Time{9}) == Fired::stale);
}

TEST_CASE("of several requested times the earliest is used") {
  EarliestTimer timer;
  CHECK(timer.set_no_later(Time{10}));
  CHECK_FALSE(timer.set_no_later(Time{20}));
  CHECK_FALSE(timer.set_no_later(Time{10}));
  CHECK(timer.set_no_later(Time{5}));
  CHECK(timer.fired(Time{5}));
  CHECK_FALSE(timer.set_no_later(Time::never()));
  CHECK(timer.set_no_later(Time{10}));  // the first event at 10 is still pending, so there are two events at
                                        // one instant
  CHECK(timer.fired(Time{10}));
  CHECK_FALSE(timer.fired(Time{10}));
}

namespace {

/// Contains the instants of pending events, and the total number of events so far.
class PendingTimes {
 public:
  void push(Time at) {
    ++times_[at];
    ++ever;
    most = std::max(most, ++size_);
  }
  bool pop(Time now) {
    const auto found = times_.find(now);
    if (found == times_.end()) {
      return false;
    }
    --size_;
    if (--found->second == 0) {
      times_.erase(found);
    }
    return true;
  }
  int ever = 0;
  int most = 0;

 private:
  std::map<Time, int> times_;
  int size_ = 0;
};

std::uint32_t drawn_word(std::uint32_t walk, std::uint32_t step, std::uint32_t number) {
  return sim::philox({7, walk}, {step, 0, 0, 0})[number];
}

}  // namespace

TEST_CASE("a lazy timer agrees with a list of timers in which each setting replaces the previous one") {
  std::size_t fired = 0;
  for (std::uint32_t walk = 0; walk < 200; ++walk) {
    LazyTimer timer;
    PendingTimes pending;
    bool counts = false;
    Time listed = Time::never();  // the naive list: one timer, or none
    std::vector<Time> lazy;
    std::vector<Time> naive;
    int settings = 0;
    for (std::uint32_t step = 0; step < 400; ++step) {
      const Time now{step};
      const auto run = [&] {
        while (pending.pop(now)) {
          const Fired how = timer.fired(now, counts);
          if (how == Fired::early) {
            pending.push(timer.armed());
          } else if (how == Fired::due) {
            lazy.push_back(now);
            timer.cancel();
          }
        }
        if (counts && listed == now) {
          naive.push_back(now);
          listed = Time::never();
        }
      };
      run();
      switch (drawn_word(walk, step, 0) % 6) {
        case 0:  // the timer is suspended, so no timer is in the list
          counts = false;
          listed = Time::never();
          break;
        case 1:
        case 2: {  // the timer is set, and no longer suspended
          counts = true;
          const bool never = drawn_word(walk, step, 1) % 10 == 0;
          const Time due = never ? Time::never() : Time{step + drawn_word(walk, step, 2) % 30};
          listed = due;
          ++settings;
          if (timer.set(due)) {
            pending.push(timer.armed());
          }
          break;
        }
        default:
          break;
      }
      run();  // the timer that was set for this very instant
    }
    REQUIRE(lazy == naive);
    REQUIRE(pending.ever <= settings);
    fired += lazy.size();
  }
  CHECK(fired > 1000);
}

TEST_CASE("a timer that is only postponed has one pending event, and few events in total") {
  LazyTimer timer;
  PendingTimes pending;
  int fired = 0;
  for (std::int64_t step = 0; step < 100'000; ++step) {
    const Time now{step};
    while (pending.pop(now)) {
      const Fired how = timer.fired(now);
      fired += how == Fired::due ? 1 : 0;
      if (how == Fired::early) {
        pending.push(timer.armed());
      }
    }
    if (timer.set(Time{step + 1000})) {
      pending.push(timer.armed());
    }
  }
  CHECK(fired == 0);
  CHECK(pending.most == 1);
  CHECK(pending.ever == 101);  // events at 1000, then every 999, because each is set one step after its push
}

TEST_CASE(
    "a timer with the earliest requested time agrees with a list that is cleared when its first entry "
    "fires") {
  for (std::uint32_t walk = 0; walk < 100; ++walk) {
    EarliestTimer timer;
    PendingTimes pending;
    std::vector<Time> list;
    std::vector<Time> lazy;
    std::vector<Time> naive;
    for (std::uint32_t step = 0; step < 300; ++step) {
      const Time now{step};
      while (pending.pop(now)) {
        if (timer.fired(now)) {
          lazy.push_back(now);
        }
      }
      if (std::find(list.begin(), list.end(), now) != list.end()) {
        naive.push_back(now);
        list.clear();
      }
      if (drawn_word(walk, step, 0) % 3 == 0) {
        const Time at{step + 1 + drawn_word(walk, step, 1) % 20};
        list.push_back(at);
        if (timer.set_no_later(at)) {
          pending.push(at);
        }
      }
    }
    REQUIRE(lazy == naive);
    REQUIRE(lazy.size() > 20);
  }
}
