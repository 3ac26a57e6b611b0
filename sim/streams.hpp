#pragma once
// A lazy merge of sorted streams. Only one item of each stream is in memory, for streams of any length.
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "sim/check.hpp"
#include "sim/time.hpp"

namespace sim {

/// Merges streams that are sorted by time into one stream, sorted by time, then by position of the stream,
/// then by order within the stream. A `Stream` has a default-constructible type `Item` with a member `time`
/// below Time::never(). A `Stream` also has `bool next(Item&)`, which returns the next item, or false at the
/// end of the stream, and is not called after its end. A stream is read only when its item is needed; its
/// exceptions are passed on. Each item costs log2(streams) comparisons (a tree of losers; Knuth, "The Art of
/// Computer Programming" 3, 5.4.1).
template <class Stream>
class MergedStreams {
 public:
  using Item = typename Stream::Item;

  explicit MergedStreams(std::vector<Stream> streams)
      : streams_(std::move(streams)), items_(streams_.size()), losers_(streams_.size()) {}

  /// Returns the next item of all streams, or false when all streams have ended. Throws InvariantBroken if
  /// the times of a stream decrease.
  bool next(Item& out) {
    if (!started_) {
      start();
    } else if (winner_.time != Time::never()) {
      replay();
    }
    if (winner_.time == Time::never()) {
      return false;
    }
    out = items_[winner_.stream];
    return true;
  }

  /// The position of the stream that provided the last item.
  [[nodiscard]] std::size_t source() const { return winner_.stream; }
  [[nodiscard]] std::size_t size() const { return streams_.size(); }
  [[nodiscard]] const Stream& stream(std::size_t index) const { return streams_[index]; }

 private:
  struct Key {
    Time time = Time::never();
    std::uint32_t stream = 0;

    [[nodiscard]] bool before(const Key& other) const {
      return time < other.time || (time == other.time && stream < other.stream);
    }
  };

  Key read(std::uint32_t stream, Time not_before) {
    Item& item = items_[stream];
    if (!streams_[stream].next(item)) {
      return Key{Time::never(), stream};
    }
    SIM_CHECK(item.time >= not_before && item.time < Time::never());
    return Key{item.time, stream};
  }

  /// Leaf i of the tree is at streams + i, and the parent of node n is at n / 2; node 1 is the root. Each
  /// inner node stores the loser of its match.
  void start() {
    const std::size_t leaves = streams_.size();
    std::vector<Key> winners(2 * leaves);
    for (std::size_t i = 0; i < leaves; ++i) {
      winners[leaves + i] = read(static_cast<std::uint32_t>(i), Time{0});
    }
    for (std::size_t node = leaves; node-- > 1;) {
      const Key& a = winners[2 * node];
      const Key& b = winners[2 * node + 1];
      const bool first = a.before(b);
      winners[node] = first ? a : b;
      losers_[node] = first ? b : a;
    }
    winner_ = leaves == 0 ? Key{} : winners[1];
    started_ = true;
  }

  /// Advances the stream of the last winner and repeats only the matches on the path to the root.
  void replay() {
    Key key = read(winner_.stream, winner_.time);
    for (std::size_t node = (streams_.size() + key.stream) / 2; node > 0; node /= 2) {
      if (losers_[node].before(key)) {
        std::swap(losers_[node], key);
      }
    }
    winner_ = key;
  }

  std::vector<Stream> streams_;
  std::vector<Item> items_;  // the next item of each stream
  std::vector<Key> losers_;
  Key winner_;
  bool started_ = false;
};

}  // namespace sim
