#include "models/experiment/recording/thinning.hpp"

#include <algorithm>
#include <numeric>
#include <optional>

#include "models/experiment/recording/recorded.hpp"

namespace curtain {

Thinned without_calls(std::string_view bytes, const std::vector<std::uint8_t>& has_calls) {
  Thinned thinned;
  std::vector<std::uint32_t> function_of;  // indexed by instance
  std::optional<Record> ended;             // the execution's end that is not written yet
  const auto write_ended = [&] {
    if (ended) {
      thinned.writer.write(*ended, thinned.bytes);
      ended.reset();
    }
  };
  RecordReader reader(bytes);
  while (std::optional<Record> record = reader.next()) {
    std::uint32_t function = record->function;
    bool is_call = true;
    switch (record->kind) {
      case RecordKind::created:
        recorded::row_at(function_of, record->instance) = function;
        record->has_calls = record->has_calls && has_calls[function] != 0;
        is_call = false;
        break;
      case RecordKind::started:
      case RecordKind::waiting:
      case RecordKind::lost:
      case RecordKind::left:
        break;
      case RecordKind::ended:
      case RecordKind::idle:
        function = recorded::row_at(function_of, record->instance);
        break;
      default:
        is_call = false;
        break;
    }
    if (is_call && has_calls[function] == 0) {
      continue;
    }
    ++thinned.records;
    if (ended && record->kind == RecordKind::idle && record->instance == ended->instance &&
        record->at == ended->at && ended->place == 0) {
      thinned.writer.write_ended_idle(*ended, *record, thinned.bytes);
      ended.reset();
      continue;
    }
    write_ended();
    if (record->kind == RecordKind::ended) {
      ended = record;
    } else {
      thinned.writer.write(*record, thinned.bytes);
    }
  }
  write_ended();
  return thinned;
}

std::vector<std::uint32_t> busiest_half(const std::vector<std::uint64_t>& calls) {
  std::vector<std::uint32_t> order(calls.size());
  std::iota(order.begin(), order.end(), 0u);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return calls[a] > calls[b]; });
  const std::uint64_t all = std::accumulate(calls.begin(), calls.end(), std::uint64_t{0});
  std::uint64_t sum = 0;
  std::size_t count = 0;
  while (count < order.size() && sum * 2 < all) {
    sum += calls[order[count++]];
  }
  order.resize(count);
  std::sort(order.begin(), order.end());
  return order;
}

}  // namespace curtain
