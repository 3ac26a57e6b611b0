#include "models/experiment/invocation_log.hpp"

#include <algorithm>
#include <tuple>

namespace curtain {

inline InvocationRow& InvocationLog::of(const Observation& seen) {
  if (seen.request >= in_flight_.size()) [[unlikely]] {
    in_flight_.resize(std::size_t{seen.request} + 1);
  }
  return in_flight_[seen.request];
}

inline void InvocationLog::begin(const Observation& seen, InvocationRow& row) const {
  row = {};
  row.function = seen.function;
  row.tenant = seen.tenant;
  row.n = seen.ordinal + 1;
  row.is_counted = seen.arrival >= from_;
  row.arrival = seen.arrival;
}

inline void InvocationLog::start(const Observation& seen, InvocationRow& row) {
  row.started = seen.until;
  row.instance = seen.instance_number;
  row.vm = seen.vm_number;
  row.host = seen.host.value();
  row.start = seen.start;
}

void InvocationLog::observe_warm_start(const Observation& started, Duration) {
  InvocationRow& row = of(started);
  begin(started, row);
  row.dispatched = started.now;
  start(started, row);
}

void InvocationLog::observe_end(const Observation& ended, const InvocationEnd& end) {
  InvocationRow& row = of(ended);
  row.ended = ended.now;
  row.charged = row.charged + Duration{static_cast<std::int64_t>(ended.amount)};
  row.answered = end.client;
  row.outcome = end.outcome;
  write_(row);
  row.n = 0;
}

void InvocationLog::next_attempt(const Observation& seen, InvocationRow& row) {
  if (seen.request < again_.size() && again_[seen.request] <= seen.now) {
    again_[seen.request] = Time::never();
    ++row.attempts;
  }
}

void InvocationLog::observe(const Observation& seen) {
  InvocationRow& row = of(seen);
  switch (seen.change) {
    case Change::arrived:
      begin(seen, row);
      if (seen.request < again_.size()) {
        again_[seen.request] = Time::never();
      }
      break;
    case Change::queued:
      next_attempt(seen, row);
      break;
    case Change::retried:
      next_attempt(seen, row);
      if (seen.request >= again_.size()) {
        again_.resize(std::size_t{seen.request} + 1, Time::never());
      }
      again_[seen.request] = seen.until;
      break;
    case Change::admitted:
      next_attempt(seen, row);
      row.dispatched = seen.now;
      row.started = Time::never();
      row.ended = Time::never();
      row.instance = InvocationRow::kNoNumber;
      row.vm = InvocationRow::kNoNumber;
      row.host = InvocationRow::kNoNumber;
      break;
    case Change::started:
      start(seen, row);
      break;
    case Change::ended:
      row.ended = seen.now;
      row.charged = row.charged + Duration{static_cast<std::int64_t>(seen.amount)};
      break;
    case Change::left:
      row.answered = seen.until;
      row.outcome = seen.outcome;
      break;
    case Change::finished:
      next_attempt(seen, row);
      if (seen.request < again_.size()) {
        again_[seen.request] = Time::never();  // the row may be reused by an invocation that starts at once
      }
      row.answered = seen.until;
      row.outcome = seen.outcome;
      row.why = seen.why;
      write_(row);
      row.n = 0;
      break;
    default:
      break;
  }
}

void InvocationLog::finish() {
  std::vector<const InvocationRow*> rows;
  for (const InvocationRow& row : in_flight_) {
    if (row.n != 0) {
      rows.push_back(&row);
    }
  }
  const auto place = [](const InvocationRow* row) {
    return std::tuple(row->arrival, row->function.value(), row->n);
  };
  std::sort(rows.begin(), rows.end(),
            [&place](const InvocationRow* a, const InvocationRow* b) { return place(a) < place(b); });
  for (const InvocationRow* const row : rows) {
    write_(*row);
  }
}

}  // namespace curtain
