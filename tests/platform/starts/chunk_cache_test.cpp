#include "models/platform/starts/chunk_cache.hpp"

#include <deque>
#include <utility>

#include "sim/draws.hpp"
#include "tests/catch.hpp"

using curtain::ChunkCache;

TEST_CASE("a read finds the chunks of earlier reads of the same image") {
  ChunkCache cache(100);
  CHECK(cache.read(1, 10) == 0);
  CHECK(cache.read(1, 4) == 4);
  CHECK(cache.read(2, 10) == 0);
  CHECK(cache.read(1, 30) == 10);
  CHECK(cache.read(1, 30) == 30);
  CHECK(cache.read(3, 0) == 0);
  CHECK(cache.used() == 40);
}

TEST_CASE("the least recently used chunks are evicted, and a read uses only its part of an image") {
  ChunkCache cache(20);
  cache.read(1, 10);
  cache.read(2, 8);
  cache.read(1, 3);              // the chunks 3 to 9 of image 1 are now the oldest
  CHECK(cache.read(3, 6) == 0);  // evicts 4 of them
  CHECK(cache.used() == 20);
  CHECK(cache.read(1, 10) == 6);  // evicts 4 chunks of image 2
  CHECK(cache.read(2, 8) == 4);
}

TEST_CASE("the first chunks of an image that exceeds the capacity stay") {
  ChunkCache cache(5);
  CHECK(cache.read(1, 20) == 0);
  CHECK(cache.read(1, 20) == 5);
  CHECK(cache.used() == 5);
  ChunkCache none(0);
  CHECK(none.read(1, 3) == 0);
  CHECK(none.read(1, 3) == 0);
}

TEST_CASE("a large image is one run") {
  // the number of chunks of 512 KiB in 10 GiB
  ChunkCache cache(1'000'000);
  cache.read(1, 20'480);
  cache.read(1, 1'331);
  CHECK(cache.runs() == 2);
  CHECK(cache.used() == 20'480);
}

TEST_CASE("the cache of runs equals a plain list of chunks") {
  // The plain list is sorted by the last use. A read uses its chunks from the last to the first, so that the
  // first chunk is the most recent.
  constexpr std::size_t capacity = 40;
  ChunkCache cache(capacity);
  std::deque<std::pair<std::uint64_t, std::uint64_t>> plain;
  sim::Draw draw(sim::DrawKey{5, 0, 1}, 0, 0);
  for (int step = 0; step < 3'000; ++step) {
    const auto image = static_cast<std::uint64_t>(draw.uniform() * 6);
    const auto chunks = static_cast<std::uint64_t>(draw.uniform() * draw.uniform() * 50);
    std::uint64_t hits = 0;
    std::deque<std::pair<std::uint64_t, std::uint64_t>> next;
    for (std::uint64_t chunk = 0; chunk < chunks; ++chunk) {
      next.emplace_back(image, chunk);
    }
    for (const auto& each : plain) {
      const bool is_read = each.first == image && each.second < chunks;
      hits += is_read ? 1 : 0;
      if (!is_read) {
        next.push_back(each);
      }
    }
    next.resize(std::min(next.size(), capacity));
    plain = next;
    REQUIRE(cache.read(image, chunks) == hits);
    REQUIRE(cache.used() == plain.size());
  }
}
