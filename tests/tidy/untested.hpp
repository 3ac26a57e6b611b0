#pragma once
// Files of sim/ and models/ without a test file of their own, each with the reason.
#include <vector>

#include "tests/tidy/rules.hpp"

namespace tidy {

inline const std::vector<Untested>& untested() {
  static const std::vector<Untested> list{
      {"models/words.hpp", "plain data"},
  };
  return list;
}

}  // namespace tidy
