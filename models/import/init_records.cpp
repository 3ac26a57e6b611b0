#include "models/import/init_records.hpp"

#include <algorithm>

namespace curtain {
namespace {

/// Times in the log are truncated to milliseconds, so an end may seem to be later than the start that follows
/// it.
constexpr std::int64_t kSlack = 100'000'000;

/// True if an execution that began at `start` waited for this initialisation.
bool fits(const InitRecord& record, std::int64_t start, std::optional<std::int64_t> init) {
  const std::optional<std::int64_t> end = record.end(init);
  return end ? *end <= start + kSlack && start <= *end + kLongestWait
             : record.began && *record.began <= start && start <= *record.began + kLongestInit + kLongestWait;
}

/// True if an initialisation whose end is known was in progress at `ns`, according to its duration.
bool was_under_way(const InitRecord& record, std::int64_t ns) {
  return record.ended && record.duration && ns < *record.ended &&
         ns >= *record.ended - *record.duration - kLongestWait;
}

/// True if the initialisation began at `ns`, according to its duration.
bool began_about(const InitRecord& record, std::int64_t ns) {
  return was_under_way(record, ns) && ns <= *record.ended - *record.duration + kLongestWait;
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
  // If the log has its newest records first, the end of an initialisation was read before its beginning. A
  // stream may mix the records of several instances, so the duration must match the beginning and the end.
  const auto open = std::find_if(records.rbegin(), records.rend(), [ns](const InitRecord& record) {
    return !record.began && began_about(record, ns);
  });
  if (open != records.rend()) {
    open->began = ns;
    open->is_ahead = is_ahead;
    return;
  }
  // An initialisation that failed is repeated. The request has been waiting since the first attempt.
  const auto is_again = [ns](const InitRecord& record) {
    return began_about(record, ns) || (ns >= *record.ended - kSlack && ns <= *record.ended + kLongestWait);
  };
  if (!records.empty() && records.back().given_up && is_again(records.back())) {
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
  const auto open = std::find_if(records.rbegin(), records.rend(), [ns](const InitRecord& record) {
    return (!record.ended || !record.duration) && record.began.value_or(ns) <= ns;
  });
  if (open == records.rend()) {
    if (!records.empty() && !duration && !records.back().began && was_under_way(records.back(), ns)) {
      records.back().given_up = records.back().given_up || given_up;
      return;  // the log has its newest records first, so the last record of this initialisation was read
               // before
    }
    if (!records.empty() && records.back().given_up && given_up) {
      return;  // the second attempt, which is part of the execution
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
