#include "models/platform/starts/chunk_cache.hpp"

#include <algorithm>

#include "sim/mutant.hpp"

namespace curtain {

std::uint64_t ChunkCache::read(std::uint64_t image, std::uint64_t chunks) {
  if (chunks == 0) {
    return 0;
  }
  Image& cached = images_[image];
  const std::uint64_t present = cached.runs.empty() ? 0 : cached.runs.front()->end;
  const std::uint64_t hits = std::min(present, chunks);
  while (!cached.runs.empty() && cached.runs.back()->end <= chunks) {
    order_.erase(cached.runs.back());
    cached.runs.pop_back();
  }
  // If an old run is longer than the read, its chunks behind the read stay: this run then begins at the end
  // of the new run.
  order_.push_front({image, chunks});
  cached.runs.push_back(order_.begin());
  used_ += chunks - hits;
  while (used_ > capacity_) {
    evict();
  }
  return CURTAIN_MUTANT(part_of_image_counts_as_whole, hits, present > 0 ? chunks : hits);
}

/// Evicts the run that was used first, or the part of it that exceeds the capacity.
void ChunkCache::evict() {
  const auto oldest = std::prev(order_.end());
  Image& image = images_.at(oldest->image);
  const std::uint64_t begin = begin_of(image, 0);
  const std::uint64_t surplus = used_ - capacity_;
  if (oldest->end - begin > surplus) {
    oldest->end -= surplus;
    used_ -= surplus;
    return;
  }
  used_ -= oldest->end - begin;
  image.runs.erase(image.runs.begin());
  if (image.runs.empty()) {
    images_.erase(oldest->image);
  }
  order_.erase(oldest);
}

}  // namespace curtain
