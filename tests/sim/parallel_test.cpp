#include "sim/parallel.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "sim/fingerprint.hpp"
#include "tests/catch.hpp"

using sim::parallel_for;

TEST_CASE("every index is processed once, for any number of threads") {
  for (const unsigned threads : {0u, 1u, 2u, 3u, 7u, 64u}) {
    for (const std::size_t n : {std::size_t{0}, std::size_t{1}, std::size_t{2}, std::size_t{1000}}) {
      CAPTURE(threads, n);
      std::vector<int> done(n, 0);
      parallel_for(n, threads, [&](std::size_t i) { ++done[i]; });
      CHECK(done == std::vector<int>(n, 1));
    }
  }
}

TEST_CASE("one thread runs the tasks in order in the calling thread") {
  std::vector<std::size_t> order;
  const auto here = std::this_thread::get_id();
  parallel_for(5, 1, [&](std::size_t i) {
    order.push_back(i);
    CHECK(std::this_thread::get_id() == here);
  });
  CHECK(order == std::vector<std::size_t>{0, 1, 2, 3, 4});
}

TEST_CASE("tasks run concurrently") {
  // Each task waits for the other, so a single thread would never return.
  std::atomic<int> here{0};
  parallel_for(2, 2, [&](std::size_t) {
    ++here;
    while (here.load() < 2) {
      std::this_thread::yield();
    }
  });
  CHECK(here.load() == 2);
}

TEST_CASE("the exception of the lowest index is thrown, even if many tasks fail earlier") {
  for (const unsigned threads : {1u, 2u, 4u, 16u}) {
    for (int trial = 0; trial < 50; ++trial) {
      std::string message;
      try {
        parallel_for(100, threads, [&](std::size_t i) {
          if (i == 10) {
            // Lets tasks of other threads fail first, if there are other threads.
            std::this_thread::sleep_for(std::chrono::microseconds(200));
          }
          if (i >= 10) {
            throw std::runtime_error("task " + std::to_string(i));
          }
        });
      } catch (const std::runtime_error& error) {
        message = error.what();
      }
      REQUIRE(message == "task 10");
    }
  }
}

TEST_CASE("after an exception no further task begins, and running tasks are finished") {
  std::atomic<int> begun{0};
  std::atomic<int> finished{0};
  CHECK_THROWS_AS(parallel_for(1'000'000, 4,
                               [&](std::size_t i) {
                                 ++begun;
                                 if (i == 3) {
                                   throw std::runtime_error("no");
                                 }
                                 std::this_thread::sleep_for(std::chrono::microseconds(50));
                                 ++finished;
                               }),
                  std::runtime_error);
  CHECK(begun.load() < 1'000'000);
  CHECK(finished.load() == begun.load() - 1);
}

TEST_CASE("results by index do not depend on the number of threads") {
  const auto run = [](unsigned threads) {
    std::vector<std::uint64_t> results(500);
    parallel_for(results.size(), threads, [&](std::size_t i) { results[i] = sim::mix(i); });
    return results;
  };
  CHECK(run(1) == run(5));
}
