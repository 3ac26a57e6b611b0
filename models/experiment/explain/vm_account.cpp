#include "models/experiment/explain/vm_account.hpp"

#include <algorithm>

namespace curtain {

void LevelCourse::advance(Time now) {
  while (since_ < now) {
    auto bin = static_cast<std::size_t>((since_ - from_).ns() / width_.ns());
    while (bin >= kMostBins) {
      for (std::size_t i = 0; i < kMostBins / 2; ++i) {
        bins_[i] = bins_[2 * i] + bins_[2 * i + 1];
      }
      bins_.resize(kMostBins / 2);
      width_ = width_ * 2;
      bin /= 2;
    }
    if (bin >= bins_.size()) {
      bins_.resize(bin + 1);
    }
    const Time ends = std::min(now, from_ + width_ * static_cast<std::int64_t>(bin + 1));
    bins_[bin] += static_cast<sim::Int128>(level_) * (ends - since_).ns();
    since_ = ends;
  }
}

void LevelCourse::set(std::uint64_t level, Time now) {
  advance(now);
  level_ = level;
  peak_ = std::max(peak_, level);
}

std::vector<double> LevelCourse::means(Time now) const {
  LevelCourse whole = *this;
  whole.advance(now);
  std::vector<double> means;
  for (std::size_t i = 0; i < whole.bins_.size(); ++i) {
    const Time begins = from_ + whole.width_ * static_cast<std::int64_t>(i);
    const Duration length = std::min(whole.width_, now - begins);
    means.push_back(static_cast<double>(whole.bins_[i]) / static_cast<double>(length.ns()));
  }
  return means;
}

sim::Int128 LevelCourse::integral(Time now) const {
  LevelCourse whole = *this;
  whole.advance(now);
  sim::Int128 sum = 0;
  for (const sim::Int128 bin : whole.bins_) {
    sum += bin;
  }
  return sum;
}

void VmFollower::observe(const Observation& seen) {
  if (is_over_) {
    return;
  }
  if (seen.change == Change::vm_created) {
    ++opened_;
    if (seen.vm_number == number_) {
      open(seen);
    }
    return;
  }
  if (!account_ || !seen.vm.valid() || seen.vm_number != number_) {
    return;
  }
  switch (seen.change) {
    case Change::instance_created:
      put(seen);
      break;
    case Change::instance_reclaimed:
      take(seen);
      break;
    case Change::started:
      ++account_->functions[seen.function.value()].attempts;
      break;
    case Change::vm_crashed:
      account_->lost = inside_.size();
      break;
    case Change::vm_released:
      finish(seen.now);
      is_over_ = true;
      break;
    default:
      break;
  }
}

void VmFollower::open(const Observation& seen) {
  account_.emplace();
  account_->number = number_;
  account_->host = seen.host.value();
  account_->capacity = static_cast<Mebibytes>(seen.amount);
  account_->opened = seen.now;
  account_->used = LevelCourse(seen.now);
  empty_since_ = seen.now;
}

void VmFollower::put(const Observation& seen) {
  if (inside_.empty()) {
    account_->empty += seen.now - empty_since_;
  }
  const auto memory = static_cast<Mebibytes>(seen.amount);
  inside_[seen.instance.value()] = memory;
  used_mib_ += memory;
  account_->used.set(used_mib_, seen.now);
  VmAccount::OfFunction& of = account_->functions[seen.function.value()];
  ++of.instances;
  of.most_live = std::max(of.most_live, ++of.live);
  ++account_->instances;
  account_->most_instances = std::max<std::uint64_t>(account_->most_instances, inside_.size());
  last_ = StartAccount();
  last_.vm = seen.vm_number;
  last_.host = seen.host.value();
  last_.ready = seen.until;
}

void VmFollower::take(const Observation& seen) {
  const auto found = inside_.find(seen.instance.value());
  used_mib_ -= found->second;
  inside_.erase(found);
  --account_->functions[seen.function.value()].live;
  account_->used.set(used_mib_, seen.now);
  if (inside_.empty()) {
    empty_since_ = seen.now;
  }
}

void VmFollower::decided(const Decision& made) {
  if (made.seam == "placement") {
    placement_.emplace(made);
    no_vm_open_.reset();
    host_placement_.reset();
  } else if (made.seam == "host_placement") {
    host_placement_.emplace(made);
  }
}

void VmFollower::starting(const InstanceStart& start) {
  const bool is_first = account_ && !is_over_ && account_->instances == 1 && start.in_new_vm &&
                        !account_->opened_for && inside_.count(start.instance.value()) > 0;
  if (is_first) {
    account_->opened_for = last_;
    account_->opened_for->start = start;
    account_->opened_for->host_placement = host_placement_;
    if (placement_ && placement_->at == start.now) {
      account_->opened_for->placement = placement_;
    }
    if (no_vm_open_ && no_vm_open_->now == start.now) {
      account_->opened_for->no_vm_open = no_vm_open_;
    }
    account_->first_function = start.function;
    account_->first_instance = start.number;
  }
}

void VmFollower::no_vm_open(const NoVmOpen& none) {
  no_vm_open_ = none;
  placement_.reset();
}

void VmFollower::vm_ending(const VmEnd& end) {
  if (account_ && !is_over_ && end.vm_number == number_) {
    account_->ended = end;
  }
}

void VmFollower::finish(Time now) {
  if (!account_ || is_over_) {
    return;
  }
  account_->until = now;
  if (inside_.empty()) {
    account_->empty += now - empty_since_;
    empty_since_ = now;
  }
}

}  // namespace curtain
