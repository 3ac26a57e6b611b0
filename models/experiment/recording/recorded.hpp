#pragma once
// Functions that the parts of the recorder share.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "models/experiment/recording/record.hpp"

namespace curtain::recorded {

inline std::uint64_t ticks(Duration length) {
  return static_cast<std::uint64_t>(length.ns() / kRecordTick.ns());
}
inline std::uint64_t ticks(Time at) {
  return ticks(at - Time{});
}
/// The ticks from `now` to `until`, or an empty value for Time::never().
inline std::optional<std::uint64_t> ticks_until(Time now, Time until) {
  return until == Time::never() ? std::nullopt : std::optional(ticks(until - now));
}

/// Returns the row at that position. Adds missing rows up to this position.
template <typename T>
T& row_at(std::vector<T>& rows, std::size_t place) {
  if (place >= rows.size()) {
    rows.resize(place + 1);
  }
  return rows[place];
}

inline Record record_of(RecordKind kind, std::uint64_t at) {
  Record record;
  record.kind = kind;
  record.at = at;
  return record;
}
inline Record of_instance(RecordKind kind, std::uint64_t at, std::uint32_t instance) {
  Record record = record_of(kind, at);
  record.instance = instance;
  return record;
}

}  // namespace curtain::recorded
