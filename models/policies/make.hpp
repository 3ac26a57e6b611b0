#pragma once
// Functions for the `make` member of a declaration.
#include <memory>

#include "models/policies/declaration.hpp"

namespace curtain {

/// Makes a policy whose constructor takes the arguments.
template <class T>
std::unique_ptr<Policy> make_from_arguments(const Arguments& arguments) {
  return std::make_unique<T>(arguments);
}
/// Makes a policy without parameters.
template <class T>
std::unique_ptr<Policy> make_plain(const Arguments&) {
  return std::make_unique<T>();
}

}  // namespace curtain
