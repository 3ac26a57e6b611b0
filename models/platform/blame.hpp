#pragma once
// Errors that report an invalid decision of a policy.
#include <fmt/format.h>

#include <exception>
#include <stdexcept>
#include <string>
#include <utility>

#include "models/policies/policy.hpp"

namespace curtain {

/// A policy made an impossible decision, or threw an exception. what() names the policy, its plugin if it has
/// one, the simulated time and the decision. The error ends the run, because continuing would give wrong
/// numbers.
class PolicyError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Throws std::logic_error if a policy queries data that is not kept because the policy did not declare the
/// need.
inline void require(bool is_kept, const char* question, const char* need) {
  if (!is_kept) [[unlikely]] {
    throw std::logic_error(
        fmt::format("{}() requires Needs::{}, which the policy does not declare", question, need));
  }
}

/// Throws PolicyError. `decision` completes the sentence "policy 'x', at 1.5 s, ..", for example "chose bin
/// 3, which is full".
[[noreturn]] void blame(const Policy& policy, Time now, const std::string& decision);

/// Returns the result of `call`, which calls `policy`; an exception of the policy becomes a PolicyError.
template <class Call>
decltype(auto) ask(const Policy& policy, Time now, Call&& call) {
  try {
    return std::forward<Call>(call)();
  } catch (const std::exception& error) {
    blame(policy, now, fmt::format("threw an exception: {}", error.what()));
  } catch (...) {
    blame(policy, now, "threw something that is not a std::exception");
  }
}

}  // namespace curtain
