#include "models/experiment/invocation_log.hpp"

#include <algorithm>
#include <tuple>

namespace curtain {

InvocationLog::InFlight& InvocationLog::of(const Observation& seen) {
  if (seen.request >= in_flight_.size()) {
    in_flight_.resize(std::size_t{seen.request} + 1);
  }
  return in_flight_[seen.request];
}

void InvocationLog::observe(const Observation& seen) {
  switch (seen.change) {
    case Change::arrived: {
      InFlight& fresh = of(seen);
      fresh.is_there = true;
      fresh.row = {};
      fresh.row.function = seen.function;
      fresh.row.tenant = seen.tenant;
      fresh.row.n = seen.ordinal + 1;
      fresh.row.is_counted = seen.arrival >= from_;
      fresh.row.arrival = seen.arrival;
      break;
    }
    case Change::admitted: {
      InvocationRow& row = of(seen).row;
      ++row.attempts;
      row.dispatched = seen.now;
      row.started = Time::never();
      row.ended = Time::never();
      row.instance = InvocationRow::kNoNumber;
      row.vm = InvocationRow::kNoNumber;
      row.host = InvocationRow::kNoNumber;
      break;
    }
    case Change::started: {
      InvocationRow& row = of(seen).row;
      row.started = seen.until;
      row.instance = seen.instance_number;
      row.vm = seen.vm_number;
      row.host = seen.host.value();
      row.start = seen.start;
      break;
    }
    case Change::ended: {
      InvocationRow& row = of(seen).row;
      row.ended = seen.now;
      row.charged = row.charged + Duration{static_cast<std::int64_t>(seen.amount)};
      break;
    }
    case Change::left: {
      InvocationRow& row = of(seen).row;
      row.answered = seen.until;
      row.outcome = seen.outcome;
      break;
    }
    case Change::finished: {
      InFlight& gone = of(seen);
      gone.row.answered = seen.until;
      gone.row.outcome = seen.outcome;
      gone.row.why = seen.why;
      gone.is_there = false;
      write_(gone.row);
      break;
    }
    default:
      break;
  }
}

void InvocationLog::finish() {
  std::vector<const InvocationRow*> rows;
  for (const InFlight& each : in_flight_) {
    if (each.is_there) {
      rows.push_back(&each.row);
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
