#pragma once
// Common functions for the tests of policies: one workload, with one choice changed.
#include "tests/support/platform_fixture.hpp"

namespace support {

/// A policy of its seam's class, made from its declaration.
template <class T>
std::unique_ptr<T> made(const PolicyChoice& choice) {
  auto policy = choice.declaration->make(choice.arguments);
  T* const typed = dynamic_cast<T*>(policy.release());
  REQUIRE(typed != nullptr);
  return std::unique_ptr<T>(typed);
}

}  // namespace support
