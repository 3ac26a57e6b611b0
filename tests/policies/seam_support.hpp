#pragma once
// Common functions for the tests of policies: one workload, in which one policy is replaced.
#include "tests/support/platform_fixture.hpp"

namespace support {

/// Returns a policy as its seam's class, created from its declaration.
template <class T>
std::unique_ptr<T> made(const PolicyChoice& choice) {
  auto policy = choice.declaration->make(choice.arguments);
  T* const typed = dynamic_cast<T*>(policy.release());
  REQUIRE(typed != nullptr);
  return std::unique_ptr<T>(typed);
}

}  // namespace support
