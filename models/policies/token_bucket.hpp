#pragma once
// A token bucket that is exact: what is in it is a whole number of token-nanoseconds, so that no refill is
// rounded and none is lost however often it is looked at.
#include <algorithm>
#include <cstdint>
#include <vector>

#include "models/words.hpp"
#include "sim/mutant.hpp"
#include "sim/wide.hpp"

namespace curtain {

/// `tokens` come in every `per`, evenly; at most `most` gather.
struct TokenRate {
  std::int64_t tokens = 0;  ///< at least 1
  Duration per;             ///< at least 1 ns
  std::int64_t most = 0;    ///< at least 1
};

/// Full at first. Its rate is kept by who owns it, as it is the same for many buckets. Times must not go
/// back.
class TokenBucket {
 public:
  [[nodiscard]] bool has_one(const TokenRate& rate, Time now) const { return at(rate, now) >= rate.per.ns(); }

  /// Whole ones.
  [[nodiscard]] std::int64_t tokens(const TokenRate& rate, Time now) const {
    return static_cast<std::int64_t>(at(rate, now) / rate.per.ns());
  }

  /// Takes one; there must be one.
  void take(const TokenRate& rate, Time now) {
    missing_ = full(rate) - at(rate, now) + rate.per.ns();
    since_ = now;
  }

  /// The first instant, from now on, at which there is one.
  [[nodiscard]] Time next(const TokenRate& rate, Time now) const {
    const sim::Int128 wanted = rate.per.ns() - at(rate, now);
    if (wanted <= 0) {
      return now;
    }
    const sim::Int128 wait = (wanted + rate.tokens - 1) / rate.tokens;
    return sim::saturating_add(now, Duration{static_cast<std::int64_t>(wait)});
  }

 private:
  /// One token is `per` in nanoseconds; each nanosecond brings `tokens`.
  static sim::Int128 full(const TokenRate& rate) { return sim::Int128{rate.most} * rate.per.ns(); }
  [[nodiscard]] sim::Int128 at(const TokenRate& rate, Time now) const {
    const sim::Int128 exact = sim::Int128{(now - since_).ns()} * rate.tokens;
    const sim::Int128 refill =
        CURTAIN_MUTANT(token_refill_rounded, exact, exact / rate.per.ns() * rate.per.ns());
    return full(rate) - std::max<sim::Int128>(missing_ - refill, 0);
  }

  sim::Int128 missing_ = 0;  ///< from a full bucket, at `since_`
  Time since_{};
};

/// The buckets of a policy by tenant or function; one that is not there yet is full.
class TokenBuckets {
 public:
  TokenBucket& operator[](std::size_t number) {
    if (number >= buckets_.size()) {
      buckets_.resize(number + 1);
    }
    return buckets_[number];
  }
  /// Of one that there is.
  [[nodiscard]] const TokenBucket& at(std::size_t number) const { return buckets_.at(number); }

 private:
  std::vector<TokenBucket> buckets_;
};

}  // namespace curtain
