#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "models/policies/make.hpp"
#include "models/policies/placement/seam.hpp"
#include "sim/mutant.hpp"

namespace curtain {
namespace {

/// Computes java.lang.String.hashCode(), which works on UTF-16 units and therefore on bytes for names in
/// ASCII.
class JavaHash {
 public:
  JavaHash& add(std::string_view text) {
    for (const char c : text) {
      value_ = 31 * value_ + static_cast<unsigned char>(c);
    }
    return *this;
  }
  [[nodiscard]] std::uint32_t value() const { return value_; }

 private:
  std::uint32_t value_ = 0;
};

/// Computes OpenWhisk's generateHash() of the namespace and of the action's name with its namespace, made
/// positive.
std::uint32_t hash_of(std::string_view tenant, std::string_view function) {
  const std::uint32_t both =
      JavaHash().add(tenant).value() ^ JavaHash().add(tenant).add("/").add(function).value();
  return (both >> 31) != 0 ? ~both + 1 : both;
}

/// Computes OpenWhisk's pairwiseCoprimeNumbersUntil(n), which takes, from 1 on, every number that is coprime
/// to n and to the numbers taken before. The result is 1 and the primes up to n that do not divide n, because
/// any other number has a prime factor that was taken before or that divides n.
class StepSizes {
 public:
  /// The entry at the position `hash` modulo the number of entries.
  std::uint32_t at(std::uint32_t hash, std::uint32_t n) {
    know_primes_until(n);
    divisors_.clear();
    const auto end = std::upper_bound(primes_.begin(), primes_.end(), n);
    std::uint32_t rest = n;
    for (auto prime = primes_.begin(); prime != end && *prime <= rest; ++prime) {
      if (std::uint64_t{*prime} * *prime > rest) {  // the remaining factor is a prime
        divisors_.push_back(rest);
        break;
      }
      if (rest % *prime == 0) {
        divisors_.push_back(*prime);
        while (rest % *prime == 0) {
          rest /= *prime;
        }
      }
    }
    const auto all = static_cast<std::size_t>(end - primes_.begin());
    std::size_t position = hash % (1 + all - divisors_.size());
    if (position == 0) {
      return 1;
    }
    --position;
    for (const std::uint32_t divisor : divisors_) {  // in ascending order
      position +=
          CURTAIN_MUTANT(step_divides_workers, primes_[position] >= divisor, primes_[position] > divisor) ? 1
                                                                                                          : 0;
    }
    return primes_[position];
  }

 private:
  void know_primes_until(std::uint32_t n) {
    for (; known_ < n; ++known_) {
      const std::uint32_t candidate = known_ + 1;
      bool is_prime = candidate > 1;
      for (std::size_t i = 0; is_prime && i < primes_.size() && primes_[i] * primes_[i] <= candidate; ++i) {
        is_prime = candidate % primes_[i] != 0;
      }
      if (is_prime) {
        primes_.push_back(candidate);
      }
    }
  }

  std::uint32_t known_ = 0;
  std::vector<std::uint32_t> primes_;
  std::vector<std::uint32_t> divisors_;
};

/// Returns the inverse of `step` modulo n, by Euclid's algorithm. `step` must be coprime to n. The result is
/// the number of steps that lead to the next position, and 0 if n is 1.
std::uint64_t inverse(std::uint64_t step, std::uint64_t n) {
  std::int64_t factor = 0;
  std::int64_t next_factor = 1;
  auto rest = static_cast<std::int64_t>(n);
  auto next_rest = static_cast<std::int64_t>(step % n);
  while (next_rest != 0) {
    const std::int64_t quotient = rest / next_rest;
    factor = std::exchange(next_factor, factor - quotient * next_factor);
    rest = std::exchange(next_rest, rest - quotient * next_rest);
  }
  return static_cast<std::uint64_t>(factor < 0 ? factor + static_cast<std::int64_t>(n) : factor) % n;
}

class OpenWhiskHash final : public PlacementPolicy {
 public:
  [[nodiscard]] Needs needs() const override {
    return {.bins_by_age = true, .bins_by_position = true, .names = true, .stateless = true};
  }

  std::optional<Bins::Bin> choose(const PlacementQuery& query, const Bins& bins) override {
    const auto n = static_cast<std::uint32_t>(bins.size());
    if (n == 0) {
      return std::nullopt;
    }
    const std::uint32_t hash = hash_of(query.tenant_name, query.function_name);
    last_ = {n, hash % n, steps_.at(hash, n), n};
    // Of n bins, r have room. The walk takes n / r steps on average. Computing the number of steps to each of
    // the r bins takes r steps. Since r is unknown, both searches advance alternately until one of them
    // finishes.
    const std::uint64_t steps_to_next = inverse(last_.step, n);
    std::optional<Bins::Bin> with_room = bins.oldest_with(query.demand);
    std::optional<Bins::Bin> nearest;
    std::uint64_t position = last_.home;
    for (std::uint32_t tried = 0; with_room; ++tried) {
      const Bins::Bin bin = bins.nth(position);
      if (bins.free(bin) >= query.demand) {
        last_.tried = tried;
        return bin;
      }
      position = (position + last_.step) % n;
      const std::uint64_t behind_home = bins.position(*with_room) + n - last_.home;
      const auto away = static_cast<std::uint32_t>(behind_home % n * steps_to_next % n);
      if (CURTAIN_MUTANT(nearest_is_the_last_looked_at, away < last_.tried, true)) {
        last_.tried = away;
        nearest = with_room;
      }
      with_room = bins.next_with(bins.serial(*with_room) + 1, query.demand);
    }
    return nearest;
  }

  [[nodiscard]] std::string explain() const override {
    if (last_.bins == 0) {
      return "";
    }
    const std::string way =
        last_.tried == last_.bins ? fmt::format("no bin has room in steps of {}", last_.step)
        : last_.tried == 0        ? std::string("which has room")
                                  : fmt::format("{} steps of {} from it", last_.tried, last_.step);
    return fmt::format("the home bin is {} of {}, {}", last_.home, last_.bins, way);
  }

 private:
  struct Walk {
    std::uint32_t bins = 0;
    std::uint64_t home = 0;
    std::uint64_t step = 0;
    std::uint32_t tried = 0;  // number of bins without room
  };
  StepSizes steps_;
  Walk last_;
};

}  // namespace

const PolicyDeclaration& placement_openwhisk_hash() {
  static const PolicyDeclaration declaration{
      Seam::placement,
      "openwhisk-hash",
      "hashes tenant and function to a first bin and a step size, and chooses the first bin with room; if no "
      "bin has room, a new bin is opened or the attempt gets none (OpenWhisk overloads a random bin)",
      "Apache OpenWhisk, ShardingContainerPoolBalancer.scala: generateHash, pairwiseCoprimeNumbersUntil, "
      "schedule",
      {},
      make_plain<OpenWhiskHash>};
  return declaration;
}

}  // namespace curtain
