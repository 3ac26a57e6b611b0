#pragma once
// A cache of the chunks of code images.
#include <cstddef>
#include <cstdint>
#include <list>
#include <unordered_map>
#include <vector>

namespace curtain {

/// A cache of chunks with a capacity, from which the least recently used chunks are evicted. A chunk is a
/// number within an image. Each read covers the first n chunks of an image, so the cached chunks of an image
/// are always its first chunks, and a chunk is never used later than the chunks before it. The cache stores
/// runs of chunks that were used last by the same read, not single chunks. A read adds one run and removes
/// the runs that it covers, so its amortised cost does not depend on the number of chunks.
class ChunkCache {
 public:
  /// `capacity` is a number of chunks.
  explicit ChunkCache(std::uint64_t capacity) : capacity_(capacity) {}

  /// Reads the first `chunks` chunks of the image, and puts them into the cache. If they exceed the capacity,
  /// only the first of them are kept. Returns how many of the chunks were already in the cache.
  std::uint64_t read(std::uint64_t image, std::uint64_t chunks);

  [[nodiscard]] std::uint64_t used() const { return used_; }
  /// The number of runs.
  [[nodiscard]] std::size_t runs() const { return order_.size(); }

 private:
  /// The chunks from the end of the next run of the same image (or from 0) to `end`.
  struct Run {
    std::uint64_t image;
    std::uint64_t end;
  };
  using Order = std::list<Run>;
  struct Image {
    std::vector<Order::iterator> runs;  // sorted by decreasing end, so that the last run begins with chunk 0
  };

  [[nodiscard]] static std::uint64_t begin_of(const Image& image, std::size_t run) {
    return run + 1 < image.runs.size() ? image.runs[run + 1]->end : 0;
  }
  void evict();

  std::uint64_t capacity_;
  std::uint64_t used_ = 0;
  Order order_;                                      // the run that was used last is in front
  std::unordered_map<std::uint64_t, Image> images_;  // only searched by key
};

}  // namespace curtain
