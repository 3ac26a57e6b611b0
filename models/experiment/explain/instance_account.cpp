#include "models/experiment/explain/instance_account.hpp"

#include <algorithm>

#include "sim/mutant.hpp"

namespace curtain {

void InstanceFollower::follow(FunctionId function, std::uint64_t number) {
  function_ = function;
  number_ = number;
  watch_.watch(function);
}

void InstanceFollower::observe(const Observation& seen) {
  if (is_over_ || !function_.valid() || seen.function != function_) {
    return;
  }
  watch_.observe(seen);
  const bool is_on_it = seen.instance.valid() && seen.instance_number == number_;
  if (is_on_it && (account_ || seen.change == Change::instance_created)) {
    happened(seen);
  }
}

void InstanceFollower::happened(const Observation& seen) {
  switch (seen.change) {
    case Change::instance_created: {
      account_.emplace();
      account_->function = function_;
      account_->number = seen.instance_number;
      account_->memory = static_cast<Mebibytes>(seen.amount);
      break;
    }
    case Change::instance_ready:
      account_->was_ready = true;
      break;
    case Change::started: {
      end_idleness(seen.now);
      busy_since_ = running_ == 0 ? seen.now : busy_since_;
      ++running_;
      ++account_->uses;
      const InstanceAccount::Use use{seen.ordinal + 1, seen.now, seen.until, Time::never()};
      if (account_->first_uses.size() < InstanceAccount::kMostUses) {
        account_->first_uses.push_back(use);
      }
      account_->last_use = use;
      break;
    }
    case Change::ended: {
      for (InstanceAccount::Use& use : account_->first_uses) {
        use.ended = use.n == seen.ordinal + 1 && use.ended == Time::never() ? seen.now : use.ended;
      }
      if (account_->last_use->n == seen.ordinal + 1) {
        account_->last_use->ended = seen.now;
      }
      if (--running_ == 0) {
        account_->busy += seen.now - busy_since_;
      }
      break;
    }
    case Change::instance_idle:
      idle_since_ = idle_since_ == Time::never() ? seen.now : idle_since_;
      account_->kept_until = seen.until;
      account_->kept = kept_;
      break;
    case Change::instance_reclaimed:
      end_at(seen.now);
      is_over_ = true;
      break;
    default:
      break;
  }
}

void InstanceFollower::end_idleness(Time now) {
  if (idle_since_ == Time::never()) {
    return;
  }
  account_->idle += CURTAIN_MUTANT(idle_time_not_in_account, now - idle_since_, Duration{});
  if (now == idle_since_) {
    idle_since_ = Time::never();
    return;
  }
  std::vector<IdleTime>& longest = account_->longest_idle;
  longest.push_back({idle_since_, now, account_->uses});
  std::stable_sort(longest.begin(), longest.end(),
                   [](const IdleTime& a, const IdleTime& b) { return a.to - a.from > b.to - b.from; });
  longest.resize(std::min(longest.size(), InstanceAccount::kMostIdleTimes));
  idle_since_ = Time::never();
}

void InstanceFollower::end_at(Time now) {
  account_->until = now;
  if (idle_since_ == Time::never()) {
    account_->kept_until = Time::never();
  }
  end_idleness(now);
  if (running_ > 0) {
    account_->busy += now - busy_since_;
    running_ = 0;
  }
}

void InstanceFollower::decided(const Decision& made) {
  if (is_over_ || made.function != function_) {
    return;
  }
  watch_.decided(made);
  if (made.seam == "keep_alive") {
    kept_.emplace(made);
  }
}

void InstanceFollower::starting(const InstanceStart& start) {
  if (is_over_) {
    return;
  }
  watch_.starting(start);
  if (start.function == function_ && start.number == number_ && account_) {
    account_->start = watch_.find(start.number)->start;
  }
}

void InstanceFollower::stages_known(const StagesKnown& known) {
  if (is_over_) {
    return;
  }
  watch_.stages_known(known);
  if (known.function == function_ && known.number == number_ && account_) {
    account_->start = watch_.find(known.number)->start;
  }
}

void InstanceFollower::ending(const InstanceEnd& end) {
  if (is_over_) {
    return;
  }
  watch_.ending(end);
  if (end.function == function_ && end.number == number_ && account_) {
    (end.is_over ? account_->ended : account_->retired) = end;
  }
}

void InstanceFollower::bound(const BoundAttempt& binding) {
  if (!is_over_) {
    watch_.bound(binding);
  }
}

void InstanceFollower::no_vm_open(const NoVmOpen& none) {
  if (!is_over_) {
    watch_.no_vm_open(none);
  }
}

void InstanceFollower::finish(Time now) {
  if (account_ && !is_over_) {
    end_at(now);
  }
}

}  // namespace curtain
