#include "models/workload/reordered_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace curtain {

ReorderedSource::ReorderedSource(CsvLayout layout, ReorderSettings settings, const SourceContext& context,
                                 FunctionTable& table)
    : settings_(std::move(settings)),
      table_(table),
      rows_(std::move(layout)),
      cut_(context.duration.value_or(Time::never())) {}

std::size_t ReorderedSource::fill(std::span<Arrival> out) {
  std::size_t done = 0;
  while (done < out.size() && !finished_) {
    if (!waiting_.empty() && (at_end_ || waiting_.front().arrival <= latest_ - settings_.reorder.ns())) {
      give(out, done);
    } else if (!at_end_) {
      at_end_ = !read();
    } else {
      finished_ = true;
    }
  }
  return done;
}

void ReorderedSource::give(std::span<Arrival> out, std::size_t& done) {
  std::pop_heap(waiting_.begin(), waiting_.end(), Later{});
  const Waiting next = waiting_.back();
  waiting_.pop_back();
  if (!given_) {
    origin_ = settings_.origin_first_arrival ? next.arrival : 0;
  }
  given_ = next.arrival;
  const Time time{next.arrival - origin_};
  if (time >= cut_) {
    finished_ = true;
    return;
  }
  out[done++] = Arrival{time, Duration{next.duration}, id_of(known_[next.function])};
}

/// Adds the next row to the waiting rows. Returns false at the end.
bool ReorderedSource::read() {
  if (!rows_.next(row_)) {
    return false;
  }
  const Call call = call_of(row_);
  check(call);
  latest_ = count_ == 0 ? call.arrival : std::max(latest_, call.arrival);
  waiting_.push_back({call.arrival, count_++, call.duration, call.function});
  std::push_heap(waiting_.begin(), waiting_.end(), Later{});
  return true;
}

void ReorderedSource::check(const Call& call) {
  if (given_ && call.arrival < *given_) {
    fail(call.told_by, fmt::format("is {}, so the call arrived at {}, but a later arrival at {} has already "
                                   "been returned; set `reorder` to at least {}",
                                   in_seconds(call.told), in_seconds(call.arrival), in_seconds(*given_),
                                   in_seconds(latest_ - call.arrival)));
  }
  if (settings_.origin_first_arrival) {
    if (count_ > 0 && call.arrival - latest_ > kTenYears) {
      fail(call.told_by, fmt::format("is {}, so the call arrived more than ten years after the previous "
                                     "rows; at most ten years are allowed",
                                     in_seconds(call.told)));
    }
  } else if (call.arrival < 0 || call.arrival > kTenYears) {
    fail(call.told_by,
         fmt::format("is {}, so the call arrived {} time zero; set `origin: first-arrival`",
                     in_seconds(call.told),
                     call.arrival < 0 ? in_seconds(-call.arrival) + " before" : "more than ten years after"));
  }
}

void ReorderedSource::require_name(CsvUse use, std::string_view name) {
  if (name.empty()) {
    fail(use, "is empty; expected a name");
  }
}

FunctionId ReorderedSource::id_of(Known& known) {
  if (!known.id) {
    try {
      known.id = table_.function(table_.tenant(known.tenant), known.function, known.memory, settings_.traits);
    } catch (const std::invalid_argument& contradiction) {
      throw TraceError(fmt::format("{}:1:1: a function contradicts another workload entry: {}", rows_.path(),
                                   contradiction.what()));
    }
  }
  return *known.id;
}

}  // namespace curtain
