#pragma once
// An exact token bucket, whose content is a whole number of token-nanoseconds, so no refill is rounded, and
// reading the bucket never loses a part of a token.
#include <algorithm>
#include <cstdint>
#include <vector>

#include "models/words.hpp"
#include "sim/mutant.hpp"
#include "sim/wide.hpp"

namespace curtain {

/// A rate at which `tokens` tokens arrive in every `per`, evenly. At most `most` tokens accumulate.
struct TokenRate {
  std::int64_t tokens = 0;  ///< at least 1
  Duration per;             ///< at least 1 ns
  std::int64_t most = 0;    ///< at least 1
};

/// A bucket that is full at first. The owner stores the rate, because many buckets share one rate. Times must
/// not decrease.
class TokenBucket {
 public:
  [[nodiscard]] bool has_one(const TokenRate& rate, Time now) const { return at(rate, now) >= rate.per.ns(); }

  /// The number of whole tokens.
  [[nodiscard]] std::int64_t tokens(const TokenRate& rate, Time now) const {
    return static_cast<std::int64_t>(at(rate, now) / rate.per.ns());
  }

  /// Takes one token. Precondition: the bucket has a token.
  void take(const TokenRate& rate, Time now) {
    missing_ = full(rate) - at(rate, now) + rate.per.ns();
    since_ = now;
  }

  /// The first instant, from now on, at which the bucket has a token.
  [[nodiscard]] Time next(const TokenRate& rate, Time now) const {
    const sim::Int128 wanted = rate.per.ns() - at(rate, now);
    if (wanted <= 0) {
      return now;
    }
    const sim::Int128 wait = (wanted + rate.tokens - 1) / rate.tokens;
    return sim::saturating_add(now, Duration{static_cast<std::int64_t>(wait)});
  }

 private:
  /// One token equals `per` in nanoseconds. Each nanosecond adds `tokens` units.
  static sim::Int128 full(const TokenRate& rate) { return sim::Int128{rate.most} * rate.per.ns(); }
  [[nodiscard]] sim::Int128 at(const TokenRate& rate, Time now) const {
    const sim::Int128 exact = sim::Int128{(now - since_).ns()} * rate.tokens;
    const sim::Int128 refill =
        CURTAIN_MUTANT(token_refill_rounded, exact, exact / rate.per.ns() * rate.per.ns());
    return full(rate) - std::max<sim::Int128>(missing_ - refill, 0);
  }

  sim::Int128 missing_ = 0;  ///< units that were missing for a full bucket at the time `since_`
  Time since_{};
};

/// The buckets of a policy, indexed by tenant or function. A bucket that does not exist yet is full.
class TokenBuckets {
 public:
  TokenBucket& operator[](std::size_t number) {
    if (number >= buckets_.size()) {
      buckets_.resize(number + 1);
    }
    return buckets_[number];
  }
  /// Returns a bucket. Precondition: the bucket exists.
  [[nodiscard]] const TokenBucket& at(std::size_t number) const { return buckets_.at(number); }

 private:
  std::vector<TokenBucket> buckets_;
};

}  // namespace curtain
