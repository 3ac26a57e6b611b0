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
// With start-ups of no time the policy does exactly this, by any routing, and nothing is cheaper. Where
// start-ups take time (1) and (2) are a bound on every run still
// (models/platform/idling/keep_alive_bound.hpp), which nothing need reach: an invocation that started cold
// ends later than foreseen, and its instance is there for others later. The policy then takes the others of
// its function that should be over for delayed by as much as its own start-up took, and does not count on
// them before. Where the other conditions do not hold, it guesses.
#include <algorithm>
#include <cstddef>
#include <vector>

#include "models/policies/future.hpp"
#include "models/policies/keep_alive/seam.hpp"
#include "models/policies/make.hpp"
#include "sim/mutant.hpp"

namespace curtain {
namespace {

/// How many of a function run at which time, if nothing is delayed.
class Ahead {
 public:
  explicit Ahead(std::span<const Foreseen> invocations) {
    for (const Foreseen& invocation : invocations) {
      starts_.push_back(invocation.at);
      ends_.push_back(sim::saturating_add(invocation.at, invocation.duration));
    }
    std::sort(ends_.begin(), ends_.end());
    const std::vector<std::uint32_t> running = running_once_started(invocations);
    for (leaves_ = 1; leaves_ < running.size(); leaves_ *= 2) {
    }
    most_.assign(2 * leaves_, 0);
    std::copy(running.begin(), running.end(), most_.begin() + static_cast<std::ptrdiff_t>(leaves_));
    for (std::size_t node = leaves_ - 1; node > 0; --node) {
      most_[node] = std::max(most_[2 * node], most_[2 * node + 1]);
    }
  }

  void pass_one() { started_ += started_ < starts_.size() ? 1 : 0; }

  /// How many run now. Times must not go back.
  [[nodiscard]] std::uint32_t running(Time now) {
    // Retries have been counted as arrivals, and some arrivals perhaps not.
    while (started_ > 0 && starts_[started_ - 1] > now) {
      --started_;
    }
    while (started_ < starts_.size() && starts_[started_] < now) {
      ++started_;
    }
    while (ended_ < ends_.size() && ends_[ended_] <= now) {
      ++ended_;
    }
    return static_cast<std::uint32_t>(started_ > ended_ ? started_ - ended_ : 0);
  }

  /// The first start, of those after running() was asked, at which more than so many run; never if none.
  [[nodiscard]] Time first_above(std::uint32_t level) const {
    if (started_ == starts_.size()) {
      return Time::never();
    }
    std::size_t node = started_ + leaves_;
    for (;;) {
      while (node % 2 == 0) {
        node /= 2;
      }
      if (most_[node] > level) {
        break;
      }
      ++node;
      if ((node & (node - 1)) == 0) {
        return Time::never();  // it was the last of its level
      }
    }
    while (node < leaves_) {
      node = most_[2 * node] > level ? 2 * node : 2 * node + 1;
    }
    return starts_[node - leaves_];
  }

 private:
  std::vector<Time> starts_;
  std::vector<Time> ends_;           // ascending
  std::vector<std::uint32_t> most_;  // a tree of maxima; the leaves are running_once_started()
  std::size_t leaves_ = 1;
  std::size_t started_ = 0;
  std::size_t ended_ = 0;
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
    if (next == Time::never() ||
        CURTAIN_MUTANT(oracle_drops_ties, next - instance.now > lambda_, next - instance.now >= lambda_)) {
      return Duration{};
    }
    // It may be another one that is used then, or a delayed one: who waits for lambda is there, whoever goes
    // first. And at one instant, timers go before arrivals.
    return lambda_ + Duration{1};
  }
  /// Under pressure the one whose next use is farthest goes first (Belady).
  [[nodiscard]] double eviction_value(const IdleInstanceView& instance) override {
    return -static_cast<double>(next_use(instance).ns());
  }

 private:
  [[nodiscard]] Time next_use(const IdleInstanceView& instance) {
    Ahead& ahead = ahead_[instance.function.index()];
    const std::uint32_t undelayed = ahead.running(instance.now);
    const Time next = ahead.first_above(instance.in_flight);
    if (undelayed < instance.in_flight) {
      // Others are delayed by their start-up; what comes before they are back finds only this one.
      const Time sooner = ahead.first_above(undelayed);
      return sooner < sim::saturating_add(instance.now, instance.start_up) ? sooner : next;
    }
    return next;
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
