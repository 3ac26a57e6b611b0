#pragma once
// Mutants are small deliberate faults in the product's code, each with a name. If the test of a mutant passes
// although the mutant is active, the test does not check what it should check. The product contains no
// mutant, because CURTAIN_MUTANT is replaced by its right side. Only a build with CURTAIN_MUTANTS (the preset
// `mutants`) contains mutants. Such a build contains all mutants, and the environment variable CURTAIN_MUTANT
// activates one by its name. tests/mutants/mutants.txt lists each mutant with the test that detects it;
// tests/mutants/run tries all mutants.

#ifdef CURTAIN_MUTANTS
#include <cstdlib>
#include <string_view>

namespace sim {

inline bool mutant_is_on(std::string_view name) {
  const char* const chosen = std::getenv("CURTAIN_MUTANT");
  return chosen != nullptr && name == chosen;
}

}  // namespace sim

/// Whether the mutant is active. Reads the environment variable once for each place in the code.
#define CURTAIN_MUTANT_IS_ON(name)                        \
  ([] {                                                   \
    static const bool is_on = ::sim::mutant_is_on(#name); \
    return is_on;                                         \
  }())
#define CURTAIN_MUTANT(name, right, wrong) (CURTAIN_MUTANT_IS_ON(name) ? (wrong) : (right))
#define CURTAIN_MUTANT_SKIPS(name) if (!CURTAIN_MUTANT_IS_ON(name))

#else
/// The value `right` or, if the mutant `name` is active, the value `wrong`. Example: `return live <
/// CURTAIN_MUTANT(max_instances_off_by_one, most, most + 1);`
#define CURTAIN_MUTANT(name, right, wrong) (right)
/// Skips the next statement if the mutant `name` is active.
#define CURTAIN_MUTANT_SKIPS(name)
#endif
