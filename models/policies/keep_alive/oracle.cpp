// The keep-alive that knows what comes, and why no policy costs less.
//
// Conditions: an invocation takes an idle instance of its function or causes one of its own, at once (one
// request an instance, bound early, nothing waits or is turned away: capacity to spare), and no instance is
// started before it is asked for (no pre-warm). The cost of a run, from its beginning to its window's end, is
//   (instance time not spent running something: starting and idle) + lambda * (cold starts).
//
// (1) Let an instance run invocation i, then j. Between their dispatches a_i and a_j it runs nothing for
// a_j - a_i - d_i, wherever i's start-up lies within that: the pair costs what it would if i had ended at
// a_i + d_i. Start-ups only forbid some pairs. So a run costs no less than a choice of pairs (an end, a start
// no earlier), each end and each start in one pair at most, that costs the pairs' gaps, and lambda for each
// start in none.
//
// (2) Pairs that cross can be swapped to nest at the same sum; an end or a start left alone within a pair can
// take the place of the pair's own, for no more. So some cheapest choice has pairs that enclose nothing but
// pairs: pairs of the bracket matching of ends and starts, which is what the most recently used instances
// make if all are kept for ever. Each of these is worth it if its gap is at most lambda, whatever becomes of
// the others.
//
// (3) The platform can do that: what nests within a pair is shorter, hence kept as well, so the next use of
// an instance that becomes idle is the first start at which more run at once than do now.
//
// With start-ups of no time and most-recent routing the policy does exactly this, and nothing is cheaper.
// Where start-ups take time (1) and (2) are a bound on every run still
// (models/platform/keep_alive_bound.hpp), which nothing need reach; the policy then counts what is starting
// as running, and foresees ends as if nothing were delayed. Where the other conditions do not hold, it
// guesses.
#include <algorithm>
#include <cstddef>
#include <vector>

#include "models/policies/future.hpp"
#include "models/policies/keep_alive/seam.hpp"
#include "models/policies/make.hpp"

namespace curtain {
namespace {

/// When a function will have how many running: finds the first time from a position on that it is more than
/// so many.
class Ahead {
 public:
  explicit Ahead(std::span<const Foreseen> invocations) {
    for (const Foreseen& invocation : invocations) {
      times_.push_back(invocation.at);
    }
    const std::vector<std::uint32_t> running = running_once_started(invocations);
    for (leaves_ = 1; leaves_ < running.size(); leaves_ *= 2) {
    }
    most_.assign(2 * leaves_, 0);
    std::copy(running.begin(), running.end(), most_.begin() + static_cast<std::ptrdiff_t>(leaves_));
    for (std::size_t node = leaves_ - 1; node > 0; --node) {
      most_[node] = std::max(most_[2 * node], most_[2 * node + 1]);
    }
  }

  void pass_one() { position_ += position_ < times_.size() ? 1 : 0; }

  /// The first start from now on, of those that have not come, at which more than `running` run; never if
  /// none.
  [[nodiscard]] Time first_above(std::uint32_t running, Time now) {
    // Retries have been counted as arrivals, and some arrivals perhaps not.
    while (position_ > 0 && times_[position_ - 1] > now) {
      --position_;
    }
    while (position_ < times_.size() && times_[position_] < now) {
      ++position_;
    }
    if (position_ == times_.size()) {
      return Time::never();
    }
    std::size_t node = position_ + leaves_;
    for (;;) {
      while (node % 2 == 0) {
        node /= 2;
      }
      if (most_[node] > running) {
        break;
      }
      ++node;
      if ((node & (node - 1)) == 0) {
        return Time::never();  // it was the last of its level
      }
    }
    while (node < leaves_) {
      node = most_[2 * node] > running ? 2 * node : 2 * node + 1;
    }
    return times_[node - leaves_];
  }

 private:
  std::vector<Time> times_;
  std::vector<std::uint32_t> most_;  // a tree of maxima; the leaves are running_once_started()
  std::size_t leaves_ = 1;
  std::size_t position_ = 0;  // invocations that have come
};

class Oracle final : public KeepAlivePolicy {
 public:
  explicit Oracle(const Arguments& arguments) : lambda_(arguments.duration(0)) {}
  [[nodiscard]] Needs needs() const override { return {.on_arrival = true, .future = true}; }
  void foresee(const Future& future) override {
    ahead_.clear();
    for (std::size_t id = 0; id < future.functions(); ++id) {
      ahead_.emplace_back(future.of(FunctionId{id}));
    }
  }
  void on_arrival(const ArrivalNotice& notice) override { ahead_[notice.function.index()].pass_one(); }

  Duration keep_for(const IdleInstanceView& instance) override {
    const Time next = next_use(instance);
    if (next == Time::never() || next - instance.now > lambda_) {
      return Duration{};
    }
    return next - instance.now + Duration{1};  // at one instant, timers go before arrivals
  }
  /// Under pressure the one whose next use is farthest goes first (Belady).
  [[nodiscard]] double eviction_value(const IdleInstanceView& instance) override {
    return -static_cast<double>(next_use(instance).ns());
  }

 private:
  [[nodiscard]] Time next_use(const IdleInstanceView& instance) {
    return ahead_[instance.function.index()].first_above(instance.in_flight, instance.now);
  }

  Duration lambda_;
  std::vector<Ahead> ahead_;  // by function
};

}  // namespace

const PolicyDeclaration& keep_alive_oracle() {
  static const PolicyDeclaration declaration{
      Seam::keep_alive,
      "oracle",
      "knows the workload: kept if and only if its next use is at most lambda away",
      "the offline optimum of ski rental for each idle gap, by Belady's argument (IBM Systems Journal 5, "
      "1966)",
      {{"lambda", ParameterKind::duration, "10min", 0, 4.6e18,
        "the idle time that is worth one cold start; by default what `fixed` keeps, OpenWhisk's 10 min"}},
      make_from_arguments<Oracle>};
  return declaration;
}

}  // namespace curtain
