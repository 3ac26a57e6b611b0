#include "models/import/init_records.hpp"

#include <algorithm>

namespace curtain {
namespace {

/// Clocks of log lines are cut to milliseconds, so that an end may seem later than the start behind it.
constexpr std::int64_t kSlack = 100'000'000;

/// True if an execution that began at `start` waited for this initialisation.
bool fits(const InitRecord& record, std::int64_t start, std::optional<std::int64_t> init) {
  const std::optional<std::int64_t> end = record.end(init);
  return end ? *end <= start + kSlack && start <= *end + kLongestWait
             : record.began && *record.began <= start && start <= *record.began + kLongestInit + kLongestWait;
}

}  // namespace

std::optional<std::int64_t> InitRecord::end(std::optional<std::int64_t> told) const {
  if (ended) {
    return ended;
  }
  const std::optional<std::int64_t> length = duration ? duration : told;
  return began && length ? std::optional(*began + *length) : std::nullopt;
}

std::optional<std::int64_t> InitRecord::begin() const {
  if (ended && duration) {
    return began ? std::min(*began, *ended - *duration) : *ended - *duration;
  }
  return began;
}

std::vector<InitRecord>& InitRecords::of(std::string_view stream) {
  const auto [entry, is_new] = streams_.try_emplace(std::string(stream));
  if (is_new) {
    order_.push_back(entry->first);
    if (order_.size() > kMostStreams) {
      streams_.erase(order_.front());
      order_.pop_front();
    }
  }
  return streams_[std::string(stream)];
}

void InitRecords::began(std::string_view stream, std::int64_t ns, bool is_ahead) {
  std::vector<InitRecord>& records = of(stream);
  // A start that was given up begins again: the request has been waiting since the first.
  if (!records.empty() && records.back().given_up && ns <= *records.back().ended + kLongestWait) {
    return;
  }
  if (records.size() == kMostStreams) {
    records.erase(records.begin());
  } else {
    ++left_;
  }
  records.push_back({ns, std::nullopt, std::nullopt, false, is_ahead});
}

void InitRecords::ended(std::string_view stream, std::int64_t ns, std::optional<std::int64_t> duration,
                        bool given_up) {
  std::vector<InitRecord>& records = of(stream);
  const auto open = std::find_if(records.rbegin(), records.rend(),
                                 [](const InitRecord& record) { return !record.ended || !record.duration; });
  if (open == records.rend()) {
    if (!records.empty() && records.back().given_up && given_up) {
      return;  // the second attempt at it, within the execution
    }
    ++left_;
    records.push_back({std::nullopt, ns, duration, given_up, false});
    return;
  }
  open->ended = ns;
  open->duration = duration ? duration : open->duration;
  open->given_up = open->given_up || given_up;
}

std::optional<InitRecord> InitRecords::take(std::string_view stream, bool is_named, std::int64_t start,
                                            std::optional<std::int64_t> init) {
  const auto found = streams_.find(std::string(stream));
  if (found == streams_.end() || found->second.empty()) {
    return std::nullopt;
  }
  std::vector<InitRecord>& records = found->second;
  auto chosen = std::find_if(records.begin(), records.end(), [&](const InitRecord& record) {
    return fits(record, start, init) && (is_named || init || record.ended);
  });
  if (chosen == records.end()) {
    const bool is_before = records.front().begin().value_or(start + 1) <= start;
    if (!is_before || (!is_named && !init)) {
      return std::nullopt;
    }
    chosen = records.begin();
  }
  const InitRecord record = *chosen;
  records.erase(chosen);
  --left_;
  return record;
}

}  // namespace curtain
