#pragma once
// Files of sim/ and models/ without a test file of their own, each with the reason.
#include <vector>

#include "tests/tidy/rules.hpp"

namespace tidy {

inline const std::vector<Untested>& untested() {
  constexpr const char* abstract =
      "an abstract class and what its policies are asked; the policies are tested";
  static const std::vector<Untested> list{
      {"models/metrics/observer.hpp", "plain data and an abstract class"},
      {"models/platform/parameters.hpp", "plain data"},
      {"models/policies/admission/seam.hpp", abstract},
      {"models/policies/declaration.hpp", "plain data"},
      {"models/policies/keep_alive/seam.hpp", abstract},
      {"models/policies/make.hpp", "two calls of make_unique, by which every policy that is tested is made"},
      {"models/policies/placement/seam.hpp", abstract},
      {"models/policies/policy.hpp", "an abstract class"},
      {"models/policies/pre_warm/seam.hpp", abstract},
      {"models/policies/queueing/seam.hpp", abstract},
      {"models/policies/routing/seam.hpp", abstract},
      {"models/policies/scaling/seam.hpp", abstract},
      {"models/words.hpp", "ids and constants"},
      {"models/workload/arrival.hpp",
       "plain data and an abstract class; the table's functions are function_table.cpp's"},
      {"models/workload/sources.hpp", "declares what the files of the sources define"},
      {"models/workload/specification.hpp", "plain data"},
  };
  return list;
}

}  // namespace tidy
