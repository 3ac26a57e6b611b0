#include "models/experiment/explain/invocation_account.hpp"

#include <algorithm>

#include "models/experiment/billing.hpp"
#include "models/platform/charges/rounding.hpp"

namespace curtain {
namespace {

bool is_of_an_invocation(Change change) {
  return change <= Change::left;
}

}  // namespace

InvocationFollower::InvocationFollower(const FunctionTable& functions, const BillingParameters& billing,
                                       Time from)
    : functions_(functions),
      billing_(billing),
      watch_(functions),
      log_(from, [this](const InvocationRow& row) { account_->row = row; }) {}

void InvocationFollower::follow(FunctionId function, std::uint64_t n) {
  function_ = function;
  ordinal_ = n - 1;
  watch_.watch(function);
}

bool InvocationFollower::is_asked(const Observation& seen) const {
  return seen.function == function_ && is_of_an_invocation(seen.change) && seen.ordinal == ordinal_;
}

AttemptAccount& InvocationFollower::attempt() {
  return account_->attempts.back();
}

void InvocationFollower::note_surroundings(AttemptAccount& of, Time now) {
  of.around = watch_.surroundings(now);
  of.in_flight = watch_.in_flight();
  of.last_end = watch_.last_end();
  of.created_before = watch_.created();
}

void InvocationFollower::observe(const Observation& seen) {
  outages_.observe(seen);
  if (seen.change == Change::vm_crashed && account_ && !is_over_ && attempt().over == Time::never() &&
      attempt().vm == seen.vm_number) {
    attempt().lost_in = outages_.outage_of(seen);
  }
  if (is_over_ || !function_.valid() || seen.function != function_) {
    return;
  }
  if (is_asked(seen)) {
    happened(seen);
  }
  watch_.observe(seen);
}

void InvocationFollower::happened(const Observation& seen) {
  log_.observe(seen);
  if (seen.change == Change::arrived) {
    account_.emplace();
    account_->duration = Duration{static_cast<std::int64_t>(seen.amount)};
    request_ = seen.request;
    account_->attempts.emplace_back();
  }
  clock_.observe(seen);
  AttemptAccount& now_at = attempt();
  if (now_at.submitted == Time::never() && clock_.is_in_attempt()) {
    now_at.submitted = clock_.submitted();
  }
  switch (seen.change) {
    case Change::admitted:
      now_at.admitted = seen.now;
      note_surroundings(now_at, seen.now);
      routes_ = true;
      break;
    case Change::queued:
      (now_at.admitted == Time::never() ? now_at.queued_at_frontend : now_at.queued_at_function) = seen.now;
      now_at.outages = outages_.in_progress();
      routes_ = false;
      break;
    case Change::started:
      started(seen);
      break;
    case Change::ended:
      ended(seen);
      break;
    case Change::retried:
    case Change::finished:
      if (now_at.admitted == Time::never()) {
        note_surroundings(now_at, seen.now);
      }
      if (!now_at.again) {
        now_at.over = seen.now;
        now_at.outcome = seen.outcome;
        now_at.why = seen.why;
        if (seen.why == Rejection::no_room) {
          now_at.outages = outages_.in_progress();
          now_at.placement = placement_;
          now_at.host_placement = host_placement_;
        }
      }
      if (seen.change == Change::retried) {
        now_at.again = seen.until;
      } else {
        is_over_ = true;
        request_ = kNoRequest;
      }
      routes_ = false;
      break;
    case Change::left:
      account_->client_left = seen.now;
      break;
    default:
      break;
  }
  account_->parts = clock_.parts();
}

void InvocationFollower::started(const Observation& seen) {
  AttemptAccount& now_at = attempt();
  routes_ = false;
  now_at.sent = seen.now;
  now_at.started = seen.until;
  now_at.init = seen.init;
  now_at.thaw = Duration{static_cast<std::int64_t>(seen.amount)};
  now_at.kind = seen.start;
  now_at.instance = seen.instance_number;
  now_at.vm = seen.vm_number;
  now_at.host = seen.host.value();
  now_at.on_provisioned = seen.on_provisioned;
  if (const LiveInstance* const on = watch_.find(seen.instance_number)) {
    now_at.idle_since = on->idle_since;
    now_at.uses_before = on->uses;
    if (seen.start == StartKind::cold) {
      now_at.start = on->start;
    }
    now_at.started_for_it = now_at.start && now_at.start->start.ordinal == ordinal_;
  }
}

void InvocationFollower::ended(const Observation& seen) {
  AttemptAccount& now_at = attempt();
  now_at.ended = seen.now;
  now_at.on_provisioned = seen.on_provisioned;
  const Duration charged{static_cast<std::int64_t>(seen.amount)};
  const bool is_billed = billing_.billed_while == BilledWhile::request;
  now_at.billed = is_billed ? Duration{Rounding(billing_).billed(now_at.ended - now_at.started)} : Duration{};
  now_at.billed_init = charged - now_at.billed;
  MemoryTimes ns{now_at.billed.ns(), now_at.billed_init.ns(), 0, 0, 0};
  if (now_at.on_provisioned) {
    ns.billed_on_provisioned = ns.billed;
    ns.init_on_provisioned = ns.init;
  }
  account_->charge += charge_of(functions_[function_], ns, 1, billing_);
}

void InvocationFollower::decided(const Decision& made) {
  if (is_over_ || made.function != function_) {
    return;
  }
  watch_.decided(made);
  if (made.seam == "placement") {
    placement_.emplace(made);
    host_placement_.reset();
  } else if (made.seam == "host_placement") {
    host_placement_.emplace(made);
  }
  if (!account_) {
    return;
  }
  if (made.request == request_ && made.seam == "admission") {
    if (attempt().again) {
      account_->attempts.emplace_back();  // the next attempt of the invocation begins
    }
    AttemptAccount& now_at = attempt();
    now_at.submitted = std::min(now_at.submitted, made.now);
    ++now_at.asked;
    if (now_at.admission.size() == 2) {
      now_at.admission.pop_back();
    }
    now_at.admission.emplace_back(made);
  } else if (made.request == request_ && made.seam == "routing") {
    attempt().routing.emplace(made);
  } else if (routes_ && made.seam == "scaling" && !attempt().scaling) {
    attempt().scaling.emplace(made);
  }
}

void InvocationFollower::starting(const InstanceStart& start) {
  if (!is_over_) {
    watch_.starting(start);
  }
}

void InvocationFollower::stages_known(const StagesKnown& known) {
  if (!is_over_) {
    watch_.stages_known(known);
  }
}

void InvocationFollower::ending(const InstanceEnd& end) {
  if (!is_over_) {
    watch_.ending(end);
  }
}

void InvocationFollower::bound(const BoundAttempt& binding) {
  if (is_over_ || binding.function != function_) {
    return;
  }
  watch_.bound(binding);
  if (!account_ || binding.request != request_) {
    return;
  }
  clock_.bound(binding.now);
  AttemptAccount& now_at = attempt();
  now_at.bound = binding.now;
  now_at.instance = binding.number;
  if (const LiveInstance* const on = watch_.find(binding.number)) {
    now_at.start = on->start;
    now_at.vm = on->start.vm;
    now_at.host = on->start.host;
    now_at.started_for_it = on->start.start.ordinal == ordinal_;
  }
  routes_ = false;
  account_->parts = clock_.parts();
}

void InvocationFollower::no_vm_open(const NoVmOpen& none) {
  if (is_over_ || none.function != function_) {
    return;
  }
  watch_.no_vm_open(none);
  placement_.reset();
  host_placement_.reset();
}

void InvocationFollower::finish() {
  if (account_ && !is_over_) {
    log_.finish();
  }
}

}  // namespace curtain
