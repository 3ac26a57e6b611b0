#include "models/policies/scheduled_levels.hpp"

#include <algorithm>

#include "models/workload/arrival.hpp"
#include "models/workload/cron.hpp"
#include "sim/mutant.hpp"

namespace curtain {
namespace {

std::int64_t whole_minutes(Time now) {
  return (now - Time{}).ns() / sim::minutes(1).ns();
}

}  // namespace

std::uint32_t ScheduledLevels::level(const PreWarmQuery& query) {
  if (query.function.index() >= functions_.size()) {
    functions_.resize(query.function.index() + 1);
  }
  OfFunction& own = functions_[query.function.index()];
  if (!own.is_known) {
    own.is_known = true;
    own.level = query.provisioned;
    for (const ProvisionedLevel& change : query.schedule) {
      own.due.push_back(CronSchedule(change.at).next(epoch_));
    }
  }
  const std::int64_t minute = epoch_ + whole_minutes(query.now);
  std::int64_t latest = epoch_ - 1;
  for (std::size_t i = 0; i < own.due.size(); ++i) {
    if (own.due[i] > minute) {
      continue;
    }
    const CronSchedule times(query.schedule[i].at);
    std::int64_t last = own.due[i];
    while (own.due[i] <= minute) {
      last = own.due[i];
      own.due[i] = times.next(last + 1);
    }
    if (CURTAIN_MUTANT(first_change_wins, last >= latest, last > latest)) {
      latest = last;
      own.level = query.schedule[i].level;
    }
  }
  return own.level;
}

std::uint32_t AllocationRate::allocated(const PreWarmQuery& query, std::uint32_t level) {
  if (query.function.index() >= functions_.size()) {
    functions_.resize(query.function.index() + 1);
  }
  OfFunction& own = functions_[query.function.index()];
  if (const std::int64_t minute = whole_minutes(query.now); minute != own.minute) {
    own.minute = minute;
    own.before = own.now;
  }
  const std::uint64_t most = std::uint64_t{own.before} + per_minute_;
  own.now = static_cast<std::uint32_t>(std::min<std::uint64_t>(level, most));
  own.before = std::min(own.before, own.now);
  return own.now;
}

ParameterDeclaration AllocationRate::parameter() {
  return {
      "rate",
      ParameterKind::count,
      "6000",
      1,
      1e6,
      "instances that may be added to a function in one minute (AWS Lambda developer guide: 6,000 for each "
      "function)"};
}

}  // namespace curtain
