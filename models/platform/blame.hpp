#pragma once
// Who is to blame when a policy decides what cannot be.
#include <fmt/format.h>

#include <exception>
#include <stdexcept>
#include <string>
#include <utility>

#include "models/policies/policy.hpp"

namespace curtain {

/// A policy decided what cannot be, or threw. what() names it, its plugin if it has one, the simulated time
/// and the decision. The run is over: going on would give a wrong number.
class PolicyError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Refuses a question whose answer is not kept, because the policy that asks did not declare the need.
inline void require(bool is_kept, const char* question, const char* need) {
  if (!is_kept) [[unlikely]] {
    throw std::logic_error(
        fmt::format("{}() requires Needs::{}, which the policy does not declare", question, need));
  }
}

/// Throws PolicyError. `decision` goes on from "policy 'x', at 1.5s, ": "chose bin 3, which is full".
[[noreturn]] void blame(const Policy& policy, Time now, const std::string& decision);

/// What `call` returns, which asks `policy`; an exception from it becomes a PolicyError.
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
