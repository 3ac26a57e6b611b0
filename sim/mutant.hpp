#pragma once
// Mutants: small deliberate faults in the product's code, each with a name. If a test passes although a
// mutant is active, the test does not test what it claims. The product contains no mutant: there
// CURTAIN_MUTANT is its right side. Only a build with CURTAIN_MUTANTS (the preset `mutants`) contains all
// mutants at once, and the environment variable CURTAIN_MUTANT activates one of them by its name.
// tests/mutants/mutants.txt lists each mutant with the test that catches it; tests/mutants/run tries them.

#ifdef CURTAIN_MUTANTS
#include <cstdlib>
#include <string_view>

namespace sim {

inline bool mutant_is_on(std::string_view name) {
  const char* const chosen = std::getenv("CURTAIN_MUTANT");
  return chosen != nullptr && name == chosen;
}

}  // namespace sim

/// Reads the environment once for each place in the code.
#define CURTAIN_MUTANT_IS_ON(name)                        \
  ([] {                                                   \
    static const bool is_on = ::sim::mutant_is_on(#name); \
    return is_on;                                         \
  }())
#define CURTAIN_MUTANT(name, right, wrong) (CURTAIN_MUTANT_IS_ON(name) ? (wrong) : (right))
#define CURTAIN_MUTANT_SKIPS(name) if (!CURTAIN_MUTANT_IS_ON(name))

#else
/// The value `right`; if the mutant `name` is active, the value `wrong`: `return live <
/// CURTAIN_MUTANT(max_instances_off_by_one, most, most + 1);`
#define CURTAIN_MUTANT(name, right, wrong) (right)
/// The next statement is left out if the mutant `name` is active.
#define CURTAIN_MUTANT_SKIPS(name)
#endif
