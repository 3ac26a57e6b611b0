#include "models/experiment/warm_up.hpp"

namespace curtain {

Changes WarmUpObserver::changes_of(WarmUpSignal signal) {
  switch (signal) {
    case WarmUpSignal::latency:
      return {Change::finished};
    case WarmUpSignal::cold_starts:
      return {Change::started};
    case WarmUpSignal::instances:
      break;
  }
  return {Change::instance_created, Change::instance_reclaimed, Change::finished};
}

void WarmUpObserver::observe(const Observation& seen) {
  const bool completed = seen.change == Change::finished && seen.outcome == Outcome::completed;
  switch (signal_) {
    case WarmUpSignal::latency:
      if (completed) {
        series_.add(seen.now, (seen.until - seen.arrival).ns());
      }
      break;
    case WarmUpSignal::cold_starts:
      if (seen.change == Change::started) {
        series_.add(seen.now, seen.start == StartKind::cold ? 1 : 0);
      }
      break;
    case WarmUpSignal::instances:
      instances_ += seen.change == Change::instance_created ? 1 : 0;
      instances_ -= seen.change == Change::instance_reclaimed ? 1 : 0;
      if (seen.change == Change::finished) {
        series_.add(seen.now, instances_);
      }
      break;
  }
}

WarmUpFound WarmUpObserver::found() const {
  const sim::Truncation truncation = sim::mser(series_.batches());
  WarmUpFound found;
  found.signal = signal_;
  found.batches = series_.batches().size();
  found.batch_size = series_.batch_size();
  found.cut = truncation.cut;
  found.is_settled = truncation.is_settled;
  found.warmup = truncation.cut == 0 ? Time{0} : series_.batches()[truncation.cut].first;
  return found;
}

}  // namespace curtain
