#pragma once
// Mutants: small deliberate faults in the product's code, each with a name. A test that passes although a
// mutant is on does not test what it seems to test. The product contains no mutant: CURTAIN_MUTANT is its
// right side there. Only a build with CURTAIN_MUTANTS (the preset `mutants`) contains them, all of them at
// once, and the environment variable CURTAIN_MUTANT turns one of them on by its name.
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
/// The value `right`; with the mutant `name` on, the value `wrong`:
/// `return live < CURTAIN_MUTANT(max_instances_off_by_one, most, most + 1);`
#define CURTAIN_MUTANT(name, right, wrong) (right)
/// The statement that follows is left out with the mutant `name` on.
#define CURTAIN_MUTANT_SKIPS(name)
#endif
