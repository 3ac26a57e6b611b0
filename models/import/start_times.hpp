#pragma once
// Stores the start times of requests until their ends are read.
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace curtain {

/// Stores the last kMost starts by request. Older starts are dropped, so the memory is bounded even if a log
/// has starts without ends.
class StartTimes {
 public:
  static constexpr std::size_t kMost = 200'000;

  void remember(std::string_view request, std::int64_t ns) {
    const auto [entry, is_new] = starts_.insert_or_assign(std::string(request), Start{ns, ++count_});
    order_.emplace_back(entry->first, count_);
    while (order_.size() > kMost) {
      const auto found = starts_.find(order_.front().first);
      if (found != starts_.end() && found->second.number == order_.front().second) {
        starts_.erase(found);
      }
      order_.pop_front();
    }
  }
  /// Removes and returns the start of this request.
  std::optional<std::int64_t> take(std::string_view request) {
    const auto found = starts_.find(std::string(request));
    if (found == starts_.end()) {
      return std::nullopt;
    }
    const std::int64_t ns = found->second.ns;
    starts_.erase(found);
    return ns;
  }

 private:
  struct Start {
    std::int64_t ns;
    std::uint64_t number;
  };
  std::unordered_map<std::string, Start> starts_;  // only looked up, never iterated
  std::deque<std::pair<std::string, std::uint64_t>> order_;
  std::uint64_t count_ = 0;
};

}  // namespace curtain
