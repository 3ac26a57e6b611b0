#include "models/experiment/explain/cold_starts.hpp"

#include <algorithm>
#include <tuple>

#include "sim/check.hpp"
#include "sim/mutant.hpp"

namespace curtain {
namespace {

ColdCause cause_of(EndReason reason) {
  SIM_CHECK(reason != EndReason::drained);  // the instance was retired before, for another reason
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
      row_at(waiting_, seen.request) = {seen.now, seen.now};
      break;
    case Change::started:
      if (seen.arrival >= from_ && filter_.has(seen.function)) {
        ++started_;
        if (seen.start == StartKind::cold) {
          started_cold(seen);
        }
      }
      break;
    case Change::instance_created:
      created(seen);
      break;
    default:
      break;
  }
}

void ColdStartObserver::created(const Observation& seen) {
  OfFunction& function = of(seen.function);
  InstanceFacts& facts = instance(seen.instance);
  facts = {ColdCause::never_so_many, {}, seen.now, seen.until};
  if (!function.had_any) {
    facts.cause = ColdCause::first_call;
  } else if (const InstanceEnd* const missing = function.levels.missing()) {
    facts.cause = cause_of(missing->reason);
    facts.lacked_since = missing->now;
  }
  function.had_any = true;
  function.levels.created();
}

void ColdStartObserver::bound(const BoundAttempt& binding) {
  row_at(waiting_, binding.request).from = binding.now;
}

void ColdStartObserver::stages_known(const StagesKnown& known) {
  if (known.function.valid()) {
    instance(known.instance).ready = known.stage_ends.back();
  }
}

void ColdStartObserver::started_cold(const Observation& seen) {
  const Waiting& waiting = waiting_[seen.request];
  const InstanceFacts& on = instance(seen.instance);
  const Duration lost = on.ready - std::max(on.created, waiting.from);
  const ColdCause why = CURTAIN_MUTANT(joined_start_has_its_own_cause, on.created < waiting.admitted, false)
                            ? ColdCause::still_starting
                            : on.cause;
  ColdStartCauses::OfCause& cause = causes_[static_cast<std::size_t>(why)];
  ++cause.count;
  cause.lost_ns += lost.ns();
  if (is_an_end(why)) {
    cause.since.add(std::max(Duration{}, waiting.admitted - on.lacked_since).ns());
  }
  if (cause.count == 1 || lost > cause.longest) {
    cause.longest = lost;
    cause.function = seen.function;
    cause.n = seen.ordinal + 1;
  }
  OfFunction& function = of(seen.function);
  ++function.counts[static_cast<std::size_t>(why)];
  function.lost_ns += lost.ns();
}

void ColdStartObserver::ending(const InstanceEnd& end) {
  if (CURTAIN_MUTANT(retirement_forgotten, true, end.is_over)) {
    of(end.function).levels.ended(end);
  }
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
