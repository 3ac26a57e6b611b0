#include "models/experiment/explain/cold_starts.hpp"

#include <algorithm>
#include <tuple>

#include "sim/mutant.hpp"

namespace curtain {
namespace {

ColdCause cause_of(EndReason reason) {
  return static_cast<ColdCause>(static_cast<std::size_t>(reason) +
                                static_cast<std::size_t>(ColdCause::keep_alive));
}

template <class Row>
Row& row_at(std::vector<Row>& rows, std::size_t position) {
  if (position >= rows.size()) {
    rows.resize(position + 1);
  }
  return rows[position];
}

}  // namespace

ColdStartObserver::OfFunction& ColdStartObserver::of(FunctionId function) {
  return row_at(functions_, function.index());
}

ColdStartObserver::InstanceFacts& ColdStartObserver::instance(InstanceId row) {
  return row_at(instances_, row.index());
}

void ColdStartObserver::observe(const Observation& seen) {
  switch (seen.change) {
    case Change::admitted:
      admitted(seen);
      break;
    case Change::started:
      if (seen.arrival >= from_) {
        ++started_;
        if (seen.start == StartKind::cold) {
          started_cold(seen);
        }
      }
      break;
    case Change::instance_created:
      ++of(seen.function).created;
      ++of(seen.function).live;
      instance(seen.instance) = {false, EndReason::keep_alive, seen.now, seen.until};
      break;
    case Change::instance_reclaimed:
      --of(seen.function).live;
      break;
    default:
      break;
  }
}

void ColdStartObserver::admitted(const Observation& seen) {
  const OfFunction& function = of(seen.function);
  Waiting& waiting = row_at(waiting_, seen.request);
  waiting.from = seen.now;
  waiting.since = {};
  if (function.live > 0) {
    waiting.cause = ColdCause::none_free;
  } else if (function.created == 0) {
    waiting.cause = ColdCause::first_call;
  } else {
    waiting.cause = cause_of(function.last_end);
    waiting.since = seen.now - function.last_ended;
  }
}

void ColdStartObserver::bound(const BoundAttempt& binding) {
  row_at(waiting_, binding.request).from = binding.now;
}

void ColdStartObserver::started_cold(const Observation& seen) {
  const Waiting& waiting = waiting_[seen.request];
  const InstanceFacts& on = instance(seen.instance);
  const Duration lost = on.ready - std::max(on.created, waiting.from);
  ColdStartCauses::OfCause& cause = causes_[static_cast<std::size_t>(waiting.cause)];
  ++cause.count;
  cause.lost_ns += lost.ns();
  if (waiting.cause > ColdCause::first_call) {
    cause.since.add(waiting.since.ns());
  }
  if (cause.count == 1 || lost > cause.longest) {
    cause.longest = lost;
    cause.function = seen.function;
    cause.n = seen.ordinal + 1;
  }
  OfFunction& function = of(seen.function);
  ++function.counts[static_cast<std::size_t>(waiting.cause)];
  function.lost_ns += lost.ns();
}

void ColdStartObserver::ending(const InstanceEnd& end) {
  InstanceFacts& row = instance(end.instance);
  if (!end.is_over) {
    row.is_retired = true;
    row.reason = end.reason;
    return;
  }
  OfFunction& function = of(end.function);
  function.last_end =
      CURTAIN_MUTANT(retirement_forgotten, row.is_retired && end.reason == EndReason::drained, false)
          ? row.reason
          : end.reason;
  function.last_ended = end.now;
}

ColdStartCauses ColdStartObserver::causes() const {
  ColdStartCauses found;
  found.started = started_;
  for (std::size_t i = 0; i < kColdCauses; ++i) {
    if (causes_[i].count > 0) {
      found.causes.push_back(causes_[i]);
      found.causes.back().cause = static_cast<ColdCause>(i);
      found.count += causes_[i].count;
      found.lost_ns += causes_[i].lost_ns;
    }
  }
  for (std::size_t i = 0; i < functions_.size(); ++i) {
    ColdStartCauses::OfFunction row;
    row.function = FunctionId{i};
    row.lost_ns = functions_[i].lost_ns;
    for (std::size_t cause = 0; cause < kColdCauses; ++cause) {
      const std::uint64_t count = functions_[i].counts[cause];
      row.count += count;
      if (count > row.of_most) {
        row.of_most = count;
        row.most = static_cast<ColdCause>(cause);
      }
    }
    if (row.count > 0) {
      found.functions.push_back(row);
    }
  }
  const auto before = [](const auto& a, const auto& b) {
    return std::tie(b.lost_ns, b.count) < std::tie(a.lost_ns, a.count);
  };
  std::stable_sort(found.causes.begin(), found.causes.end(), before);
  std::stable_sort(found.functions.begin(), found.functions.end(), before);
  return found;
}

}  // namespace curtain
